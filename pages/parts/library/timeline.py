"""The tests over time: how many won and brought an answer, and a figure of when each ran and what came of it."""

import streamlit as st

from analytics import library
from analytics.decisions import agenda
from analytics.present import rates, timelines
from data.messages import Message
from pages.parts import blocks, empties, overview_filters, surveys
from pages.parts.visitor import language, plain, say


def draw() -> None:
    """Draw rates and timeline."""
    lines = surveys.lines()
    if not lines:
        empties.no_experiment()
        return
    found = library.rates(lines)
    blocks.heading(rates.win(found, language()))
    st.markdown(plain(rates.outlook(found, language())))
    shown = timelines.spans(agenda.chosen(lines, overview_filters.choice(lines)))
    every = timelines.spans(lines)
    overview_filters.summary(len(shown), len(every))
    if not every:
        why = Message("timeline_none", "No test has begun yet: the first one will be drawn here from its first day on.")
        st.markdown(say(why))
        return
    body = st.container()
    turned = overview_filters.page(shown)
    with body:
        if turned:
            blocks.chart(timelines.timeline(turned, language()), key="timeline")
        else:
            empties.no_line()
