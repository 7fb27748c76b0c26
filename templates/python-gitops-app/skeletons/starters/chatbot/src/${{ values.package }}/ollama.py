"""Ollama's HTTP API: https://docs.ollama.com/api/chat."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence

import httpx2
from pydantic import BaseModel, ValidationError


class ModelUnavailableError(Exception):
    """The model gave no answer, or half of one."""


class _Said(BaseModel):
    content: str = ""


class _Part(BaseModel):
    """One line of the stream."""

    message: _Said = _Said()
    done: bool = False
    error: str | None = None


class Ollama:
    """Asks one model."""

    def __init__(self, url: str, model: str, timeout: float) -> None:
        """Use the Ollama at this address."""
        self._model = model
        # No proxy of the environment: the address is in the cluster or on this computer.
        self._client = httpx2.Client(
            base_url=url, timeout=httpx2.Timeout(timeout, connect=5), trust_env=False
        )

    def answer(self, messages: Sequence[dict[str, str]]) -> Generator[str]:
        """Give the answer in parts. Closing the generator stops the model."""
        question = {"model": self._model, "messages": list(messages), "stream": True}
        try:
            with self._client.stream("POST", "/api/chat", json=question) as response:
                response.raise_for_status()
                yield from self._parts(response.iter_lines())
        except httpx2.HTTPError as error:
            raise ModelUnavailableError(f"{self._model}: {error}") from error

    def _parts(self, lines: Iterator[str]) -> Generator[str]:
        for line in lines:
            try:
                part = _Part.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                raise ModelUnavailableError(f"{self._model}: not Ollama's format") from error
            if part.error:
                raise ModelUnavailableError(f"{self._model}: {part.error}")
            if part.message.content:
                yield part.message.content
            if part.done:
                return
        raise ModelUnavailableError(f"{self._model}: the answer ended too early")

    def close(self) -> None:
        """Close its connections."""
        self._client.close()
