"""What the page can be told, besides the settings that every service has."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from .settings import Settings


class PageSettings(Settings):
    """Each field is the environment variable of the same name, in capitals."""

    # The other services. The page says which of them it has not been told of.
    fastapi_url: HttpUrl | None = None
    mlflow_tracking_uri: HttpUrl | None = None
    events_url: HttpUrl | None = None
    # How long a visitor waits for one of them.
    answer_timeout_seconds: float = Field(default=5, gt=0)
