"""The page as a visitor sees it."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from conftest import Neighbours
from streamlit.testing.v1 import AppTest

EXPERIMENTS = "POST /api/2.0/mlflow/experiments/search"
RUNS = "POST /api/2.0/mlflow/runs/search"


def open_page() -> AppTest:
    found = find_spec("${{ values.package }}.page")
    assert found
    assert found.origin
    page = AppTest.from_file(found.origin, default_timeout=30).run()
    assert not page.exception
    return page


def errors(page: AppTest) -> list[str]:
    return [error.value for error in page.error]


def infos(page: AppTest) -> list[str]:
    return [info.value for info in page.info]


def test_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "staging")

    page = open_page()

    assert [header.value for header in page.header] == ["API", "Experiments", "Events"]
    assert infos(page) == [
        "There is none here: `FASTAPI_URL` is not set.",
        "There is none here: `MLFLOW_TRACKING_URI` is not set.",
        "There is none here: `EVENTS_URL` is not set.",
    ]
    assert [caption.value for caption in page.caption] == ["Environment: staging"]


def test_says_what_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("MLFLOW_TRACKING_URI", "EVENTS_URL"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")

    page = open_page()

    assert errors(page) == ["MLflow cannot be reached.", "The event service cannot be reached."]


def test_says_when_an_answer_makes_no_sense(neighbours: Neighbours) -> None:
    neighbours.answers[EXPERIMENTS] = {"experiments": [{"no": "experiment"}]}

    page = open_page()

    assert errors(page) == [
        "MLflow gave an answer of another kind.",
        "The event service answered with status 404.",
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Ada", "/api/v1/greetings/Ada"),
        (" Ada ", "/api/v1/greetings/Ada"),
        ("A/B ?ü", "/api/v1/greetings/A%2FB%20%3F%C3%BC"),
    ],
)
def test_greets(neighbours: Neighbours, name: str, path: str) -> None:
    neighbours.answers[f"GET {path}"] = {"message": "Hello!", "environment": "test"}
    page = open_page()

    page.text_input[0].input(name)
    page.button[0].click().run()

    assert [success.value for success in page.success] == ["Hello!"]


def test_shows_runs_with_their_metrics(neighbours: Neighbours) -> None:
    neighbours.answers[EXPERIMENTS] = {
        "experiments": [
            {"experiment_id": "1", "name": "tea"},
            {"experiment_id": "2", "name": "coffee"},
        ]
    }
    info = {"run_name": "calm-owl", "experiment_id": "1", "status": "FINISHED"}
    neighbours.answers[RUNS] = {
        "runs": [
            {
                "info": info | {"start_time": 1_700_000_000_000},
                "data": {"metrics": [{"key": "accuracy", "value": 0.9}]},
            }
        ]
    }

    page = open_page()

    [table] = page.dataframe
    [row] = table.value.to_dict("records")
    assert (row["Experiment"], row["Run"], row["State"]) == ("tea", "calm-owl", "finished")
    assert row["accuracy"] == 0.9
    assert row["Started"].year == 2023

    page.multiselect[0].select("coffee").run()
    assert neighbours.asked[-2] == (
        RUNS,
        {"experiment_ids": ["2"], "max_results": 50, "order_by": ["attributes.start_time DESC"]},
    )


def test_says_when_there_are_no_runs_and_no_events(neighbours: Neighbours) -> None:
    neighbours.answers[EXPERIMENTS] = {}
    neighbours.answers["GET /api/v1/events"] = {"items": []}

    assert infos(open_page()) == [
        "No runs yet. One appears here as soon as somebody logs it.",
        "No events yet.",
    ]


def test_publishes_and_shows_events(neighbours: Neighbours) -> None:
    event = {"kind": "order.accepted", "subject": "order-7", "time": "2026-01-02T03:04:05Z"}
    neighbours.answers["POST /api/v1/events"] = event
    neighbours.answers["GET /api/v1/events"] = {"items": [event]}
    page = open_page()

    page.text_input[1].input("order.accepted")
    page.text_input[2].input("order-7")
    page.button[1].click().run()

    assert [success.value for success in page.success] == ["Kafka has it since 03:04:05 UTC."]
    assert (
        "POST /api/v1/events",
        {"kind": "order.accepted", "subject": "order-7"},
    ) in neighbours.asked
    [table] = page.dataframe
    assert table.value.to_dict("records")[0]["To what"] == "order-7"
