from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from ${{ values.package }} import upgrade
from ${{ values.package }}.app import create_app
from ${{ values.package }}.config import MlflowSettings
from ${{ values.package }}.store import Store

EXPERIMENTS = "/api/2.0/mlflow/experiments"


def test_is_ready_once_it_has_started(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200


def test_is_alive_but_not_ready_before_it_has_started(app: FastAPI) -> None:
    client = TestClient(app)

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_is_not_ready_without_its_store(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_BACKEND_STORE_URI", "mysql://ada:swordfish@127.0.0.1:9/mlflow")

    assert not Store(MlflowSettings(data_folder=tmp_path)).answers()
    assert "swordfish" not in caplog.text


def test_is_mlflow(client: TestClient) -> None:
    created = client.post(f"{EXPERIMENTS}/create", json={"name": "tea"})
    found = client.get(f"{EXPERIMENTS}/get-by-name", params={"experiment_name": "tea"})

    assert created.status_code == 200
    experiment = found.json()["experiment"]
    assert experiment["experiment_id"] == created.json()["experiment_id"]
    # Clients send artifacts through the server.
    assert experiment["artifact_location"].startswith("mlflow-artifacts:/")
    assert "<html" in client.get("/").text


def test_keeps_artifacts_in_its_folder(client: TestClient, data_folder: Path) -> None:
    address = "/api/2.0/mlflow-artifacts/artifacts/tea/leaves.txt"

    assert client.put(address, content=b"green").status_code == 200
    assert client.get(address).content == b"green"
    assert (data_folder / "artifacts/tea/leaves.txt").read_bytes() == b"green"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("${{ values.name }}", 200),
        ("${{ values.name }}:5000", 200),
        ("${{ values.name }}.shop-dev.svc.cluster.local", 200),
        ("evil.example.com", 403),
    ],
)
def test_answers_under_its_own_names_only(client: TestClient, host: str, status: int) -> None:
    query = {"json": {"max_results": 1}, "headers": {"Host": host}}

    assert client.post(f"{EXPERIMENTS}/search", **query).status_code == status
    # Kubernetes and Prometheus ask by the pod's address.
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
    assert client.get("/metrics", headers={"Host": host}).status_code == 200


def test_counts_by_route_and_not_by_path(client: TestClient) -> None:
    client.post(f"{EXPERIMENTS}/search", json={"max_results": 1})
    client.get("/static-files/no-such-file.js")
    client.put("/api/2.0/mlflow-artifacts/artifacts/one/file", content=b"")
    client.get("/no/such/page")

    metrics = client.get("/metrics").text

    for labels in (
        f'method="POST",route="{EXPERIMENTS}/search",status="200"',
        'method="GET",route="/static-files/<path:path>",status="404"',
        'method="GET",route="unmatched",status="404"',
    ):
        assert f"http_requests_total{{{labels}}} 1.0" in metrics
    assert "one/file" not in metrics


def test_several_applications_live_in_one_process() -> None:
    clients = [TestClient(create_app()) for _ in range(3)]
    clients[0].get("/healthz")

    measured = [client.get("/metrics").text for client in clients]

    assert ['route="/healthz"' in text for text in measured] == [True, False, False]


def test_makes_and_upgrades_its_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path / "new"))

    upgrade.main()
    upgrade.main()

    assert Store(MlflowSettings()).answers()


def test_says_what_is_wrong_without_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "swordfish")

    with pytest.raises(ValidationError) as refused:
        MlflowSettings()

    assert "swordfish" not in str(refused.value)
