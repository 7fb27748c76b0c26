from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """What the service is told, as a process of its own."""
    return {}


class Neighbours:
    """All other services, at one address."""

    def __init__(self) -> None:
        # What is answered, by method and path; what is not here is answered with 404.
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, Any]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = f"{self.command} {self.path}"
                owner.asked.append((request, json.loads(body) if body else None))
                answer = owner.answers.get(request)
                self.send_response(404 if answer is None else 200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def neighbours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Neighbours]:
    """Other services that answer, and settings that say where."""
    neighbours = Neighbours()
    for variable in ("FASTAPI_URL", "MLFLOW_TRACKING_URI", "EVENTS_URL"):
        monkeypatch.setenv(variable, neighbours.url)
    thread = Thread(target=neighbours.server.serve_forever, args=(0.02,))
    thread.start()
    yield neighbours
    neighbours.server.shutdown()
    thread.join()
    neighbours.server.server_close()
