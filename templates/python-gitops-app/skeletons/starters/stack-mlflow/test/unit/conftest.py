from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import MlflowSettings


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """MLflow has one store a process: all tests share it."""
    folder = tmp_path_factory.mktemp("mlflow") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_FOLDER", str(folder))
        yield folder


@pytest.fixture(scope="session")
def environment(data_folder: Path) -> dict[str, str]:
    """What the service is told, as a process of its own."""
    return {"DATA_FOLDER": str(data_folder)}


@pytest.fixture
def app() -> FastAPI:
    return create_app(MlflowSettings(environment="test"))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost") as client:
        yield client
