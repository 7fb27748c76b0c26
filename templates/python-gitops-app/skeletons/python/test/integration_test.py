"""Checks a deployed service: `make integration URL=https://…`."""

from __future__ import annotations

import json
import os
from http.client import HTTPResponse
from urllib.request import urlopen

import pytest

BASE_URL = os.environ.get("BASE_URL", "").rstrip("/")

pytestmark = pytest.mark.skipif(not BASE_URL, reason="BASE_URL says which deployment to check")


def get(path: str) -> HTTPResponse:
    if not BASE_URL.startswith(("http://", "https://")):
        pytest.fail(f"BASE_URL is not an http(s) address: {BASE_URL}")
    response: HTTPResponse = urlopen(f"{BASE_URL}{path}", timeout=10)  # noqa: S310
    return response


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_answers(path: str) -> None:
    with get(path) as response:
        assert response.status == 200
        assert json.load(response)["status"] == "ok"


def test_metrics_can_be_scraped() -> None:
    get("/healthz").close()

    with get("/metrics") as response:
        metrics = response.read().decode()

    assert response.headers["Content-Type"].startswith("text/plain")
    assert 'route="/healthz"' in metrics
