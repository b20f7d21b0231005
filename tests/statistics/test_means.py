"""Means, counts and ratios against SciPy and tea-tasting on raw rows, and their laws."""

import numpy as np
import pytest
import tea_tasting as tt
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import skew, ttest_ind

from analytics.statistics.comparisons import compare, margins, one_sided
from analytics.statistics.estimates import REASONS, Estimates, scalar
from analytics.statistics.methods import Method
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import student_critical
from data.declarations.metrics import Kind

values = st.lists(st.integers(-1000, 1000).map(float), min_size=3, max_size=30)
level = st.sampled_from((0.3, 0.05, 1.5e-5, 1e-12))


def mean(control: list[float] | np.ndarray, treatment: list[float] | np.ndarray, at: float = 0.05) -> Estimates:
    return compare(Sample.of(np.array(control)), Sample.of(np.array(treatment)), kind=Kind.MEAN, level=at)


def test_welch_agrees_with_scipy_on_raw_rows() -> None:
    random = np.random.default_rng(30)
    for _ in range(30):
        control, treatment = random.lognormal(3, 1, random.integers(20, 400)), random.lognormal(3.1, 1, 200)
        found = compare(Sample.of(control), Sample.of(treatment), kind=Kind.MEAN, method=Method.WELCH)
        expected = ttest_ind(treatment, control, equal_var=False)
        interval = expected.confidence_interval()
        np.testing.assert_allclose(
            [found.p_value, found.difference_low, found.difference_high],
            [expected.pvalue, interval.low, interval.high], rtol=1e-10,
        )  # fmt: skip
        np.testing.assert_allclose(
            one_sided(found.statistic) * 2,
            expected.pvalue if expected.statistic > 0 else 2 - expected.pvalue,
            rtol=1e-9,
        )


def test_ratios_agree_with_tea_tasting_on_raw_rows() -> None:
    data = tt.make_users_data(rng=31, n_users=3000, return_type="pandas")
    arms = [data[data["variant"] == variant] for variant in (0, 1)]
    control, treatment = (Sample.of(arm["orders"].to_numpy(float), arm["sessions"].to_numpy(float)) for arm in arms)
    found = compare(control, treatment, kind=Kind.RATIO)
    metric = tt.Experiment(share=tt.RatioOfMeans("orders", "sessions")).analyze(data)["share"]
    np.testing.assert_allclose(
        [found.difference, found.difference_low, found.difference_high, found.p_value],
        [metric.effect_size, metric.effect_size_ci_lower, metric.effect_size_ci_upper, metric.pvalue],
        rtol=1e-9,
    )


@given(values, values, level)
def test_p_difference_and_relative_interval_never_contradict(
    control: list[float], treatment: list[float], at: float
) -> None:
    found = mean(control, treatment, at)
    if REASONS[int(found.reason)] is not None:
        return
    significant = bool(found.p_value <= at)
    assert (found.difference_low > 0 or found.difference_high < 0) == significant
    if REASONS[int(found.relative_reason)] is None:
        assert (found.relative_low > 0 or found.relative_high < 0) == significant
        assert found.relative_low <= found.relative_lift + 1e-9
        assert found.relative_high >= found.relative_lift - 1e-9


@given(values, values, st.integers(-500, 500), st.sampled_from((0.01, 3.0, 1000.0)))
def test_shifting_leaves_the_difference_scaling_scales_it_and_swapping_flips_it(
    control: list[float], treatment: list[float], shift: int, factor: float
) -> None:
    own = mean(control, treatment)
    if REASONS[int(own.reason)] is not None:
        return
    before, after = np.array(control), np.array(treatment)
    shifted, scaled, swapped = (
        mean(before + shift, after + shift),
        mean(before * factor, after * factor),
        mean(after, before),
    )
    np.testing.assert_allclose(shifted.difference_low, own.difference_low, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(shifted.p_value, own.p_value, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(scaled.difference_high, own.difference_high * factor, rtol=1e-7, atol=1e-7 * factor)
    np.testing.assert_allclose(scaled.relative_lift, own.relative_lift, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(swapped.difference_low, -own.difference_high, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(swapped.statistic, -own.statistic, rtol=1e-7, atol=1e-7)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=2, max_size=40), st.integers(1, 39))
def test_halves_merged_are_the_whole(rows: list[tuple[int, int]], cut: int) -> None:
    numerator, denominator = np.array(rows, dtype=float).T
    cut = min(cut, len(rows) - 1)
    whole = Sample.of(numerator, denominator)
    halves = Sample.of(numerator[:cut], denominator[:cut]).merge(Sample.of(numerator[cut:], denominator[cut:]))
    for name in NAMES:
        np.testing.assert_allclose(getattr(halves, name), getattr(whole, name), rtol=1e-9, atol=1e-7)


def test_pooling_periods_is_reading_all_rows_at_once() -> None:
    random = np.random.default_rng(32)
    rows = random.gamma(1, 9, (5, 40))
    pooled, whole = Sample.of(rows).pool(axis=0), Sample.of(rows.ravel())
    for name in NAMES:
        np.testing.assert_allclose(getattr(pooled, name), getattr(whole, name), rtol=1e-10)


def test_fieller_ends_where_the_margin_test_reaches_the_critical_value() -> None:
    random = np.random.default_rng(33)
    control, treatment = Sample.of(random.normal(10, 3, 90)), Sample.of(random.normal(11, 4, 120))
    found = compare(control, treatment, kind=Kind.MEAN, level=0.01)
    for end, sign in ((found.relative_low, 1), (found.relative_high, -1)):
        z = margins(control, treatment, kind=Kind.MEAN, ratio=1 + end)
        np.testing.assert_allclose(one_sided(sign * z), 0.005, rtol=1e-9)


def test_a_negative_baseline_keeps_the_sign_of_the_difference() -> None:
    found = mean([-10.0, -11.0, -9.0, -10.5], [-8.0, -8.5, -7.5, -8.1])
    assert found.difference > 0
    assert 0 < found.relative_low < found.relative_lift < found.relative_high
    worse = margins(
        Sample.of(np.array([-10.0, -11.0, -9.0])), Sample.of(np.array([-12.0, -13.0, -11.5])), kind=Kind.MEAN, ratio=0.9
    )
    assert worse < 0


def test_a_control_that_may_be_zero_leaves_the_absolute_difference_only() -> None:
    found = mean([-1.0, 1.0, 0.5, -0.4], [2.0, 3.0, 2.5, 2.2])
    assert REASONS[int(found.relative_reason)] is Reason.UNBOUNDED
    record = scalar(found, coverage=0.95, nominal_level=0.05)
    assert isinstance(record, Comparison)
    assert record.relative_lift == Untestable(reason=Reason.UNBOUNDED)
    assert isinstance(record.difference_interval, Interval)
    nothing = mean([-1.0, 1.0, 0.0], [2.0, 3.0, 2.5])
    assert REASONS[int(nothing.relative_reason)] is Reason.NO_BASELINE


def test_equal_users_in_both_arms_cannot_be_compared() -> None:
    record = scalar(mean([5.0, 5.0], [5.0, 5.0]), coverage=0.95, nominal_level=0.05)
    assert record == Untestable(reason=Reason.NO_VARIATION)


def test_far_from_equal_allocation_takes_the_larger_standard_error_with_welchs_degrees_of_freedom() -> None:
    small, large = Sample.build(50, 10.0, variance=1.0), Sample.build(950, 10.5, variance=100.0)
    guarded = compare(small, large, kind=Kind.MEAN)
    welch = compare(small, large, kind=Kind.MEAN, method=Method.WELCH)
    student = compare(small, large, kind=Kind.MEAN, method=Method.STUDENT)
    assert float(guarded.standard_error) == pytest.approx(float(student.standard_error), rel=1e-12)
    assert guarded.standard_error > welch.standard_error
    equal = compare(Sample.build(500, 10.0, variance=1.0), Sample.build(500, 10.5, variance=100.0), kind=Kind.MEAN)
    assert float(equal.standard_error) == pytest.approx(np.sqrt(101 / 500), rel=1e-12)


def test_skewed_revenue_at_95_to_5_raises_few_false_alarms() -> None:
    """Design page 3: Welch alone gives about 20 % at this skew, the guard about 6 %; bands hold 99.9 % of runs."""
    random, runs = np.random.default_rng(34), 3000
    buyers = random.random((runs, 2000)) < 0.02
    revenue = buyers * random.lognormal(3, 1.2, (runs, 2000))
    control, treatment = Sample.of(revenue[:, :100]), Sample.of(revenue[:, 100:])
    guarded = compare(control, treatment, kind=Kind.MEAN)
    welch = compare(control, treatment, kind=Kind.MEAN, method=Method.WELCH)
    assert (guarded.p_value <= 0.05).mean() < 0.08
    assert (welch.p_value <= 0.05).mean() > 0.12


def test_kappa_is_the_skewness_of_the_difference() -> None:
    random = np.random.default_rng(35)
    control, treatment = random.exponential(1, 50), random.exponential(1, 400)
    found = mean(control, treatment)
    third = skew(treatment) * treatment.std() ** 3 / 400**2 - skew(control) * control.std() ** 3 / 50**2
    np.testing.assert_allclose(found.skewness, third / found.standard_error**3, rtol=1e-10)


def test_a_ratio_without_a_reliable_denominator_cannot_be_compared() -> None:
    random = np.random.default_rng(36)
    orders = np.zeros(500)
    orders[:3] = 1
    control, treatment = (
        Sample.of(orders * 20, orders),
        Sample.of(random.poisson(1, 500) * 20.0, random.poisson(1, 500)),
    )
    found = compare(control, treatment, kind=Kind.RATIO)
    assert REASONS[int(found.reason)] is Reason.NO_DENOMINATOR


def test_student_tails_follow_the_looks_own_level() -> None:
    """In sequential mode the t critical value has the normal boundary's tail: 2 * sf(4.333) = 1.47e-5."""
    found = mean([1.0, 2.0, 4.0, 3.0, 2.5], [3.0, 4.5, 5.0, 4.0, 3.9], at=1.47e-5)
    arms = compare(
        Sample.of(np.array([1.0, 2.0, 4.0, 3.0, 2.5])), Sample.of(np.array([3.0, 4.5, 5.0, 4.0, 3.9])),
        kind=Kind.MEAN, method=Method.WELCH,
    )  # fmt: skip
    reach = (found.difference_high - found.difference_low) / 2 / arms.standard_error
    degrees = ttest_ind([3.0, 4.5, 5.0, 4.0, 3.9], [1.0, 2.0, 4.0, 3.0, 2.5], equal_var=False).df
    np.testing.assert_allclose(reach, student_critical(1.47e-5, degrees), rtol=1e-9)


def test_a_method_that_does_not_apply_is_refused() -> None:
    with pytest.raises(ValueError, match="newcombe does not apply"):
        compare(Sample.of(np.arange(5.0)), Sample.of(np.arange(6.0)), kind=Kind.MEAN, method=Method.NEWCOMBE)
