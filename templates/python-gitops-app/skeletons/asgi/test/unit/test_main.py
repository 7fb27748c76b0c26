from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from ${{ values.package }} import __main__


def test_serves_with_the_configured_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, Any] = {}

    def run(app: FastAPI, **options: Any) -> None:
        served.update(options, app=app)

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("SHUTDOWN_SECONDS", "3")

    __main__.main()

    assert isinstance(served["app"], FastAPI)
    assert served["port"] == 9000
    assert served["timeout_graceful_shutdown"] == 3
