"""What hangs on a decision: the worth that the report would tell were everybody to have it, and its cost with it."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analytics.decisions.roi import reckon
from analytics.decisions.stakes import Question, at_stake
from analytics.statistics.worth import Course, lasting, worth
from tests.decisions.test_roi import TERMS, TEST

OTHER = replace(TEST, key="b", audience="buyers", lift=0.02, error=0.012)


def test_a_stake_is_what_the_report_tells_once_everybody_has_it() -> None:
    known = [replace(TEST, shipped_on=None), replace(TEST, key="c", audience="c", lift=-0.01, shipped_on=None)]
    asked = replace(OTHER, shipped_on=None)
    stake = at_stake(known, [Question(test=asked, cost=0)], TERMS)["b"]
    out = replace(asked, shipped_on=asked.ended_on + timedelta(days=1))
    [gain] = reckon([*known, out], TERMS).gains
    assert stake.interval is not None
    assert stake.lift == pytest.approx(gain.shrunk_lift, rel=1e-9)
    assert (stake.amount, stake.interval.low, stake.interval.high) == pytest.approx(
        (gain.value.mean, gain.value.interval.low, gain.value.interval.high), abs=1
    )


def test_its_own_cost_is_taken_off_so_that_a_winner_may_lose() -> None:
    free = at_stake([], [Question(test=OTHER, cost=0)], TERMS)["b"]
    dear = at_stake([], [Question(test=OTHER, cost=10_000_000)], TERMS)["b"]
    assert dear.amount == free.amount - 10_000_000 < 0 < free.amount
    assert free.interval is not None
    assert dear.interval is not None
    assert dear.interval.high == free.interval.high - 10_000_000


def test_an_assumed_lift_has_an_amount_and_no_range() -> None:
    stake = at_stake([TEST], [Question(test=OTHER, cost=100, lift=0.03)], TERMS)["b"]
    left = sum(0.5 ** ((month + 0.5) / 12) for month in range(12))
    assert stake.amount == round(0.03 * 10_000 * left * 100) - 100
    assert stake.is_assumed


@pytest.mark.parametrize("half_life", [3.0, 12.0, np.inf])
def test_what_lasts_of_an_effect_is_what_a_whole_course_counts(half_life: float) -> None:
    course = Course(reach=np.ones((1, 1)), starts=np.zeros(1), horizon=18, half_life=half_life)
    assert lasting(18, half_life) == pytest.approx(worth(np.array([[1.0]]), course).total[0], rel=1e-12)
