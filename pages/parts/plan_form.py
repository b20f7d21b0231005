"""The plan of an experiment in its form: from when to when, for how many users, and from which lift on it matters."""

from dataclasses import replace
from datetime import date
from zoneinfo import available_timezones

import streamlit as st

from analytics.present import catalogue
from data.declarations.experiments import Experiment
from data.messages import Message
from pages.parts import blocks, fields
from pages.parts.drafts import Draft
from pages.parts.visitor import language, say


def ask(named: Experiment, draft: Draft) -> Experiment:
    """Ask for dates, users, time zone, currency and the smallest lift that matters."""
    return _setting(_clock(named, draft), draft)


def _clock(named: Experiment, draft: Draft) -> Experiment:
    """Ask when the test begins and when it is complete; say what a moved end means."""
    st.markdown(say(Message("plan", "**Plan**: from when to when, and from which lift on a difference matters.")))
    base = draft.base.value if draft.base is not None else named
    left, middle, right = st.columns(3)
    with left:
        starts_on = _day(Message("experiment_start", "Start"), named.starts_on, key=draft.key("start"))
    with middle:
        planned_end = _day(
            Message("experiment_end", "Planned end"),
            named.planned_end,
            key=draft.key("end"),
            note=Message(
                "experiment_end_note",
                "The last day, included. You may extend a running test by moving it: days already read keep the end "
                "that held then, and the move stays on record.",
            ),
        )
    with right:
        planned_users = fields.whole(
            Message("experiment_users", "Planned users (open: by time alone)"),
            named.planned_users,
            key=draft.key("users"),
            note=Message(
                "experiment_users_note",
                "How many users, all variants together, make the test complete. It is then complete when they are "
                "reached or at the planned end, whichever comes first.",
            ),
        )
    typed = replace(named, starts_on=starts_on, planned_end=planned_end, planned_users=planned_users)
    for sentence in catalogue.moved_ends(base, typed, language()):
        blocks.quiet(sentence)
    return typed


def _setting(planned: Experiment, draft: Draft) -> Experiment:
    left, middle, right = st.columns(3)
    with left:
        ended_on = _day(
            Message("experiment_ended", "Ended on (open: still going)"),
            planned.ended_on,
            key=draft.key("ended"),
            note=Message("experiment_ended_note", "Users who come after this day do not count."),
        )
    with middle:
        zones = sorted(available_timezones() | {planned.time_zone})
        zone = st.selectbox(
            say(Message("experiment_zone", "Time zone of its days")),
            zones,
            index=zones.index(planned.time_zone),
            key=draft.key("zone"),
        )
    with right:
        currency = fields.text(
            Message("experiment_currency", "Currency, e.g. EUR"),
            planned.currency or "",
            key=draft.key("currency"),
            longest=3,
        )
    interesting = fields.percent(
        Message("experiment_interesting", "Smallest lift that matters, in percent (open: the metrics’ own)"),
        planned.minimal_interesting_lift,
        key=draft.key("interesting"),
    )
    return replace(
        planned, ended_on=ended_on, time_zone=zone, currency=currency.upper() or None,
        minimal_interesting_lift=interesting,
    )  # fmt: skip


def _day(label: Message, value: date | None, *, key: str, note: Message | None = None) -> date | None:
    return st.date_input(say(label), value=value, key=key, help=None if note is None else say(note))
