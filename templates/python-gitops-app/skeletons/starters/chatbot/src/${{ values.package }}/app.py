"""The application factory: everything a process needs is made here, nothing at import time."""

from __future__ import annotations

import logging
from time import perf_counter

from flask import Flask, Response, g, request

from . import __version__
from .api import api
from .config import ChatSettings
from .health import health
from .metrics import Metrics, measure
from .problems import answer_with_problems
from .services import add_services, services
from .stream import add_stream

_access = logging.getLogger("access")
# The page needs its own files and its own server, and nothing else.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"


def create_app(settings: ChatSettings | None = None) -> Flask:
    """Make an independent application; calling it twice in one process is fine."""
    settings = settings or ChatSettings()
    app = Flask(__name__, static_folder="page", static_url_path="/page")
    app.config["MAX_CONTENT_LENGTH"] = 65_536
    app.json.sort_keys = False  # type: ignore[attr-defined]
    metrics = Metrics(service=settings.service_name, version=__version__)
    add_services(app, settings, metrics)
    measure(app, metrics)
    answer_with_problems(app)
    app.register_blueprint(health)
    app.register_blueprint(api)
    add_stream(app, metrics)

    @app.get("/")
    def page() -> Response:
        return app.send_static_file("index.html")

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = f"{_POLICY}; frame-ancestors 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if services().settings.access_log:
            _access.info(
                "%s %s",
                request.method,
                request.path,
                extra={
                    "status": response.status_code,
                    "seconds": round(perf_counter() - g.started, 4),
                },
            )
        return response

    return app
