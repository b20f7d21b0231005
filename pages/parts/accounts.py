"""The report in parts: read for whoever may read reports, then figures, tests, decisions and what nobody knows."""

import streamlit as st

from analytics.decisions.reports import Report
from analytics.decisions.roi import Facet, Share, Worth
from analytics.decisions.suppositions import AS_SAVED, Supposition
from analytics.present import slices, wants, worth_figures, worths
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER
from data.workspace.rights import Action, may
from pages.parts import blocks, controls, fetch, standings, surveys, visitor
from pages.parts.visitor import language, plain, say

READOUT = "results/readout.py"
SHOWN = 10  # tests named; the table twin and the files hold all
CARDS = 3
BY, ONLY = "by", "only"  # in the address
ALL, BLANK = "*", "-"  # parts in the address: every one, and the one that nobody stated


def read(supposed: Supposition = AS_SAVED) -> Report:
    """Return the report; while tests are being read it says so, and tells of those that are known.

    `supposed`: what is assumed otherwise for a moment; without it, what is saved counts.
    """
    known = surveys.summaries(reader=LOCAL_OWNER)  # a report tells of many tests together: executives read none of them
    with st.spinner(plain(say(standings.COUNTING))):
        return fetch.report(visitor.actor(), known, supposed)


def top(found: Report) -> Share | None:
    """Say in one sentence whether it pays back, or what one part of it brought, with the range; return that part."""
    facet = _facet()
    part = slices.chosen(found, facet, _unsigned(st.query_params.get(ONLY)))
    blocks.quiet(worths.standing(found, language()))
    said = worths.headline(found, language()) if part is None else slices.headline(found, facet, part, language())
    st.title(plain(said), anchor=False)
    range_ = worths.subline(found, language()) if part is None else slices.subline(found, part, language())
    st.markdown(plain(range_))
    return part


def figures(found: Report, worth: Worth) -> None:
    """Draw the outcomes and the way to them."""
    left, right = st.columns(2, gap="large")
    with left:
        blocks.chart(worth_figures.dots(found, worth, language()), key="outcomes")
    with right:
        blocks.chart(worth_figures.waterfall(found, worth, language()), key="waterfall")


def gains(found: Report, part: Share | None) -> None:
    """List what was rolled out, of one part or of all, each with a link to where its number comes from."""
    blocks.heading(say(Message("gains_title", "Where it comes from")))
    facet = _facet()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {facet.value: say(name) for facet, name in worths.FACETS.items()}
        controls.choice(Message("facet_label", "Worth by"), BY, names, listed=True)
        every = {ALL: say(Message("facet_all", "All"))}
        parts = {name or BLANK: plain(word) for name, word in slices.names(found, facet, language()).items()}
        controls.choice(worths.FACETS[facet], ONLY, every | parts, listed=True)
    shown = slices.gains(found, facet, part)
    for one in shown[:SHOWN]:
        with st.container(gap="xxsmall"):
            _named(one.test.key, one.test.name)
            blocks.quiet(worths.gain(found, one, language()))
    if len(shown) > SHOWN:
        blocks.quiet(say(Message("gains_more", "and {count} more", {"count": len(shown) - SHOWN})))
    if part is None:
        blocks.listing(slices.table(found, facet, language()))
        apart = worths.avoided(found, language())
        if apart is not None:
            blocks.quiet(apart)


def _facet() -> Facet:
    """Return by what the worth is split; what the address cannot mean is the first."""
    asked = st.query_params.get(BY)
    return next((facet for facet in Facet if facet == asked), Facet.QUARTER)


def _unsigned(name: str | None) -> str | None:
    """Return the name of a part as it stands in the report."""
    return "" if name == BLANK else name


def decisions(found: Report) -> None:
    """Show the decisions that are wanted: the money that hangs on each, of whom, and by when."""
    if not found.waiting:
        return
    blocks.heading(say(Message("wanted_title", "Decisions wanted")))
    shown = worths.wanted(found)[:CARDS]
    for column, one in zip(st.columns(len(shown)), shown, strict=True):
        title, whose = worths.decision(one, language())
        with column.container(border=True, gap="xsmall", height="stretch"):
            _named(one.experiment.key, title, strong=True)
            st.markdown(plain(wants.stake(found, one, language())))
            blocks.quiet(whose)
    if len(found.waiting) > CARDS:
        more = Message("wanted_more", "and {count} more that wait", {"count": len(found.waiting) - CARDS})
        blocks.quiet(say(more))


def unknown(found: Report) -> None:
    """Say what the figures rest on that nobody knows."""
    said = worths.unknown(found, language())
    if said:
        blocks.heading(say(Message("unknown_title", "What we do not know")))
        st.markdown("\n".join(f"- {plain(line)}" for line in said))


def _named(key: str, name: str, *, strong: bool = False) -> None:
    """Name a test; who may read results is led to where its numbers come from."""
    label = f"**{plain(name)}**" if strong else plain(name)
    if may(visitor.actor(), Action.READ_RESULTS):
        st.page_link(READOUT, label=label, query_params={"experiment": key})
    else:
        st.markdown(label)
