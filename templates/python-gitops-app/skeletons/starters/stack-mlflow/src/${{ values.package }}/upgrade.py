"""Bring the database to the version of the installed MLflow: `python -m ${{ values.package }}.upgrade`.

The server refuses a database of another version. There is no way back: make a backup first.
"""

from __future__ import annotations

from .config import MlflowSettings
from .logs import configure_logging
from .tracking import configure_mlflow


def main() -> None:
    """Make or upgrade the tables; a second time changes nothing."""
    settings = MlflowSettings()
    configure_logging(settings.log_level, service=settings.service_name)
    configure_mlflow(settings)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    from mlflow.cli import cli

    cli.main(["db", "upgrade", settings.backend_store], standalone_mode=False)


if __name__ == "__main__":
    main()
