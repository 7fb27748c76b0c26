"""Run the service: `python -m` and the name of this package."""

from __future__ import annotations

import os
import sys
import tempfile

from .config import ChatSettings


def main() -> None:
    """Become gunicorn: it gets SIGTERM itself, and then finishes what is under way."""
    # Settings that make no sense end the process here, with the reason.
    ChatSettings()
    # Before prometheus_client is imported, because it looks only then.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-")
    config = f"python:{__package__}.gunicorn_config"
    command = [sys.executable, "-m", "gunicorn", "-c", config, f"{__package__}.app:create_app()"]
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
