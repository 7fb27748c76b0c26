"""Streamlit as an application for this process's web server."""

from __future__ import annotations

import logging
from pathlib import Path

from streamlit import config
from streamlit.starlette import App

from .page_metrics import PageMetrics

_OPTIONS = {
    "browser.gatherUsageStats": False,
    # A visitor learns that something is wrong; what it is, the logs say.
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    # The image does not change.
    "server.fileWatcherType": "none",
    "server.headless": True,
}


def streamlit_app(metrics: PageMetrics) -> App:
    """Make it; Streamlit allows one of them in a process to be started."""
    for option, value in _OPTIONS.items():
        config.set_option(option, value)
    page = App(Path(__file__).with_name("page.py"), on_script_error=metrics.note_error)
    adopt_logs()
    return page


def adopt_logs() -> None:
    """Let loggers write as all others do that Streamlit gave handlers of their own, so far."""
    for name in logging.root.manager.loggerDict:
        logger = logging.getLogger(name)
        if hasattr(logger, "streamlit_console_handler"):
            logger.removeHandler(logger.streamlit_console_handler)
            logger.propagate = True
