"""Which experiment a screen of results reads; where there is none, or it is not the reader's to see, the page ends."""

import streamlit as st

from data.workspace.rights import Action, may
from pages.parts import empties, visitor


def experiment() -> str:
    """Return the key of the experiment chosen in the frame; else draw why there is none and stop."""
    key: str | None = st.session_state["chosen"]
    if key is None:
        empties.no_experiment()
        st.stop()
    if not may(visitor.actor(), Action.READ_RESULTS):
        empties.reports_only()
        st.stop()
    return key
