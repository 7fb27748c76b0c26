"""Probes for Kubernetes: alive is not the same as ready."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel


class Health(BaseModel):
    """What a probe answers."""

    status: Literal["ok", "unavailable"]


router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> Health:
    """Say that the process serves requests. It checks nothing else: a restart would not mend it."""
    return Health(status="ok")


@router.get("/readyz", responses={503: {"model": Health}})
async def readyz(request: Request, response: Response) -> Health:
    """Say whether traffic may be sent here. Check the service's own dependencies in this place."""
    if request.app.state.ready:
        return Health(status="ok")
    response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Health(status="unavailable")
