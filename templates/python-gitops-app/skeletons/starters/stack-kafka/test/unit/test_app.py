import time

import pytest
from confluent_kafka import Producer
from conftest import until
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import KafkaSettings


def test_is_alive_but_not_ready_before_it_has_started(app: FastAPI) -> None:
    client = TestClient(app)

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    event = {"kind": "order.accepted", "subject": "order-7"}
    assert client.post("/api/v1/events", json=event).status_code == 503


def test_is_alive_but_not_ready_without_kafka(caplog: pytest.LogCaptureFixture) -> None:
    settings = KafkaSettings(kafka_bootstrap_servers="127.0.0.1:9", publish_timeout_seconds=0.5)
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503

        event = {"kind": "order.accepted", "subject": "order-7"}
        answer = client.post("/api/v1/events", json=event)
        assert answer.status_code == 503
        assert "127.0.0.1" not in answer.text
        assert 'events_published_total{outcome="failed"} 1.0' in client.get("/metrics").text
        # In the service's log, as JSON, and not past it.
        until(lambda: "127.0.0.1:9" in caplog.text)


def test_several_applications_live_in_one_process(settings: KafkaSettings) -> None:
    clients = [TestClient(create_app(settings)) for _ in range(3)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/healthz"' in text for text in measured] == [True, False, False]


def test_connects_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_NAME", "orders")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092")
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "sasl_ssl")
    monkeypatch.setenv("KAFKA_USERNAME", "ada")
    monkeypatch.setenv("KAFKA_PASSWORD", "swordfish")

    settings = KafkaSettings()

    assert settings.connection() == {
        "bootstrap.servers": "a:9092,b:9092",
        "client.id": "orders",
        "security.protocol": "sasl_ssl",
        "reconnect.backoff.ms": "1000",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "ada",
        "sasl.password": "swordfish",
    }
    assert "swordfish" not in repr(settings)


def test_says_what_is_wrong_without_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "swordfish")

    with pytest.raises(ValidationError) as refused:
        KafkaSettings()

    assert "kafka_security_protocol" in str(refused.value)
    assert "swordfish" not in str(refused.value)


def test_ends_in_time_when_kafka_has_gone() -> None:
    host = Producer({"test.mock.num.brokers": 1, "log_level": 0})
    [address] = host.list_topics(timeout=10).brokers.values()
    settings = KafkaSettings(kafka_bootstrap_servers=f"{address.host}:{address.port}")

    with TestClient(create_app(settings)) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        del host
        until(lambda: client.get("/readyz").status_code == 503)
        started = time.monotonic()

    # Kubernetes gives thirty seconds, five of which pass before the process hears of it.
    assert time.monotonic() - started < 20
