"""MLflow's own application, as `mlflow server` makes it, in this process."""

from __future__ import annotations

import os
from types import SimpleNamespace

from flask import Flask
from starlette.types import ASGIApp, Receive, Scope, Send
from werkzeug.exceptions import HTTPException

from .config import MlflowSettings


def tracking_server(settings: MlflowSettings) -> ASGIApp:
    """Make the application.

    MLflow reads its settings from the environment when it is imported, and keeps one store: all
    applications of a process share the settings of the first.
    """
    configure_mlflow(settings)
    from mlflow.server import app as flask_app
    from mlflow.server.fastapi_app import create_fastapi_app

    return FlaskRoutes(create_fastapi_app(), flask_app)


def configure_mlflow(settings: MlflowSettings) -> None:
    """Tell MLflow what to do, before it is imported."""
    # Meant for clients; the server is not its own.
    os.environ.pop("MLFLOW_TRACKING_URI", None)
    os.environ |= {
        # Its logs are written as this service writes its own.
        "MLFLOW_CONFIGURE_LOGGING": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ALLOWED_HOSTS": settings.mlflow_server_allowed_hosts,
        # Jobs would be processes of their own, which nobody started here.
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    from mlflow.server import constants

    os.environ |= {
        constants.BACKEND_STORE_URI_ENV_VAR: settings.backend_store,
        # Clients send artifacts here, and need no access to where they are kept.
        constants.SERVE_ARTIFACTS_ENV_VAR: "true",
        constants.ARTIFACTS_DESTINATION_ENV_VAR: settings.artifacts,
        constants.ARTIFACT_ROOT_ENV_VAR: "mlflow-artifacts:/",
    }


class FlaskRoutes:
    """Notes the routes of MLflow's Flask part where the metrics look for them."""

    def __init__(self, app: ASGIApp, flask_app: Flask) -> None:
        """Wrap an application that holds the Flask part."""
        self._app = app
        self._routes = flask_app.url_map.bind("")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through."""
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http" and not getattr(scope.get("route"), "path", ""):
                scope["route"] = SimpleNamespace(path=self._find(scope["path"], scope["method"]))

    def _find(self, path: str, method: str) -> str:
        try:
            rule, _ = self._routes.match(path, method, return_rule=True)
        except HTTPException:
            return ""
        return rule.rule
