"""Results › Overview: every experiment as one line, what waits for a decision first, and what changed meanwhile."""

import streamlit as st

from analytics.decisions import agenda
from data.workspace.rights import Action, may
from pages.parts import empties, fetch, overview_filters, overview_lines, surveys, visitor, welcome

if not may(visitor.actor(), Action.READ_RESULTS):
    st.switch_page("report/roi.py")  # an executive comes in by the front door, and here is what they came for
if not fetch.names(visitor.actor()):
    empties.no_experiment()
    st.stop()

top = st.container()
lines = surveys.lines()
if surveys.is_reading():
    with top:
        overview_lines.heading(lines, is_complete=False)
    overview_lines.listing(lines[: overview_filters.PER_PAGE])
    st.stop()

with top:
    overview_lines.heading(lines, is_complete=True)
    visit, found = surveys.changes(lines)
    if not welcome.offered(visit, lines):
        overview_lines.changes(visit, found)
shown = agenda.chosen(lines, overview_filters.choice(lines))
overview_filters.summary(len(shown), len(lines))
body = st.container(gap="medium")
turned = overview_filters.page(shown)
with body:
    overview_lines.listing(turned)
    if not shown:
        empties.no_line()
