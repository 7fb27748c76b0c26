"""Run the service: `python -m ${{ values.package }}`."""

from __future__ import annotations

import uvicorn

from .app import create_app
from .logs import configure_logging
from .settings import Settings


def main() -> None:
    """Serve until SIGTERM, then finish the requests that are under way."""
    settings = Settings()
    configure_logging(settings.log_level, service=settings.service_name)
    uvicorn.run(
        create_app(),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=settings.access_log,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


if __name__ == "__main__":
    main()
