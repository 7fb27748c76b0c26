"""Probes for Kubernetes: alive is not the same as ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Response, status
from pydantic import BaseModel


class Health(BaseModel):
    """What a probe answers."""

    status: Literal["ok", "unavailable"]


def probes(is_ready: Callable[[], bool]) -> APIRouter:
    """Make both probes; `is_ready` says whether traffic may be sent here, and may take a moment."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> Health:
        """Say that the process serves requests; a restart would mend nothing else."""
        return Health(status="ok")

    @router.get("/readyz", responses={503: {"model": Health}})
    def readyz(response: Response) -> Health:
        """Say whether traffic may be sent here."""
        if is_ready():
            return Health(status="ok")
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return Health(status="unavailable")

    return router
