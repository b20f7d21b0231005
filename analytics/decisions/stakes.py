"""What a decision that is wanted is about, in money: reckoned by the report's own model as if everybody had it.

Every finished test says how large effects are here, decided or not: so a test that waits is believed no more and no
less than the report would believe it on the day after it was decided. Each stands on its own, without what it shares
with others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.decisions.reach import Decided
from analytics.decisions.roi import Terms, effects_of, estimated, less
from analytics.statistics.results import Interval
from analytics.statistics.worth import lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A test that nobody has decided, as far as money is concerned."""

    test: Decided
    cost: int  # of this test alone, were everybody to have it, minor units
    lift: float | None = None  # relative: what is asked of a test that left it open; None: what it showed itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What everybody would bring over the horizon, less what is spent on this test alone."""

    amount: int  # minor units; below 0: it would lose money
    interval: Interval | None  # minor units, whole; None: its lift is assumed, so there is no range
    lift: float  # relative (fraction): as it is believed, or as it is assumed

    @property
    def is_assumed(self) -> bool:
        """Whether the test left its lift open."""
        return self.interval is None


def at_stake(known: Sequence[Decided], asked: Sequence[Question], terms: Terms) -> Mapping[str, Stake]:
    """Return what hangs on each question, by the key of its test.

    Parameters
    ----------
    known : every decided test.
    """
    effects = effects_of([*known, *(each.test for each in asked)])[:, len(known) :]
    month = lasting(terms.horizon, terms.half_life) * 10.0**terms.digits
    found: dict[str, Stake] = {}
    for place, each in enumerate(asked):
        money = each.test.money * month
        if each.lift is not None:
            amount = round(each.lift * money) - each.cost
            found[each.test.key] = Stake(amount=amount, interval=None, lift=each.lift)
            continue
        drawn = effects[:, place]
        value = less(estimated(drawn * money), each.cost)
        found[each.test.key] = Stake(amount=value.mean, interval=value.interval, lift=float(np.mean(drawn)))
    return found
