"""The checks of a test, one after the other: what was found, what to do, and the rows behind it folded below."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from analytics.decisions.results import Finding, Light, Readout
from analytics.present import checks
from data.messages import Message
from pages.parts import blocks, on_demand, visitor
from pages.parts.visitor import language, plain, say


def findings(key: str, readout: Readout, day: date | None) -> tuple[Finding, ...]:
    """Return every check that can be made; whether other tests change the effect is only known as of today."""
    if day is not None or not any(readout.users.values()):
        return readout.health
    with st.spinner(say(Message("overlaps_reading", "Looking for users that other tests share …"))):
        found = on_demand.overlaps(visitor.actor(), key)
    return readout.health if found is None else (*readout.health, found)


def listing(found: Sequence[Finding]) -> None:
    """Say whether anything stands in the way of a verdict, and write every check, the worst first."""
    st.title(plain(checks.title(found, language())), anchor=False)
    blocks.quiet(checks.legend(language()))
    for finding in checks.by_weight(found):
        _check(finding)


def nothing() -> None:
    """Say that there is nothing to check without users."""
    blocks.empty(
        Message("health_nothing", "There is nothing to check yet"),
        Message("health_nothing_why", "No events have come in. Once they do, every check is made anew each day."),
    )
    st.page_link("admin/events.py", label=say(Message("import_own", "Import your own events")))


def _check(finding: Finding) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(checks.name(finding, language()))}**")
        st.markdown(plain(say(finding.detail)))
        if finding.action is not None and finding.light is not Light.OK:
            do = say(Message("health_do", "What to do: {action}", {"action": finding.action}))
            st.markdown(plain(do))
        if finding.proof is not None:
            with blocks.folded(Message("health_rows", "The rows behind it")):
                blocks.listing(checks.proof(finding.proof, language()))
