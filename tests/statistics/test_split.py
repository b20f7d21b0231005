"""The split check: against SciPy, the sequential definition of its e-value, and simulated splits."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics import split

Array = NDArray[np.float64]

FAIR = np.array([[0.5, 0.5]])


def test_the_evidence_is_the_product_of_one_step_predictions() -> None:
    # Second road: user by user, predictive probability of the Dirichlet over the declared share (Lindon & Malek 2022).
    generator = np.random.default_rng(2)
    shares = np.array([0.2, 0.3, 0.5])
    arrivals = generator.choice(3, size=400, p=[0.3, 0.3, 0.4])
    belief, log_e = 50.0 * shares, 0.0
    for arm in arrivals:
        log_e += np.log(belief[arm] / belief.sum()) - np.log(shares[arm])
        belief[arm] += 1.0
    counts = np.bincount(arrivals, minlength=3)
    assert split.log_evidence([counts], [shares * 7], prior=50.0) == pytest.approx(log_e, rel=1e-9)


def test_evidence_agrees_with_scipy_s_dirichlet_multinomial() -> None:
    counts, shares = np.array([700, 300]), np.array([0.6, 0.4])
    expected = stats.dirichlet_multinomial.logpmf(counts, 1000 * shares, 1000) - stats.multinomial.logpmf(
        counts, 1000, shares
    )
    assert split.log_evidence([counts], [shares]) == pytest.approx(expected, rel=1e-9)


def test_periods_are_tested_against_their_own_weights() -> None:
    # 90:10, then 50:50: as declared it is a fair split, pooled it is none.
    weights = np.array([[0.9, 0.1], [0.5, 0.5]])
    users = np.array([[9000, 1000], [20000, 20000]])
    assert split.log_evidence(users, weights) < 0.0
    assert split.log_evidence(users.sum(axis=0)[np.newaxis], FAIR) > split.limit(1000.0)
    apart = sum(split.log_evidence(users[[k]], weights[[k]]) for k in range(2))
    assert split.log_evidence(users, weights) == pytest.approx(apart, rel=1e-12)
    assert split.chi_squared(users, weights) == pytest.approx(1.0)


def test_a_fair_split_hardly_ever_blocks_on_any_day() -> None:
    # design/3-statistics.md: block on any day <= 0.21 % under a fair split at 10,000 runs.
    generator = np.random.default_rng(7)
    daily = generator.binomial(1800, 0.5, size=(28, 10_000))
    first = np.cumsum(daily, axis=0)
    total = np.arange(1, 29)[:, np.newaxis] * 1800
    users = np.stack([first, total - first], axis=-1)[:, :, np.newaxis, :]
    worst = split.peak(split.log_evidence(users, FAIR))[-1]
    assert (worst > split.limit(1000.0)).mean() <= 0.0021


def test_a_split_of_48_to_52_is_found_with_50_000_users() -> None:
    generator = np.random.default_rng(8)
    daily = generator.binomial(50_000 // 28, 0.48, size=(28, 2000))
    first = np.cumsum(daily, axis=0)
    total = np.arange(1, 29)[:, np.newaxis] * (50_000 // 28)
    users = np.stack([first, total - first], axis=-1)[:, :, np.newaxis, :]
    assert (split.peak(split.log_evidence(users, FAIR))[-1] > split.limit(1000.0)).mean() >= 0.99


def test_the_anytime_p_value_never_rises_and_starts_at_one() -> None:
    log_e = np.array([-0.5, 0.3, -1.0, 7.5, 2.0])
    found = split.anytime_p(log_e)
    np.testing.assert_allclose(found, np.exp([0.0, -0.3, -0.3, -7.5, -7.5]))


def test_attributes_need_more_evidence_for_each_of_their_values() -> None:
    assert split.limit(1000.0, levels=8) == pytest.approx(np.log(8000.0))


def test_segments_are_checked_in_one_call() -> None:
    users = np.random.default_rng(3).integers(0, 50, size=(6, 4, 2, 3)).cumsum(axis=0)
    weights = np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 1.0]])
    together = split.log_evidence(users, weights)
    assert together.shape == (6, 4)
    assert together[5, 2] == pytest.approx(float(split.log_evidence(users[5, 2], weights)), rel=1e-12)


def test_chi_squared_agrees_with_scipy() -> None:
    expected = stats.chisquare([513, 470, 1010], np.array([0.25, 0.25, 0.5]) * 1993).pvalue
    assert split.chi_squared([[513, 470, 1010]], [[1, 1, 2]]) == pytest.approx(expected, rel=1e-10)


def test_each_day_is_tested_on_its_new_users_alone() -> None:
    new = np.array([[500, 500], [520, 480], [800, 500], [3, 1], [0, 0]])
    found = split.by_day(np.cumsum(new, axis=0)[:, np.newaxis, :], FAIR)
    expected = [stats.chisquare(row).pvalue for row in new[:3]]
    np.testing.assert_allclose(found[:3], expected, rtol=1e-10)
    assert found[3:].tolist() == [1.0, 1.0], "too few users, and none"


def test_no_users_say_nothing() -> None:
    assert split.log_evidence([[0, 0]], FAIR) == 0.0
    assert split.chi_squared([[0, 0]], FAIR) == 1.0


def test_a_variant_of_weight_zero_is_left_out() -> None:
    assert split.chi_squared([[1000, 1200, 900]], [[1, 1, 0]]) == pytest.approx(2.0079e-05, rel=1e-4)
    expected = split.log_evidence([[1000, 1200]], FAIR)
    assert split.log_evidence([[1000, 1200, 900]], [[1, 1, 0]]) == pytest.approx(float(expected), rel=1e-12)


def test_weights_must_fit_the_counts() -> None:
    with pytest.raises(ValueError, match="periods, variants"):
        split.log_evidence([[1, 2, 3]], FAIR)
    with pytest.raises(ValueError, match="negative"):
        split.chi_squared([[1, 2]], [[1.0, -1.0]])


def test_two_small_arms_have_an_exact_test() -> None:
    assert split.two_arms((9, 1), (1.0, 1.0)) == pytest.approx(stats.binomtest(9, 10, 0.5).pvalue)
    assert split.two_arms_corrected((0, 0), (1.0, 1.0)) == 1.0
