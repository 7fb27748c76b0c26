import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.settings import Settings


def test_counts_by_route_and_not_by_path(client: TestClient) -> None:
    client.get("/api/v1/greetings/Ada")
    client.get("/api/v1/greetings/Grace")

    metrics = client.get("/metrics").text

    labels = 'method="GET",route="/api/v1/greetings/{name}",status="200"'
    assert f"http_requests_total{{{labels}}} 2.0" in metrics
    assert "Grace" not in metrics


def test_counts_all_unknown_paths_as_one(client: TestClient) -> None:
    client.get("/no/such/page")
    client.get("/neither/this")

    metrics = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="unmatched",status="404"} 2.0' in metrics


def test_counts_a_crash_as_a_server_error(app: FastAPI) -> None:
    @app.get("/crash")
    async def crash() -> None:
        raise RuntimeError("for the test")

    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/crash").status_code == 500
        metrics = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="/crash",status="500"} 1.0' in metrics


def test_says_what_runs(client: TestClient) -> None:
    assert f'service="{Settings().service_name}"' in client.get("/metrics").text


@pytest.mark.parametrize("count", [2, 3])
def test_several_applications_live_in_one_process(count: int) -> None:
    clients = [TestClient(create_app(Settings(environment="test"))) for _ in range(count)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert 'route="/healthz"' in measured[0]
    assert all('route="/healthz"' not in text for text in measured[1:])
