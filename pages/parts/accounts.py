"""The report in parts: read for whoever may read reports, then figures, tests, decisions and what nobody knows."""

import streamlit as st

from analytics import report as conductor
from analytics.decisions.reports import Report
from analytics.decisions.roi import Facet, Worth
from analytics.present import wants, worth_figures, worths
from analytics.report import Sources
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER
from data.workspace.rights import Action, may
from pages.parts import blocks, controls, fetch, surveys, visitor
from pages.parts.visitor import language, plain, say

READOUT = "results/readout.py"
SHOWN = 10  # tests named; the table twin and the files hold all
CARDS = 3


def read() -> Report:
    """Return the report; while tests are being read it says so, and tells of those that are known."""
    actor = visitor.actor()
    known = surveys.summaries(reader=LOCAL_OWNER)  # a report tells of many tests together: executives read none of them
    sources = Sources(experiments=fetch.values(fetch.experiments(actor)), summaries=known)
    return conductor.read(fetch.home(), fetch.workspace(), actor, sources)


def top(found: Report) -> None:
    """Say in one sentence whether it pays back, with its range."""
    blocks.quiet(worths.standing(found, language()))
    st.title(plain(worths.headline(found, language())), anchor=False)
    st.markdown(plain(worths.subline(found, language())))


def figures(found: Report, worth: Worth) -> None:
    """Draw the outcomes and the way to them."""
    left, right = st.columns(2, gap="large")
    with left:
        blocks.chart(worth_figures.dots(found, worth, language()), key="outcomes")
    with right:
        blocks.chart(worth_figures.waterfall(found, worth, language()), key="waterfall")


def gains(found: Report, worth: Worth) -> None:
    """List what was rolled out, each with a link to where its number comes from."""
    blocks.heading(say(Message("gains_title", "Where it comes from")))
    for one in worth.gains[:SHOWN]:
        with st.container(gap="xxsmall"):
            _named(one.test.key, one.test.name)
            blocks.quiet(worths.gain(found, one, language()))
    if len(worth.gains) > SHOWN:
        blocks.quiet(say(Message("gains_more", "and {count} more", {"count": len(worth.gains) - SHOWN})))
    apart = worths.avoided(found, language())
    if apart is not None:
        blocks.quiet(apart)
    facet = controls.choice(
        Message("facet_label", "Worth by"), "by", {facet.value: say(name) for facet, name in worths.FACETS.items()}
    )
    blocks.listing(worths.shares(found, Facet(facet), language()))


def decisions(found: Report) -> None:
    """Show the decisions that are wanted: the money that hangs on each, of whom, and by when."""
    if not found.waiting:
        return
    blocks.heading(say(Message("wanted_title", "Decisions wanted")))
    for column, one in zip(st.columns(CARDS), worths.wanted(found), strict=False):
        title, whose = worths.decision(one, language())
        with column.container(border=True, gap="xsmall", height="stretch"):
            _named(one.experiment.key, title)
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


def _named(key: str, name: str) -> None:
    """Name a test; who may read results is led to where its numbers come from."""
    if may(visitor.actor(), Action.READ_RESULTS):
        st.page_link(READOUT, label=plain(name), query_params={"experiment": key})
    else:
        st.markdown(plain(name))
