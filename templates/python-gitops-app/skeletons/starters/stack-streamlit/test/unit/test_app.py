import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import PageSettings
from ${{ values.package }}.metrics import Metrics
from ${{ values.package }}.page_metrics import PageMetrics


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(PageSettings(environment="test"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """The one application of this process that Streamlit starts."""
    with TestClient(app) as client:
        yield client


def test_is_alive_but_not_ready_before_it_has_started() -> None:
    client = TestClient(create_app())

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_serves_the_page_beside_its_probes(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200
    assert '<div id="root">' in client.get("/").text
    assert client.get("/_stcore/health").text == "ok"


def test_counts_by_route_and_not_by_path(client: TestClient) -> None:
    client.get("/_stcore/health")
    client.get("/media/no-such-file")

    metrics = client.get("/metrics").text

    assert 'route="/_stcore/health",status="200"' in metrics
    assert "no-such-file" not in metrics


def test_counts_visitors(client: TestClient) -> None:
    with client.websocket_connect("/_stcore/stream"):
        assert "page_sessions_open 1.0" in client.get("/metrics").text

    assert "page_sessions_open 0.0" in client.get("/metrics").text


def test_counts_and_logs_what_the_page_did_not_expect(caplog: pytest.LogCaptureFixture) -> None:
    metrics = Metrics(service="page", version="1")

    PageMetrics(metrics.registry).note_error(RuntimeError("for the test"))

    assert metrics.registry.get_sample_value("page_errors_total") == 1
    assert "for the test" in caplog.text


def test_several_applications_live_in_one_process() -> None:
    clients = [TestClient(create_app()) for _ in range(3)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/healthz"' in text for text in measured] == [True, False, False]


def test_logs_go_where_all_logs_go(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("streamlit.runtime.runtime").warning("for the test")

    assert client.get("/readyz").status_code == 200
    assert "for the test" in caplog.text
