"""Periods of changed allocation: stratified tests stay honest where pooled ones do not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import comparisons, strata
from analytics.statistics.estimates import REASONS
from analytics.statistics.methods import Method
from analytics.statistics.results import Reason
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import critical
from data.declarations.metrics import Kind

RUNS = 4000
BAND = 3.29 * np.sqrt(0.05 * 0.95 / RUNS)  # 99.9 % of simulations of a true 5 %
SPLITS = ((9000, 1000), (5000, 5000))  # control and treatment users per period
kinds = pytest.mark.parametrize("kind", [Kind.RATE, Kind.MEAN])


def ramp(lift: float, kind: Kind) -> tuple[Sample, Sample]:
    """Simulate a ramp-up from 10:90 to 50:50 while the baseline falls from 12 % to 8 %; shape (runs, periods)."""
    random = np.random.default_rng(40)
    arms = []
    for arm in (0, 1):
        users = np.array([split[arm] for split in SPLITS])
        shares = np.array([0.12, 0.08]) * (1 + arm * lift)
        found = random.binomial(users, shares, (RUNS, 2))
        rate = Sample.rate(found, users)
        arms.append(rate if kind is Kind.RATE else Sample.build(users, 20 * rate.mean, variance=400 * rate.variance))
    return arms[0], arms[1]


@kinds
def test_a_ramp_up_raises_no_false_alarms_where_pooling_always_does(kind: Kind) -> None:
    control, treatment = ramp(0.0, kind)
    honest = strata.compare(control, treatment, axis=1, kind=kind)
    pooled = comparisons.compare(control.pool(axis=1), treatment.pool(axis=1), kind=kind)
    assert abs((honest.p_value <= 0.05).mean() - 0.05) < BAND
    assert (pooled.p_value <= 0.05).mean() > 0.95


@kinds
def test_a_true_lift_is_estimated_and_covered_after_a_ramp_up(kind: Kind) -> None:
    control, treatment = ramp(0.1, kind)
    found = strata.compare(control, treatment, axis=1, kind=kind)
    true = 0.01 * (20 if kind is Kind.MEAN else 1)
    error = found.difference.std() / np.sqrt(RUNS)
    assert abs(found.difference.mean() - true) < 3.29 * error
    assert abs(((found.difference_low <= true) & (true <= found.difference_high)).mean() - 0.95) < BAND
    assert abs(((found.relative_low <= 0.1) & (found.relative_high >= 0.1)).mean() - 0.95) < BAND


@given(
    st.lists(st.tuples(*([st.integers(2, 400), st.floats(0, 1)] * 2)), min_size=2, max_size=4),
    st.sampled_from((0.3, 0.05, 1e-6, 1e-12)),
)
def test_p_and_intervals_over_periods_never_contradict(
    periods: list[tuple[int, float, int, float]], level: float
) -> None:
    nc, pc, nt, pt = (np.array(column) for column in zip(*periods, strict=True))
    control, treatment = Sample.rate(np.rint(nc * pc), nc), Sample.rate(np.rint(nt * pt), nt)
    found = strata.compare(control, treatment, axis=0, kind=Kind.RATE, level=level)
    if REASONS[int(found.reason)] is not None:
        return
    significant = bool(found.p_value <= level)
    assert (found.difference_low > 0 or found.difference_high < 0) == significant
    if REASONS[int(found.relative_reason)] is not None:
        return
    assert (found.relative_low > 0 or found.relative_high < 0) == significant
    if found.relative_low > -0.999:
        z = strata.margins(control, treatment, axis=0, kind=Kind.RATE, ratio=1 + found.relative_low)
        np.testing.assert_allclose(z, critical(level), rtol=1e-4)


@pytest.mark.parametrize("kind", list(Kind))
def test_one_period_is_the_plain_comparison(kind: Kind) -> None:
    control = Sample.build(900, 0.2, variance=0.16, denominator_mean=2, denominator_variance=1, covariance=0.1)
    treatment = Sample.build(800, 0.25, variance=0.19, denominator_mean=2, denominator_variance=1, covariance=0.1)
    single = [Sample(**{name: getattr(arm, name)[None] for name in NAMES}) for arm in (control, treatment)]
    over = strata.compare(*single, axis=0, kind=kind)
    plain = comparisons.compare(control, treatment, kind=kind)
    for name in ("difference_low", "relative_high", "p_value", "skewness"):
        assert float(getattr(over, name)) == float(getattr(plain, name))


def test_a_period_that_one_arm_has_not_entered_does_not_count() -> None:
    control = Sample.rate([30, 50], [1000, 900])
    treatment = Sample.rate([0, 70], [0, 900])
    found = strata.compare(control, treatment, axis=0, kind=Kind.RATE)
    plain = comparisons.compare(Sample.rate(50, 900), Sample.rate(70, 900), kind=Kind.RATE)
    assert float(found.p_value) == float(plain.p_value)
    assert float(found.control_users) == 1900
    nothing = strata.compare(Sample.rate([5, 0], [9, 0]), Sample.rate([0, 7], [0, 9]), axis=0, kind=Kind.RATE)
    assert REASONS[int(nothing.reason)] is Reason.TOO_FEW_USERS


def test_textbook_intervals_know_no_periods() -> None:
    control = Sample.rate([30, 50], [1000, 900])
    with pytest.raises(ValueError, match="does not apply"):
        strata.compare(control, control, axis=0, kind=Kind.RATE, method=Method.NEWCOMBE)
