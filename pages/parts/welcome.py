"""The first minutes: one quiet line that says where to begin, until it was read or the first visit is over."""

from collections.abc import Sequence

import streamlit as st

from analytics.decisions.agenda import Line
from analytics.decisions.summaries import Place
from data.messages import Message
from data.visits import Visit
from pages.parts import blocks
from pages.parts.visitor import plain, say

READ = "welcome_read"


def offered(visit: Visit | None, lines: Sequence[Line]) -> bool:
    """Say on a first visit where to begin, if a test waits for a decision; return whether that was said."""
    first = next((line for line in lines if line.place is Place.WAITING), None)
    if visit is not None or first is None or st.session_state.get(READ):
        return False
    with st.container(border=True, gap="xxsmall"):
        begin = Message(
            "welcome",
            "This is your first visit. Begin with a test that waits for a decision: one sentence says what to do, "
            "and below it stands why.",
        )
        blocks.quiet(say(begin))
        with st.container(horizontal=True, vertical_alignment="center"):
            named = {"experiment": plain(first.experiment.name)}
            st.page_link(
                "results/readout.py",
                label=say(Message("to_readout", "Read “{experiment}”", named)),
                query_params={"experiment": first.experiment.key},
            )
            st.page_link("admin/events.py", label=say(Message("import_own", "Import your own events")))
            st.button(say(Message("welcome_read", "Got it")), key="welcome", on_click=_close, type="tertiary")
    return True


def _close() -> None:
    st.session_state[READ] = True
