from uuid import uuid4

from conftest import client_of
from flask import Flask
from flask.testing import FlaskClient


def test_lists_the_latest_first_and_page_by_page(client: FlaskClient) -> None:
    first = client.post("/chat", json={"message": "first\n question"}).json["conversation"]
    client.post("/chat", json={"message": "second"})
    client.post("/chat", json={"message": "more", "conversation": first})

    items = client.get("/conversations").json["items"]
    page = client.get("/conversations", query_string={"limit": 1}).json["items"]
    rest = {"limit": 1, "before": page[0]["updatedAt"]}

    assert [item["title"] for item in items] == ["first question", "second"]
    assert page == items[:1]
    assert client.get("/conversations", query_string=rest).json["items"] == items[1:]


def test_refuses_a_page_that_is_none(client: FlaskClient) -> None:
    response = client.get("/conversations?limit=0")

    assert response.status_code == 422
    assert "limit" in response.json["error"]


def test_gives_a_conversation_as_it_went(client: FlaskClient) -> None:
    conversation = client.post("/chat", json={"message": "Hello"}).json["conversation"]

    assert client.get(f"/conversations/{conversation}").json == {
        "id": conversation,
        "messages": [
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hello, world"},
        ],
    }


def test_forgets_a_conversation(client: FlaskClient) -> None:
    conversation = client.post("/chat", json={"message": "Hello"}).json["conversation"]

    assert client.delete(f"/conversations/{conversation}").status_code == 204
    assert client.get(f"/conversations/{conversation}").status_code == 404
    assert client.delete(f"/conversations/{conversation}").status_code == 404


def test_shows_nothing_to_others(app: Flask) -> None:
    ada, grace = client_of(app, "ada"), client_of(app, "grace")
    conversation = ada.post("/chat", json={"message": "Hello"}).json["conversation"]
    path = f"/conversations/{conversation}"
    question = {"message": "Hello", "conversation": conversation}

    assert grace.get("/conversations").json == {"items": []}
    assert grace.get(path).status_code == 404
    assert grace.delete(path).status_code == 404
    assert grace.post("/chat", json=question).status_code == 404
    assert len(ada.get(path).json["messages"]) == 2


def test_answers_in_json_when_there_is_no_such_thing(client: FlaskClient) -> None:
    for path in ("/no/such/path", f"/conversations/{uuid4()}", "/conversations/1"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json["error"]
