"""Past quarters whose truth is known: the range of each, and of the whole, holds it as often as it says.

A hundred programmes of four quarters, six tests in each, shipped when significant: so what was shipped looks better
than it is. True effects are normal, and no two tests share customers.
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from analytics.decisions.reach import Decided
from analytics.decisions.roi import Facet, Terms, reckon
from tests.decisions.test_roi import TEST

PROGRAMMES, QUARTERS, EACH = 100, 4, 6
TERMS = Terms(horizon=12, half_life=12.0, digits=2, cost=0)
LEFT = sum(0.5 ** ((month + 0.5) / 12) for month in range(12))  # as 3-statistics says, recounted


def drawn(chance: np.random.Generator) -> tuple[list[Decided], dict[str, float]]:
    """Return the tests of one programme, and what each quarter's rollouts truly bring, in cents."""
    tests: list[Decided] = []
    true: dict[str, float] = {}
    for quarter in range(QUARTERS):
        began, name = date(2025, 3 * quarter + 1, 1), f"2025 Q{quarter + 1}"
        for number in range(EACH):
            effect, error = chance.normal(0.015, 0.03), chance.uniform(0.01, 0.03)
            lift, money = chance.normal(effect, error), chance.uniform(5e3, 5e4)
            out = lift > 1.96 * error
            key = f"{quarter}-{number}"
            tests.append(
                replace(
                    TEST, key=key, audience=key, lift=lift, error=error, money=money, began_on=began,
                    ended_on=began + timedelta(days=27), shipped_on=began + timedelta(days=40) if out else None,
                )
            )  # fmt: skip
            if out:
                true[name] = true.get(name, 0.0) + effect * money * LEFT * 100
    return tests, true


def test_the_range_of_each_past_quarter_and_of_all_holds_the_known_truth() -> None:
    chance = np.random.default_rng(20261126)
    held, seen, wholes, off, raw = 0, 0, 0, 0.0, 0.0
    summed = 0.0
    for _ in range(PROGRAMMES):
        tests, true = drawn(chance)
        found = reckon(tests, TERMS)
        shares = {share.name: share for share in found.shares[Facet.QUARTER]}
        assert set(shares) == set(true)
        held += sum(shares[name].interval.low <= amount <= shares[name].interval.high for name, amount in true.items())
        seen += len(true)
        whole = sum(true.values())
        wholes += found.value.interval.low <= whole <= found.value.interval.high
        off, summed = off + found.value.mean - whole, summed + whole
        raw += sum(test.lift * test.money * LEFT * 100 for test in tests if test.shipped_on) - whole
    assert held / seen >= 0.85
    assert wholes / PROGRAMMES >= 0.85
    assert abs(off / summed) <= 0.10  # the mean is this far from the truth; what was seen would be further
    assert raw / summed > 2 * abs(off / summed)
