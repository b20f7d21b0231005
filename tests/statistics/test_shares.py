"""Exact shares against scipy's own binomial interval and statsmodels' tests."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint, proportions_chisquare

from analytics.statistics.shares import differ, exact_interval


@pytest.mark.parametrize(("found", "users"), [(0, 10), (1, 7), (37, 412), (999, 1000), (8, 8)])
def test_the_interval_is_that_of_scipy_and_of_statsmodels(found: int, users: int) -> None:
    interval = exact_interval(found, users, level=0.95)
    scipys = stats.binomtest(found, users).proportion_ci(0.95, method="exact")
    assert (interval.low, interval.high) == pytest.approx((scipys.low, scipys.high), abs=1e-12)
    assert (interval.low, interval.high) == pytest.approx(proportion_confint(found, users, method="beta"), abs=1e-9)


def test_without_users_nothing_is_known_of_a_share() -> None:
    interval = exact_interval(0, 0, level=0.95)
    assert (interval.low, interval.high) == (0.0, 1.0)


def test_two_groups_are_compared_exactly_and_more_by_chi_squared() -> None:
    assert differ([3, 12], [100, 110]) == pytest.approx(stats.fisher_exact([[3, 97], [12, 98]]).pvalue)
    expected = proportions_chisquare(np.array([30, 45, 20]), np.array([500, 520, 480]))[1]
    assert differ([30, 45, 20], [500, 520, 480]) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("found", "users", "p"), [([0, 0], [5, 6], 1.0), ([5, 6], [5, 6], 1.0), ([1], [9], None)])
def test_without_contrast_no_difference_is_claimed(found: list[int], users: list[int], p: float | None) -> None:
    assert differ(found, users) == p
