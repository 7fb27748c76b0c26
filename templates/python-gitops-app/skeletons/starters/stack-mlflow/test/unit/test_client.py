"""The server as a data scientist uses it: over HTTP, with MLflow's own client."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from mlflow import MlflowClient


@pytest.fixture
def url(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    [port] = [socket.getsockname()[1] for each in server.servers for socket in each.sockets]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_keeps_runs_with_metrics_and_files(url: str, tmp_path: Path) -> None:
    file = tmp_path / "model.txt"
    file.write_text("weights")
    client = MlflowClient(url)

    run = client.create_run(client.create_experiment("trained"))
    client.log_metric(run.info.run_id, "accuracy", 0.9)
    client.log_artifact(run.info.run_id, str(file))

    [found] = client.search_runs([run.info.experiment_id], "metrics.accuracy > 0.8")
    assert found.info.run_id == run.info.run_id
    assert [each.path for each in client.list_artifacts(run.info.run_id)] == ["model.txt"]
    copy = client.download_artifacts(run.info.run_id, "model.txt")
    assert Path(copy).read_text() == "weights"
