"""What was done, said once on the page that comes after."""

import streamlit as st

from data.messages import Message
from pages.parts.visitor import plain, say

SLOT = "notice"


def leave(message: Message) -> None:
    """Keep a sentence for the next run."""
    st.session_state[SLOT] = message


def show() -> None:
    """Say what was kept, once."""
    message = st.session_state.pop(SLOT, None)
    if message is not None:
        st.toast(plain(say(message)))
