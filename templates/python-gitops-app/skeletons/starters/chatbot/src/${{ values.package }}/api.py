"""The HTTP API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, Field, StringConstraints

from .callers import the_caller
from .chat import UnknownConversationError
from .services import services

api = Blueprint("api", __name__)

# PostgreSQL's text has no NUL.
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=8000, pattern=r"^[^\x00]*$"),
]


class Question(BaseModel):
    """What a user says; without a conversation it begins one."""

    message: Said
    conversation: UUID | None = None


class Page(BaseModel):
    """Which part of a list is wanted."""

    limit: int = Field(default=20, ge=1, le=100)
    before: datetime | None = None


@api.post("/chat")
def chat() -> Response:
    """Answer a question at once; `/chat/stream` answers in parts."""
    caller = the_caller()
    question = Question.model_validate_json(request.get_data())
    parts = services()
    conversation = parts.chat.begin(caller.user, question.conversation)
    answer = "".join(parts.chat.answer(caller.user, conversation, question.message))
    return jsonify(conversation=conversation, answer=answer)


@api.get("/conversations")
def list_conversations() -> Response:
    """List the caller's conversations, the latest first."""
    caller = the_caller()
    page = Page.model_validate(request.args.to_dict())
    found = services().history.conversations(caller.user, page.limit, page.before)
    items = [
        {
            "id": one.id,
            "title": one.title,
            "createdAt": one.created_at.isoformat(),
            "updatedAt": one.updated_at.isoformat(),
        }
        for one in found
    ]
    return jsonify(items=items)


@api.get("/conversations/<uuid:conversation>")
def read_conversation(conversation: UUID) -> Response:
    """Give all messages of one conversation."""
    said = services().history.messages(the_caller().user, conversation)
    if not said:
        raise UnknownConversationError
    return jsonify(id=conversation, messages=said)


@api.delete("/conversations/<uuid:conversation>")
def forget_conversation(conversation: UUID) -> tuple[str, int]:
    """Forget one conversation."""
    if not services().history.remove(the_caller().user, conversation):
        raise UnknownConversationError
    return "", 204
