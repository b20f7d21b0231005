"""The monthly review in parts: read for whoever may read reports, then its headline, its tests and its files."""

from collections.abc import Sequence

import streamlit as st

from analytics import reviews as conductor
from analytics.decisions.reviews import Review, Row
from analytics.present import reviews as words
from analytics.report import Sources
from analytics.reviews import Reviews
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER
from data.workspace.rights import Action, may
from pages.parts import blocks, downloads, fetch, overview_filters, surveys, visitor
from pages.parts.overview_lines import COLOURS, READOUT
from pages.parts.visitor import language, plain, say


def read() -> Reviews:
    """Return every test with its days; while tests are being read it says so."""
    actor = visitor.actor()
    known = surveys.summaries(reader=LOCAL_OWNER)  # executives read a list of tests, and no single one
    sources = Sources(experiments=fetch.values(fetch.experiments(actor)), summaries=known)
    return conductor.read(fetch.workspace(), actor, sources)


def nothing() -> None:
    """Say that no test has begun."""
    blocks.empty(
        Message("month_empty", "No test has begun yet"),
        Message("month_empty_why", "A month lists the tests that started, ended, ran or were decided in it."),
    )
    st.page_link("plan/experiments.py", label=say(Message("month_plan", "Plan the first one")))


def heading(review: Review, asked: Sequence[Message]) -> None:
    """Say what the month came to, and offer it as a file."""
    st.title(plain(words.headline(review, language())), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        blocks.quiet(words.subline(review, language()))
        downloads.offer_month(review, tuple(asked))


def listing(review: Review) -> None:
    """Draw the tests, each group under its heading."""
    if not review.rows:
        st.markdown(say(Message("no_test", "No test of this month fits: ask for less, or show all.")))
    body = st.container(gap="small")
    shown, previous = overview_filters.page(review.rows), None
    with body:
        for row in shown:
            if row.group is not previous:
                st.header(say(words.GROUPS[row.group]), anchor=False)
                previous = row.group
            _line(row)


def table(review: Review) -> None:
    """Show the same as a table, when somebody wants it."""
    label = plain(say(Message("table_twin", "The same as a table")))
    with st.expander(label, type="compact", key="month-table", on_change="rerun") as twin:
        if twin.open:
            blocks.table(words.table(review, language()))


def _line(row: Row) -> None:
    """Draw one test: what and when, then what it says, then what was decided; on a phone one below another."""
    with st.container(border=True):
        whose, said, decided = st.columns([5, 4, 3], gap="small")
    with whose.container(gap="xxsmall"):
        _named(row)
        blocks.quiet(words.place(row, language()))
        blocks.quiet(f"{words.when(row, language())} · {words.parts(row, language())}")
    with said.container(gap="xxsmall"):
        kind = row.answer.kind
        colour = COLOURS.get(kind, "gray") if kind is not None else "gray"
        st.markdown(f":{colour}-badge[{plain(words.result(row, language()))}]")
        st.markdown(plain(words.effect(row, language())))
    decided.markdown(plain(words.decision(row, language())))


def _named(row: Row) -> None:
    """Name a test; who may read results is led to where its numbers come from."""
    experiment = row.test.experiment
    if may(visitor.actor(), Action.READ_RESULTS):
        st.page_link(READOUT, label=f"**{plain(experiment.name)}** →", query_params={"experiment": experiment.key})
    else:
        st.markdown(f"**{plain(experiment.name)}**")
