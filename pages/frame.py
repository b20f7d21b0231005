"""The frame around every screen: navigation, experiment picker, and the one place that catches what a page raises."""

from pathlib import Path

import streamlit as st

from pages.parts import gate, guard, navigation, news, surroundings
from pages.parts.moment import one_state

PICTURE = Path(__file__).with_name("pictures").joinpath("liftroom.png")

st.set_page_config(page_icon=PICTURE, layout="wide")
with one_state():
    news.opened()
    barrier = gate.barrier()
    chosen = st.navigation(navigation.pages(), position="hidden" if barrier else "sidebar", expanded=True)
    st.set_page_config(page_title=f"{chosen.title} · Liftroom")
    with guard.guarded():
        if barrier is None:
            surroundings.draw(chosen)
        else:
            gate.draw(barrier)
