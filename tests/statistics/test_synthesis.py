"""Syntheses against R (metafor, meta), published tables, statsmodels and a root found by hand; and what they cover."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import optimize, stats
from statsmodels.stats.meta_analysis import combine_effects

from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.synthesis import Heterogeneity, Spread, Synthesis, pooled, synthesize
from tests.calibration.bands import band

Array = NDArray[np.float64]

PM, DL = Spread.PAULE_MANDEL, Spread.DERSIMONIAN_LAIRD
TOO_FEW = Untestable(reason=Reason.TOO_FEW)
TESTS = some.lists(some.tuples(some.floats(-1, 1), some.floats(0.02, 0.5)), min_size=3, max_size=9)


def together(estimate: Array, error: Array, spread: Spread = PM) -> tuple[Synthesis, Heterogeneity, Interval]:
    found = synthesize(estimate, error, spread=spread)
    assert isinstance(found, Synthesis)
    assert isinstance(found.heterogeneity, Heterogeneity)
    assert isinstance(found.prediction, Interval)
    return found, found.heterogeneity, found.prediction


def odds_ratios(treated: list[int], of: list[int], control: list[int], of_control: list[int]) -> tuple[Array, Array]:
    """Give the logarithms of odds ratios and their standard errors, as both R packages do."""
    a, c = np.array(treated, dtype=float), np.array(control, dtype=float)
    b, d = np.array(of) - a, np.array(of_control) - c
    return np.log(a * d / (b * c)), np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)


# Kacker, R. N. (2004), Metrologia 41, 132-136. Figures: R metafor `rma(y, v, control=list(tol=1e-9))`, as printed in
# statsmodels 0.15, stats/tests/results/results_meta.py (`exk1_metafor`, `exk1_dl_hksj`).
KACKER = np.array([61.0, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9])
KACKER_ERROR = np.sqrt([0.2025, 1.21, 0.09, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225])


def test_paule_and_mandels_synthesis_is_metafors() -> None:
    found, apart, _ = together(KACKER, KACKER_ERROR)
    assert sqrt(apart.between) == pytest.approx(0.8399, abs=6e-5)  # Kacker (2004), table 1, first row
    assert apart.between == pytest.approx(0.705395309224248, rel=1e-9)
    assert found.mean == pytest.approx(62.4076199113286, rel=1e-12)
    assert found.standard_error == pytest.approx(0.338030602684471, rel=1e-9)
    assert apart.share == pytest.approx(0.837218626490482, rel=1e-9)
    assert apart.statistic == pytest.approx(24.801897741835, rel=1e-9)
    assert apart.p_value == pytest.approx(0.00167935146372742, rel=1e-9)


def test_dersimonian_and_lairds_synthesis_with_hartung_and_knapps_interval_is_metafors() -> None:
    found, apart, _ = together(KACKER, KACKER_ERROR, DL)
    assert apart.between == pytest.approx(0.288049246973751, rel=1e-9)
    assert apart.share == pytest.approx(0.67744403741711, rel=1e-9)
    assert found.mean == pytest.approx(62.3901386044504, rel=1e-12)
    assert found.standard_error == pytest.approx(0.29477605699879, rel=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((61.710383798052, 63.0698934108488), rel=1e-10)


def test_the_prediction_interval_is_that_of_the_r_package_meta() -> None:
    # R meta `metabin(..., sm="OR", method="Inverse", method.tau="DL", hakn=TRUE)` on Fine (1993), as printed in
    # statsmodels 0.15, stats/tests/results/results_meta.py (`results_or_dl_hk`); seventeen trials, 15 degrees.
    effects = odds_ratios(
        [18, 22, 21, 14, 42, 80, 13, 37, 23, 19, 106, 170, 34, 18, 13, 12, 42],
        [19, 34, 72, 22, 70, 183, 26, 61, 36, 45, 246, 386, 59, 45, 14, 26, 74],
        [12, 12, 15, 5, 13, 33, 18, 30, 12, 14, 76, 46, 17, 3, 14, 10, 40],
        [22, 35, 68, 20, 32, 94, 50, 55, 25, 35, 208, 141, 32, 15, 18, 19, 75],
    )
    found, apart, ahead = together(*effects, DL)
    assert apart.between == pytest.approx(0.0016783981912744, rel=1e-9)
    assert (apart.statistic, apart.p_value) == pytest.approx((16.181374262823, 0.440375456698129), rel=1e-10)
    assert (found.mean, found.standard_error) == pytest.approx((0.429520368698268, 0.0915952752397692), rel=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.235347059333852, 0.623693678062684), rel=1e-9)
    assert (ahead.low, ahead.high) == pytest.approx((0.215650965184522, 0.643389772212014), rel=1e-9)


@pytest.mark.parametrize(
    ("spread", "tau", "mean", "error"), [(PM, 0.3681, -0.3811, 0.206), (DL, 0.2323, -0.324, 0.154)]
)
def test_the_trials_of_aspirin_give_the_published_table(spread: Spread, tau: float, mean: float, error: float) -> None:
    # DerSimonian, R. and Kacker, R. (2007), Contemporary Clinical Trials 28, 105-114, tables 3 and 4 (CLASP), as
    # checked by metafor, tests/testthat/test_analysis_example_dersimonian2007.r. Their error is the plain one.
    effects = odds_ratios(
        [5, 5, 12, 69, 9, 313],
        [156, 303, 565, 1570, 103, 4659],
        [8, 17, 9, 94, 11, 352],
        [74, 303, 477, 1565, 105, 4650],
    )
    found, apart, _ = together(*effects, spread)
    assert sqrt(apart.between) == pytest.approx(tau, abs=5e-5)
    assert found.mean == pytest.approx(mean, abs=5e-5)
    assert 1 / sqrt((1 / (effects[1] ** 2 + apart.between)).sum()) == pytest.approx(error, abs=5e-5)


def test_two_tests_have_the_published_mean_and_students_wide_interval() -> None:
    # Cross Validated, question 10375: metafor prints -0.1095, se 0.0335, Q = 0.7174 (p = 0.3970) of these two.
    found = synthesize(np.log([0.85, 0.91]), [0.071, 0.038])
    assert isinstance(found, Synthesis)
    assert isinstance(found.heterogeneity, Heterogeneity)
    assert (found.mean, found.standard_error) == pytest.approx((-0.1095, 0.0335), abs=5e-5)
    assert (found.heterogeneity.statistic, found.heterogeneity.p_value) == pytest.approx((0.7174, 0.397), abs=5e-5)
    assert found.interval.high - found.mean == pytest.approx(stats.t.isf(0.025, 1) * found.standard_error)
    assert found.prediction == TOO_FEW


def test_effects_that_agree_too_well_do_not_narrow_the_interval() -> None:
    # Cross Validated, question 490889: three trials whose risk ratios agree. metafor prints the mean 0.9078 with the
    # plain error 0.8401, and 0.1431 of Hartung and Knapp without the rule that q counts as at least 1.
    treated, control, users = np.array([1.5, 2, 1.5]), np.array([0.5, 1, 0.5]), np.array([11001.0, 6000, 20001])
    estimate, error = np.log(treated / control), np.sqrt(1 / treated + 1 / control - 2 / users)
    found, apart, _ = together(estimate, error)
    assert apart.between == 0.0
    assert (found.mean, found.standard_error) == pytest.approx((0.9078, 0.8401), abs=5e-5)
    narrow = sqrt(apart.statistic / 2) * found.standard_error
    assert narrow == pytest.approx(0.1431, abs=5e-5)
    assert found.interval.high - found.mean == pytest.approx(stats.t.isf(0.025, 2) * found.standard_error)


@settings(max_examples=80, deadline=None)
@given(tests=TESTS)
def test_both_estimates_of_the_spread_are_those_of_statsmodels(tests: list[tuple[float, float]]) -> None:
    estimate, error = (np.array(each) for each in zip(*tests, strict=True))
    with np.errstate(all="ignore"):  # its own warnings, of quantities that are not read here
        moments = combine_effects(estimate, error**2, method_re="dl", use_t=True)
        iterated = combine_effects(estimate, error**2, method_re="iterated", use_t=True, atol=1e-8, maxiter=500)
    assume(moments.q > len(tests) - 1 + 1e-6)  # where chance explains all, theirs may be negative
    for spread, theirs in ((PM, iterated), (DL, moments)):
        if theirs.tau2 == 0:
            continue  # their iteration gives up where a step goes too far; the root below is found by another road
        found, apart, _ = together(estimate, error, spread)
        assert apart.between == pytest.approx(theirs.tau2, rel=1e-6, abs=1e-7)
        assert found.mean == pytest.approx(theirs.mean_effect_re, rel=1e-5, abs=1e-6)
        scale = max(theirs.scale_hksj_re, 1.0)
        half = stats.t.isf(0.025, len(tests) - 1) * theirs.sd_eff_w_re * sqrt(scale)
        assert found.interval.high - found.mean == pytest.approx(half, rel=1e-5)


@settings(max_examples=80, deadline=None)
@given(tests=TESTS)
def test_the_spread_holds_the_weighted_sum_at_its_expectation(tests: list[tuple[float, float]]) -> None:
    # Second road: loops over tests and Brent's root.
    def excess(between: float) -> float:
        weights = [1 / (error**2 + between) for _, error in tests]
        mean = sum(w * value for w, (value, _) in zip(weights, tests, strict=True)) / sum(weights)
        return sum(w * (value - mean) ** 2 for w, (value, _) in zip(weights, tests, strict=True)) - len(tests) + 1

    estimate, error = (np.array(each) for each in zip(*tests, strict=True))
    found, apart, ahead = together(estimate, error)
    expected = 0.0 if excess(0.0) <= 0 else float(optimize.brentq(excess, 0.0, 10.0, xtol=1e-15, rtol=1e-13))
    assert apart.between == pytest.approx(expected, rel=1e-9, abs=1e-12)
    weights = [1 / (error**2 + expected) for _, error in tests]
    assert found.standard_error == pytest.approx(1 / sqrt(sum(weights)), rel=1e-9)
    reach = stats.t.isf(0.025, len(tests) - 2) * sqrt(expected + 1 / sum(weights))
    assert (ahead.low, ahead.high) == pytest.approx((found.mean - reach, found.mean + reach), rel=1e-8, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tests=TESTS, spread=some.sampled_from(Spread), factor=some.floats(0.01, 100), shift=some.floats(-2, 2))
def test_units_and_order_do_not_matter_and_mirrored_effects_mirror_the_mean(
    tests: list[tuple[float, float]], spread: Spread, factor: float, shift: float
) -> None:
    estimate, error = (np.array(each) for each in zip(*tests, strict=True))
    found, apart, ahead = together(estimate, error, spread)
    moved, moved_apart, moved_ahead = together(shift - factor * estimate[::-1], factor * error[::-1], spread)
    assert moved.mean == pytest.approx(shift - factor * found.mean, rel=1e-7, abs=1e-7)
    assert moved.interval.low == pytest.approx(shift - factor * found.interval.high, rel=1e-6, abs=1e-6)
    assert moved_ahead.high == pytest.approx(shift - factor * ahead.low, rel=1e-6, abs=1e-6)
    assert moved_apart.share == pytest.approx(apart.share, rel=1e-5, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(tests=TESTS, spread=some.sampled_from(Spread))
def test_no_interval_is_narrower_than_the_normal_one_and_none_predicts_more_closely_than_it_knows(
    tests: list[tuple[float, float]], spread: Spread
) -> None:
    estimate, error = (np.array(each) for each in zip(*tests, strict=True))
    found, apart, ahead = together(estimate, error, spread)
    plain = 1 / sqrt((1 / (error**2 + apart.between)).sum())
    half = found.interval.high - found.mean
    assert half >= stats.norm.isf(0.025) * plain - 1e-12
    assert ahead.high - found.mean >= half - 1e-12
    assert 0.0 <= apart.share < 1.0


def test_a_single_test_stands_for_itself() -> None:
    found = synthesize([0.04], [0.01])
    assert isinstance(found, Synthesis)
    assert (found.tests, found.mean, found.standard_error) == pytest.approx((1, 0.04, 0.01))
    assert (found.interval.low, found.interval.high) == pytest.approx(stats.norm.interval(0.95, 0.04, 0.01))
    assert found.prediction == found.heterogeneity == TOO_FEW


def test_without_tests_nothing_is_said() -> None:
    assert synthesize([], []) == TOO_FEW
    assert synthesize([np.nan], [0.1]) == TOO_FEW


@pytest.mark.parametrize("error", [0.0, -0.1])
def test_a_standard_error_that_is_none_is_refused(error: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        synthesize([0.1, 0.2], [0.1, error])


def test_many_syntheses_at_once_are_each_what_it_is_alone() -> None:
    random = np.random.default_rng(4)
    estimate, error = random.normal(0, 0.2, (2, 3, 5)), random.uniform(0.05, 0.2, (2, 3, 5))
    estimate[0, 1, 2:], estimate[1, 2] = np.nan, np.nan
    found = pooled(estimate, error)
    for place in np.ndindex(2, 3):
        alone = synthesize(estimate[place], error[place])
        assert found.tests[place] == (0 if isinstance(alone, Untestable) else alone.tests)
        if isinstance(alone, Synthesis):
            assert found.low[place] == pytest.approx(alone.interval.low, rel=1e-12)
        assert np.isnan(found.between[place]) == (found.tests[place] < 2)
        assert np.isnan(found.prediction_low[place]) == (found.tests[place] < 3)


def simulated(tests: int, tau: float, spread: Spread) -> tuple[float, float]:
    """Give how often the mean's 95 % and the 80 % prediction interval hold; errors differ fourfold around 1."""
    random = np.random.default_rng(100 * tests + int(10 * tau))
    error = np.exp(random.uniform(-log(2), log(2), (RUNS, tests)))
    estimate = random.normal(0.0, 1.0, error.shape) * tau + random.normal(0.0, error)
    ahead = random.normal(0.0, 1.0, RUNS) * tau
    found = pooled(estimate, error, prediction_level=0.8, spread=spread)
    mean = (found.low <= 0.0) & (found.high >= 0.0)
    return float(mean.mean()), float(((found.prediction_low <= ahead) & (ahead <= found.prediction_high)).mean())


RUNS = 4000


@pytest.mark.parametrize("spread", list(Spread))
@pytest.mark.parametrize("tests", [5, 10])
@pytest.mark.parametrize("tau", [0.0, 0.5, 1.0, 2.0])
def test_the_interval_of_the_mean_covers_what_it_says(tests: int, tau: float, spread: Spread) -> None:
    covered, predicted = simulated(tests, tau, spread)
    lowest, highest = band(0.95, RUNS)
    assert covered >= lowest
    assert covered <= (highest if tau == 2.0 else 1.0)  # where effects hardly differ it is wider than it had to be
    assert predicted >= 0.7  # tau squared counts as known: 73 to 93 % of 80 % promised, and never much less
