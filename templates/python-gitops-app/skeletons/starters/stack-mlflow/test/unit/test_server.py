"""The service as it really runs, with MLflow's own client."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from mlflow import MlflowClient


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "${{ values.package }}"],
        env=os.environ
        | {"HOST": "127.0.0.1", "PORT": str(port), "DATA_FOLDER": str(tmp_path / "data")}
        | {"SERVICE_NAME": "tracking"},
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz"):
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_keeps_runs_and_ends_gracefully(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    url, process = served
    file = tmp_path / "model.txt"
    file.write_text("weights")

    client = MlflowClient(url)
    run = client.create_run(client.create_experiment("tea"))
    client.log_metric(run.info.run_id, "accuracy", 0.9)
    client.log_artifact(run.info.run_id, str(file))

    [found] = client.search_runs([run.info.experiment_id], "metrics.accuracy > 0.8")
    assert found.info.run_id == run.info.run_id
    assert [each.path for each in client.list_artifacts(run.info.run_id)] == ["model.txt"]

    checked = subprocess.run(
        [sys.executable, "-m", "pytest", "--no-cov", "test/integration_test.py"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"BASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed" in checked.stdout

    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=30)
    lines = [json.loads(line) for line in output.splitlines()]
    assert {line["service"] for line in lines} == {"tracking"}
    assert "Application shutdown complete." in [line["message"] for line in lines]
