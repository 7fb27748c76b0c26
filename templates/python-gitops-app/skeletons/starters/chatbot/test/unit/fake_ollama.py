"""A server with the shape of Ollama's chat API, on the loopback interface."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class FakeOllama:
    """Streams what a test wants to hear, and keeps what it was asked."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self.questions: list[dict[str, Any]] = []
        self.parts = ["Hello", ", ", "world"]
        self.status = 200
        # The lines after the parts.
        self.end: list[object] = [{"message": {"content": ""}, "done": True}]
        # Cleared, the answer waits after its first part.
        self.go_on = Event()
        self.go_on.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeOllama:
        """Serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.questions.append(json.loads(self.rfile.read(length)))
                self.send_response(outer.status if self.path == "/api/chat" else 404)
                self.send_header("Content-Type", "application/x-ndjson")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for part in outer.parts:
                    self._line({"message": {"role": "assistant", "content": part}, "done": False})
                    outer.go_on.wait(10)
                for line in outer.end:
                    self._line(line)
                self._chunk(b"")

            def _line(self, line: object) -> None:
                text = line if isinstance(line, str) else json.dumps(line)
                self._chunk(f"{text}\n".encode())

            def _chunk(self, data: bytes) -> None:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
