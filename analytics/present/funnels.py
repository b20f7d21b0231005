"""The funnel in words: how many of each arm came to every step, and where the arms begin to differ."""

from analytics.decisions.funnels import ArmStep, Funnel
from analytics.decisions.results import Readout
from analytics.present import numbers, wording
from analytics.present.figures import Table
from analytics.statistics.results import Comparison
from data.messages import Message, Parameter

EVENTS = {
    "view": Message("event_view", "View"),
    "click": Message("event_click", "Click"),
    "form_fill": Message("event_form_fill", "Filled form"),
    "purchase": Message("event_purchase", "Purchase"),
}


def title(shown: Funnel, treatment: str, language: str) -> str:
    """Say at which step the arms begin to differ, with how much; where at none, say so."""
    for step in shown.steps:
        result = step.result
        if step.treatment != treatment or not isinstance(result, Comparison):
            continue
        if not result.difference_interval.low <= 0 <= result.difference_interval.high:
            words: dict[str, Parameter] = {"step": _step(step, language), "change": _change(result, language)}
            said = Message("funnel_differs", "The first step that differs: {step}, {change}", words)
            return wording.speak(said, language)
    return wording.speak(Message("funnel_same", "No step differs beyond chance"), language)


def table(readout: Readout, shown: Funnel, treatment: str, language: str) -> Table:
    """Return one treatment's steps beside the control's: users, their share of those exposed, and the difference."""
    steps = [step for step in shown.steps if step.treatment == treatment]
    columns = (
        wording.speak(Message("column_step", "Step"), language),
        readout.experiment.control or "",
        treatment,
        wording.speak(Message("column_difference", "Difference"), language),
    )
    exposed = wording.speak(Message("step_exposed", "Exposed"), language)
    rows = [
        (
            exposed,
            wording.number(step.control_exposed, language),
            wording.number(step.treatment_exposed, language),
            "",
        )
        for step in steps[:1]
    ]
    rows += [
        (
            _step(step, language),
            _share(step.control_users, step.control_exposed, language),
            _share(step.treatment_users, step.treatment_exposed, language),
            _change(step.result, language)
            if isinstance(step.result, Comparison)
            else wording.label(step.result.reason, language),
        )
        for step in steps
    ]
    return Table(columns=columns, rows=tuple(rows))


def _step(step: ArmStep, language: str) -> str:
    name = wording.speak(EVENTS.get(step.event, Message("event", "{event}", {"event": step.event})), language)
    if step.window_days is None:
        return name
    within = Message("step_within", "{step} within {days} days", {"step": name, "days": step.window_days})
    return wording.speak(within, language)


def _share(users: int, exposed: int, language: str) -> str:
    counted: dict[str, Parameter] = {
        "users": users,
        "share": numbers.percent(users / exposed if exposed else 0.0, wording.language_of(language)),
    }
    return wording.speak(Message("users_and_share", "{users:,} ({share})", counted), language)


def _change(result: Comparison, language: str) -> str:
    """Return “+0.33 points (+0.10 to +0.56)”."""
    ends = [100 * end for end in (result.difference_interval.low, result.difference_interval.high)]
    digits = numbers.decimals(*ends)
    tongue = wording.language_of(language)
    change, low, high = (numbers.signed(value, tongue, digits=digits) for value in (100 * result.difference, *ends))
    span = wording.speak(Message("range", "{low} to {high}", {"low": low, "high": high}), language)
    said = Message("points_with_range", "{change} points ({range})", {"change": change, "range": span})
    return wording.speak(said, language)
