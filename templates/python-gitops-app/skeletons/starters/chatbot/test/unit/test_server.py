"""How the process becomes gunicorn, and what gunicorn calls."""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from pydantic import ValidationError

from ${{ values.package }} import __main__ as program
from ${{ values.package }} import gunicorn_config as config
from ${{ values.package }}.services import services


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: commands.append(command))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return commands


def test_becomes_gunicorn(executed: list[list[str]]) -> None:
    program.main()

    assert executed[0][1:3] == ["-m", "gunicorn"]
    assert Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).is_dir()


def test_does_not_start_with_settings_that_make_no_sense(
    executed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_URL", "nowhere")

    with pytest.raises(ValidationError):
        program.main()

    assert executed == []


def test_serves_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("WEB_WORKERS", "3")
    monkeypatch.setenv("SHUTDOWN_SECONDS", "4")

    told = importlib.reload(config)

    assert (told.bind, told.workers, told.graceful_timeout) == ("0.0.0.0:9000", 3, 4)


def test_ends_gracefully(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    handlers = {signal.SIGTERM: lambda number, _: ended.append(number)}
    monkeypatch.setattr(signal, "getsignal", handlers.get)
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    worker = SimpleNamespace(pid=1, wsgi=make_app())

    config.post_worker_init(worker)
    assert not services(worker.wsgi).stopping.is_set()
    handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert services(worker.wsgi).stopping.is_set()
    assert ended == [signal.SIGTERM]

    config.worker_exit(None, worker)
    assert worker.wsgi.test_client().get("/readyz").status_code == 503


def test_forgets_dead_processes_and_removes_its_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for name in ("gauge_livesum_7.db", "gauge_livesum_8.db", "counter_7.db"):
        (tmp_path / name).touch()

    config.child_exit(None, SimpleNamespace(pid=7))
    assert {file.name for file in tmp_path.iterdir()} == {"gauge_livesum_8.db", "counter_7.db"}

    config.on_exit(None)
    assert not tmp_path.exists()
