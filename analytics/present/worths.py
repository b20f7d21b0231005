"""What a programme was worth, in words: one verdict, its range, what waits, and what nobody knows."""

from collections.abc import Iterator, Mapping, Sequence

from analytics.decisions.counting import Omission
from analytics.decisions.reports import Report, Waiting
from analytics.decisions.results import VerdictKind
from analytics.decisions.roi import OUTCOMES, Estimate, Facet, Gain, Worth
from analytics.present import numbers, wants, wording
from analytics.present.amounts import exact as exact
from analytics.present.amounts import money as money
from analytics.present.figures import Table
from data.messages import Message, Parameter

LIKELY, UNLIKELY = 0.9, 0.1  # chance to pay back from which on, and below which, it is said without “probably”
NAMED = 5  # tests left out that are named; more are counted
WHY: Mapping[Omission, Message] = {
    Omission.UNHEALTHY: Message("omitted_unhealthy", "its data cannot be trusted"),
    Omission.GUESS: Message("omitted_guess", "a session waits for your forecast of it"),
    Omission.UNREAD: Message("omitted_unread", "it is still being read"),
    Omission.SILENT: Message("omitted_silent", "there are no results to read"),
    Omission.UNMEASURED: Message("omitted_unmeasured", "it does not measure what money is counted by"),
    Omission.UNDATED: Message("omitted_undated", "its data have no days"),
    Omission.CURRENCY: Message("omitted_currency", "its amounts are in another currency"),
    Omission.INTERACTS: Message("omitted_interacts", "another test changes its effect"),
}
WANTED: Mapping[VerdictKind, Message] = {
    VerdictKind.SHIP: Message("wanted_ship", "Roll out “{name}”"),
    VerdictKind.STOP: Message("wanted_stop", "Stop “{name}”"),
    VerdictKind.NO_DIFFERENCE: Message("wanted_close", "Close “{name}”: it changes nothing"),
    VerdictKind.INCONCLUSIVE: Message("wanted_rerun", "Rerun “{name}”, or let it go"),
    VerdictKind.UNTRUSTED: Message("wanted_repair", "Find out what is wrong with “{name}”"),
    VerdictKind.KEEP_COLLECTING: Message("wanted_open", "Decide what becomes of “{name}”"),
}
HOLD = Message("wanted_hold", "Do not roll out “{name}” as it is: it wins, but loses money")
FACETS: Mapping[Facet, Message] = {
    Facet.QUARTER: Message("facet_quarter", "Quarter"),
    Facet.TEAM: Message("facet_team", "Team"),
    Facet.CHANNEL: Message("facet_channel", "Channel"),
    Facet.AUDIENCE: Message("facet_audience", "Audience"),
}


def paying(report: Report, worth: Worth) -> int:
    """Return how many of the dots reach the cost."""
    return sum(outcome >= report.cost for outcome in worth.outcomes)


def headline(report: Report, language: str) -> str:
    """Return the verdict in one sentence."""
    return wording.speak(_headline(report, language), language)


def _headline(report: Report, language: str) -> Message:
    worth = report.worth
    if worth is None:
        return Message(
            "roi_no_unit", "Nobody has said yet what one unit of “{metric}” is worth.", _metric(report, language)
        )
    if not worth.gains:
        return Message("roi_nothing", "Nothing that counts has been rolled out yet.")
    if report.cost == 0 or worth.pays_back is None:
        amount: dict[str, Parameter] = {"amount": money(report, abs(worth.value.mean), language)}
        if worth.value.mean < 0:
            return Message("roi_no_cost_loses", "It most likely loses {amount}.", amount)
        return Message("roi_no_cost", "It most likely brings {amount}.", amount)
    times: dict[str, Parameter] = {"times": worth.value.mean / report.cost}
    if worth.pays_back >= LIKELY:
        return Message("roi_pays", "It pays back, most likely {times:.1f} times over.", times)
    if worth.pays_back >= 0.5:
        return Message("roi_may_pay", "It probably pays back, most likely {times:.1f} times over.", times)
    if worth.value.mean < 0 and worth.pays_back < UNLIKELY:
        lost: dict[str, Parameter] = {"amount": money(report, -worth.value.mean, language)}
        return Message(
            "roi_loses_twice", "It does not pay back: most likely it loses {amount} on top of the cost.", lost
        )
    share: dict[str, Parameter] = {"share": max(worth.value.mean / report.cost, 0.0)}
    if worth.pays_back >= UNLIKELY:
        return Message(
            "roi_may_lose", "It probably does not pay back: most likely {share:.0%} of the cost comes in.", share
        )
    return Message("roi_loses", "It does not pay back: most likely {share:.0%} of the cost comes in.", share)


def _metric(report: Report, language: str) -> dict[str, Parameter]:
    return {"metric": wording.metric(report.metric, language)}


def subline(report: Report, language: str) -> str:
    """Return the range, the cost, and how many outcomes reach it."""
    worth = report.worth
    if worth is None:
        return wording.speak(
            Message("roi_state_unit", "State it under Assumptions, or count money by revenue."), language
        )
    spent: dict[str, Parameter] = {"cost": money(report, report.cost, language), "tests": worth.tests}
    if not worth.gains:
        return wording.speak(Message("roi_spent", "Tests decided: {tests}. Spent so far: {cost}.", spent), language)
    ends = worth.value.interval
    given = spent | {
        "low": money(report, ends.low, language),
        "high": money(report, ends.high, language),
        "months": report.assumed.value.horizon_months,
        "dots": paying(report, worth),
        "of": OUTCOMES,
    }
    whole = Message(
        "roi_range",
        "Between {low} and {high} of extra margin over {months} months, for {cost} spent. {dots} of {of} likely "
        "outcomes pay back the cost.",
        given,
    )
    free = Message("roi_range_free", "Between {low} and {high} of extra margin over {months} months.", given)
    return wording.speak(whole if report.cost else free, language)


def standing(report: Report, language: str) -> str:
    """Return how much the report rests on: the last day of data, how many tests."""
    given: dict[str, Parameter] = {
        "tests": report.worth.tests if report.worth else 0,
        "left": len(report.left_out),
        "day": report.as_of or "–",
    }
    return wording.speak(
        Message("roi_standing", "Data to {day} · tests that count: {tests} · left out: {left}", given), language
    )


def gain(report: Report, one: Gain, language: str) -> str:
    """Return one test's lift as seen and as believed, and what it brings."""
    ends = one.value.interval
    given: dict[str, Parameter] = {
        "raw": numbers.lift(one.test.lift, language),
        "shrunk": numbers.lift(one.shrunk_lift, language),
        "amount": exact(report, one.value.mean, language),
        "low": money(report, ends.low, language),
        "high": money(report, ends.high, language),
        "cost": exact(report, one.test.cost, language),
        "day": one.test.shipped_on or "–",
    }
    plain = Message(
        "gain_line",
        "{amount} (range {low} to {high}) · seen {raw}, believed {shrunk} · for everybody since {day}",
        given,
    )
    costly = Message(
        "gain_line_cost",
        "{amount} (range {low} to {high}), less {cost} of its own cost · seen {raw}, believed {shrunk} · for everybody "
        "since {day}",
        given,
    )
    return wording.speak(costly if one.test.cost else plain, language)


_ONE_STOPPED = (
    Message(
        "roi_avoided", "Not counted above: {names} was stopped, which most likely saved {amount} ({low} to {high})."
    ),
    Message(
        "roi_forgone",
        "Not counted above: {names} was stopped for other harm, though it most likely sold {amount} more.",
    ),
)
_SEVERAL_STOPPED = (
    Message(
        "roi_avoided_many",
        "Not counted above: {names} were stopped, which most likely saved {amount} ({low} to {high}).",
    ),
    Message(
        "roi_forgone_many",
        "Not counted above: {names} were stopped for other harm, though they most likely sold {amount} more.",
    ),
)


def avoided(report: Report, language: str) -> str | None:
    """Return what stopping harmful tests was good for; None: none was stopped."""
    worth = report.worth
    if worth is None or worth.avoided is None:
        return None
    found: Estimate = worth.avoided
    given: dict[str, Parameter] = {
        "names": ", ".join(f"“{test.name}”" for test in worth.stopped[:NAMED]),
        "amount": money(report, abs(found.mean), language),
        "low": money(report, found.interval.low, language),
        "high": money(report, found.interval.high, language),
    }
    saved, forgone = _SEVERAL_STOPPED if len(worth.stopped) > 1 else _ONE_STOPPED
    told = saved if found.mean > 0 else forgone
    return wording.speak(Message(told.code, told.template, given), language)


def wanted(report: Report) -> tuple[Waiting, ...]:
    """Return what waits for a decision, what most money hangs on first."""
    return report.waiting


def decision(one: Waiting, language: str) -> tuple[str, str]:
    """Return what is wanted, and of whom by when."""
    title = (
        HOLD if one.kind is VerdictKind.SHIP and one.stake is not None and one.stake.amount < 0 else WANTED[one.kind]
    )
    whose = (wants.owner(one, language), wants.due(one, language))
    return (
        wording.speak(Message(title.code, title.template, {"name": one.experiment.name}), language),
        " · ".join(part for part in whose if part),
    )


def unknown(report: Report, language: str) -> tuple[str, ...]:
    """Return what the figures rest on that nobody knows."""
    return tuple(wording.speak(message, language) for message in _unknown(report, language))


def _unknown(report: Report, language: str) -> Iterator[Message]:
    worth, assumed = report.worth, report.assumed.value
    if report.is_sample:
        yield Message("unknown_sample", "Everything here is a sample: invented tests and invented money.")
    if worth is not None and worth.few:
        yield Message(
            "unknown_few",
            "With {tests} decided tests it is hard to say how large effects usually are: what we assume of them speaks "
            "as loudly as they do.",
            {"tests": worth.tests},
        )
    if worth is not None and worth.gains and assumed.half_life_months is not None:
        yield Message(
            "unknown_wear",
            "No test ran longer than {days} days; that half of an effect is left after {months:g} months is an "
            "assumption.",
            {"days": _longest(worth.gains), "months": assumed.half_life_months},
        )
    if worth is not None and any(not one.test.assumed_users for one in worth.gains):
        yield Message("unknown_users", "How many people a month are reached is taken from the tests’ own traffic.")
    if assumed.margin == 1.0:
        yield Message("unknown_margin", "No margin is stated: revenue counts in full.")
    if report.cost == 0:
        yield Message("unknown_cost", "No cost is stated: what was spent is not in it.")
    if report.left_out:
        named = [f"“{one.name}” ({wording.speak(WHY[one.why], language)})" for one in report.left_out[:NAMED]]
        given: dict[str, Parameter] = {"names": "; ".join(named), "count": len(report.left_out)}
        yield Message("unknown_left_out", "Left out ({count}): {names}.", given)


def _longest(gains: Sequence[Gain]) -> int:
    return max((one.test.ended_on - one.test.began_on).days + 1 for one in gains)


def shares(report: Report, facet: Facet, language: str) -> Table:
    """Return what each quarter, team, channel or audience brings, to the cent."""
    columns = (FACETS[facet], Message("column_tests", "Tests"), Message("column_worth", "Worth"))
    blank = wording.speak(Message("facet_blank", "not stated"), language)
    found = report.worth.shares[facet] if report.worth else ()
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (one.name or blank, numbers.number(one.tests, language), exact(report, one.value, language))
            for one in found
        ),
    )
