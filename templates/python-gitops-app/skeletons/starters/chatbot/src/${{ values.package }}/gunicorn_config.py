"""How gunicorn serves: https://gunicorn.org/reference/settings/."""

from __future__ import annotations

import os
import shutil
import signal
from types import FrameType
from typing import Any, Protocol

from flask import Flask
from prometheus_client.multiprocess import mark_process_dead

from .config import ChatSettings
from .logs import JsonFormatter
from .services import services

_settings = ChatSettings()


class Worker(Protocol):
    """What the hooks need of a process of gunicorn."""

    pid: int
    wsgi: Flask


bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
# Threads: a WebSocket keeps one for as long as it is open.
worker_class = "gthread"
threads = _settings.web_threads
graceful_timeout = _settings.shutdown_seconds
# The processes' heartbeat files: in memory, where there is such a place.
_memory = "/dev/shm"  # noqa: S108
worker_tmp_dir = _memory if os.path.isdir(_memory) else None  # noqa: PTH112
control_socket_disable = True

# All logs, gunicorn's too, go to standard output as JSON. The application logs its requests.
logconfig_dict: dict[str, Any] = {
    "formatters": {"json": {"()": JsonFormatter, "service": _settings.service_name}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stdout",
        }
    },
    "root": {"level": _settings.log_level.upper(), "handlers": ["stdout"]},
    "loggers": {
        "gunicorn.error": {"level": _settings.log_level.upper(), "handlers": [], "propagate": True},
        # One line for each request to the model says nothing that ours do not.
        "httpx2": {"level": "WARNING"},
    },
}


def post_worker_init(worker: Worker) -> None:
    """Let open WebSockets know when the process is asked to end."""
    parts = services(worker.wsgi)
    end = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        parts.stopping.set()
        if callable(end):
            end(number, frame)

    signal.signal(signal.SIGTERM, stop)


def worker_exit(_: object, worker: Worker) -> None:
    """Close the connections of a process that ends."""
    services(worker.wsgi).close()


def child_exit(_: object, worker: Worker) -> None:
    """Forget what a dead process had under way; what it counted stays."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_: object) -> None:
    """Remove the files in which the processes count."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
