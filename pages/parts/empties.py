"""Empty states: why there is nothing, and the one thing to do about it."""

import streamlit as st

from data.messages import Message
from pages.parts import blocks, opening
from pages.parts.forecast_veil import AwaitsForecast
from pages.parts.visitor import say


def no_experiment() -> None:
    """Offer the sample, or the import of the team's own data."""
    blocks.empty(
        Message("no_experiment", "Nothing has been tested here yet"),
        Message(
            "no_experiment_why",
            "A readout needs the events of an experiment: who saw which variant, and what they did then.",
        ),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say(Message("sample_load", "Load the sample")), on_click=opening.load_sample)
        st.page_link("admin/events.py", label=say(Message("import_own", "Import your own events")))


def no_experiment_yet() -> None:
    """Say how an experiment comes here."""
    st.markdown(
        say(
            Message(
                "no_experiment_yet",
                "Nothing is declared yet. Plan the first experiment below, or import events: "
                "what they hold becomes a draft.",
            )
        )
    )


def no_line() -> None:
    """Say that no experiment fits what was asked for."""
    st.markdown(say(Message("no_line", "No experiment fits: ask for less, or show all.")))


def reports_only() -> None:
    """Say to whom results are closed what they can read instead."""
    blocks.empty(
        Message("reports_only", "Results are not part of your role"),
        Message(
            "reports_only_why",
            "You read the reports: what the tests were worth. To read single tests, ask an admin of this workspace.",
        ),
    )
    st.page_link("report/roi.py", label=say(Message("reports_open", "See what the tests were worth")))


def forecast_first(why: AwaitsForecast) -> None:
    """Say to whom results are closed until they have guessed, and where to guess."""
    blocks.empty(Message("forecast_first", "First guess, then look"), why.message)
    st.page_link(
        "reflect/session.py",
        label=say(Message("forecast_go", "Give my forecast in the session")),
        query_params={"session": why.session},
    )
