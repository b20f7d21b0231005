"""Which assumption the answer hangs on: what becomes of the net when each is moved, and where it would turn.

What effects bring goes with margin and value of a conversion in proportion, and with horizon and half-life as what is
left of an effect does; what tests share is taken as it stands, so amounts are near, not to the cent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import inf, sqrt

from analytics.decisions.reports import Report
from analytics.decisions.roi import Worth
from analytics.statistics.worth import lasting
from data.declarations.rules import MONTHS

MOVED = 0.25  # by which share each is moved, down and up
SHORTEST = 0.1  # months of half-life


class Assumption(StrEnum):
    """What the answer may hang on."""

    MARGIN = "margin"
    UNIT = "unit"  # value of one conversion
    HORIZON = "horizon"
    HALF_LIFE = "half_life"
    COST = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What hangs on one assumption."""

    assumption: Assumption
    present: float  # share, amount, months, or minor units of the cost
    less: int  # net when it is a quarter less, minor units
    more: int  # net when it is a quarter more
    turns_at: float | None  # where the net would be nothing, unit of `present`; None: nowhere

    @property
    def swing(self) -> int:
        """How far the two ends lie apart."""
        return abs(self.more - self.less)


def levers(report: Report, worth: Worth) -> tuple[Lever, ...]:
    """Return what hangs on each assumption, what moves the net most first; nothing where nothing was rolled out."""
    if not worth.gains:
        return ()
    assumed, net = report.assumed.value, partial(_net, report, worth)
    value, cost, half = worth.value.mean, report.cost, assumed.half_life_months
    even = cost / value if value > 0 and cost > 0 else None  # which share of what comes in pays for all
    low, high = 1 - MOVED, 1 + MOVED
    ends = net(share=low), net(share=high)
    dearest = None if even is None or even * assumed.margin > 1 else even * assumed.margin
    found = [_lever(Assumption.MARGIN, assumed.margin, ends, dearest)]
    if assumed.conversion_value:
        turns = None if even is None else even * assumed.conversion_value
        found.append(_lever(Assumption.UNIT, assumed.conversion_value, ends, turns))
    months = [max(1, round(assumed.horizon_months * by)) for by in (low, high)]
    turns = next((float(month) for month in range(1, MONTHS + 1) if net(horizon=month) >= 0), None)
    ends = net(horizon=months[0]), net(horizon=months[1])
    found.append(_lever(Assumption.HORIZON, assumed.horizon_months, ends, turns if cost else None))
    if half is not None:
        ends = net(half_life=half * low), net(half_life=half * high)
        found.append(_lever(Assumption.HALF_LIFE, half, ends, _turning(net) if cost else None))
    if cost > 0:
        found.append(_lever(Assumption.COST, cost, (net(cost=low), net(cost=high)), value if value > 0 else None))
    return tuple(sorted(found, key=lambda lever: -lever.swing))


def _lever(assumption: Assumption, present: float, ends: tuple[float, float], turns: float | None) -> Lever:
    return Lever(assumption=assumption, present=present, less=round(ends[0]), more=round(ends[1]), turns_at=turns)


def _net(
    report: Report,
    worth: Worth,
    *,
    share: float = 1.0,
    horizon: int | None = None,
    half_life: float | None = None,
    cost: float = 1.0,
) -> float:
    """Return about what is left with other assumptions, minor units; `share` and `cost` are times what they are."""
    assumed = report.assumed.value
    half = assumed.half_life_months or inf
    months = assumed.horizon_months if horizon is None else horizon
    left = lasting(months, half if half_life is None else half_life) / lasting(assumed.horizon_months, half)
    longer = (months - assumed.horizon_months) / 12
    spent = report.cost + _yearly(report, worth) * longer
    return worth.value.mean * share * left - spent * cost


def _yearly(report: Report, worth: Worth) -> float:
    """Return what tests that everybody has cost on their own every year, for as long as their effect counts."""
    out = {gain.test.key for gain in worth.gains}
    own = (one.amount for one in report.assumed.value.costs if one.yearly and one.experiment in out)
    return sum(own) * 10.0**report.digits


def _turning(net: Callable[..., float]) -> float | None:
    """Return from which half-life on nothing is lost; None: from none, or from the shortest."""
    low, high = SHORTEST, float(10 * MONTHS)
    if net(half_life=low) >= 0 or net(half_life=high) < 0:
        return None
    for _ in range(60):
        middle = sqrt(low * high)
        low, high = (middle, high) if net(half_life=middle) < 0 else (low, middle)
    return high
