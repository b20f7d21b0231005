"""What stands beside every screen: the picker, the language, who is signed in, the words at its foot."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks, controls, fetch, gate, record, visitor, waiting, words
from pages.parts.visitor import say


def draw(page: st.Page) -> None:
    """Draw a screen and what stands around it."""
    waiting.first_visit()
    for notice in fetch.notices():
        st.error(visitor.plain(say(notice)))
    names = fetch.names(visitor.actor())
    with st.sidebar:
        st.session_state["chosen"] = controls.experiment(names) if page.url_path in controls.ABOUT_ONE else None
        if fetch.has_sample(visitor.actor()) and may(visitor.actor(), Action.EDIT_EXPERIMENTS):
            blocks.quiet(say(Message("sample_note", "Some experiments are a sample: invented data.")))
            st.button(say(Message("sample_remove", "Remove the sample")), on_click=record.remove_sample)
        controls.language()
        gate.foot()
    body, foot = st.container(), st.container()
    with foot:
        words.foot(page.url_path)
    with body:
        page.run()
