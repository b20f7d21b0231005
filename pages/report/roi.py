"""Report › ROI: whether the programme pays back, and what has to be decided."""

import streamlit as st

from analytics.present import worths
from data.workspace.rights import Action, require
from pages.parts import accounts, downloads, empties, fetch, visitor

require(visitor.actor(), Action.READ_REPORTS)
if not fetch.names(visitor.actor()):
    empties.no_experiment()
    st.stop()

found = accounts.read()
accounts.top(found)
if found.worth is not None and found.worth.gains:
    accounts.figures(found, found.worth)
accounts.decisions(worths.wanted(found))
if found.worth is not None and found.worth.gains:
    accounts.gains(found, found.worth)
accounts.unknown(found)
downloads.offer_report(found)
