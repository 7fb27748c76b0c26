"""What the page shows. Each part needs one of the other services, and none the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from pydantic import HttpUrl

from .config import PageSettings
from .neighbours import Api, Events, NeighbourError, Tracking


def show_page(settings: PageSettings) -> None:
    """Show everything; what fails leaves the rest alone."""
    timeout = settings.answer_timeout_seconds
    sections: Sequence[tuple[str, str, HttpUrl | None, Callable[[HttpUrl], None]]] = (
        (
            "API",
            "FASTAPI_URL",
            settings.fastapi_url,
            lambda url: show_api(Api("The API", url, timeout)),
        ),
        (
            "Experiments",
            "MLFLOW_TRACKING_URI",
            settings.mlflow_tracking_uri,
            lambda url: show_runs(Tracking("MLflow", url, timeout)),
        ),
        (
            "Events",
            "EVENTS_URL",
            settings.events_url,
            lambda url: show_events(Events("The event service", url, timeout)),
        ),
    )
    st.set_page_config(page_title=settings.service_name, layout="wide")
    st.title(settings.service_name)
    st.caption(f"Environment: {settings.environment}")
    for title, variable, url, show in sections:
        st.header(title)
        if url is None:
            st.info(f"There is none here: `{variable}` is not set.")
            continue
        try:
            show(url)
        except NeighbourError as error:
            st.error(str(error))


def show_api(api: Api) -> None:
    """Let the visitor be greeted."""
    with st.form("greeting"):
        name = st.text_input("Your name", max_chars=50)
        sent = st.form_submit_button("Greet me")
    if sent and name.strip():
        st.success(api.greet(name.strip()).message)


def show_runs(tracking: Tracking) -> None:
    """List the latest runs of all experiments."""
    experiments = tracking.experiments()
    chosen = st.multiselect("Experiments", sorted(experiments.values()), placeholder="All")
    wanted = [key for key, name in experiments.items() if not chosen or name in chosen]
    runs = tracking.runs(wanted, limit=50) if wanted else []
    if not runs:
        st.info("No runs yet. One appears here as soon as somebody logs it.")
        return
    rows = [
        {
            "Experiment": experiments[run.info.experiment_id],
            "Run": run.info.run_name,
            "State": run.info.status.lower(),
            "Started": run.info.start_time,
        }
        | {metric.key: metric.value for metric in run.data.metrics}
        for run in runs
    ]
    st.dataframe(rows, hide_index=True)


def show_events(events: Events) -> None:
    """Let the visitor publish an event, and show what came out of the stream."""
    with st.form("event"):
        kind = st.text_input("What happened", value="page.visited")
        subject = st.text_input("To what", value="page")
        sent = st.form_submit_button("Publish")
    if sent:
        event = events.publish(kind, subject)
        st.success(f"Kafka has it since {event.time:%H:%M:%S} UTC.")
    rows = [{"Time": e.time, "What": e.kind, "To what": e.subject} for e in events.recent()]
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.info("No events yet.")
    st.button("Look again")
