"""What the sample's rolled-out tests are truly worth: from its declared truths, month by month in plain Python.

Nothing of the report is used: who shares customers, and what was measured on top of what, is said here once more.
"""

from collections.abc import Mapping
from math import exp

from data.sample import past, plans, truths
from data.sample.money import MARGIN, ROLLED_OUT
from data.sample.truths import Truth

MONTH = 365.25 / 12  # days
HORIZON, HALF_LIFE = 12, 12  # months; what `Assumptions` says unless a team says otherwise
MEAN_OF_MEDIAN = exp(0.55**2 / 2)  # of an order: amounts are log-normal
TRUTHS: Mapping[str, Truth] = {  # of what was rolled out
    plans.HERO.key: truths.WINNER,
    past.CHECKOUT.key: truths.LASTING_WINNER,
    past.VOUCHER.key: truths.DEAR_WINNER,
    past.DELIVERY_DAY.key: truths.SMALL_WINNER,
    past.COUNTDOWN.key: truths.LUCKY,
}
FULL_BASKET = (past.CHECKOUT.key, past.DELIVERY_DAY.key)  # of the same people, the second on top of the first


def effect(truth: Truth) -> float:
    """Return what a treatment truly changes about revenue: orders are as large as before, only more."""
    return truth.habits["purchase"].effect


def monthly(truth: Truth) -> float:
    """Return the margin that a month of a test's users brings under its control."""
    return truth.users_per_day * MONTH * truth.habits["purchase"].share * truth.order * MEAN_OF_MEDIAN * MARGIN


def left(key: str, month: int) -> float:
    """Return which share of an effect is left in a month, counted from the programme's first rollout on."""
    waits = int((max(ROLLED_OUT.values()) - ROLLED_OUT[key]) / MONTH)
    return 0.5 ** ((month - waits + 0.5) / HALF_LIFE) if waits <= month < waits + HORIZON else 0.0


def worth() -> float:
    """Return what all that was rolled out brings before cost, shared customers counted once."""
    months = range(60)
    alone = [(key, truth) for key, truth in TRUTHS.items() if key not in FULL_BASKET]
    total = sum(monthly(truth) * effect(truth) * left(key, month) for key, truth in alone for month in months)
    first, second = FULL_BASKET
    one, other = TRUTHS[first], TRUTHS[second]
    before = monthly(other) / (1 + effect(one))  # the second was tried on people who had the first already
    both, rest = min(monthly(one), before), monthly(one) - before
    for month in months:
        gains = effect(one) * left(first, month), effect(other) * left(second, month)
        total += both * ((1 + gains[0]) * (1 + gains[1]) - 1)
        total += rest * gains[0] if rest > 0 else -rest * gains[1]
    return total
