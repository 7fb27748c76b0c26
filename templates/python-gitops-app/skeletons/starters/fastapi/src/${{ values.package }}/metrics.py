"""Prometheus metrics of one application, in a registry of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import perf_counter

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNMATCHED = "unmatched"


class Metrics:
    """What is measured.

    The global registry stays unused: there, a second application in one process would clash.
    """

    def __init__(self, service: str, version: str) -> None:
        """Register all collectors."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        Info("app", "What runs here.", registry=self.registry).info(
            {"service": service, "version": version}
        )
        self.requests = Counter(
            "http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.duration = Histogram(
            "http_request_duration_seconds",
            "Time until the last byte was sent.",
            ("method", "route"),
            registry=self.registry,
        )
        self.in_progress = Gauge(
            "http_requests_in_progress", "Requests being answered now.", registry=self.registry
        )


class MetricsMiddleware:
    """Counts and times requests.

    By route template: raw paths would make one time series per visitor.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure one HTTP request; other protocols pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        # What the client sees when the application raises before it answers.
        status = 500

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = perf_counter()
        with self._metrics.in_progress.track_inprogress():
            try:
                await self._app(scope, receive, observe)
            finally:
                # The router notes the matched route in the scope on its way in.
                route = getattr(scope.get("route"), "path", "") or UNMATCHED
                self._metrics.requests.labels(scope["method"], route, str(status)).inc()
                self._metrics.duration.labels(scope["method"], route).observe(
                    perf_counter() - started
                )


def metrics_route(metrics: Metrics) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint that Prometheus scrapes."""

    async def endpoint(_: Request) -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return endpoint
