"""Results › Health: every check of one experiment with its light, what was found, the rows behind it and what to do."""

import streamlit as st

from pages.parts import chosen, controls, fetch, health_checks, verdicts, visitor

key = chosen.experiment()

body, foot = st.container(), st.container()
with foot:
    day = controls.day(fetch.readout(visitor.actor(), key))
readout = fetch.readout(visitor.actor(), key, day)
with body:
    verdicts.status_line(readout)
    if any(readout.users.values()):
        health_checks.listing(health_checks.findings(key, readout, day))
    else:
        health_checks.nothing()
