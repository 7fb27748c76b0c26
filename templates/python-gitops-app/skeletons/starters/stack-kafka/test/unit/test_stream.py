import logging
import re
from typing import Any
from uuid import uuid4

import pytest
from confluent_kafka import Producer
from conftest import until
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import KafkaSettings
from ${{ values.package }}.consumer import EventConsumer
from ${{ values.package }}.event_metrics import EventMetrics
from ${{ values.package }}.events import Event
from ${{ values.package }}.metrics import Metrics


@pytest.fixture
def subject() -> str:
    return f"order-{uuid4()}"


def publish(client: TestClient, subject: str, **event: Any) -> dict[str, Any]:
    answer = client.post(
        "/api/v1/events", json={"kind": "order.accepted", "subject": subject, **event}
    )
    assert answer.status_code == 202
    published: dict[str, Any] = answer.json()
    return published


def consumed(client: TestClient, subject: str) -> list[dict[str, Any]]:
    items = client.get("/api/v1/events").json()["items"]
    return [item for item in items if item["subject"] == subject]


def sample(client: TestClient, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (.+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0


def put(broker: str, topic: str, value: bytes) -> None:
    producer = Producer({"bootstrap.servers": broker})
    producer.produce(topic, value)
    assert producer.flush(10) == 0


def test_what_is_published_is_consumed(client: TestClient, subject: str) -> None:
    published = publish(client, subject, data={"total": 12.5, "lines": ["tea"]})

    until(lambda: bool(consumed(client, subject)))

    assert consumed(client, subject) == [published]
    assert published["data"] == {"total": 12.5, "lines": ["tea"]}


def test_events_of_one_subject_keep_their_order(client: TestClient, subject: str) -> None:
    kinds = [f"step.{number}" for number in range(10)]
    for kind in kinds:
        publish(client, subject, kind=kind)

    until(lambda: len(consumed(client, subject)) == len(kinds))

    assert [item["kind"] for item in consumed(client, subject)] == kinds[::-1]


def test_goes_on_where_it_ended(settings: KafkaSettings) -> None:
    with TestClient(create_app(settings)) as first:
        publish(first, "before")
        until(lambda: bool(consumed(first, "before")))

    with TestClient(create_app(settings)) as second:
        publish(second, "after")
        until(lambda: bool(consumed(second, "after")))

        assert consumed(second, "before") == []


def test_what_is_no_event_holds_up_nothing(
    client: TestClient, broker: str, topic: str, subject: str
) -> None:
    invalid = 'events_consumed_total{outcome="invalid"}'
    before = sample(client, invalid)

    put(broker, topic, b"no event")
    newer = f'{{"kind": "order.accepted", "subject": "{subject}", "since": "version 2"}}'
    put(broker, topic, newer.encode())

    until(lambda: bool(consumed(client, subject)) and sample(client, invalid) == before + 1)


def test_an_event_that_cannot_be_handled_holds_up_nothing(
    settings: KafkaSettings, caplog: pytest.LogCaptureFixture
) -> None:
    handled: list[str] = []

    def handle(event: Event) -> None:
        if event.subject == "broken":
            raise RuntimeError("for the test")
        handled.append(event.subject)

    metrics = Metrics(service="test", version="1")
    consumer = EventConsumer(settings, handle, EventMetrics(metrics.registry))
    consumer.start()
    for subject in ("broken", "whole"):
        event = Event(kind="order.accepted", subject=subject, data={"card": "confidential"})
        put(settings.kafka_bootstrap_servers, settings.topic, event.encode())
    until(lambda: handled == ["whole"] and "for the test" in caplog.text)
    consumer.stop()

    assert metrics.registry.get_sample_value("events_consumed_total", {"outcome": "failed"}) == 1
    assert "confidential" not in caplog.text


def test_says_how_far_behind_it_is(client: TestClient, subject: str) -> None:
    delivered = 'events_published_total{outcome="delivered"}'
    before = sample(client, delivered)
    publish(client, subject)
    until(lambda: bool(consumed(client, subject)))

    def lags() -> list[str]:
        return re.findall(r"^events_lag\{.+\} (.+)$", client.get("/metrics").text, re.MULTILINE)

    until(lambda: set(lags()) == {"0.0"})
    assert sample(client, delivered) == before + 1
    assert sample(client, "event_delay_seconds_count") >= 1


def test_forgets_the_lag_of_what_others_read(settings: KafkaSettings) -> None:
    app = create_app(settings)
    with TestClient(app) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        until(lambda: "events_lag{" in client.get("/metrics").text)

    # The lifespan has ended: this replica has left its group.
    assert "events_lag{" not in TestClient(app).get("/metrics").text


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "order.accepted"},
        {"kind": "Order accepted", "subject": "order-7"},
        {"kind": "order.accepted", "subject": ""},
        {"kind": "order.accepted", "subject": "order-7", "id": "mine"},
    ],
)
def test_refuses_what_is_no_event(app: FastAPI, event: dict[str, str]) -> None:
    assert TestClient(app).post("/api/v1/events", json=event).status_code == 422


def test_refuses_what_is_larger_than_kafka_takes(client: TestClient, subject: str) -> None:
    event = {"kind": "order.accepted", "subject": subject, "data": {"text": "x" * 2_000_000}}

    assert client.post("/api/v1/events", json=event).status_code == 413


def test_logs_events_without_their_content(
    client: TestClient, subject: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="${{ values.package }}"):
        published = publish(client, subject, data={"card": "confidential"})
        until(lambda: bool(consumed(client, subject)))

    assert published["id"] in [str(vars(record).get("id")) for record in caplog.records]
    assert "confidential" not in caplog.text
