"""The tables, and the way to them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
    DateTime,
    Engine,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    create_engine,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from .config import ChatSettings

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("title", String(80), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("ix_conversations_owner_updated_at", "owner", "updated_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("role", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    # "simple": programs and several languages are talked about, so no language's word endings.
    Column("words", TSVECTOR, Computed("to_tsvector('simple', content)", persisted=True)),
    Index("ix_messages_words", "words", postgresql_using="gin"),
)

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("minute", DateTime(timezone=True), nullable=False),
    Column("requests", Integer, nullable=False),
)


def connect(settings: ChatSettings) -> Engine:
    """Make the connection pool of one process; it connects when it is first used."""
    return create_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=10,
        # A restarted database costs one retried connection, not one failed request.
        pool_pre_ping=True,
        connect_args={
            "application_name": settings.service_name,
            "connect_timeout": 5,
            "options": "-c statement_timeout=10000",
        },
    )


def ping(engine: Engine) -> None:
    """Raise when the database does not answer."""
    with engine.connect() as connection:
        connection.execute(text("SELECT"))
