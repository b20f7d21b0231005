"""The form of one experiment. Its fields answer while they are filled: weights follow variants, advice the dates."""

from dataclasses import replace

import streamlit as st

from analytics.present.labels import LABELS
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric
from data.declarations.validation import hints
from data.events.contract import slug
from data.messages import Message
from pages.parts import blocks, experiment_tables, fields, plan_form, split_form
from pages.parts.drafts import Draft
from pages.parts.library import related
from pages.parts.visitor import say

BLANK = Experiment(key="", name="")
STATUSES = {status: LABELS[status] for status in Status}


def ask(draft: Draft, metrics: tuple[Metric, ...]) -> Experiment | None:
    """Draw the form on what the draft was opened on; return the experiment when it is saved, else None."""
    base = BLANK if draft.base is None else draft.base.value
    named = _words(base, draft)
    related.beside(named)
    planned = replace(plan_form.ask(named, draft), variants=split_form.variants(base, draft))
    periods = split_form.periods(base, planned.variants, draft)
    uses = experiment_tables.uses(base, metrics, key=draft.key("uses"))
    if planned.name:
        _advice(replace(planned, allocation=split_form.so_far(periods)))
    if not st.button(say(Message("save", "Save")), key=draft.key("save")):
        return None
    return replace(
        planned, key=base.key or slug(planned.name), allocation=split_form.allocation(periods), metrics=uses()
    )


def _advice(typed: Experiment) -> None:
    """Say what would make the plan better; it stops nobody."""
    for hint in hints(typed):
        blocks.quiet(say(hint))


def _words(base: Experiment, draft: Draft) -> Experiment:
    """Ask for what people read: name, hypothesis, owner, channel, audience, status."""
    name = fields.text(Message("experiment_name", "Name"), base.name, key=draft.key("name"))
    because = Message("experiment_hypothesis", "Hypothesis: because …, changing … for … will move …")
    hypothesis = fields.paragraph(because, base.hypothesis, key=draft.key("hypothesis"))
    left, middle, right = st.columns(3)
    with left:
        owner = fields.text(Message("experiment_owner", "Owner"), base.owner, key=draft.key("owner"))
    with middle:
        channel = fields.text(Message("experiment_channel", "Channel"), base.channel, key=draft.key("channel"))
    with right:
        status = fields.choice(
            Message("experiment_status", "Status"), base.status, names=STATUSES, key=draft.key("status")
        )
    audience = fields.text(Message("experiment_audience", "Audience"), base.audience, key=draft.key("audience"))
    return replace(
        base, name=name, hypothesis=hypothesis, owner=owner, channel=channel, audience=audience, status=status
    )
