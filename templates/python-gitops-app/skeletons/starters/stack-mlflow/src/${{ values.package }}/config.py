"""What the tracking server can be told, besides the settings that every service has."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from .settings import Settings

_HOSTS = ("localhost", "127.0.0.1", "${{ values.name }}", "${{ values.name }}.*")


class MlflowSettings(Settings):
    """Each field is the environment variable of the same name, in capitals."""

    # What is wrong with a setting is said without its value: that may be a secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    # In the cluster a volume.
    data_folder: Path = Path("data")
    # Elsewhere than in the folder: postgresql://…, s3://…; the drivers go into requirements.in.
    mlflow_backend_store_uri: SecretStr | None = None
    mlflow_artifacts_destination: str = ""
    # MLflow answers under these names only; others could be a trick against browsers.
    mlflow_server_allowed_hosts: str = Field(
        default=",".join(f"{host}{port}" for host in _HOSTS for port in ("", ":*")), min_length=1
    )

    @property
    def backend_store(self) -> str:
        """Where experiments and models are described; may hold a password."""
        if self.mlflow_backend_store_uri:
            return self.mlflow_backend_store_uri.get_secret_value()
        return f"sqlite:///{self.data_folder.resolve() / 'mlflow.db'}"

    @property
    def artifacts(self) -> str:
        """Where files of runs and models are."""
        return self.mlflow_artifacts_destination or str(self.data_folder.resolve() / "artifacts")
