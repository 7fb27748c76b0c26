import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.health import probes


@pytest.mark.parametrize(
    ("ready", "code", "state"), [(True, 200, "ok"), (False, 503, "unavailable")]
)
def test_is_ready_or_not_but_always_alive(ready: bool, code: int, state: str) -> None:
    app = FastAPI()
    app.include_router(probes(lambda: ready))
    client = TestClient(app)

    alive, answer = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (answer.status_code, answer.json()) == (code, {"status": state})
