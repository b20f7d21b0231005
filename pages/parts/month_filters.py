"""Which month a reader goes through, and which of its tests. Every choice stands in the address and may fall back."""

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.decisions import reviews as months
from analytics.decisions.reviews import Choice, Course, Review
from analytics.present import reviews as words
from analytics.reviews import Reviews
from data.declarations.experiments import Experiment
from data.messages import Message
from pages.parts import blocks, controls, overview_filters
from pages.parts.visitor import language, say

ALL = "all"
OWNER, CHANNEL = Message("filter_owner", "Owner"), Message("filter_channel", "Channel")
AUDIENCE = Message("filter_audience", "Audience")
RESULT, DECISION = Message("column_result", "Result"), Message("column_decision", "Decision")
NAMES = ("owner", "channel", "audience")  # pickers, and in the address
LISTS = ("result", "decision")  # in the address; their pickers are those of `controls`


def review(found: Reviews) -> tuple[Review, tuple[Message, ...]]:
    """Ask for a month and for less than all of it; return what is left, and what was asked for in words."""
    known = {month.name: month for month in months.months(found.tests)}
    titles = words.months(list(known.values()), language())
    chosen = controls.choice(Message("month_picker", "Month"), "month", titles, listed=True)
    whole = months.review(found.tests, known[chosen], undated=found.undated)
    with st.expander(say(Message("filter", "Filter")), type="compact", expanded=_is_asked()):
        asked, said = _choice([test.experiment for test in found.tests], whole)
    shown = months.chosen(whole, asked)
    _summary(shown)
    return shown, said


def _choice(experiments: Sequence[Experiment], whole: Review) -> tuple[Choice, tuple[Message, ...]]:
    owners = sorted({one.owner for one in experiments} - {""})
    channels = sorted({one.channel for one in experiments} - {""})
    audiences = sorted({one.audience for one in experiments} - {""})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        owner = overview_filters.named(OWNER, "owner", owners)
        channel = overview_filters.named(CHANNEL, "channel", channels)
        audience = overview_filters.named(AUDIENCE, "audience", audiences)
        result = _listed(RESULT, "result", words.results(whole, language()))
        decision = _listed(DECISION, "decision", words.courses(whole, language()))
    asked = Choice(
        owner=owner, channel=channel, audience=audience, result=result, decision=Course(decision) if decision else None
    )
    told = ((OWNER, owner), (CHANNEL, channel), (AUDIENCE, audience))
    said = [Message("asked_for", "{what}: {value}", {"what": what, "value": value}) for what, value in told if value]
    if result:
        said.append(_asked(RESULT, words.results(whole, language())[result]))
    if decision:
        said.append(_asked(DECISION, words.courses(whole, language())[decision]))
    return asked, tuple(said)


def _asked(what: Message, value: str) -> Message:
    return Message("asked_for", "{what}: {value}", {"what": what, "value": value})


def _listed(label: Message, name: str, known: Mapping[str, str]) -> str | None:
    """Ask for one of the things that occur in the month; None: all."""
    chosen = controls.choice(label, name, {ALL: say(Message("filter_all", "All")), **known}, listed=True)
    return None if chosen == ALL else chosen


def _summary(shown: Review) -> None:
    """Say how many tests a filter leaves, and offer all of them again."""
    if len(shown.rows) == shown.of:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        counted = {"shown": len(shown.rows), "total": shown.of}
        blocks.quiet(say(Message("filter_shown_tests", "{shown:,} of {total:,} tests of this month", counted)))
        st.button(say(Message("filter_clear", "Show all")), on_click=_clear, type="tertiary")


def _is_asked() -> bool:
    return any(name in st.query_params for name in (*NAMES, *LISTS))


def _clear() -> None:
    """Ask for nothing any more."""
    for name in NAMES:
        if name in st.session_state:
            st.session_state[name] = None
    for name in LISTS:
        st.session_state.pop(f"choice:{name}", None)
        st.query_params.pop(name, None)
