"""An example of a versioned endpoint: replace it with the service's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel

from .settings import Settings

router = APIRouter(prefix="/api/v1", tags=["greetings"])


class Greeting(BaseModel):
    """A greeting for one person."""

    message: str
    environment: str


def settings_of(request: Request) -> Settings:
    """Give a route the settings of the application that it belongs to."""
    settings: Settings = request.app.state.settings
    return settings


@router.get("/greetings/{name}")
async def greet(
    name: Annotated[str, Path(min_length=1, max_length=50)],
    settings: Annotated[Settings, Depends(settings_of)],
) -> Greeting:
    """Greet somebody by name."""
    return Greeting(message=f"Hello, {name}!", environment=settings.environment)
