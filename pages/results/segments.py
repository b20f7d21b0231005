"""Results › Segments: whether an effect differs between groups of users, and what exactly one narrow group did."""

import streamlit as st

from analytics.present import segments
from data.workspace.rights import Action, may
from pages.parts import controls, empties, fetch, on_demand, segment_choice, segment_views, veils, verdicts, visitor

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
values = on_demand.attributes(visitor.actor(), chosen)

with body:
    verdicts.status_line(readout)
    if readout.veiled_on_screen:
        verdicts.veil(readout)
        verdicts.trust(readout)
        veils.lift(chosen)
        st.stop()
    if not segment_views.can_compare(readout, values):
        st.stop()
    finding = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        attribute = segment_choice.attribute(values)
        metric, treatment = segment_choice.effect(readout)
    parted = fetch.readout(visitor.actor(), chosen, day, attribute)
    if parted.segmentation is not None:
        gate = segments.gate_of(parted.segmentation, metric, treatment)
        with finding:
            segment_views.told(parted, parted.segmentation, gate)
        segment_views.figure(parted, parted.segmentation, gate)
        segment_views.people(parted, parted.segmentation)
    segment_views.several(readout, values, day)
