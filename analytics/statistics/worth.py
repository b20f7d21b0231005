"""What effects are worth over months, with what they share counted once and as they wear off.

Tests try things on customers, and customers are shared. A group is a set of customers whose tests are nested: who is
reached by the smaller is reached by the larger too. So a group falls into cells, each a sum of money that certain tests
act on together, and the money of a cell counts once, whatever is done to it:

    gain of a cell in a month = baseline x (product over its tests of (1 + effect x what is left) - 1)

What is left of an effect halves every `half_life` months from its rollout, read in the middle of each month, and is
nothing before the rollout and after the horizon. A cell's baseline is that before any rollout: what was measured on top
of an earlier rollout is taken down by it first (`before_rollouts`), so that it is counted from where it was measured.

What effects bring only together is nobody's alone: it goes to the tests of a group by the size of what each brings.
"""

from dataclasses import dataclass

import numpy as np

from analytics.statistics.tails import Array

ENDLESS = np.inf  # the half-life of what does not wear off


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one programme acts on, and when. Arrays by test are in the order of the effects."""

    reach: Array  # groups x tests: money a month that each test's customers bring before any rollout; 0: no member
    starts: Array  # by test: first month that counts, from 0; whole numbers
    horizon: int  # months for which an effect counts from its rollout on
    half_life: float  # months, above 0; `ENDLESS`: nothing wears off


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Draws of what a programme brings, in money."""

    alone: Array  # draws x tests: as if no other test were there
    tests: Array  # draws x tests: with what is shared counted once; sums to the total
    months: Array  # draws x months from the first rollout on; sums to the total

    @property
    def total(self) -> Array:
        """The whole, by draw."""
        return np.asarray(self.tests.sum(axis=1))


def worth(effects: Array, course: Course) -> Worth:
    """Return what effects are worth.

    Parameters
    ----------
    effects : draws x tests, relative (fractions above -1).
    course : what they act on.
    """
    count, tests = effects.shape
    by_test, left = np.ascontiguousarray(effects.T), remaining(course)
    alone, shared = np.zeros((tests, count)), np.zeros((tests, count))
    months = np.zeros((left.shape[1], count))
    for reach in course.reach:
        members = np.flatnonzero(reach > 0)
        if len(members) == 0:
            continue
        members = members[np.argsort(-reach[members], kind="stable")]
        plain = by_test[members] * (reach[members] * left[members].sum(axis=1))[:, None]
        alone[members] += plain
        gained = _group(by_test[members], left[members], reach[members], into=months)
        if len(members) == 1:
            continue
        weight = np.abs(plain)
        whole = weight.sum(axis=0)
        share = np.divide(gained - plain.sum(axis=0), whole, out=np.zeros(count), where=whole > 0)
        shared[members] += weight * share
    return Worth(alone=alone.T, tests=(alone + shared).T, months=months.T)


def remaining(course: Course) -> Array:
    """Return tests x months: which share of each effect is left in each month, 0 to 1."""
    last = int(course.starts.max()) if len(course.starts) else 0
    age = np.arange(last + course.horizon)[None, :] - course.starts[:, None]
    left = np.exp2(-(np.maximum(age, 0) + 0.5) / course.half_life)
    return np.where((age >= 0) & (age < course.horizon), left, 0.0)


def lasting(horizon: int, half_life: float = ENDLESS) -> float:
    """Return how many months of a whole effect its months together come to, from the rollout to the horizon."""
    return float(np.exp2(-(np.arange(horizon) + 0.5) / half_life).sum())


def before_rollouts(measured: Array, effects: Array, on_top: Array) -> Array:
    """Return the money a month as it was before any rollout.

    Parameters
    ----------
    measured : by test, money a month of its customers as its control showed it.
    effects : by test, relative: the best guess.
    on_top : tests x tests, whether the second was rolled out, to customers of the first, before the first began.
    """
    raised = np.where(on_top, 1.0 + effects[None, :], 1.0).prod(axis=1)
    return np.asarray(measured / np.maximum(raised, np.finfo(float).tiny))


def _group(by_test: Array, left: Array, reach: Array, *, into: Array) -> Array:
    """Add what a group gains to months x draws, and return its sum by draw; tests x draws, largest reach first.

    The cells lie within each other: the innermost holds all tests, the outermost the one of the largest reach alone. In
    each month only the tests count of which something is left: few, where a programme is long.
    """
    total = np.zeros(by_test.shape[1])
    alike: dict[bytes, Array] = {}  # months in which as much is left of everything
    for month in np.flatnonzero(left.any(axis=0)):
        as_much = left[:, month].tobytes()
        if as_much not in alike:
            alike[as_much] = _in_month(by_test, left[:, month], reach)
        into[month] += alike[as_much]
        total += alike[as_much]
    return total


def _in_month(by_test: Array, left: Array, reach: Array) -> Array:
    """Return by draw what a group gains in a month in which so much of each effect is left."""
    active = np.flatnonzero(left > 0)
    if len(active) == 1:
        return np.asarray(by_test[active[0]] * (left[active[0]] * reach[active[0]]))
    grown, gained = np.ones(by_test.shape[1]), np.zeros(by_test.shape[1])
    for place, inner in zip(active, [*reach[active[1:]], 0.0], strict=True):
        grown *= 1.0 + by_test[place] * left[place]
        if reach[place] > inner:
            gained += (reach[place] - inner) * (grown - 1.0)
    return gained


def payback_month(months: Array, cost: float) -> int | None:
    """Return the month, from 1, by whose end a course of gains by month has brought the cost in for good.

    None: it never does, or loses it again. Where nothing was spent there is nothing to bring in: 0.
    """
    if cost <= 0:
        return 0
    short = np.flatnonzero(np.cumsum(months) < cost)
    if len(short) == 0:
        return 1 if len(months) else None
    return int(short[-1]) + 2 if short[-1] + 1 < len(months) else None
