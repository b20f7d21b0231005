"""“No real difference” in a test whose end was moved: never on a day on which the clock stands still."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analytics.decisions.conclusions import conclude
from analytics.decisions.results import VerdictKind
from analytics.statistics.clocks import spending_clock
from analytics.statistics.sequential import walk
from analytics.statistics.tails import critical
from data.declarations.experiments import Extension
from tests.decisions.worlds import START, experiment, material, people

RUNS = 20_000
SEED = 20260302


def false_claims(*, before: int, decided: int, days: int, carried: bool) -> float:
    """Return the share of tests whose true lift is the minimal interesting one and that ever claim it is less.

    The end is moved on day `decided` from day `before` to `days`; the standard error at the end is an eighth of the
    lift. `carried`: days without a level of their own use the last one there was.
    """
    looks = [START + timedelta(days=day) for day in range(days)]
    moved = [(looks[decided - 1], looks[before - 1])]
    clock = spending_clock(looks, starts_on=START, planned_end=looks[-1], extensions=moved)
    variance = np.arange(1.0, days + 1)
    level = walk(np.zeros((days, 1)), variance=variance[:, np.newaxis], share=clock.share).nominal_level[:, 0]
    if carried:
        for look in range(1, days):
            level[look] = level[look] or level[look - 1]
    z = np.cumsum(np.random.default_rng(SEED).standard_normal((RUNS, days)), axis=1) / np.sqrt(variance)
    error = np.sqrt(days / variance)
    with np.errstate(invalid="ignore"):
        reach = critical(level)
        inside = (z + reach <= 0) & ((z - reach) * error >= -16)
    return float(inside.any(axis=1).mean())


@pytest.mark.parametrize(("before", "decided", "days"), [(14, 13, 28), (14, 13, 56), (28, 27, 56)])
def test_a_moved_end_leaves_false_claims_of_no_difference_within_their_error(
    before: int, decided: int, days: int
) -> None:
    band = 3.29 * np.sqrt(0.025 * 0.975 / RUNS)  # 99.9 % Monte Carlo
    assert false_claims(before=before, decided=decided, days=days, carried=False) <= 0.025 + band
    assert false_claims(before=before, decided=decided, days=days, carried=True) > 0.04  # why still days do not count


def test_a_readout_waits_while_the_clock_stands_still_and_answers_when_it_runs_again() -> None:
    rates: dict[str, tuple[float, ...]] = {"purchase_rate": (0.3, 0.3)}
    declared = replace(
        experiment(days=28),
        minimal_interesting_lift=0.1,
        extensions=(Extension(decided_on=START + timedelta(days=12), planned_end=START + timedelta(days=13)),),
    )
    group = people(rates, users_per_day=2000, days=28, seed=4)
    given = material(declared, group)
    kinds = [conclude(replace(given, through=START + timedelta(days=day))).verdict.kind for day in range(28)]
    assert kinds[12] is VerdictKind.NO_DIFFERENCE  # day 13 of 14: the clock has run 13/14
    assert set(kinds[13:26]) == {VerdictKind.KEEP_COLLECTING}  # until 26 of 28 are the same share
    assert kinds[26:] == [VerdictKind.NO_DIFFERENCE] * 2
