"""What if something else were assumed, in words: what is supposed, and which assumption the answer hangs on."""

from collections.abc import Iterator, Mapping
from math import ceil

from analytics.decisions.leverage import Assumption, Lever, levers
from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.present import numbers, wording
from analytics.present.amounts import money
from analytics.present.figures import Table
from data.messages import Message, Parameter

NAMES: Mapping[Assumption, Message] = {
    Assumption.MARGIN: Message("assumed_margin_short", "Margin on revenue"),
    Assumption.UNIT: Message("lever_unit", "Value of one conversion"),
    Assumption.HORIZON: Message("assumed_horizon_short", "An effect counts for"),
    Assumption.HALF_LIFE: Message("assumed_half_life_short", "Half of it is left after"),
    Assumption.COST: Message("lever_cost", "Cost"),
}

MONTHS = (Assumption.HORIZON, Assumption.HALF_LIFE)


def standing(report: Report, language: str) -> str:
    """Say that this is a what-if, what is supposed, and that nothing is saved."""
    parts = "; ".join(wording.speak(message, language) for message in _parts(report, language))
    said = Message(
        "what_if_standing", "What if: {parts}. The figures below would be so; nothing of it is saved.", {"parts": parts}
    )
    return wording.speak(said, language)


def _parts(report: Report, language: str) -> Iterator[Message]:
    supposed, assumed = report.supposed, report.assumed.value
    if supposed.margin is not None:
        share: dict[str, Parameter] = {"share": numbers.percent(assumed.margin, language)}
        yield Message("what_if_margin", "margin {share}", share)
    if supposed.unit is not None:
        amount: dict[str, Parameter] = {"amount": numbers.money(supposed.unit, report.currency, language)}
        yield Message("what_if_unit", "a conversion worth {amount}", amount)
    if supposed.horizon is not None:
        yield Message("what_if_horizon", "effects counted for {months} months", {"months": supposed.horizon})
    if supposed.half_life == 0:
        yield Message("what_if_lasts", "effects that last")
    elif supposed.half_life is not None:
        half: dict[str, Parameter] = {"months": supposed.half_life}
        yield Message("what_if_half_life", "half of an effect left after {months:g} months", half)
    if supposed.cost is not None:
        times: dict[str, Parameter] = {"share": numbers.percent(supposed.cost, language)}
        yield Message("what_if_cost", "cost {share} of what is stated", times)


def table(report: Report, worth: Worth, language: str) -> Table:
    """Return what becomes of the net when each assumption is moved, and where it would be nothing."""
    columns = (
        Message("column_assumption", "Assumption"), Message("lever_net", "Net with a quarter less, and more"),
        Message("lever_turns", "Breaks even at"),
    )  # fmt: skip
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_row(report, lever, language) for lever in levers(report, worth)),
    )


def _row(report: Report, lever: Lever, language: str) -> tuple[str, ...]:
    even = lever.turns_at
    if even is not None and lever.assumption in MONTHS:
        even = ceil(even)
    return (
        f"{wording.speak(NAMES[lever.assumption], language)}: "
        f"{_amount(report, lever.assumption, lever.present, language)}",
        f"{money(report, lever.less, language)} – {money(report, lever.more, language)}",
        "–" if even is None else _amount(report, lever.assumption, even, language),
    )


def _amount(report: Report, assumption: Assumption, value: float, language: str) -> str:
    if assumption is Assumption.MARGIN:
        return numbers.percent(value, language)
    if assumption is Assumption.COST:
        return money(report, value, language)
    if assumption is Assumption.UNIT:
        return numbers.money(value, report.currency, language)
    return wording.speak(Message("assumed_months", "{months:g} months", {"months": value}), language)
