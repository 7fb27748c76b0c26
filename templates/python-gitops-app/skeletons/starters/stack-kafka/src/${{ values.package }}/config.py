"""What the event service can be told, besides the settings that every service has."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from .settings import Settings


class KafkaSettings(Settings):
    """Each field is the environment variable of the same name, in capitals."""

    # What is wrong with a setting is said without its value: that may be a secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    kafka_bootstrap_servers: str = Field(default="127.0.0.1:9092", min_length=1)
    kafka_security_protocol: Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"] = "plaintext"
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_username: str = ""
    kafka_password: SecretStr = SecretStr("")

    topic: str = "events"
    # Replicas of one group share the topic's partitions.
    consumer_group: str = "${{ values.name }}"
    # A replica that says nothing for so long loses its partitions to the others.
    session_seconds: int = Field(default=45, ge=6)
    publish_timeout_seconds: float = Field(default=10, gt=0)
    # How many events each replica remembers, for people who look.
    recent_events: int = Field(default=100, ge=1)

    def connection(self) -> dict[str, str]:
        """Give librdkafka's settings that say where Kafka is and who asks."""
        connection = {
            "bootstrap.servers": self.kafka_bootstrap_servers,
            "client.id": self.service_name,
            "security.protocol": self.kafka_security_protocol,
            # Each failure is logged: ten a second help nobody.
            "reconnect.backoff.ms": "1000",
        }
        if self.kafka_security_protocol.startswith("sasl"):
            connection |= {
                "sasl.mechanism": self.kafka_sasl_mechanism,
                "sasl.username": self.kafka_username,
                "sasl.password": self.kafka_password.get_secret_value(),
            }
        return connection
