import json
import time
from typing import Any

import pytest
from conftest import KEYS, client_of
from fake_ollama import FakeOllama
from flask import Flask
from simple_websocket import Client, ConnectionClosed

from ${{ values.package }} import stream
from ${{ values.package }}.services import services


def tell(socket: Client, **message: object) -> None:
    socket.send(json.dumps(message))


def hear(socket: Client) -> dict[str, Any]:
    text = socket.receive(timeout=10)
    assert text is not None
    message: dict[str, Any] = json.loads(text)
    return message


def answer(socket: Client) -> tuple[list[str], dict[str, Any]]:
    parts: list[str] = []
    while (message := hear(socket))["type"] == "part":
        parts.append(message["text"])
    return parts, message


def introduced(url: str, user: str = "ada") -> Client:
    socket = Client(url)
    tell(socket, key=KEYS[user])
    return socket


def test_streams_parts_before_the_answer_is_complete(socket_url: str, ollama: FakeOllama) -> None:
    ollama.go_on.clear()
    socket = introduced(socket_url)
    tell(socket, message="Hello")

    assert hear(socket) == {"type": "part", "text": "Hello"}
    ollama.go_on.set()
    parts, end = answer(socket)
    assert parts == [", ", "world"]
    assert end["type"] == "done"
    socket.close()


def test_continues_over_the_same_socket_and_keeps_it_all(socket_url: str, app: Flask) -> None:
    socket = introduced(socket_url)
    tell(socket, message="Hello")
    conversation = answer(socket)[1]["conversation"]
    tell(socket, message="Again", conversation=conversation)
    answer(socket)
    socket.close()

    path = f"/conversations/{conversation}"
    assert len(client_of(app).get(path).json["messages"]) == 4


def test_takes_the_key_from_a_header(socket_url: str) -> None:
    socket = Client(socket_url, headers={"Authorization": f"Bearer {KEYS['ada']}"})
    tell(socket, message="Hello")

    assert answer(socket)[0] == ["Hello", ", ", "world"]
    socket.close()


@pytest.mark.parametrize("first", ['{"key": "wrong"}', '{"message": "Hello"}', "no JSON"])
def test_lets_nobody_in_without_a_key(socket_url: str, first: str) -> None:
    socket = Client(socket_url)
    socket.send(first)

    assert hear(socket)["type"] == "error"
    with pytest.raises(ConnectionClosed) as closed:
        socket.receive(timeout=5)
    assert closed.value.reason == stream.REFUSED


def test_does_not_wait_for_ever_for_a_key(socket_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "KEY_SECONDS", 0.1)
    socket = Client(socket_url)

    assert hear(socket)["type"] == "error"


def test_goes_on_after_a_question_that_it_refused(socket_url: str, ollama: FakeOllama) -> None:
    socket = introduced(socket_url)
    socket.send("{}")
    assert hear(socket)["status"] == 422

    ollama.end = []
    tell(socket, message="Hello")
    assert answer(socket)[1] == {
        "type": "error",
        "status": 503,
        "error": "The model does not answer: try again later.",
        "retryAfter": 10,
    }
    socket.close()


def test_keeps_nothing_of_an_answer_that_nobody_waited_for(
    socket_url: str, app: Flask, ollama: FakeOllama
) -> None:
    ollama.parts = ["x"] * 1000
    ollama.go_on.clear()
    socket = introduced(socket_url)
    tell(socket, message="Hello")
    hear(socket)
    socket.close()
    ollama.go_on.set()

    for _ in range(100):
        metrics = client_of(app).get("/metrics").text
        if 'chat_answer_seconds_count{outcome="abandoned"} 1.0' in metrics:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the answer went on")
    assert client_of(app).get("/conversations").json == {"items": []}


def test_says_goodbye_when_the_service_ends(socket_url: str, app: Flask) -> None:
    socket = introduced(socket_url)
    tell(socket, message="Hello")
    answer(socket)

    services(app).stopping.set()

    with pytest.raises(ConnectionClosed) as closed:
        socket.receive(timeout=5)
    assert closed.value.reason == stream.GOING_AWAY
