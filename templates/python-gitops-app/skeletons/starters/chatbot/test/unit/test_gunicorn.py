"""The service as it really runs: several processes, one address."""

from __future__ import annotations

import json
import os
import re
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
from conftest import KEYS
from simple_websocket import Client, ConnectionClosed


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = {"HOST": "127.0.0.1", "PORT": str(port), "SERVICE_NAME": "chat"}
    process = subprocess.Popen(
        [sys.executable, "-m", "${{ values.package }}"],
        env=os.environ | environment | address | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(100):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz"):
            break
        time.sleep(0.1)
    yield f"127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_chats_counts_over_all_processes_and_ends_gracefully(
    served: tuple[str, subprocess.Popen], tmp_path: Path
) -> None:
    address, process = served
    sockets = [Client(f"ws://{address}/chat/stream") for _ in range(4)]
    for client in sockets:
        client.send(json.dumps({"key": KEYS["ada"]}))
        client.send(json.dumps({"message": "Hello"}))
        while json.loads(client.receive(timeout=10))["type"] != "done":
            pass
    for _ in range(50):
        urlopen(f"http://{address}/healthz").close()

    with urlopen(f"http://{address}/metrics") as response:
        metrics = response.read().decode()
    assert 'http_requests_total{method="GET",route="/healthz",status="200"} 50.0' in metrics
    assert "chat_sockets_open 4.0" in metrics
    assert 'chat_answer_seconds_count{outcome="complete"} 4.0' in metrics
    assert len(set(re.findall(r"(\d+)\.db", str(list(tmp_path.rglob("*.db")))))) >= 2

    process.send_signal(signal.SIGTERM)
    for client in sockets:
        with pytest.raises(ConnectionClosed) as closed:
            client.receive(timeout=10)
        assert closed.value.reason == 1001
    output, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    lines = [json.loads(line) for line in output.splitlines()]
    assert {line["service"] for line in lines} == {"chat"}
    assert not any(line["level"] == "error" for line in lines)
    assert list(tmp_path.glob("metrics-*")) == []


def test_passes_the_check_of_a_deployment(served: tuple[str, subprocess.Popen]) -> None:
    address, _ = served
    checked = subprocess.run(
        [sys.executable, "-m", "pytest", "--no-cov", "test/integration_test.py"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"BASE_URL": f"http://{address}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "3 passed" in checked.stdout
