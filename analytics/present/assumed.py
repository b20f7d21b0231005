"""Assumptions in words: as a table, and who saved which version."""

from collections.abc import Mapping, Sequence

from analytics.present import numbers, wording
from analytics.present.figures import Table
from data.declarations.assumptions import Assumptions, CostKind
from data.declarations.metrics import Metric
from data.messages import Message, Parameter
from data.workspace.records import Stored

KINDS: Mapping[CostKind, Message] = {
    CostKind.PEOPLE: Message("cost_people", "Staff"),
    CostKind.TOOLS: Message("cost_tools", "Tools"),
    CostKind.INCENTIVES: Message("cost_incentives", "Incentives"),
    CostKind.DISCOUNTS: Message("cost_discounts", "Discounts"),
}

LASTS = Message("assumed_lasts", "Effects last: nothing wears off")


def metric(one: Metric, language: str) -> str:
    """Return what a metric is called."""
    return wording.metric(one, language)


def standing(stored: Stored[Assumptions], language: str) -> str:
    """Say whose assumptions these are, and what they do."""
    given: dict[str, Parameter] = {"author": stored.author, "day": stored.changed_at.date()}
    said = [Message("assumed_effect", "They change what the report says, never a verdict.")]
    if stored.value.sample:
        said.append(Message("assumed_sample", "These are a sample: invented until somebody saves their own."))
    elif stored.version > 1:
        said.append(Message("assumed_by", "Last saved by {author} on {day}.", given))
    else:
        said.append(Message("assumed_nobody", "Nobody has changed them yet."))
    return " ".join(wording.speak(message, language) for message in said)


def table(assumed: Assumptions, metrics: Sequence[Metric], language: str) -> Table:
    """Return what is assumed of all tests alike."""
    names = {one.key: metric(one, language) for one in metrics}
    months = Message("assumed_months", "{months:g} months", {"months": assumed.horizon_months})
    half = assumed.half_life_months
    rows = [
        (Message("assumed_metric", "Money is counted by"), names.get(assumed.metric, assumed.metric)),
        (Message("assumed_margin_short", "Margin on revenue"), numbers.percent(assumed.margin, language)),
        (Message("assumed_horizon_short", "An effect counts for"), wording.speak(months, language)),
        (Message("assumed_half_life_short", "Half of it is left after"), _half(half, language)),
        (Message("assumed_currency_short", "Currency"), assumed.currency or "–"),
    ]
    return Table(
        columns=_spoken((Message("column_assumption", "Assumption"), Message("column_value", "Value")), language),
        rows=tuple((wording.speak(name, language), value) for name, value in rows),
    )


def costs(assumed: Assumptions, names: Mapping[str, str], language: str) -> Table:
    """Return what is spent."""
    columns = (
        Message("assumed_cost_label", "What for"), Message("assumed_cost_kind", "Kind"),
        Message("column_amount", "Amount"), Message("assumed_cost_yearly", "Every year"),
        Message("assumed_cost_test", "Only for the test"),
    )  # fmt: skip
    return Table(
        columns=_spoken(columns, language),
        rows=tuple(
            (
                cost.label,
                wording.speak(KINDS[cost.kind], language),
                numbers.money(cost.amount, assumed.currency, language),
                wording.speak(YEARLY if cost.yearly else ONCE, language),
                names.get(cost.experiment, "–"),
            )
            for cost in assumed.costs
        ),
    )


def versions(kept: Sequence[Stored[object]], language: str) -> Table:
    """Return who saved which version when, as given."""
    columns = (
        Message("column_version", "Version"), Message("column_author", "By"), Message("column_saved", "Saved"),
    )  # fmt: skip
    return Table(
        columns=_spoken(columns, language),
        rows=tuple((str(one.version), one.author, numbers.day(one.changed_at, language)) for one in kept),
    )


YEARLY = Message("cost_yearly", "every year")
ONCE = Message("cost_once", "once")


def _half(months: float | None, language: str) -> str:
    if months is None:
        return wording.speak(Message("assumed_lasting", "it lasts"), language)
    return wording.speak(Message("assumed_months", "{months:g} months", {"months": months}), language)


def _spoken(columns: Sequence[Message], language: str) -> tuple[str, ...]:
    return tuple(wording.speak(column, language) for column in columns)
