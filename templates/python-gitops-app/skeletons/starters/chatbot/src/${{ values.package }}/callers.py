"""Lets in who has an API key, and not too often."""

from __future__ import annotations

from flask import request

from .api_keys import Caller
from .problems import NoValidKeyError, TooManyRequestsError
from .services import Services, services


def the_caller() -> Caller:
    """Give who sent the current request; it counts against their limit."""
    caller = identify(services(), key_in_header())
    count_request(services(), caller)
    return caller


def key_in_header() -> str:
    """Give the key that came with the request, if any."""
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer":
        return ""
    return authorization.token or ""


def identify(parts: Services, key: str) -> Caller:
    """Give the owner of a key."""
    caller = parts.keys.find(key)
    if caller is None:
        raise NoValidKeyError
    return caller


def count_request(parts: Services, caller: Caller) -> None:
    """Count a request against the limit of a key."""
    seconds = parts.limits.seconds_to_wait(caller.key)
    if seconds:
        raise TooManyRequestsError(seconds)
