import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }} import metrics


def a_client() -> TestClient:
    app = FastAPI()
    measured = metrics.Metrics(service="shop", version="1.2.3")
    app.add_middleware(metrics.MetricsMiddleware, metrics=measured)
    app.add_route("/metrics", metrics.metrics_route(measured))

    @app.get("/orders/{order}")
    async def show(order: str) -> str:
        if order == "broken":
            raise RuntimeError("for the test")
        return order

    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client() -> TestClient:
    return a_client()


def test_counts_by_route_and_not_by_path(client: TestClient) -> None:
    client.get("/orders/1")
    client.get("/orders/2")

    measured = client.get("/metrics").text

    labels = 'method="GET",route="/orders/{order}",status="200"'
    assert f"http_requests_total{{{labels}}} 2.0" in measured
    assert "/orders/2" not in measured


def test_counts_all_unknown_paths_as_one(client: TestClient) -> None:
    client.get("/no/such/page")
    client.get("/neither/this")

    measured = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="unmatched",status="404"} 2.0' in measured


def test_counts_a_crash_as_a_server_error(client: TestClient) -> None:
    assert client.get("/orders/broken").status_code == 500

    measured = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="/orders/{order}",status="500"} 1.0' in measured


def test_says_what_runs(client: TestClient) -> None:
    assert 'app_info{service="shop",version="1.2.3"} 1.0' in client.get("/metrics").text


def test_several_applications_live_in_one_process() -> None:
    clients = [a_client() for _ in range(3)]
    clients[0].get("/orders/1")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/orders/{order}"' in text for text in measured] == [True, False, False]
