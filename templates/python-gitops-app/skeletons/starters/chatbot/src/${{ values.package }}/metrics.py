"""Prometheus metrics of one application, added up over its processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

UNMATCHED = "unmatched"
ANSWER_SECONDS = (0.5, 1, 2, 5, 10, 20, 40, 80, 160)


class Metrics:
    """What is measured.

    The global registry stays unused: there, a second application in one process would clash.
    """

    def __init__(self, service: str, version: str) -> None:
        """Register all collectors."""
        self.registry = CollectorRegistry()
        Gauge(
            "app_info",
            "What runs here.",
            ("service", "version"),
            registry=self.registry,
            multiprocess_mode="max",
        ).labels(service, version).set(1)
        self.requests = Counter(
            "http_requests_total",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.duration = Histogram(
            "http_request_duration_seconds",
            "Time until the answer was ready to be sent.",
            ("method", "route"),
            registry=self.registry,
        )
        self.in_progress = Gauge(
            "http_requests_in_progress",
            "Requests being answered now.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.sockets = Gauge(
            "chat_sockets_open",
            "WebSockets that are open now.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.answers = Histogram(
            "chat_answer_seconds",
            "Time until the model's answer was complete.",
            ("outcome",),
            registry=self.registry,
            buckets=ANSWER_SECONDS,
        )

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Time one answer of the model."""
        started = perf_counter()
        outcome = "failed"
        try:
            yield
            outcome = "complete"
        except GeneratorExit:
            outcome = "abandoned"
            raise
        finally:
            self.answers.labels(outcome).observe(perf_counter() - started)

    def text(self) -> bytes:
        """Give what Prometheus scrapes: of all processes, when gunicorn runs several."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        everything = CollectorRegistry()
        MultiProcessCollector(everything)  # type: ignore[no-untyped-call]
        return generate_latest(everything)


def measure(app: Flask, metrics: Metrics) -> None:
    """Count and time the requests of an application, and let Prometheus read the result.

    By route: raw paths would make one time series per visitor. WebSockets are not requests.
    """

    @app.before_request
    def begin() -> None:
        g.started = perf_counter()
        g.measured = request.url_rule is None or not request.url_rule.websocket
        if g.measured:
            metrics.in_progress.inc()

    @app.after_request
    def count(response: Response) -> Response:
        if g.measured:
            route = request.url_rule.rule if request.url_rule else UNMATCHED
            metrics.requests.labels(request.method, route, str(response.status_code)).inc()
            metrics.duration.labels(request.method, route).observe(perf_counter() - g.started)
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if g.pop("measured", False):
            metrics.in_progress.dec()

    @app.get("/metrics")
    def scrape() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)
