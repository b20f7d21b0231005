"""Results › Health: every check of one experiment with its light, what was found, the rows behind it and what to do."""

import streamlit as st

from data.workspace.rights import Action, may
from pages.parts import controls, empties, fetch, health_checks, verdicts, visitor

chosen = st.session_state["chosen"]
if chosen is None:
    empties.no_experiment()
    st.stop()
if not may(visitor.actor(), Action.READ_RESULTS):
    empties.reports_only()
    st.stop()

body, foot = st.container(), st.container()
with foot:
    day = controls.day(fetch.readout(visitor.actor(), chosen))
readout = fetch.readout(visitor.actor(), chosen, day)
with body:
    verdicts.status_line(readout)
    if any(readout.users.values()):
        health_checks.listing(health_checks.findings(chosen, readout, day))
    else:
        health_checks.nothing()
