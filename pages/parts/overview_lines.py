"""How the overview is drawn: what changed, and each experiment as one line with a link, a verdict and a drawing."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from analytics.decisions.agenda import Difference, Line
from analytics.decisions.results import VerdictKind
from analytics.present import lines as words
from analytics.present import sparks
from data.messages import Message
from data.visits import Visit
from pages.parts import blocks
from pages.parts.visitor import is_dark, language, plain, say

Colour = Literal["blue", "orange", "gray"]
COLOURS: Mapping[VerdictKind, Colour] = {
    VerdictKind.SHIP: "blue",
    VerdictKind.STOP: "orange",
    VerdictKind.UNTRUSTED: "orange",
}
READOUT = "results/readout.py"
CHANGES = 5  # named; more are counted


def heading(lines: Sequence[Line], *, is_complete: bool) -> None:
    """Say what matters most, and how many tests there are."""
    if not is_complete:
        st.title(say(Message("survey_title", "Reading today’s results")), anchor=False)
        return
    st.title(plain(words.title(lines, language())), anchor=False)
    blocks.quiet(words.subtitle(lines, language()))


def changes(visit: Visit | None, found: Sequence[Difference]) -> None:
    """Say what changed since this person was last here."""
    said = words.since(visit.ended if visit else None, found, language())
    if visit is None or not found:
        blocks.quiet(said)
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{plain(said)}**")
        for difference in found[:CHANGES]:
            _link(
                difference.line,
                f"{plain(difference.line.experiment.name)}: {plain(words.change(difference, language()))}",
            )
        if len(found) > CHANGES:
            blocks.quiet(say(Message("changes_more", "and {count} more", {"count": len(found) - CHANGES})))


def listing(lines: Sequence[Line]) -> None:
    """Draw the lines, each group under its heading."""
    previous = None
    for line in lines:
        if line.place is not previous:
            st.header(say(words.PLACES[line.place]), anchor=False)
            previous = line.place
        _line(line)


def _line(line: Line) -> None:
    """Draw one experiment: the name links to its readout, the drawing stands at the right or, on a phone, below."""
    left, right = st.columns([4, 1], gap="medium", vertical_alignment="bottom")
    with left.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            kind = line.summary.kind
            colour = COLOURS.get(kind, "gray") if kind is not None else "gray"
            badge = f":{colour}-badge[{plain(words.word(line, language()))}]"
            note = f" :yellow-badge[{plain(say(Message('sample_short', 'Sample')))}]" if line.experiment.sample else ""
            st.markdown(badge + note, width="content")
            _link(line, f"{plain(line.experiment.name)} →")
        blocks.heading(words.sentence(line, language()))
        blocks.quiet(words.facts(line, language()))
    if line.summary.sparks:
        drawn = sparks.spark(line.summary.sparks, line.summary.kind, dark=is_dark())
        right.image(drawn, width=sparks.WIDTH, alt=words.alternative(line, language()))


def _link(line: Line, label: str) -> None:
    st.page_link(READOUT, label=label, query_params={"experiment": line.experiment.key})
