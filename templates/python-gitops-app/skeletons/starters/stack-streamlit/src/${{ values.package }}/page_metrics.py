"""What is measured of the page, besides requests."""

from __future__ import annotations

import logging

from prometheus_client import CollectorRegistry, Counter, Gauge
from starlette.types import ASGIApp, Receive, Scope, Send

_logger = logging.getLogger(__name__)


class PageMetrics:
    """In the application's own registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register all collectors."""
        self.sessions = Gauge(
            "page_sessions_open", "Visitors who have the page open now.", registry=registry
        )
        self.errors = Counter(
            "page_errors_total", "Runs of the page that ended in an error.", registry=registry
        )

    def note_error(self, error: Exception) -> None:
        """Count and log what the page did not expect. Visitors see that something is wrong."""
        self.errors.inc()
        _logger.error("the page failed", exc_info=error)


class SessionMiddleware:
    """Counts WebSockets: each open page holds one."""

    def __init__(self, app: ASGIApp, metrics: PageMetrics) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one WebSocket; requests pass through."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        with self._metrics.sessions.track_inprogress():
            await self._app(scope, receive, send)
