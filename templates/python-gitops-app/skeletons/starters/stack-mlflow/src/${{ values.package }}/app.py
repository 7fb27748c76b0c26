"""The application factory: MLflow's tracking server, with probes and metrics of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

from fastapi import FastAPI

from . import __version__
from .config import MlflowSettings
from .health import probes
from .metrics import Metrics, MetricsMiddleware, metrics_route
from .store import Store
from .tracking import tracking_server


def create_app(settings: MlflowSettings | None = None) -> FastAPI:
    """Make an application; calling it twice in one process is fine, with the same store."""
    settings = settings or MlflowSettings()
    metrics = Metrics(service=settings.service_name, version=__version__)
    store = Store(settings)
    started = Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(store.open)
        started.set()
        yield
        started.clear()

    # MLflow describes its API itself.
    app = FastAPI(title=settings.service_name, openapi_url=None, lifespan=lifespan)
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    app.include_router(probes(lambda: started.is_set() and store.answers()))
    app.add_route("/metrics", metrics_route(metrics), include_in_schema=False)
    # All other paths are MLflow's.
    app.mount("/", tracking_server(settings))
    return app
