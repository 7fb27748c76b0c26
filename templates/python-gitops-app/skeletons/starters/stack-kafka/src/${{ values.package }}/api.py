"""The stream over HTTP: replace it with what the service is for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from fastapi import APIRouter, HTTPException, status
from pydantic import BaseModel

from .events import Event, NewEvent
from .publisher import EventTooLargeError, NotPublishedError


class RecentEvents(BaseModel):
    """What one replica has handled, latest first. Another may have handled others."""

    items: list[Event]


def events_api(publish: Callable[[Event], None], recent: deque[Event]) -> APIRouter:
    """Make the routes."""
    router = APIRouter(prefix="/api/v1/events", tags=["events"])

    @router.post("", status_code=status.HTTP_202_ACCEPTED, responses={413: {}, 503: {}})
    def publish_event(new: NewEvent) -> Event:
        """Publish an event; the answer comes when Kafka has it."""
        event = Event(**new.model_dump())
        try:
            publish(event)
        except EventTooLargeError as error:
            raise HTTPException(413, "This event is too large.") from error
        except NotPublishedError as error:
            raise HTTPException(503, "Kafka does not take events now.") from error
        return event

    @router.get("")
    def list_recent() -> RecentEvents:
        """List the latest events."""
        return RecentEvents(items=list(recent)[::-1])

    return router
