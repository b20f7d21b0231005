"""Results › Segments: whether an effect differs between groups of users, and what exactly one narrow group did."""

import streamlit as st

from analytics.present import segments
from pages.parts import chosen, controls, fetch, on_demand, segment_choice, segment_views, veils, verdicts, visitor

key = chosen.experiment()

body, foot = st.container(), st.container()
with foot:
    day = controls.day(fetch.readout(visitor.actor(), key))
readout = fetch.readout(visitor.actor(), key, day)
values = on_demand.attributes(visitor.actor(), key)

with body:
    verdicts.status_line(readout)
    if readout.veiled_on_screen:
        verdicts.veil(readout)
        verdicts.trust(readout)
        veils.lift(key)
        st.stop()
    if not segment_views.can_compare(readout, values):
        st.stop()
    finding = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        attribute = segment_choice.attribute(values)
        metric, treatment = segment_choice.effect(readout)
    parted = fetch.readout(visitor.actor(), key, day, attribute)
    if parted.segmentation is not None:
        gate = segments.gate_of(parted.segmentation, metric, treatment)
        with finding:
            segment_views.told(parted, parted.segmentation, gate)
        segment_views.figure(parted, parted.segmentation, gate)
        segment_views.people(parted, parted.segmentation)
    segment_views.several(readout, values, day)
