"""What an application consists of, made once per process."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from flask import Flask, current_app
from sqlalchemy import Engine

from .api_keys import ApiKeys
from .chat import Chat
from .config import ChatSettings
from .database import connect
from .history import History
from .metrics import Metrics
from .ollama import Ollama
from .rate_limits import RateLimits

_NAME = "chatbot"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that requests use."""

    settings: ChatSettings
    engine: Engine
    keys: ApiKeys
    limits: RateLimits
    history: History
    model: Ollama
    chat: Chat
    # Set when the process was asked to end: open WebSockets then say goodbye.
    stopping: Event = field(default_factory=Event)
    # Set when the tables were seen to be new enough, and when it was logged that they are not.
    migrated: Event = field(default_factory=Event)
    waiting: Event = field(default_factory=Event)

    def close(self) -> None:
        """Close all connections."""
        self.stopping.set()
        self.model.close()
        self.engine.dispose()


def add_services(app: Flask, settings: ChatSettings, metrics: Metrics) -> None:
    """Make the parts for an application."""
    engine = connect(settings)
    history = History(engine)
    model = Ollama(str(settings.ollama_url), settings.chat_model, settings.answer_timeout_seconds)
    app.extensions[_NAME] = Services(
        settings=settings,
        engine=engine,
        keys=ApiKeys(settings.api_keys.get_secret_value()),
        limits=RateLimits(engine, settings.requests_per_minute),
        history=history,
        model=model,
        chat=Chat(settings, history, model, metrics),
    )


def services(app: Flask | None = None) -> Services:
    """Give the parts of an application: of the one that answers the current request."""
    found: Services = (app or current_app).extensions[_NAME]
    return found
