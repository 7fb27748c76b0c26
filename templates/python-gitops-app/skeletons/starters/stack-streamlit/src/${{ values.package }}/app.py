"""The application factory: the page, with probes and metrics beside it on the same port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

from fastapi import FastAPI

from . import __version__
from .config import PageSettings
from .health import probes
from .metrics import Metrics, MetricsMiddleware, metrics_route
from .page_metrics import PageMetrics, SessionMiddleware
from .streamlit_app import adopt_logs, streamlit_app


def create_app(settings: PageSettings | None = None) -> FastAPI:
    """Make an application; several in one process are fine, of which Streamlit starts one."""
    settings = settings or PageSettings()
    metrics = Metrics(service=settings.service_name, version=__version__)
    measured = PageMetrics(metrics.registry)
    page = streamlit_app(measured)
    started = Event()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with page.lifespan()(app):
            adopt_logs()
            started.set()
            yield
            started.clear()

    app = FastAPI(title=settings.service_name, openapi_url=None, lifespan=lifespan)
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    app.add_middleware(SessionMiddleware, metrics=measured)
    # The others may be away: the page says so.
    app.include_router(probes(is_ready=started.is_set))
    app.add_route("/metrics", metrics_route(metrics), include_in_schema=False)
    # All other paths are Streamlit's.
    app.mount("/", page)
    return app
