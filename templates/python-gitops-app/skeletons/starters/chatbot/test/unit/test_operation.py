import logging
from collections.abc import Callable

import pytest
from conftest import client_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, Engine, create_engine, text

from ${{ values.package }}.migrate import migrate
from ${{ values.package }}.services import services


def test_is_alive_and_ready(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("settings", [{"database_port": 9}, {"database_name": "postgres"}])
def test_is_alive_but_not_ready_without_its_tables(
    make_app: Callable[..., Flask], settings: dict[str, object]
) -> None:
    client = make_app(**settings).test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_is_ready_once_its_tables_are_as_new_as_its_code(
    make_app: Callable[..., Flask],
    new_database: Callable[[], URL],
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = new_database()
    engine = create_engine(url)
    client = make_app(database_name=url.database).test_client()

    def ready_after(revision: str) -> int:
        with engine.begin() as connection:
            migrate(connection, "upgrade", revision)
        return client.get("/readyz").status_code

    assert client.get("/readyz").status_code == 503
    assert ready_after("0001") == 503
    assert ready_after("head") == 200
    assert client.get("/readyz").status_code == 200
    assert caplog.text.count("waiting for the migration") == 1
    engine.dispose()


def test_is_ready_when_a_later_release_has_migrated_already(
    make_app: Callable[..., Flask], new_database: Callable[[], URL]
) -> None:
    url = new_database()
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate(connection, "upgrade", "head")
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))

    assert make_app(database_name=url.database).test_client().get("/readyz").status_code == 200
    engine.dispose()


def test_is_not_ready_when_it_is_asked_to_end(app: Flask) -> None:
    services(app).stopping.set()

    assert app.test_client().get("/readyz").status_code == 503


def test_says_when_the_database_cannot_be_reached(make_app: Callable[..., Flask]) -> None:
    client = client_of(make_app(database_port=9))

    response = client.get("/conversations")

    assert response.status_code == 503
    assert "127.0.0.1" not in response.text


def test_finds_the_database_again_after_its_restart(client: FlaskClient, engine: Engine) -> None:
    client.get("/conversations")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    assert client.get("/conversations").status_code == 200


def test_counts_by_route_and_not_by_path(client: FlaskClient) -> None:
    client.get("/healthz")
    client.get("/conversations/2f1d3b0e-0000-4000-8000-000000000000")
    client.get("/no/such/page")
    client.post("/chat", json={"message": "Hello"})

    metrics = client.get("/metrics")

    assert metrics.headers["Content-Type"].startswith("text/plain")
    for labels in (
        'method="GET",route="/healthz",status="200"',
        'method="GET",route="/conversations/<uuid:conversation>",status="404"',
        'method="GET",route="unmatched",status="404"',
    ):
        assert f"http_requests_total{{{labels}}} 1.0" in metrics.text
    assert 'chat_answer_seconds_count{outcome="complete"} 1.0' in metrics.text
    assert "http_requests_in_progress 1.0" in metrics.text


def test_several_applications_live_in_one_process(make_app: Callable[..., Flask]) -> None:
    clients = [make_app().test_client() for _ in range(3)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/healthz"' in text for text in measured] == [True, False, False]


def test_a_fault_of_ours_is_logged_and_not_shown(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/crash")
    def crash() -> None:
        raise RuntimeError("for the test")

    response = app.test_client().get("/crash")

    assert response.status_code == 500
    assert response.json == {"error": "Something went wrong here."}
    assert "for the test" in caplog.text


def test_logs_requests_without_keys_and_messages(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/chat?key=swordfish", json={"message": "Confidential"})

    [line] = [record for record in caplog.records if record.name == "access"]
    assert line.getMessage() == "POST /chat"
    assert vars(line)["status"] == 200
    for word in ("swordfish", "Confidential", "key-of-ada"):
        assert word not in caplog.text


def test_has_a_page_that_loads_only_its_own_files(client: FlaskClient) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for file in ("chat.js", "chat.css"):
        assert f"page/{file}" in page.text
        assert client.get(f"/page/{file}").status_code == 200
