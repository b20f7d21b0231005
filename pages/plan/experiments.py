"""Plan › Experiments: what is planned and running, and the form of one experiment."""

import streamlit as st

from analytics.present import catalogue
from data.messages import Message
from pages.parts import blocks, controls, drafts, empties, experiment_form, fetch, notices, record, visitor
from pages.parts.visitor import say

notices.show()
st.title(say(Message("experiments_title", "What is tested, on whom, and what decides")), anchor=False)
known = fetch.experiments(visitor.actor())
if known:
    blocks.table(catalogue.experiments(fetch.values(known), visitor.language()))
else:
    empties.no_experiment_yet()

blocks.heading(say(Message("experiments_edit", "Plan one, or change one")))
chosen = controls.record(
    Message("experiment_choice", "Experiment"), controls.EXPERIMENT, known, new=Message("new_one", "A new experiment")
)
draft = drafts.Draft(controls.draft_name("Experiment", chosen), chosen)
changed = experiment_form.ask(draft, fetch.values(fetch.metrics(visitor.actor())))
if changed is not None:
    record.save_experiment(changed, draft=draft)
