"""What the tests of one quarter, team, channel or audience brought, in words."""

from collections.abc import Sequence

from analytics.decisions.reports import Report
from analytics.decisions.roi import Facet, Gain, Share, facet_of
from analytics.present import numbers, wording
from analytics.present.amounts import exact, money
from analytics.present.figures import Table
from analytics.present.worths import FACETS
from data.messages import Message, Parameter


def names(report: Report, facet: Facet, language: str) -> dict[str, str]:
    """Return what each part is called, by its name; one that was not stated is called so."""
    found = report.worth.shares[facet] if report.worth else ()
    return {one.name: one.name or _blank(language) for one in found}


def chosen(report: Report, facet: Facet, name: str | None) -> Share | None:
    """Return the part of this name; None: there is none, or none is asked for."""
    found = report.worth.shares[facet] if report.worth else ()
    return next((one for one in found if one.name == name), None)


def gains(report: Report, facet: Facet, part: Share | None) -> Sequence[Gain]:
    """Return what was rolled out in a part, worth most first; None: in all of them."""
    found = report.worth.gains if report.worth else ()
    return [one for one in found if part is None or facet_of(one.test, facet) == part.name]


def headline(report: Report, facet: Facet, part: Share, language: str) -> str:
    """Return what a part brought, in one sentence."""
    given: dict[str, Parameter] = {
        "name": part.name or _blank(language),
        "amount": money(report, abs(part.value), language),
    }
    if facet is Facet.QUARTER:
        gained = Message("slice_quarter", "What was rolled out in {name} most likely brings {amount}.", given)
        lost = Message("slice_quarter_loses", "What was rolled out in {name} most likely loses {amount}.", given)
    else:
        gained = Message("slice_other", "{name}: what was rolled out most likely brings {amount}.", given)
        lost = Message("slice_other_loses", "{name}: what was rolled out most likely loses {amount}.", given)
    return wording.speak(lost if part.value < 0 else gained, language)


def subline(report: Report, part: Share, language: str) -> str:
    """Return the range of a part, and what was spent on it alone."""
    given: dict[str, Parameter] = {
        "low": money(report, part.interval.low, language),
        "high": money(report, part.interval.high, language),
        "months": report.assumed.value.horizon_months,
        "cost": money(report, part.cost, language),
    }
    whole = Message(
        "slice_range_cost",
        "Between {low} and {high} of extra margin over {months} months. Its tests alone cost {cost}; what the whole "
        "programme costs is not split up.",
        given,
    )
    free = Message(
        "slice_range",
        "Between {low} and {high} of extra margin over {months} months. What the whole programme costs is not split "
        "up.",
        given,
    )
    return wording.speak(whole if part.cost else free, language)


def table(report: Report, facet: Facet, language: str) -> Table:
    """Return what each part brings: to the cent, and its range."""
    columns = (
        FACETS[facet], Message("column_tests", "Tests"), Message("column_worth", "Worth"),
        Message("column_worth_range", "Range"),
    )  # fmt: skip
    spoken = names(report, facet, language)
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                spoken[one.name], numbers.number(one.tests, language), exact(report, one.value, language),
                f"{money(report, one.interval.low, language)} – {money(report, one.interval.high, language)}",
            )
            for one in (report.worth.shares[facet] if report.worth else ())
        ),
    )  # fmt: skip


def _blank(language: str) -> str:
    return wording.speak(Message("facet_blank", "not stated"), language)
