"""What the page asks the other services."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import AwareDatetime, BaseModel, HttpUrl, ValidationError


class NeighbourError(Exception):
    """Another service gave no answer, or not the one it should. The message is for the visitor."""


class Greeting(BaseModel):
    """What the API says."""

    message: str


class Event(BaseModel):
    """What happened."""

    kind: str
    subject: str
    time: AwareDatetime


class _Events(BaseModel):
    items: list[Event] = []


class _RunInfo(BaseModel):
    run_name: str = ""
    experiment_id: str
    status: str
    start_time: datetime


class _Metric(BaseModel):
    key: str
    value: float


class _RunData(BaseModel):
    metrics: list[_Metric] = []


class Run(BaseModel):
    """A run as MLflow's REST API describes it."""

    info: _RunInfo
    data: _RunData = _RunData()


class _Runs(BaseModel):
    runs: list[Run] = []


class _Experiment(BaseModel):
    experiment_id: str
    name: str


class _Experiments(BaseModel):
    experiments: list[_Experiment] = []


Answer = TypeVar("Answer", bound=BaseModel)


class Neighbour:
    """One of the other services."""

    def __init__(self, name: str, url: HttpUrl, timeout: float) -> None:
        """Ask the service at this address; `name` is how a visitor knows it."""
        self._name = name
        self._url = str(url).rstrip("/")
        self._timeout = timeout

    def _ask(self, method: str, path: str, answer: type[Answer], body: Any = None) -> Answer:
        try:
            # No proxy of the environment: the address is in the cluster or on this computer.
            response = httpx2.request(
                method,
                f"{self._url}{path}",
                json=body,
                timeout=self._timeout,
                trust_env=False,
            )
            response.raise_for_status()
            return answer.model_validate_json(response.content)
        except httpx2.HTTPStatusError as error:
            status = error.response.status_code
            raise NeighbourError(f"{self._name} answered with status {status}.") from error
        except httpx2.HTTPError as error:
            raise NeighbourError(f"{self._name} cannot be reached.") from error
        except ValidationError as error:
            raise NeighbourError(f"{self._name} gave an answer of another kind.") from error


class Api(Neighbour):
    """The FastAPI service."""

    def greet(self, name: str) -> Greeting:
        """Ask for a greeting."""
        return self._ask("GET", f"/api/v1/greetings/{quote(name, safe='')}", Greeting)


class Tracking(Neighbour):
    """MLflow."""

    def experiments(self) -> dict[str, str]:
        """Give the names of all experiments by their ids."""
        path = "/api/2.0/mlflow/experiments/search"
        found = self._ask("POST", path, _Experiments, {"max_results": 1000})
        return {each.experiment_id: each.name for each in found.experiments}

    def runs(self, experiments: list[str], limit: int) -> list[Run]:
        """List the runs of some experiments, latest first."""
        body = {
            "experiment_ids": experiments,
            "max_results": limit,
            "order_by": ["attributes.start_time DESC"],
        }
        return self._ask("POST", "/api/2.0/mlflow/runs/search", _Runs, body).runs


class Events(Neighbour):
    """The event service."""

    def publish(self, kind: str, subject: str) -> Event:
        """Say that something happened."""
        body = {"kind": kind, "subject": subject}
        return self._ask("POST", "/api/v1/events", Event, body)

    def recent(self) -> list[Event]:
        """List what happened, latest first."""
        return self._ask("GET", "/api/v1/events", _Events).items
