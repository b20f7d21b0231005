"""What a programme of tests was worth: shrunk, counted once, worn off, cost included, as a range.

All decided tests of one metric say together what each truly did; those that were rolled out bring it in. Amounts are
whole minor units of the currency (cents): every sum of what is shown is what is shown as the sum.

Who shares customers is told by audience: tests on the same audience reach the same people, the smaller within the
larger, whatever the channel; a test without audience is on everybody, and reaches the same share of every audience.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from analytics.decisions.reach import Decided, course_of, measured_money
from analytics.statistics.results import Interval, Untestable
from analytics.statistics.shrinkage import FEW, draws, shrink
from analytics.statistics.tails import Array
from analytics.statistics.worth import payback_month, worth

LEVEL = 0.90  # of every range of money
DRAWS = 2000
SEED = 20261126  # the day this was written; no other was tried
OUTCOMES = 50  # dots of the figure, all equally likely


class Stage(StrEnum):
    """A step from what was seen to what is counted."""

    SEEN = "seen"  # every lift as it was measured
    SHRUNK = "shrunk"  # without the winners' luck
    OVERLAP = "overlap"  # the same customers once
    DECAYED = "decayed"  # as effects wear off
    COST = "cost"
    NET = "net"


class Facet(StrEnum):
    """What the worth is split by."""

    QUARTER = "quarter"  # of the rollout
    TEAM = "team"
    CHANNEL = "channel"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is assumed of all tests alike."""

    horizon: int  # months
    half_life: float  # months; infinite: nothing wears off
    digits: int  # decimals of the currency
    cost: int  # of everything, minor units


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An amount of money that is not known for sure."""

    mean: int  # minor units
    interval: Interval  # minor units, whole, of LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the waterfall; the first and the last stand on the ground, the others are changes."""

    stage: Stage
    amount: int  # minor units


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one test that was rolled out brings."""

    test: Decided
    shrunk_lift: float  # relative (fraction)
    value: Estimate  # before cost
    net: int  # minor units: less what is spent on this test alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What the tests of one quarter, team, channel or audience bring."""

    name: str  # empty: not stated
    tests: int
    value: int  # minor units
    interval: Interval  # of the value, minor units, whole, of LEVEL
    cost: int  # spent on these tests alone, minor units


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a programme was worth."""

    tests: int  # decided tests that say how large effects are
    few: bool  # so few that what is assumed of effects speaks louder than they do
    gains: tuple[Gain, ...]  # what is worth most first
    waterfall: tuple[Step, ...]
    value: Estimate  # before cost
    net: Estimate
    pays_back: float | None  # chance that the value reaches the cost, 0 to 1; None: nothing was spent or rolled out
    payback_month: int | None  # from the first rollout on; 0: nothing to bring in; None: not within the horizon
    outcomes: tuple[int, ...]  # equally likely values before cost, smallest first
    avoided: Estimate | None  # what harmful tests would have cost had they been rolled out; None: none was stopped
    stopped: tuple[Decided, ...]  # those tests
    shares: Mapping[Facet, tuple[Share, ...]]


def reckon(tests: Sequence[Decided], terms: Terms) -> Worth:
    """Return what decided tests of one metric were worth; none at all are worth nothing.

    Parameters
    ----------
    tests : all decided tests, rolled out or not; those that are not still say how large effects are.
    terms : what is assumed of all alike.
    """
    effects = effects_of(tests)
    shipped = [place for place, test in enumerate(tests) if test.shipped_on is not None]
    out, drawn = [tests[place] for place in shipped], effects[:, shipped]
    guesses = drawn.mean(axis=0)
    course = course_of(out, guesses, horizon=terms.horizon, half_life=terms.half_life)
    found = worth(drawn, course)
    unit = 10.0**terms.digits
    value = estimated(found.total * unit)
    money = measured_money(out) * terms.horizon * unit
    levels = [
        float(np.array([test.lift for test in out]) @ money),
        float(guesses @ money),
        _lasting(out, drawn, guesses, horizon=terms.horizon) * unit,
    ]
    stopped = tuple(test for test in tests if test.is_harmful and test.shipped_on is None)
    gains = _gains(out, guesses, found.tests * unit, value.mean)
    brought = {test.key: found.tests[:, place] * unit for place, test in enumerate(out)}
    return Worth(
        tests=len(tests),
        few=len(tests) < FEW,
        gains=gains,
        waterfall=_waterfall([round(level) for level in levels], value.mean, terms.cost),
        value=value,
        net=less(value, terms.cost),
        pays_back=float((found.total * unit >= terms.cost).mean()) if out and terms.cost else None,
        payback_month=payback_month(found.months.mean(axis=0) * unit, terms.cost),
        outcomes=_outcomes(found.total * unit),
        avoided=_avoided(tests, effects, terms) if stopped else None,
        stopped=stopped,
        shares={facet: _shares(gains, facet, drawn=brought) for facet in Facet},
    )


def _lasting(tests: Sequence[Decided], drawn: Array, guesses: Array, *, horizon: int) -> float:
    """Return what tests would bring if nothing wore off. One draw in four will do: they only tell what is shared."""
    few = drawn[::4] - drawn[::4].mean(axis=0) + guesses
    return float(worth(few, course_of(tests, guesses, horizon=horizon)).total.mean())


def effects_of(tests: Sequence[Decided]) -> Array:
    """Return joint draws of the true effects, draws x tests; their means are exactly the best guesses."""
    found = shrink([test.lift for test in tests], [test.error for test in tests])
    if isinstance(found, Untestable):
        return np.zeros((DRAWS, 0))
    drawn = draws(found, DRAWS, seed=SEED)
    return np.asarray(np.maximum(drawn - drawn.mean(axis=0) + found.mean, -1.0))


def estimated(drawn: Array) -> Estimate:
    """Return the mean and the range of draws, in whole units."""
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    return Estimate(mean=round(float(drawn.mean())), interval=Interval(low=round(low), high=round(high), level=LEVEL))


def less(value: Estimate, cost: int) -> Estimate:
    """Return an amount when so much is spent on it."""
    ends = Interval(low=value.interval.low - cost, high=value.interval.high - cost, level=LEVEL)
    return Estimate(mean=value.mean - cost, interval=ends)


def _waterfall(levels: Sequence[int], value: int, cost: int) -> tuple[Step, ...]:
    seen, shrunk, once = levels
    amounts = (seen, shrunk - seen, once - shrunk, value - once, -cost, value - cost)
    return tuple(Step(stage=stage, amount=amount) for stage, amount in zip(Stage, amounts, strict=True))


def _outcomes(drawn: Array) -> tuple[int, ...]:
    middles = (np.arange(OUTCOMES) + 0.5) / OUTCOMES
    return tuple(round(float(each)) for each in np.quantile(drawn, middles))


def _gains(tests: Sequence[Decided], guesses: Array, drawn: Array, whole: int) -> tuple[Gain, ...]:
    values = [estimated(column) for column in drawn.T]
    means = apportioned([float(column.mean()) for column in drawn.T], whole)
    found = [
        Gain(
            test=test,
            shrunk_lift=float(guess),
            value=Estimate(mean=mean, interval=value.interval),
            net=mean - test.cost,
        )
        for test, guess, value, mean in zip(tests, guesses, values, means, strict=True)
    ]
    return tuple(sorted(found, key=lambda gain: (-gain.value.mean, gain.test.key)))


def apportioned(amounts: Sequence[float], whole: int) -> list[int]:
    """Return amounts as whole numbers whose sum is `whole`: what is lost most by rounding gets it back first."""
    floors = [int(np.floor(amount)) for amount in amounts]
    order = sorted(range(len(amounts)), key=lambda place: floors[place] - amounts[place])
    missing = whole - sum(floors)
    for step in range(abs(missing) if amounts else 0):
        floors[order[step % len(order)]] += 1 if missing > 0 else -1
    return floors


def _avoided(tests: Sequence[Decided], effects: Array, terms: Terms) -> Estimate:
    """Return what the harmful tests would have lost, each on its own from the day it ended on."""
    places = [place for place, test in enumerate(tests) if test.is_harmful and test.shipped_on is None]
    harmful = [tests[place] for place in places]
    course = course_of(harmful, np.zeros(len(harmful)), horizon=terms.horizon, half_life=terms.half_life)
    return estimated(-worth(effects[:, places], course).alone.sum(axis=1) * 10.0**terms.digits)


def _shares(gains: Sequence[Gain], facet: Facet, *, drawn: Mapping[str, Array]) -> tuple[Share, ...]:
    held: dict[str, list[Gain]] = {}
    for gain in gains:
        held.setdefault(facet_of(gain.test, facet), []).append(gain)
    names = sorted(held) if facet is Facet.QUARTER else list(held)  # gains stand by size already
    return tuple(
        Share(
            name=name,
            tests=len(held[name]),
            value=sum(gain.value.mean for gain in held[name]),
            interval=estimated(np.sum([drawn[gain.test.key] for gain in held[name]], axis=0)).interval,
            cost=sum(gain.test.cost for gain in held[name]),
        )
        for name in names
    )


def facet_of(test: Decided, facet: Facet) -> str:
    """Return in which quarter, team, channel or audience a test stands; empty: not stated."""
    return _NAMES[facet](test)


def _quarter(day: date | None) -> str:
    return "" if day is None else f"{day.year} Q{(day.month + 2) // 3}"


_NAMES: Mapping[Facet, Callable[[Decided], str]] = {
    Facet.QUARTER: lambda test: _quarter(test.shipped_on),
    Facet.TEAM: lambda test: test.owner,
    Facet.CHANNEL: lambda test: test.channel,
    Facet.AUDIENCE: lambda test: test.audience,
}
