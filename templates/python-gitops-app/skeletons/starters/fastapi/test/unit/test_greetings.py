from fastapi.testclient import TestClient


def test_greets_by_name(client: TestClient) -> None:
    response = client.get("/api/v1/greetings/Ada")

    assert response.status_code == 200
    assert response.json() == {"message": "Hello, Ada!", "environment": "test"}


def test_refuses_a_name_that_is_too_long(client: TestClient) -> None:
    assert client.get(f"/api/v1/greetings/{'a' * 51}").status_code == 422
