"""Tests run against a real PostgreSQL, and a server that streams as Ollama does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from threading import Thread
from uuid import uuid4

import pytest
from fake_ollama import FakeOllama
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text
from werkzeug.serving import make_server

from ${{ values.package }}.api_keys import hash_key
from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import ChatSettings
from ${{ values.package }}.migrate import migrate
from ${{ values.package }}.services import services

KEYS = {"ada": "key-of-ada", "grace": "key-of-grace"}


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], URL]]:
    """Make empty databases, and drop them in the end."""
    if "DATABASE_URL" not in os.environ:
        pytest.skip("DATABASE_URL names no PostgreSQL whose user may create databases")
    url = make_url(os.environ["DATABASE_URL"]).set(drivername="postgresql+psycopg")
    server = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    names: list[str] = []

    def make() -> URL:
        names.append(f"test_{uuid4().hex}")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {names[-1]}"))
        return url.set(database=names[-1])

    yield make
    with server.connect() as connection:
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def migrated(new_database: Callable[[], URL]) -> Engine:
    """A database with all tables."""
    engine = create_engine(new_database())
    with engine.begin() as connection:
        migrate(connection, "upgrade", "head")
    return engine


@pytest.fixture
def engine(migrated: Engine) -> Engine:
    """A database with all tables, and nothing in them."""
    with migrated.begin() as connection:
        connection.execute(text("TRUNCATE conversations, messages, rate_limits"))
    return migrated


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    with FakeOllama() as server:
        yield server


@pytest.fixture
def environment(engine: Engine, ollama: FakeOllama) -> dict[str, str]:
    """The environment variables of a service that works."""
    database_url = engine.url
    return {
        "DATABASE_HOST": database_url.host or "",
        "DATABASE_PORT": str(database_url.port or 5432),
        "DATABASE_NAME": database_url.database or "",
        "DATABASE_USER": database_url.username or "",
        "DATABASE_PASSWORD": database_url.password or "",
        "API_KEYS": " ".join(f"{name}:{hash_key(key)}" for name, key in KEYS.items()),
        "OLLAMA_URL": ollama.url,
        "ENVIRONMENT": "test",
    }


@pytest.fixture
def make_app(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Flask]]:
    """Make applications with other settings."""
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        made.append(create_app(ChatSettings(**settings)))
        return made[-1]

    yield make
    for app in made:
        services(app).close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def client_of(app: Flask, user: str = "ada") -> FlaskClient:
    """Make a client with somebody's key."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {KEYS[user]}"
    return client


@pytest.fixture
def socket_url(app: Flask) -> Iterator[str]:
    """The stream's address, served over a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"ws://127.0.0.1:{server.port}/chat/stream"
    services(app).stopping.set()
    server.shutdown()
    thread.join()
