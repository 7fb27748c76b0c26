"""Settings, read from the environment once and checked when the process starts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of the same name, in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    service_name: str = "${{ values.name }}"
    environment: str = "local"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    access_log: bool = True
    # All interfaces: inside a container that is the only useful one.
    host: str = "0.0.0.0"  # noqa: S104
    port: int = Field(default=${{ values.service.port or 8000 }}, ge=1, le=65535)
    # Less than Kubernetes' grace period, so that requests end before the process is killed.
    shutdown_seconds: int = Field(default=20, ge=0)
