"""Report › Month: every test of a month as a team goes through them, what waits for a decision first."""

import streamlit as st

from data.workspace.rights import Action, require
from pages.parts import empties, fetch, month_filters, month_list, visitor

require(visitor.actor(), Action.READ_REPORTS)
if not fetch.names(visitor.actor()):
    empties.no_experiment()
    st.stop()

found = month_list.read()
if not found.tests:
    month_list.nothing()
    st.stop()

top = st.container(gap="small")
review, asked = month_filters.review(found)
with top:
    month_list.heading(review, asked)
month_list.listing(review)
month_list.table(review)
