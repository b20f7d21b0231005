"""The sums of a report in words: the figures that matter, and tests whose amounts add up to the cent."""

from collections.abc import Callable
from dataclasses import dataclass

from analytics.decisions.reports import Report
from analytics.decisions.roi import Estimate, Gain, Worth
from analytics.present import numbers, paybacks, wording, worths
from analytics.present.figures import Table
from data.messages import Message

COLUMNS = (
    Message("column_test", "Test"), Message("column_seen", "Seen"), Message("column_believed", "Believed"),
    Message("column_worth", "Worth"), Message("column_range", "Range"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One of the figures that matter."""

    name: str
    amount: str
    note: str  # its range, or what it rests on; empty: nothing


def sums(
    report: Report, worth: Worth, language: str, *, write: Callable[[Report, float, str], str] = worths.exact
) -> tuple[Sum, ...]:
    """Return what the programme brings in, costs and leaves, and when it has paid back; `write` says how exactly."""
    amounts = (write(report, amount, language) for amount in (worth.value.mean, report.cost, worth.net.mean))
    brought, cost, left = amounts
    told = (
        (Message("sum_value", "Brings in"), brought, span(report, worth.value, language)),
        (Message("sum_cost", "Costs"), cost, ""),
        (Message("sum_net", "Leaves"), left, span(report, worth.net, language)),
        (
            Message("sum_payback", "Paid back by"),
            paybacks.month(worth, language),
            paybacks.counted(report, worth, language),
        ),
    )
    return tuple(Sum(name=_said(name, language), amount=amount, note=note) for name, amount, note in told)


def span(report: Report, estimate: Estimate, language: str) -> str:
    """Return a range of money, both ends to three figures."""
    low, high = (worths.money(report, end, language) for end in (estimate.interval.low, estimate.interval.high))
    return _said(Message("range", "{low} to {high}", {"low": low, "high": high}), language)


def gains(report: Report, worth: Worth, language: str, *, shown: int) -> Table:
    """Return the tests that bring most, the others as one row, and in the last row the sum of all."""
    rows = [_row(report, gain, language) for gain in worth.gains[:shown]]
    rest = worth.gains[shown:]
    if rest:
        more = _said(Message("gains_more", "and {count} more", {"count": len(rest)}), language)
        rows.append((more, "", "", worths.exact(report, sum(gain.value.mean for gain in rest), language), ""))
    total = _said(Message("sum_all", "All together"), language)
    whole = worths.exact(report, worth.value.mean, language)
    rows.append((total, "", "", whole, span(report, worth.value, language)))
    return Table(columns=tuple(_said(column, language) for column in COLUMNS), rows=tuple(rows))


def _row(report: Report, gain: Gain, language: str) -> tuple[str, ...]:
    lifts = (numbers.lift(lift, language) for lift in (gain.test.lift, gain.shrunk_lift))
    amount = worths.exact(report, gain.value.mean, language)
    return (gain.test.name, *lifts, amount, span(report, gain.value, language))


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
