"""How well reflecting works: a few quiet lines where a session begins, with what stands behind them folded away."""

from collections.abc import Sequence

import streamlit as st

from analytics.decisions.habits import Foresight, Habits
from analytics.present import calibrations
from analytics.present import habits as words
from analytics.present.calibrations import Whose
from data.messages import Message
from pages.parts import blocks, on_demand
from pages.parts.visitor import actor, language, plain, say

NAMES = {Whose.OWN: Message("whose_own", "You"), Whose.TEAM: Message("whose_team", "The team")}


def draw() -> None:
    """Say what has become of promises, topics, decisions and forecasts since the first session."""
    found = on_demand.habits(actor())
    if found.is_first:
        first = Message(
            "habits_first",
            "From the second session on, this place says what became of your promises, which topics come back, how "
            "long decisions take, and how well you foresaw results.",
        )
        blocks.quiet(say(first))
        return
    with st.container(border=True, gap="xsmall"):
        title = Message("habits_title", "Since we began")
        st.markdown(f"**{plain(say(title))}**")
        _listed(words.lines(found, language()))
        _details(found)


@st.fragment
def _details(found: Habits) -> None:
    """Show what stands behind the lines once somebody unfolds it, without running the page again."""
    label = say(Message("habits_details", "How well reflecting works"))
    fold = st.expander(plain(label), type="compact", key="habits", on_change="rerun")
    if not fold.open:
        return
    with fold:
        _part(Message("habits_promises", "What became of promises"), words.promises(found.promises, language()))
        if found.echoes:
            _part(Message("habits_echoes", "Topics that come back"), words.echoes(found, language()))
            why = Message(
                "habits_echoes_why",
                "Voted for in two or more of the last 20 sessions, told by the words they share; no finished action "
                "has these words.",
            )
            blocks.quiet(say(why))
        _part(
            Message("habits_decisions", "From the end of a test to its decision"),
            words.decisions(found.decisions, language()),
        )
        blocks.heading(say(Message("habits_forecasts", "Forecasts")))
        _foresight(found)


def _foresight(found: Habits) -> None:
    foresight = found.foresight
    left, right = st.columns([1, 1], gap="large")
    with right:
        blocks.listing(words.scores(foresight, language()))
        blocks.quiet(words.left_out(foresight, language()))
    with left:
        whose = _whose(foresight)
        chart = calibrations.chart(words.record(foresight, whose), whose, language())
        if chart is None:
            few = Message("habits_few", "There are too few forecasts with an answer to tell: it takes five.")
            st.markdown(say(few))
        else:
            blocks.chart(chart, key=f"calibration-{whose}")


def _whose(foresight: Foresight) -> Whose:
    """Let somebody choose between their own forecasts and the team's, where there are enough of both."""
    if not words.both(foresight):
        return words.best(foresight)
    chosen = st.segmented_control(
        say(Message("habits_whose", "Whose forecasts")), list(Whose), default=words.best(foresight),
        format_func=lambda one: say(NAMES[one]), required=True, key="habits-whose",
    )  # fmt: skip
    return chosen or words.best(foresight)


def _part(title: Message, lines: Sequence[str]) -> None:
    blocks.heading(say(title))
    _listed(lines)


def _listed(lines: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
