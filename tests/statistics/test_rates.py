"""The score test of two rates and its inversions, against SciPy, statsmodels, the restricted likelihood, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from analytics.statistics import rates
from analytics.statistics.comparisons import compare, margins
from analytics.statistics.estimates import REASONS, Estimates
from analytics.statistics.methods import Method
from analytics.statistics.results import Reason
from analytics.statistics.samples import Sample
from analytics.statistics.tails import critical
from data.declarations.metrics import Kind

LEVELS = (0.3, 0.05, 2 * norm.sf(4.333), 1e-12, 1e-30)
level = st.sampled_from(LEVELS)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    largest = draw(st.sampled_from((4, 40, 5_000, 2_000_000)))
    nc, nt = draw(st.integers(2, largest)), draw(st.integers(2, largest))
    ends = st.sampled_from((0.0, 1.0))
    share = st.one_of(ends, st.floats(0, 1), st.floats(0, 1e-3))
    return round(draw(share) * nc), nc, round(draw(share) * nt), nt


def rate(table: tuple[int, int, int, int], at: float = 0.05, method: Method | None = None) -> Estimates:
    xc, nc, xt, nt = table
    return compare(Sample.rate(xc, nc), Sample.rate(xt, nt), kind=Kind.RATE, level=at, method=method)


def cells(table: tuple[int, int, int, int]) -> rates.Cells:
    xc, nc, xt, nt = (np.array([[float(each)]]) for each in table)
    return rates.Cells(control=xc, control_users=nc, treatment=xt, treatment_users=nt, weight=np.ones((1, 1)))


@given(tables(), level)
def test_p_and_both_intervals_never_contradict_each_other(table: tuple[int, int, int, int], at: float) -> None:
    found = rate(table, at)
    if REASONS[int(found.reason)] is not None:
        assert REASONS[int(found.reason)] is Reason.NO_VARIATION
        assert np.isnan(found.p_value)
        return
    significant = bool(found.p_value <= at)
    assert (found.difference_low > 0 or found.difference_high < 0) == significant
    assert -1 <= found.difference_low <= found.difference <= found.difference_high <= 1
    if REASONS[int(found.relative_reason)] is None:
        assert (found.relative_low > 0 or found.relative_high < 0) == significant
        room = 1e-12 * (1 + abs(found.relative_lift))
        assert found.relative_low - room <= found.relative_lift <= found.relative_high + room
    else:
        assert table[0] == 0
        assert REASONS[int(found.relative_reason)] is Reason.NO_BASELINE


@given(tables(), level)
def test_an_interval_at_the_level_of_its_own_p_touches_no_effect(table: tuple[int, int, int, int], at: float) -> None:
    p_value = float(rate(table).p_value)
    if not 1e-200 < p_value < 0.999:
        return
    wider, narrower = rate(table, p_value * 0.999), rate(table, p_value * 1.001)
    assert wider.difference_low <= 0 <= wider.difference_high
    assert narrower.difference_low > 0 or narrower.difference_high < 0


@given(tables(), st.integers(2, 50))
def test_more_of_the_same_data_is_more_decisive(table: tuple[int, int, int, int], times: int) -> None:
    once, often = rate(table), rate(tuple(times * each for each in table))  # type: ignore[arg-type]
    if REASONS[int(once.reason)] is not None:
        return
    assert often.p_value <= once.p_value
    assert often.difference_high - often.difference_low <= once.difference_high - once.difference_low
    np.testing.assert_allclose(often.statistic, once.statistic * np.sqrt(times), rtol=1e-9)


@given(tables(), level)
def test_swapping_arms_and_swapping_outcomes_flip_the_sign(table: tuple[int, int, int, int], at: float) -> None:
    xc, nc, xt, nt = table
    own = rate(table, at)
    for other in (rate((xt, nt, xc, nc), at), rate((nc - xc, nc, nt - xt, nt), at)):
        for one, another in (("difference_low", "difference_high"), ("statistic", "statistic")):
            np.testing.assert_allclose(
                getattr(own, one), -getattr(other, another), rtol=1e-9, atol=1e-13, equal_nan=True
            )


@given(tables(), level)
def test_the_relative_interval_ends_where_the_margin_test_reaches_the_critical_value(
    table: tuple[int, int, int, int], at: float
) -> None:
    found = rate(table, at)
    if REASONS[int(found.relative_reason)] is not None or found.relative_low < -1 + 1e-9:
        return
    xc, nc, xt, nt = table
    for end, sign in ((found.relative_low, 1), (found.relative_high, -1)):
        z = margins(Sample.rate(xc, nc), Sample.rate(xt, nt), kind=Kind.RATE, ratio=1 + end)
        np.testing.assert_allclose(z, sign * critical(at), rtol=1e-4)


@given(tables(), level)
def test_the_difference_interval_ends_where_the_score_reaches_the_critical_value(
    table: tuple[int, int, int, int], at: float
) -> None:
    found = rate(table, at)
    if REASONS[int(found.reason)] is not None:
        return
    for end, sign in ((found.difference_low, 1), (found.difference_high, -1)):
        if abs(end) > 1 - 1e-9:
            continue
        control, treatment = rates.restricted(cells(table), np.array([end]))
        error = rates.spread(cells(table), control=control, treatment=treatment)[0]
        gap = float(found.difference - end) - sign * float(critical(at)) * error
        assert gap == pytest.approx(0.0, abs=1e-9 * float(abs(end) + error) + 1e-15)


def test_nobody_against_everybody_has_the_interval_of_the_closed_form() -> None:
    """0 of 5 against 5 of 5: the restricted rates are (1 - d)/2 and (1 + d)/2, so low = (10 - z^2)/(10 + z^2)."""
    found = rate((0, 5, 5, 5))
    z = 1.959963984540054
    assert float(found.difference_low) == pytest.approx((10 - z**2) / (10 + z**2), rel=1e-12)
    assert float(found.difference_high) == 1.0


def test_the_margin_test_without_a_margin_is_the_pooled_z() -> None:
    control, treatment = Sample.rate(235, 2435), Sample.rate(157, 2435)
    z = margins(control, treatment, kind=Kind.RATE, ratio=1.0)
    expected = proportions_ztest([157, 235], [2435, 2435])[0]
    np.testing.assert_allclose(z, expected, rtol=1e-12)


@given(tables(), st.floats(-0.999, 0.999))
def test_restricted_rates_are_the_most_likely_ones_that_far_apart(
    table: tuple[int, int, int, int], apart: float
) -> None:
    control, treatment = (float(each[0, 0]) for each in rates.restricted(cells(table), np.array([apart])))
    xc, nc, xt, nt = table

    def surprise(share: float) -> float:
        pairs = ((xc, nc, share), (xt, nt, share + apart))
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = [
                np.where(x == 0, 0, x * np.log(p)) + np.where(x == n, 0, (n - x) * np.log1p(-p)) for x, n, p in pairs
            ]
        return -float(np.nan_to_num(sum(parts), nan=-np.inf))

    low, high = max(0.0, -apart), min(1.0, 1.0 - apart)
    best = minimize_scalar(surprise, bounds=(low, high), method="bounded", options={"xatol": 1e-12})
    assert low <= control <= high
    assert treatment == pytest.approx(control + apart, abs=1e-12)
    assert surprise(control) <= best.fun + 1e-7 * (1 + abs(best.fun))


def test_miettinen_nurminen_matches_the_corrected_cubic_of_the_data_notes() -> None:
    """Hillstrom Mens visit, shared/data/README.md: [0.069960, 0.083234]: Mee and Miettinen-Nurminen round to it."""
    for method in (None, Method.MEE, Method.SCORE):
        found = rate((2262, 21306, 3894, 21307), method=method)
        np.testing.assert_allclose([found.difference_low, found.difference_high], [0.069960, 0.083234], atol=5e-7)


def test_koopman_and_pooled_z_agree_with_statsmodels_on_random_tables() -> None:
    random = np.random.default_rng(20)
    for _ in range(40):
        nc, nt = random.integers(10, 3000, 2)
        xc, xt = random.integers(1, nc), random.integers(1, nt)
        found = rate((int(xc), int(nc), int(xt), int(nt)))
        z, p_value = proportions_ztest([xt, xc], [nt, nc])
        np.testing.assert_allclose([found.statistic, found.p_value], [z, p_value], rtol=1e-9, atol=1e-300)
        low, high = confint_proportions_2indep(xt, nt, xc, nc, compare="ratio", method="score", correction=False)
        np.testing.assert_allclose([found.relative_low, found.relative_high], [low - 1, high - 1], rtol=1e-5, atol=1e-6)


def test_lopsided_rare_rates_are_covered_by_the_score_intervals_and_not_by_walds() -> None:
    """96:4 with about 2 conversions expected in the small arm; bands hold 99.9 % of simulations at 95 % coverage."""
    random, runs, share = np.random.default_rng(21), 4000, 0.005
    control = Sample.rate(random.binomial(400, share, runs), 400)
    treatment = Sample.rate(random.binomial(9600, share, runs), 9600)
    own = compare(control, treatment, kind=Kind.RATE)
    wald = compare(control, treatment, kind=Kind.RATE, method=Method.WALD)
    band = 3.29 * np.sqrt(0.95 * 0.05 / runs)
    tested = own.reason == 0
    covered = (own.difference_low <= 0) & (own.difference_high >= 0)
    ratio_covered = np.where(own.relative_reason == 0, (own.relative_low <= 0) & (own.relative_high >= 0), covered)
    assert covered[tested].mean() > 0.95 - band
    assert ratio_covered[tested].mean() > 0.95 - band
    assert ((wald.difference_low <= 0) & (wald.difference_high >= 0)).mean() < 0.90


def test_a_look_without_any_level_left_rejects_nothing() -> None:
    found = rate((100, 1000, 300, 1000), 0.0)
    assert (float(found.difference_low), float(found.difference_high)) == (-1.0, 1.0)
    assert REASONS[int(found.relative_reason)] is Reason.UNBOUNDED


@pytest.mark.parametrize("kind", [Kind.RATE, Kind.MEAN])
def test_without_a_level_only_the_tests_are_made(kind: Kind) -> None:
    control, treatment = Sample.rate(100, 1000), Sample.rate(300, 1000)
    tests, whole = (compare(control, treatment, kind=kind, level=at) for at in (None, 0.05))
    for name in ("p_value", "statistic", "standard_error", "difference", "relative_lift"):
        assert float(getattr(tests, name)) == float(getattr(whole, name))
    assert np.isnan(tests.difference_low)
    assert np.isnan(tests.relative_high)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ((0, 0, 1, 5), Reason.NO_USERS),
        ((0, 1, 1, 5), Reason.TOO_FEW_USERS),
        ((0, 9, 0, 5), Reason.NO_VARIATION),
        ((9, 9, 5, 5), Reason.NO_VARIATION),
    ],
)
def test_what_cannot_be_compared_says_why(table: tuple[int, int, int, int], reason: Reason) -> None:
    found = rate(table)
    assert REASONS[int(found.reason)] is reason
    assert REASONS[int(found.relative_reason)] is reason
    assert np.isnan(found.difference)


def test_a_whole_series_of_days_segments_and_arms_is_one_call() -> None:
    random = np.random.default_rng(22)
    control = Sample.rate(random.binomial(900, 0.1, (28, 20, 1)), 900)
    treatment = Sample.rate(random.binomial(800, 0.12, (28, 20, 3)), 800)
    days = np.linspace(1e-10, 0.03, 28)[:, None, None]
    found = compare(control, treatment, kind=Kind.RATE, level=days)
    assert found.p_value.shape == (28, 20, 3)
    one = compare(
        Sample.rate(control.conversions[9, 4, 0], 900), Sample.rate(treatment.conversions[9, 4, 2], 800),
        kind=Kind.RATE, level=float(days[9, 0, 0]),
    )  # fmt: skip
    assert float(one.relative_high) == pytest.approx(float(found.relative_high[9, 4, 2]), rel=1e-12)
