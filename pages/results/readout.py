"""Results › Readout: one experiment's verdict, its evidence, and whether it can be trusted."""

import streamlit as st

from pages.parts import blocks, chosen, closer, controls, downloads, fetch, veils, verdicts, visitor
from pages.parts.library import related

key = chosen.experiment()

top, numbers, foot = st.container(), st.container(), st.container()
with foot:
    day = controls.day(fetch.readout(visitor.actor(), key))
readout = fetch.readout(visitor.actor(), key, day)

with top:
    verdicts.status_line(readout)
if readout.veiled_on_screen:
    with numbers:
        verdicts.veil(readout)
        verdicts.banner(readout)
        verdicts.trust(readout)
        veils.lift(key)
    st.stop()

with top:
    verdicts.sentence(readout)
    verdicts.banner(readout)
with numbers:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        scale = closer.scale()
        downloads.offer(readout, latest=day is None)
    blocks.chart(closer.forest(readout, scale), key="forest")
    left, right = st.columns([3, 2], gap="large")
    with left:
        closer.over_time(key, readout, day)
    with right:
        verdicts.trust(readout)
    closer.funnel(key, readout, day)
    closer.one_metric(key, readout, day)
    related.offer(key)
