"""What travels through the topic. Old events stay there: add fields with a default, remove none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue


class NewEvent(BaseModel):
    """Something that happened, as the one who saw it says it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$", max_length=100)]
    # Events of one subject keep their order.
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    data: dict[str, JsonValue] = {}


class Event(NewEvent):
    """An event with its identity. It may arrive twice: whoever acts on it compares `id`."""

    # Somebody newer may say more.
    model_config = ConfigDict(extra="ignore")

    id: UUID = Field(default_factory=uuid4)
    time: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))

    def encode(self) -> bytes:
        """Give what Kafka keeps."""
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, value: bytes | None) -> Event:
        """Read what Kafka kept; raises `pydantic.ValidationError` when it is no event."""
        return cls.model_validate_json(value or b"")
