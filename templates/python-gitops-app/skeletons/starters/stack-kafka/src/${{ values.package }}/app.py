"""The application factory: everything a process needs is made here, nothing at import time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import __version__
from .api import events_api
from .config import KafkaSettings
from .consumer import EventConsumer
from .event_metrics import EventMetrics
from .events import Event
from .health import probes
from .metrics import Metrics, MetricsMiddleware, metrics_route
from .publisher import Publisher

_logger = logging.getLogger(__name__)


def create_app(settings: KafkaSettings | None = None) -> FastAPI:
    """Make an independent application; calling it twice in one process is fine."""
    settings = settings or KafkaSettings()
    metrics = Metrics(service=settings.service_name, version=__version__)
    measured = EventMetrics(metrics.registry)
    recent: deque[Event] = deque(maxlen=settings.recent_events)

    def handle(event: Event) -> None:
        # What happens with an event: replace it with the service's own.
        _logger.info("event", extra={"id": event.id, "kind": event.kind})
        recent.append(event)

    publisher = Publisher(settings, measured)
    consumer = EventConsumer(settings, handle, measured)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        publisher.start()
        consumer.start()
        yield
        await asyncio.to_thread(consumer.stop)
        await asyncio.to_thread(publisher.stop)

    app = FastAPI(title=settings.service_name, version=__version__, lifespan=lifespan)
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    app.include_router(probes(lambda: publisher.is_connected() and consumer.has_joined))
    app.include_router(events_api(publisher.publish, recent))
    app.add_route("/metrics", metrics_route(metrics), include_in_schema=False)
    return app
