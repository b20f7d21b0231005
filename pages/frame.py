"""The frame around every screen: navigation, experiment picker, and the one place that catches what a page raises."""

from pathlib import Path

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action
from pages.parts import gate, guard, news, surroundings
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
        say(Message("section_reflect", "Reflect")): [
            st.Page("reflect/session.py", title=say(Message("page_session", "Session"))),
            st.Page("reflect/inbox.py", title=news.title()),
        ],
        say(Message("section_admin", "Admin")): [
            st.Page("admin/events.py", title=say(Message("page_events", "Events"))),
            st.Page("admin/metrics.py", title=say(Message("page_metrics", "Metrics"))),
            st.Page(
                "admin/people.py",
                title=say(Message("page_people", "People")),
                visibility=gate.visibility(Action.MANAGE_PEOPLE),
            ),
            st.Page(
                "admin/webhook.py",
                title=say(Message("page_webhook", "Webhook")),
                visibility=gate.visibility(Action.EDIT_SETTINGS),
            ),
        ],
    }


st.set_page_config(page_icon=PICTURE, layout="wide")
with one_state():
    news.opened()
    barrier = gate.barrier()
    chosen = st.navigation(pages(), position="hidden" if barrier else "sidebar")
    st.set_page_config(page_title=f"{chosen.title} · Liftroom")
    with guard.guarded():
        if barrier is None:
            surroundings.draw(chosen)
        else:
            gate.draw(barrier)
