from fastapi import FastAPI
from fastapi.testclient import TestClient


def test_is_alive(client: TestClient) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_is_ready_once_it_has_started(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200


def test_is_not_ready_before_it_has_started(app: FastAPI) -> None:
    # Without the context manager the application's lifespan does not run.
    response = TestClient(app).get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}
