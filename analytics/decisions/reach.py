"""Whom tests reach, and what money those customers bring: what a worth is counted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.statistics.tails import Array
from analytics.statistics.worth import ENDLESS, Course, before_rollouts

MONTH = 365.25 / 12  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decided test, as far as money is concerned."""

    key: str
    name: str
    owner: str = ""
    channel: str = ""
    audience: str = ""  # empty: everybody
    lift: float  # plain estimate in the direction that is good, relative (fraction)
    error: float  # its standard error, above 0
    money: float  # what a month of its users earns under the control, currency
    users: int  # a month whom it reaches
    assumed_users: bool = False  # people stated how many; else the test's own exposures say so
    began_on: date
    ended_on: date
    shipped_on: date | None = None  # first day everybody has it; None: nobody has
    is_harmful: bool = False  # it was stopped because it does harm
    cost: int = 0  # spent on it alone, minor units


def measured_money(tests: Sequence[Decided]) -> Array:
    """Return what each test's customers earn a month, as its control showed it."""
    return np.array([test.money for test in tests], dtype=float)


def course_of(tests: Sequence[Decided], effects: Array, *, horizon: int, half_life: float = ENDLESS) -> Course:
    """Return on what money tests act, and from which month on; a test that nobody has counts from its end on."""
    days = [test.shipped_on or test.ended_on for test in tests]
    first = min(days, default=date.min)
    money = before_rollouts(measured_money(tests), effects, _on_top(tests))
    return Course(
        reach=_reach([_audience(test) for test in tests], money),
        starts=np.array([int((day - first).days / MONTH) for day in days], dtype=float),
        horizon=horizon,
        half_life=half_life,
    )


def shares_customers(one: Decided, other: Decided) -> bool:
    """Tell whether two tests reach the same people: of one audience, or one of them on everybody."""
    audiences = _audience(one), _audience(other)
    return "" in audiences or audiences[0] == audiences[1]


def _audience(test: Decided) -> str:
    return " ".join(test.audience.casefold().split())


def _on_top(tests: Sequence[Decided]) -> Array:
    """Return tests x tests: whether the second was rolled out to the first one's customers before the first began."""
    audiences = [_audience(test) for test in tests]
    found = [
        [
            later is not earlier
            and earlier.shipped_on is not None
            and earlier.shipped_on <= later.began_on
            and ("" in (of, with_) or of == with_)
            for earlier, with_ in zip(tests, audiences, strict=True)
        ]
        for later, of in zip(tests, audiences, strict=True)
    ]
    return np.array(found, dtype=bool).reshape(len(tests), len(tests))


def _reach(audiences: Sequence[str], money: Array) -> Array:
    """Return groups x tests of money: a group for each audience, and one for whoever is in none of them.

    A test on everybody acts on each audience as far as it acts on all customers.
    """
    named = sorted(set(audiences) - {""})
    reach = np.array(
        [[each if of == name else 0.0 for of, each in zip(audiences, money, strict=True)] for name in named]
    )
    reach = reach.reshape(len(named), len(money))
    sizes = reach.max(axis=1, initial=0.0)
    everybody = np.array([of == "" for of in audiences], dtype=bool)
    if not everybody.any():
        return reach
    whole = max(float(sizes.sum()), float(money[everybody].max()))
    parts = np.append(sizes, whole - sizes.sum()) / whole if whole > 0 else np.zeros(len(named) + 1)
    over = np.where(everybody, money, 0.0)
    return np.vstack([reach, np.zeros((1, len(money)))]) + parts[:, None] * over[None, :]
