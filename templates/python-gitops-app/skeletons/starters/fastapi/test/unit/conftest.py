from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.settings import Settings


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """What the service is told, as a process of its own."""
    return {}


@pytest.fixture
def app() -> FastAPI:
    return create_app(Settings(environment="test"))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client
