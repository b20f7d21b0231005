"""A decision that is wanted, in words: of whom, by when, and how much money hangs on it."""

from analytics.decisions.reports import Report, Waiting
from analytics.decisions.results import VerdictKind
from analytics.present import numbers, wording
from analytics.present.amounts import money
from data.messages import Message, Parameter


def owner(one: Waiting, language: str) -> str:
    """Return who is to decide."""
    return one.owner or wording.speak(Message("wanted_nobody", "nobody’s yet"), language)


def due(one: Waiting, language: str) -> str:
    """Return by when; nothing where nobody knows since when it waits."""
    if one.due is None:
        return ""
    given: dict[str, Parameter] = {"day": one.due, "days": one.overdue}
    if one.overdue == 0:
        return wording.speak(Message("wanted_by", "by {day}", given), language)
    if one.overdue == 1:
        return wording.speak(Message("wanted_overdue_one", "by {day}: one day overdue", given), language)
    return wording.speak(Message("wanted_overdue", "by {day}: {days} days overdue", given), language)


def stake(report: Report, one: Waiting, language: str) -> str:
    """Return what money hangs on a decision."""
    return wording.speak(_stake(report, one, language), language)


def _stake(report: Report, one: Waiting, language: str) -> Message:
    found = one.stake
    if found is None and one.kind is VerdictKind.UNTRUSTED:
        return Message("stake_untrusted", "Until that is known, nobody can say what it is worth.")
    if found is None:
        return Message("stake_unknown", "Nobody can say what it is worth: money is not measured in it.")
    given: dict[str, Parameter] = {
        "amount": money(report, abs(found.amount), language),
        "lift": numbers.lift(found.lift, language),
        "months": report.assumed.value.horizon_months,
    }
    if found.interval is None:
        if found.amount < 0:
            return Message(
                "stake_open_loss", "Undecided: even a lift of {lift} would lose {amount} over {months} months.", given
            )
        return Message("stake_open", "Undecided: a lift of {lift} would be worth {amount} over {months} months.", given)
    given |= {
        "low": money(report, found.interval.low, language),
        "high": money(report, found.interval.high, language),
    }
    if one.kind is VerdictKind.STOP and found.amount >= 0:
        return Message(
            "stake_stop_sold",
            "It would sell {amount} more over {months} months ({low} to {high}), but it does other harm.",
            given,
        )
    if found.amount < 0:
        return Message(
            "stake_loses", "For everybody it would lose {amount} over {months} months ({low} to {high}).", given
        )
    return Message(
        "stake_brings", "For everybody it would bring {amount} over {months} months ({low} to {high}).", given
    )
