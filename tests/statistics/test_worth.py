"""What effects are worth: a plain loop over customers' cells, closed forms, and laws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.testing import assert_allclose
from numpy.typing import ArrayLike

from analytics.statistics.tails import Array
from analytics.statistics.worth import ENDLESS, Course, before_rollouts, payback_month, worth


def course(
    reach: ArrayLike, *, starts: ArrayLike | None = None, horizon: int = 12, half_life: float = ENDLESS
) -> Course:
    begun = np.zeros(np.shape(reach)[1]) if starts is None else np.asarray(starts, dtype=float)
    return Course(reach=np.asarray(reach, dtype=float), starts=begun, horizon=horizon, half_life=half_life)


def by_loop(effects: Array, given: Course) -> float:
    """Return the worth of one draw: every cell of every group in every month on its own, as the docstring states it."""
    total = 0.0
    for reach in given.reach:
        edges = sorted({0.0, *(float(money) for money in reach)})
        for low, high in pairwise(edges):
            inside = [test for test, money in enumerate(reach) if money >= high]
            for month in range(int(given.starts.max()) + given.horizon):
                product = 1.0
                for test in inside:
                    age = month - given.starts[test]
                    if 0 <= age < given.horizon:
                        product *= 1 + effects[test] * 0.5 ** ((age + 0.5) / given.half_life)
                total += (high - low) * (product - 1)
    return total


@given(some.integers(0, 10_000))
def test_the_fast_road_and_the_plain_loop_agree_to_the_last_digit(seed: int) -> None:
    chance = np.random.default_rng(seed)
    tests, groups = int(chance.integers(1, 7)), int(chance.integers(1, 4))
    reach = chance.integers(0, 5, (groups, tests)) * 1000.0  # ties and non-members among them
    drawn = chance.normal(0.02, 0.1, (3, tests))
    given_ = course(reach, starts=chance.integers(0, 30, tests), horizon=int(chance.integers(1, 25)), half_life=7.5)
    found = worth(drawn, given_)
    expected = [by_loop(row, given_) for row in drawn]
    assert_allclose(found.total, expected, rtol=1e-10, atol=1e-6)
    assert_allclose(found.months.sum(axis=1), expected, rtol=1e-10, atol=1e-6)


def test_without_overlap_and_wear_the_worth_is_lift_times_money_times_months() -> None:
    found = worth(np.array([[0.03, -0.01]]), course(np.diag([1000.0, 500.0])))
    assert_allclose(found.tests, [[0.03 * 1000 * 12, -0.01 * 500 * 12]], rtol=1e-12)
    assert_allclose(found.alone, found.tests, rtol=1e-12)


def test_what_wears_off_is_a_geometric_sum() -> None:
    found = worth(np.array([[0.03]]), course(np.array([[1000.0]]), horizon=24, half_life=12.0))
    ratio = 0.5 ** (1 / 12)
    assert found.total[0] == pytest.approx(0.03 * 1000 * ratio**0.5 * (1 - ratio**24) / (1 - ratio), rel=1e-12)


def test_two_tests_of_the_same_customers_multiply_on_one_baseline() -> None:
    found = worth(np.array([[0.1, 0.2]]), course(np.array([[1000.0, 1000.0]]), horizon=1))
    assert found.total[0] == pytest.approx(1000 * (1.1 * 1.2 - 1), rel=1e-12)
    assert_allclose(found.tests[0], [100 + 20 / 3, 200 + 40 / 3], rtol=1e-12)  # what they do together: 20, by size


def test_of_nested_customers_only_those_reached_by_both_multiply() -> None:
    found = worth(np.array([[0.1, 0.2]]), course(np.array([[1000.0, 400.0]]), horizon=1))
    assert found.total[0] == pytest.approx(600 * 0.1 + 400 * (1.1 * 1.2 - 1), rel=1e-12)


def test_a_lift_measured_on_top_of_an_earlier_rollout_counts_on_the_later_baseline() -> None:
    # The first raised 1,000 a month to 1,100; there the second measured its 5 %, which is 55 a month and not 50.
    first, second, measured = 0.10, 0.05, np.array([1000.0, 1100.0])
    on_top = np.array([[False, False], [True, False]])
    plain = before_rollouts(measured, np.array([first, second]), on_top)
    assert_allclose(plain, [1000.0, 1000.0], rtol=1e-12)
    found = worth(np.array([[first, second]]), course(plain[None, :], horizon=1))
    assert found.total[0] == pytest.approx(100 + 55, rel=1e-12)


@given(some.floats(0.1, 10.0), some.integers(0, 100))
def test_twice_the_money_is_worth_twice_and_no_effect_is_worth_nothing(scale: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    drawn, reach = chance.normal(0, 0.1, (5, 4)), chance.uniform(0, 100, (2, 4))
    one = worth(drawn, course(reach, half_life=6.0)).tests
    assert_allclose(worth(drawn, course(reach * scale, half_life=6.0)).tests, one * scale, rtol=1e-9, atol=1e-9)
    assert not worth(np.zeros((5, 4)), course(reach)).tests.any()


@given(some.integers(0, 1000))
def test_what_is_told_by_test_and_by_month_is_the_same_whole(seed: int) -> None:
    chance = np.random.default_rng(seed)
    starts = chance.integers(0, 9, 5)
    found = worth(chance.normal(0, 0.2, (4, 5)), course(chance.uniform(0, 9, (3, 5)), starts=starts, half_life=4.0))
    assert_allclose(found.months.sum(axis=1), found.total, rtol=1e-9, atol=1e-9)


def test_nothing_to_count_is_worth_nothing() -> None:
    found = worth(np.zeros((7, 0)), course(np.zeros((0, 0))))
    assert found.total.tolist() == [0.0] * 7
    assert found.months.shape == (7, 12)


def test_the_cost_is_back_in_the_month_that_brings_the_last_of_it() -> None:
    gains = np.array([10.0, 10.0, 10.0])
    assert [payback_month(gains, cost) for cost in (0.0, 5.0, 10.0, 10.5, 30.0, 31.0)] == [0, 1, 1, 2, 3, None]
    assert payback_month(np.zeros(0), 5.0) is None
    ups_and_downs = np.array([10.0, -6.0, 8.0, -3.0])  # the sum stands at 10, 4, 12, 9
    assert [payback_month(ups_and_downs, cost) for cost in (3.0, 4.0, 5.0, 9.0, 10.0)] == [1, 1, 3, 3, None]
