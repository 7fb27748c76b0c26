from collections.abc import Callable
from uuid import uuid4

import pytest
from conftest import client_of
from fake_ollama import FakeOllama
from flask import Flask
from flask.testing import FlaskClient


def test_answers_a_question(client: FlaskClient, ollama: FakeOllama) -> None:
    response = client.post("/chat", json={"message": "Hello"})

    assert response.status_code == 200
    assert response.json["answer"] == "Hello, world"
    [question] = ollama.questions
    assert question["model"] == "deepseek-coder:1.3b"
    assert question["stream"] is True
    assert question["messages"][-1] == {"role": "user", "content": "Hello"}


def test_continues_a_conversation(client: FlaskClient, ollama: FakeOllama) -> None:
    first = client.post("/chat", json={"message": "What is a pod?"}).json
    client.post("/chat", json={"message": "And why?", "conversation": first["conversation"]})

    assert ollama.questions[1]["messages"][1:] == [
        {"role": "user", "content": "What is a pod?"},
        {"role": "assistant", "content": "Hello, world"},
        {"role": "user", "content": "And why?"},
    ]


def test_recalls_what_was_said_in_other_conversations(
    client: FlaskClient, ollama: FakeOllama
) -> None:
    client.post("/chat", json={"message": "My favourite language is Haskell"})
    client.post("/chat", json={"message": "Bananas are yellow"})
    client.post("/chat", json={"message": "Which language shall I use?"})

    system = ollama.questions[-1]["messages"][0]
    assert system["role"] == "system"
    assert "user: My favourite language is Haskell" in system["content"]
    assert "Bananas" not in system["content"]


def test_recalls_nothing_of_others(app: Flask, ollama: FakeOllama) -> None:
    client_of(app, "grace").post("/chat", json={"message": "My secret project is Haskell"})
    client_of(app, "ada").post("/chat", json={"message": "What is the secret project?"})

    assert "Haskell" not in str(ollama.questions[-1])


def test_recalls_only_as_much_as_it_is_told(
    make_app: Callable[..., Flask], ollama: FakeOllama
) -> None:
    client = client_of(make_app(recalled_messages=0, history_messages=0))
    first = client.post("/chat", json={"message": "Haskell"}).json
    client.post("/chat", json={"message": "Haskell", "conversation": first["conversation"]})

    assert len(ollama.questions[-1]["messages"]) == 2


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "JSON"),
        (b"[]", "object"),
        (b'{"message": "  "}', "message"),
        (b'{"message": "a\\u0000b"}', "message"),
        (b'{"message": "\\ud800"}', "JSON"),
        (b'{"message": "Hello", "conversation": "1"}', "conversation"),
        (b'{"message": "%s"}' % (b"a" * 8001), "message"),
    ],
)
def test_refuses_what_is_not_a_question(
    client: FlaskClient, ollama: FakeOllama, body: bytes, where: str
) -> None:
    response = client.post("/chat", data=body)

    assert response.status_code == 422
    assert where in response.json["error"]
    assert ollama.questions == []


def test_refuses_what_is_far_too_long(client: FlaskClient) -> None:
    assert client.post("/chat", data=b"a" * 70_000).status_code == 413


def test_does_not_continue_what_is_not_there(client: FlaskClient) -> None:
    response = client.post("/chat", json={"message": "Hi", "conversation": str(uuid4())})

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("status", "end"),
    [
        (404, []),
        (200, []),
        (200, ["no JSON"]),
        (200, [{"message": 1}]),
        (200, [{"error": "out of memory"}]),
    ],
)
def test_says_when_the_model_fails_and_keeps_no_half_answer(
    client: FlaskClient, ollama: FakeOllama, status: int, end: list[object]
) -> None:
    ollama.status, ollama.end = status, end

    response = client.post("/chat", json={"message": "Hello"})

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "memory" not in response.json["error"]
    assert client.get("/conversations").json == {"items": []}


def test_says_when_the_model_cannot_be_reached(make_app: Callable[..., Flask]) -> None:
    client = client_of(make_app(ollama_url="http://127.0.0.1:9"))

    assert client.post("/chat", json={"message": "Hello"}).status_code == 503
