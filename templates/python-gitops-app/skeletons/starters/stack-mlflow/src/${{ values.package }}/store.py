"""The database of the tracking server."""

from __future__ import annotations

import logging

from .config import MlflowSettings

_logger = logging.getLogger(__name__)


class Store:
    """Asks what the server asks."""

    def __init__(self, settings: MlflowSettings) -> None:
        """Prepare; nothing is opened before the first question."""
        self._settings = settings

    def open(self) -> None:
        """Make what is missing. Raises when the database is of another version: see `upgrade`."""
        self._settings.data_folder.mkdir(parents=True, exist_ok=True)
        self._ask()

    def answers(self) -> bool:
        """Say whether experiments can be listed."""
        try:
            self._ask()
        except Exception as error:
            _logger.warning("the store does not answer: %s", type(error).__name__)
            return False
        return True

    def _ask(self) -> None:
        from mlflow import MlflowClient

        MlflowClient(self._settings.backend_store).search_experiments(max_results=1)
