"""Report › ROI: whether the programme pays back, and what has to be decided."""

import streamlit as st

from data.workspace.rights import Action, require
from pages.parts import accounts, downloads, empties, fetch, visitor, what_if

require(visitor.actor(), Action.READ_REPORTS)
if not fetch.names(visitor.actor()):
    empties.no_experiment()
    st.stop()

found = accounts.read(what_if.asked())
what_if.standing(found)
part = accounts.top(found)
downloads.offer_report(found)
counts = found.worth is not None and bool(found.worth.gains)
if found.worth is not None and counts and part is None:
    accounts.figures(found, found.worth)
if part is None:
    accounts.decisions(found)
if counts:
    accounts.gains(found, part)
if found.worth is not None:
    what_if.fold(found)
accounts.unknown(found)
