"""Conversations in PostgreSQL. Every question is asked for one owner: nobody sees another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Engine, Text, cast, delete, func, insert, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.dialects.postgresql import insert as upsert

from .database import conversations, messages

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as a list shows it."""

    id: UUID
    title: str
    created_at: datetime
    updated_at: datetime


class History:
    """What was said before."""

    def __init__(self, engine: Engine) -> None:
        """Use this database."""
        self._engine = engine

    def conversations(self, owner: str, limit: int, before: datetime | None) -> list[Conversation]:
        """List the latest first; `before` continues after the last one of a page."""
        table = conversations.c
        query = select(table.id, table.title, table.created_at, table.updated_at)
        query = query.where(table.owner == owner).order_by(table.updated_at.desc()).limit(limit)
        if before is not None:
            query = query.where(table.updated_at < before)
        with self._engine.connect() as connection:
            return [Conversation(*row) for row in connection.execute(query)]

    def owns(self, owner: str, conversation: UUID) -> bool:
        """Say whether there is such a conversation of this owner."""
        query = select(conversations.c.id).where(
            conversations.c.id == conversation, conversations.c.owner == owner
        )
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def messages(
        self, owner: str, conversation: UUID, limit: int | None = None
    ) -> Sequence[Message]:
        """Give the latest messages of one conversation, oldest first."""
        query = (
            select(messages.c.role, messages.c.content)
            .join(conversations)
            .where(conversations.c.id == conversation, conversations.c.owner == owner)
            .order_by(messages.c.id.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [Message(*row) for row in connection.execute(query)][::-1]

    def recall(self, owner: str, question: str, but: UUID, limit: int) -> Sequence[Message]:
        """Find what fits a question best in the owner's other conversations."""
        # All words are alternatives: a question rarely repeats every word of what it is about.
        every = cast(func.plainto_tsquery("simple", question), Text)
        words = cast(func.replace(every, " & ", " | "), TSQUERY)
        query = (
            select(messages.c.role, messages.c.content)
            .join(conversations)
            .where(
                conversations.c.owner == owner,
                conversations.c.id != but,
                messages.c.words.bool_op("@@")(words),
            )
            .order_by(func.ts_rank(messages.c.words, words).desc(), messages.c.id.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [Message(*row) for row in connection.execute(query)]

    def add(self, owner: str, conversation: UUID, question: str, answer: str) -> None:
        """Keep a question with its answer; the first one begins the conversation."""
        title = " ".join(question.split())[:80]
        begin = upsert(conversations).values(id=conversation, owner=owner, title=title)
        touch = begin.on_conflict_do_update(
            index_elements=[conversations.c.id], set_={"updated_at": func.now()}
        )
        said = [("user", question), ("assistant", answer)]
        rows = [{"conversation_id": conversation, "role": r, "content": c} for r, c in said]
        with self._engine.begin() as connection:
            connection.execute(touch)
            connection.execute(insert(messages), rows)

    def remove(self, owner: str, conversation: UUID) -> bool:
        """Forget a conversation; false when there is none such."""
        command = delete(conversations).where(
            conversations.c.id == conversation, conversations.c.owner == owner
        )
        with self._engine.begin() as connection:
            return connection.execute(command).rowcount > 0
