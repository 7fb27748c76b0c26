"""What the chatbot can be told, besides the settings that every service has."""

from __future__ import annotations

from pydantic import Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict
from sqlalchemy import URL

from .api_keys import ApiKeys
from .settings import Settings


class ChatSettings(Settings):
    """Each field is the environment variable of the same name, in capitals."""

    # What is wrong with a setting is said without its value: that may be a secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    database_host: str = "127.0.0.1"
    database_port: int = Field(default=5432, ge=1, le=65535)
    database_name: str = "chatbot"
    database_user: str = "chatbot"
    database_password: SecretStr = SecretStr("")
    # Connections per process, never more: PostgreSQL allows 100 for all replicas together.
    database_pool: int = Field(default=4, ge=1)

    # `name:sha256`, separated by spaces or commas. `new_key.py` makes one.
    api_keys: SecretStr = SecretStr("")
    requests_per_minute: int = Field(default=20, ge=1)

    ollama_url: HttpUrl = HttpUrl("http://127.0.0.1:11434")
    chat_model: str = "deepseek-coder:1.3b"
    # Between two parts of an answer; the first one waits until the model is in memory.
    answer_timeout_seconds: float = Field(default=120, gt=0)
    system_prompt: str = "You are a helpful programming assistant. Answer briefly and correctly."
    # How many messages of this conversation, and of earlier ones, the model gets to see.
    history_messages: int = Field(default=20, ge=0)
    recalled_messages: int = Field(default=4, ge=0)

    web_workers: int = Field(default=2, ge=1)
    # Each request and each open WebSocket holds one.
    web_threads: int = Field(default=32, ge=1)
    socket_idle_seconds: float = Field(default=300, gt=0)

    @field_validator("api_keys")
    @classmethod
    def _are_hashed(cls, value: SecretStr) -> SecretStr:
        ApiKeys(value.get_secret_value())
        return value

    @property
    def database_url(self) -> URL:
        """The address of the database; as text it hides the password."""
        return URL.create(
            "postgresql+psycopg",
            username=self.database_user,
            password=self.database_password.get_secret_value() or None,
            host=self.database_host,
            port=self.database_port,
            database=self.database_name,
        )
