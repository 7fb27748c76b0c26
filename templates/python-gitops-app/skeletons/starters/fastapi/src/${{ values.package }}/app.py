"""The application factory: everything a process needs is made here, nothing at import time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

from fastapi import FastAPI

from . import __version__, greetings
from .health import probes
from .metrics import Metrics, MetricsMiddleware, metrics_route
from .settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make an independent application; calling it twice in one process is fine."""
    settings = settings or Settings()
    metrics = Metrics(service=settings.service_name, version=__version__)
    started = Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Open connection pools before the first line and close them after the last one.
        started.set()
        yield
        started.clear()

    app = FastAPI(title=settings.service_name, version=__version__, lifespan=lifespan)
    app.state.settings = settings
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    # Ready is more than started once the service needs others: check them here too.
    app.include_router(probes(is_ready=started.is_set))
    app.include_router(greetings.router)
    app.add_route("/metrics", metrics_route(metrics), include_in_schema=False)
    return app
