"""The service as it really runs: its own process, a real port."""

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


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "${{ values.package }}"],
        env=os.environ | environment | {"HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for _ in range(600):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz"):
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_passes_the_check_of_a_deployment(served: tuple[str, subprocess.Popen[str]]) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pytest", "--no-cov", "test/integration_test.py"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"BASE_URL": served[0]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "3 passed" in checked.stdout


def test_ends_gracefully_and_logs_nothing_but_json(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    _, process = served

    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=30)

    lines = [json.loads(line) for line in output.splitlines()]
    assert {line["service"] for line in lines} == {"${{ values.name }}"}
    assert "Application shutdown complete." in [line["message"] for line in lines]
    assert not any(line["level"] == "error" for line in lines)
