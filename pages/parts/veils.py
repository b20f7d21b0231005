"""The veil over early numbers: how a lead lifts it."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks, record, visitor
from pages.parts.visitor import say


def lift(key: str) -> None:
    """Offer a lead to look at `key` all the same; it is written down, with the reason."""
    if not may(visitor.actor(), Action.UNVEIL):
        return
    with blocks.folded(Message("veil_lift", "Look all the same")):
        st.markdown(say(Message("veil_logged", "Your name, the time and your reason are written down.")))
        with st.form("unveil", border=False):
            reason = st.text_input(say(Message("veil_reason", "Why now?")), key="unveil_reason", max_chars=500)
            shown = st.form_submit_button(say(Message("veil_show", "Show the numbers")))
    if shown:
        record.unveil(key, reason=reason)
