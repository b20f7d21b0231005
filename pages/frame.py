"""The frame around every screen: navigation, experiment picker, and the one place that catches what a page raises."""

from pathlib import Path

import streamlit as st

from data.messages import Message
from pages.parts import blocks, controls, fetch, guard, record, visitor, waiting, words
from pages.parts.moment import one_state
from pages.parts.visitor import say

PICTURE = Path(__file__).with_name("pictures").joinpath("liftroom.png")


def pages() -> dict[str, list[st.Page]]:
    """Return the screens by section, in the order of the method."""
    return {
        say(Message("section_results", "Results")): [
            st.Page("results/overview.py", title=say(Message("page_overview", "Overview")), default=True),
            st.Page("results/readout.py", title=say(Message("page_readout", "Readout"))),
            st.Page("results/segments.py", title=say(Message("page_segments", "Segments"))),
            st.Page("results/health.py", title=say(Message("page_health", "Health"))),
            st.Page("results/words.py", title=say(Message("page_words", "Words"))),
        ],
        say(Message("section_plan", "Plan")): [
            st.Page("plan/experiments.py", title=say(Message("page_experiments", "Experiments"))),
        ],
        say(Message("section_admin", "Admin")): [
            st.Page("admin/events.py", title=say(Message("page_events", "Events"))),
            st.Page("admin/metrics.py", title=say(Message("page_metrics", "Metrics"))),
        ],
    }


st.set_page_config(page_icon=PICTURE, layout="wide")
page = st.navigation(pages())
st.set_page_config(page_title=f"{page.title} · Liftroom")
with guard.guarded(), one_state():
    waiting.first_visit()
    for notice in fetch.notices():
        st.error(visitor.plain(say(notice)))
    names = fetch.names(visitor.actor())
    with st.sidebar:
        st.session_state["chosen"] = controls.experiment(names) if page.url_path in controls.ABOUT_ONE else None
        if fetch.has_sample(visitor.actor()):
            blocks.quiet(say(Message("sample_note", "Some experiments are a sample: invented data.")))
            st.button(say(Message("sample_remove", "Remove the sample")), on_click=record.remove_sample)
        controls.language()
    body, foot = st.container(), st.container()
    with foot:
        words.foot(page.url_path)
    with body:
        page.run()
