import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.settings import Settings


def test_is_ready_once_it_has_started(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200


def test_is_alive_but_not_ready_before_it_has_started(app: FastAPI) -> None:
    # Without the context manager the application's lifespan does not run.
    client = TestClient(app)

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_counts_its_requests_by_route(client: TestClient) -> None:
    client.get("/api/v1/greetings/Ada")

    metrics = client.get("/metrics").text

    labels = 'method="GET",route="/api/v1/greetings/{name}",status="200"'
    assert f"http_requests_total{{{labels}}} 1.0" in metrics
    assert f'service="{Settings().service_name}"' in metrics


@pytest.mark.parametrize("count", [2, 3])
def test_several_applications_live_in_one_process(count: int) -> None:
    clients = [TestClient(create_app(Settings(environment="test"))) for _ in range(count)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/healthz"' in text for text in measured] == [True] + [False] * (count - 1)
