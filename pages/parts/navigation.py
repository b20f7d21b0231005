"""Which screens there are, by section, in the order of the method."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action
from pages.parts import gate, news
from pages.parts.visitor import say


def pages() -> dict[str, list[st.Page]]:
    """Return the screens by section; those this person may not use are not in sight."""
    results = gate.visibility(Action.READ_RESULTS)
    return {
        say(Message("section_results", "Results")): [
            st.Page("results/overview.py", title=say(Message("page_overview", "Overview")), default=True),
            st.Page("results/readout.py", title=say(Message("page_readout", "Readout")), visibility=results),
            st.Page("results/segments.py", title=say(Message("page_segments", "Segments")), visibility=results),
            st.Page("results/health.py", title=say(Message("page_health", "Health")), visibility=results),
            st.Page("results/words.py", title=say(Message("page_words", "Words"))),
        ],
        say(Message("section_plan", "Plan")): [
            st.Page("plan/experiments.py", title=say(Message("page_experiments", "Experiments"))),
        ],
        say(Message("section_reflect", "Reflect")): [
            st.Page("reflect/session.py", title=say(Message("page_session", "Session")), visibility=results),
            st.Page("reflect/library.py", title=say(Message("page_library", "Library")), visibility=results),
            st.Page("reflect/inbox.py", title=news.title(), visibility=results),
        ],
        say(Message("section_report", "Report")): [
            st.Page("report/roi.py", title=say(Message("page_roi", "ROI"))),
            st.Page("report/month.py", title=say(Message("page_month", "Month"))),
            st.Page("report/assumptions.py", title=say(Message("page_assumptions", "Assumptions"))),
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
