"""Probes for Kubernetes: alive is not the same as ready."""

from __future__ import annotations

import logging

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from .database import ping
from .migrate import Version, version
from .services import Services, services

_logger = logging.getLogger(__name__)
health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process serves requests. It checks nothing else: a restart would not mend it."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz() -> tuple[dict[str, str], int]:
    """Say whether traffic may be sent here: the history can be reached, and has its tables.

    The model is left out. While it is being fetched, conversations can be read already.
    """
    parts = services()
    try:
        if not parts.stopping.is_set() and _has_tables(parts):
            return {"status": "ok"}, 200
    except SQLAlchemyError:
        pass
    return {"status": "unavailable"}, 503


def _has_tables(parts: Services) -> bool:
    """Compare versions until they fit; from then on, only reach the database."""
    if parts.migrated.is_set():
        ping(parts.engine)
        return True
    with parts.engine.connect() as connection:
        if version(connection) is not Version.OLDER:
            parts.migrated.set()
            return True
    if not parts.waiting.is_set():
        parts.waiting.set()
        _logger.warning("not ready: waiting for the migration of the database")
    return False
