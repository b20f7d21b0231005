"""Admin › Metrics: the catalogue, and the form of one metric."""

import streamlit as st

from analytics.present import catalogue
from data.messages import Message
from pages.parts import blocks, controls, drafts, fetch, metric_form, notices, record, visitor
from pages.parts.visitor import say

notices.show()
st.title(say(Message("metrics_title", "What counts, and from when it matters")), anchor=False)
known = fetch.metrics(visitor.actor())
blocks.table(catalogue.metrics(fetch.values(known), visitor.language()))

blocks.heading(say(Message("metrics_edit", "Change one, or add one")))
chosen = controls.record(Message("metric_choice", "Metric"), "metric", known, new=Message("metric_new", "A new metric"))
draft = drafts.Draft(controls.draft_name("Metric", chosen), chosen)
changed = metric_form.ask(draft)
if changed is not None:
    record.save_metric(changed, draft=draft)
