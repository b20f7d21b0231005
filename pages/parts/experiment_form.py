"""The form of one experiment."""

from dataclasses import replace
from zoneinfo import available_timezones

import streamlit as st

from analytics.present.labels import LABELS
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric
from data.events.contract import slug
from data.messages import Message
from pages.parts import experiment_tables, fields
from pages.parts.drafts import Draft
from pages.parts.visitor import say

BLANK = Experiment(key="", name="")
STATUSES = {status: LABELS[status] for status in Status}


def ask(draft: Draft, metrics: tuple[Metric, ...]) -> Experiment | None:
    """Draw the form on what the draft was opened on; return the experiment when it is saved, else None."""
    base = BLANK if draft.base is None else draft.base.value
    with st.form(draft.key("form"), border=False):
        named = _words(base, draft)
        planned = _plan(named, draft)
        allocation = experiment_tables.allocation(planned, key=draft.key("allocation"))
        uses = experiment_tables.uses(planned, metrics, key=draft.key("uses"))
        if not st.form_submit_button(say(Message("save", "Save"))):
            return None
    return replace(planned, key=base.key or slug(planned.name), allocation=allocation(planned.variants), metrics=uses())


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


def _plan(named: Experiment, draft: Draft) -> Experiment:
    """Ask for variants, dates, time zone, currency and the smallest lift that matters."""
    left, middle, right = st.columns(3)
    with left:
        starts_on = st.date_input(
            say(Message("experiment_start", "Start")), value=named.starts_on, key=draft.key("start")
        )
        currency = fields.text(
            Message("experiment_currency", "Currency, e.g. EUR"),
            named.currency or "",
            key=draft.key("currency"),
            longest=3,
        )
    with middle:
        planned_end = st.date_input(
            say(Message("experiment_end", "Planned end")), value=named.planned_end, key=draft.key("end")
        )
        interesting = fields.percent(
            Message("experiment_interesting", "Smallest lift that matters, in percent (open: the metrics’ own)"),
            named.minimal_interesting_lift,
            key=draft.key("interesting"),
        )
    with right:
        ended_on = st.date_input(
            say(Message("experiment_ended", "Ended on (later exposures do not count)")),
            value=named.ended_on,
            key=draft.key("ended"),
        )
        zones = sorted(available_timezones() | {named.time_zone})
        zone = st.selectbox(
            say(Message("experiment_zone", "Time zone of its days")),
            zones,
            index=zones.index(named.time_zone),
            key=draft.key("zone"),
        )
    note = Message("experiment_variants_note", "As they stand in the data, one per line. The first is the control.")
    label = Message("experiment_variants", "Variants, control first")
    variants = fields.lines(label, named.variants, key=draft.key("variants"), note=note)
    return replace(
        named, starts_on=starts_on, planned_end=planned_end, ended_on=ended_on, time_zone=zone,
        currency=currency.upper() or None, minimal_interesting_lift=interesting, variants=variants,
    )  # fmt: skip
