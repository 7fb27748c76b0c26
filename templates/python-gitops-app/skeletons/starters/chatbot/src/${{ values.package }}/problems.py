"""What went wrong, in words for the caller. The same over HTTP and WebSocket."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from werkzeug.exceptions import HTTPException

from .chat import UnknownConversationError
from .ollama import ModelUnavailableError

_logger = logging.getLogger(__name__)


class NoValidKeyError(Exception):
    """The caller gave no API key that is known."""


@dataclass(slots=True)
class TooManyRequestsError(Exception):
    """The caller has to wait."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What the caller is told."""

    status: int
    error: str
    retry_after: int | None = None


def problem_of(error: Exception) -> Problem:
    """Say what a caller may know. What is our own fault goes to the log."""
    match error:
        case NoValidKeyError():
            return Problem(401, "An API key is needed: Authorization: Bearer <key>.")
        case UnknownConversationError():
            return Problem(404, "There is no such conversation.")
        case TooManyRequestsError(seconds=seconds):
            return Problem(429, f"Too many requests: try again in {seconds} s.", seconds)
        case ValidationError():
            return Problem(422, _what_is_invalid(error))
        case HTTPException(code=int(code), description=description):
            return Problem(code, description or error.name)
        case ModelUnavailableError():
            _logger.warning("no answer from the model", exc_info=error)
            return Problem(503, "The model does not answer: try again later.", 10)
        case OperationalError() | NoFreeConnectionError():
            _logger.error("no answer from the database", exc_info=error)
            return Problem(503, "The history cannot be reached: try again later.", 10)
        case _:
            _logger.error("unexpected", exc_info=error)
            return Problem(500, "Something went wrong here.")


def answer_with_problems(app: Flask) -> None:
    """Turn every exception of an application into a JSON answer."""

    @app.errorhandler(Exception)
    def answer(error: Exception) -> Response:
        problem = problem_of(error)
        response = jsonify(error=problem.error)
        response.status_code = problem.status
        if problem.retry_after is not None:
            response.headers["Retry-After"] = str(problem.retry_after)
        if problem.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response


def _what_is_invalid(error: ValidationError) -> str:
    return "; ".join(
        ": ".join(filter(None, (".".join(map(str, one["loc"])), one["msg"])))
        for one in error.errors(include_url=False, include_input=False, include_context=False)
    )
