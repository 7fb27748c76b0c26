"""Probes for Kubernetes: alive is not the same as ready."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from .database import ping
from .services import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process serves requests. It checks nothing else: a restart would not mend it."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz() -> tuple[dict[str, str], int]:
    """Say whether traffic may be sent here: the history can be reached.

    The model is left out. While it is being fetched, conversations can be read already.
    """
    parts = services()
    try:
        if not parts.stopping.is_set():
            ping(parts.engine)
            return {"status": "ok"}, 200
    except SQLAlchemyError:
        pass
    return {"status": "unavailable"}, 503
