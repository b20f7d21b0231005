"""The form of one metric."""

from dataclasses import replace

import streamlit as st

from analytics.present.catalogue import DIRECTIONS
from data.declarations.metrics import Fold, Metric, Unit
from data.events.contract import slug
from data.messages import Message
from pages.parts import fields
from pages.parts.drafts import Draft
from pages.parts.visitor import say

FOLDS = {
    Fold.ANY: Message("fold_any_choice", "at least one such event (a rate)"),
    Fold.COUNT: Message("fold_count_choice", "how many such events"),
    Fold.SUM: Message("fold_sum_choice", "the sum of their values"),
}
UNITS = {
    Unit.SHARE: Message("unit_share", "share of users"),
    Unit.NUMBER: Message("unit_number", "number"),
    Unit.CURRENCY: Message("unit_currency", "money"),
}
PER_USER = Message("denominator_users", "nothing else: it is read per user")
DENOMINATORS = {
    Fold.ANY: Message("denominator_any", "the users with a certain event"),
    Fold.COUNT: Message("denominator_count", "how many there are of a certain event"),
    Fold.SUM: Message("denominator_sum", "the sum of a certain event’s values"),
}
BLANK = Metric(key="", name="", event="", fold=Fold.ANY)


def ask(draft: Draft) -> Metric | None:
    """Draw the form on what the draft was opened on; return the metric when it is saved, else None."""
    base = BLANK if draft.base is None else draft.base.value
    with st.form(draft.key("form"), border=False):
        name = fields.text(Message("metric_name_field", "Name"), base.name, key=draft.key("name"))
        counted = _counted(replace(base, name=name), draft)
        judged = _judged(counted, draft)
        if not st.form_submit_button(say(Message("save", "Save"))):
            return None
    return replace(judged, key=base.key or slug(name).replace("-", "_"))


def _counted(named: Metric, draft: Draft) -> Metric:
    """Ask what is counted of a user's events, and what it is divided by."""
    left, right = st.columns(2)
    with left:
        event = fields.text(Message("metric_event", "Event that counts"), named.event, key=draft.key("event"))
    with right:
        fold = fields.choice(
            Message("metric_fold", "Counted per user as"), named.fold, names=FOLDS, key=draft.key("fold")
        )
    bottom, divisor = _denominator(named, draft)
    left, right = st.columns(2)
    with left:
        unit = fields.choice(Message("metric_unit", "Unit"), named.unit, names=UNITS, key=draft.key("unit"))
    with right:
        cap = fields.number(Message("metric_cap", "Cap per user (open: none)"), named.cap, key=draft.key("cap"))
    return replace(
        named, event=event, fold=fold, denominator_event=divisor, denominator_fold=bottom, unit=unit, cap=cap
    )


def _judged(counted: Metric, draft: Draft) -> Metric:
    """Ask which way is better, from which lift on it matters, and how long after exposure events count."""
    left, right = st.columns(2)
    with left:
        direction = fields.choice(
            Message("metric_direction", "Direction"), counted.direction, names=DIRECTIONS, key=draft.key("direction")
        )
    with right:
        interesting = fields.percent(
            Message("metric_interesting", "Smallest lift that matters, in percent"),
            counted.minimal_interesting_lift,
            key=draft.key("interesting"),
        )
    window = fields.days(
        Message("metric_window", "Window after first exposure, in days (open: no limit)"),
        counted.window_days,
        key=draft.key("window"),
    )
    matured = st.checkbox(
        say(Message("metric_matured", "Read only users whose window has passed")),
        value=counted.matured_only,
        key=draft.key("matured"),
    )
    lift = BLANK.minimal_interesting_lift if interesting is None else interesting
    return replace(
        counted, direction=direction, minimal_interesting_lift=lift, window_days=window,
        matured_only=matured and window is not None,
    )  # fmt: skip


def _denominator(base: Metric, draft: Draft) -> tuple[Fold | None, str | None]:
    """Ask what the metric is divided by; every user counting once is the usual, anything else makes a ratio."""
    options = ["", *DENOMINATORS]
    note = Message(
        "metric_denominator_note",
        "Most metrics are read per user. A ratio divides by something else: the average order value is the "
        "sum of purchases divided by how many purchases there are.",
    )
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            say(Message("metric_denominator_field", "Divided by")),
            options,
            index=options.index(base.denominator_fold or ""),
            format_func=lambda option: say(DENOMINATORS[option] if isinstance(option, Fold) else PER_USER),
            key=draft.key("denominator"),
            help=say(note),
        )
    with right:
        event = fields.text(
            Message("metric_denominator_event", "Event to divide by (only for a ratio)"),
            base.denominator_event or "",
            key=draft.key("denominator-event"),
        )
    fold = chosen if isinstance(chosen, Fold) else None
    untouched = event == base.denominator_event
    return fold, None if fold is None and untouched else event or None
