"""The WebSocket: answers arrive in parts, as the model finds them.

Each side sends JSON. The client first says `{"key": "…"}`, unless its handshake had the header
`Authorization`, which browsers cannot set. Then `{"message": "…", "conversation": "…"}`; it gets
`{"type": "part", "text": "…"}` repeatedly and `{"type": "done", "conversation": "…"}`, or
`{"type": "error", "status": 429, "error": "…"}`, after which it may go on.
"""

from __future__ import annotations

import json
from contextlib import closing
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any

from flask import Flask
from flask_sock import Sock  # type: ignore[import-untyped]
from pydantic import BaseModel
from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]

from .api import Question
from .api_keys import Caller
from .callers import count_request, identify, key_in_header
from .metrics import Metrics
from .problems import problem_of
from .services import Services, services

GOING_AWAY, REFUSED = 1001, 1008
KEY_SECONDS = 10


class Introduction(BaseModel):
    """The first message of a client that cannot set headers."""

    key: str


def add_stream(app: Flask, metrics: Metrics) -> None:
    """Add the endpoint to an application."""
    app.config["SOCK_SERVER_OPTIONS"] = {
        "ping_interval": 25,
        "max_message_size": 65_536,
        # A reader that still waits for its client does not keep the process from ending.
        "thread_class": partial(Thread, daemon=True),
    }

    def endpoint(socket: Server) -> None:
        with metrics.sockets.track_inprogress():
            serve(socket, services())

    Sock(app).route("/chat/stream")(endpoint)


def serve(socket: Server, parts: Services) -> None:
    """Talk with one client until either side leaves."""
    try:
        caller = _introduced(socket, parts)
    except Exception as error:
        _send_problem(socket, error)
        socket.close(REFUSED, "no valid API key")
        return
    while (text := _receive(socket, parts, parts.settings.socket_idle_seconds)) is not None:
        try:
            _answer(socket, parts, caller, text)
        except ConnectionClosed:
            raise
        except Exception as error:
            _send_problem(socket, error)
    socket.close(GOING_AWAY, "the service ends" if parts.stopping.is_set() else "idle")


def _introduced(socket: Server, parts: Services) -> Caller:
    key = key_in_header()
    if not key:
        text = _receive(socket, parts, KEY_SECONDS)
        key = Introduction.model_validate_json(text or "{}").key
    return identify(parts, key)


def _answer(socket: Server, parts: Services, caller: Caller, text: str) -> None:
    count_request(parts, caller)
    question = Question.model_validate_json(text)
    conversation = parts.chat.begin(caller.user, question.conversation)
    # Closed at once when the client leaves: then the model need not go on.
    with closing(parts.chat.answer(caller.user, conversation, question.message)) as answer:
        for part in answer:
            _send(socket, type="part", text=part)
    _send(socket, type="done", conversation=str(conversation))


def _receive(socket: Server, parts: Services, seconds: float) -> str | None:
    """Wait for a message, but not when the client is silent or the process ends."""
    deadline = monotonic() + seconds
    while not parts.stopping.is_set() and (left := deadline - monotonic()) > 0:
        message = socket.receive(timeout=min(1, left))
        if message is not None:
            return str(message)
    return None


def _send_problem(socket: Server, error: Exception) -> None:
    problem = problem_of(error)
    more = {} if problem.retry_after is None else {"retryAfter": problem.retry_after}
    _send(socket, type="error", status=problem.status, error=problem.error, **more)


def _send(socket: Server, **message: Any) -> None:
    try:
        socket.send(json.dumps(message))
    except OSError as error:
        # The client left without a word.
        raise ConnectionClosed from error
