"""A chat: what the model is asked, and what is kept of it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Protocol
from uuid import UUID, uuid4

from .config import ChatSettings
from .history import History, Message
from .metrics import Metrics


class UnknownConversationError(Exception):
    """There is no such conversation of this user."""


class Model(Protocol):
    """What answers."""

    def answer(self, messages: Sequence[dict[str, str]]) -> Generator[str]:
        """Give the answer in parts."""


class Chat:
    """Answers questions with what was said before in mind."""

    def __init__(
        self, settings: ChatSettings, history: History, model: Model, metrics: Metrics
    ) -> None:
        """Put the parts together."""
        self._metrics = metrics
        self._settings = settings
        self._history = history
        self._model = model

    def begin(self, user: str, conversation: UUID | None) -> UUID:
        """Give the conversation to continue, or a new one."""
        if conversation is None:
            return uuid4()
        if not self._history.owns(user, conversation):
            raise UnknownConversationError
        return conversation

    def answer(self, user: str, conversation: UUID, question: str) -> Generator[str]:
        """Give the answer in parts. It is kept once it is complete: half of one would mislead."""
        prompt = self._prompt(user, conversation, question)
        parts: list[str] = []
        with self._metrics.answering(), closing(self._model.answer(prompt)) as answer:
            for part in answer:
                parts.append(part)
                yield part
        self._history.add(user, conversation, question, "".join(parts))

    def _prompt(self, user: str, conversation: UUID, question: str) -> list[dict[str, str]]:
        settings = self._settings
        system = settings.system_prompt
        recalled = self._history.recall(user, question, conversation, settings.recalled_messages)
        if recalled:
            system += "\n\nFrom earlier conversations with this user:\n" + _quoted(recalled)
        said = self._history.messages(user, conversation, settings.history_messages)
        return [
            {"role": "system", "content": system},
            *({"role": message.role, "content": message.content} for message in said),
            {"role": "user", "content": question},
        ]


def _quoted(messages: Sequence[Message]) -> str:
    return "\n".join(f"- {message.role}: {message.content[:500]}" for message in messages)
