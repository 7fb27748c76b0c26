"""Tests against librdkafka's own broker: the real protocol over real sockets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from confluent_kafka import Producer
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import KafkaSettings


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    host = Producer({"test.mock.num.brokers": 1, "log_level": 0})
    [address] = host.list_topics(timeout=10).brokers.values()
    yield f"{address.host}:{address.port}"
    del host


@pytest.fixture(scope="session")
def environment(broker: str) -> dict[str, str]:
    """What the service is told, as a process of its own."""
    return {"KAFKA_BOOTSTRAP_SERVERS": broker}


@pytest.fixture
def settings(broker: str) -> KafkaSettings:
    """Settings with a topic and a group of their own."""
    return settings_for(broker)


@pytest.fixture
def app(settings: KafkaSettings) -> FastAPI:
    return create_app(settings)


@pytest.fixture(scope="session")
def topic() -> str:
    return f"events-{uuid4()}"


@pytest.fixture(scope="session")
def client(broker: str, topic: str) -> Iterator[TestClient]:
    """One service for all tests: to form a group takes Kafka seconds."""
    with TestClient(create_app(settings_for(broker, topic))) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        yield client


def settings_for(broker: str, topic: str | None = None) -> KafkaSettings:
    return KafkaSettings(
        environment="test",
        kafka_bootstrap_servers=broker,
        topic=topic or f"events-{uuid4()}",
        consumer_group=f"group-{uuid4()}",
        # This broker lets others in only then, even when somebody has left.
        session_seconds=6,
    )


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that happens in another thread."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
