"""Effects by group against statsmodels and numpy on the raw rows: the gate, the spread, and what shrinking gives."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analytics.statistics.heterogeneity import Effects, Scale, effects, interaction, shrunk
from analytics.statistics.samples import NAMES, Sample
from data.declarations.metrics import Kind

Array = NDArray[np.float64]
EFFECTS = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 1.0)), min_size=2, max_size=8)


def measured(pairs: list[tuple[float, float]]) -> Effects:
    return Effects(
        scale=Scale.RATIO, estimate=np.array([one for one, _ in pairs]), error=np.array([one for _, one in pairs])
    )


def rates(conversions: list[int], users: list[int]) -> Sample:
    return Sample.rate(np.array(conversions)[:, None], np.array(users)[:, None])


def joined(groups: list[Array]) -> Sample:
    """Give the moments of raw rows: one array of users per group, one period."""
    samples = [Sample.of(group) for group in groups]
    return Sample(**{name: np.array([getattr(each, name) for each in samples])[:, None] for name in NAMES})


@settings(max_examples=60, deadline=None)
@given(pairs=EFFECTS)
def test_q_and_the_spread_are_those_of_statsmodels_meta_analysis(pairs: list[tuple[float, float]]) -> None:
    found = interaction(measured(pairs))
    values, errors = (np.array(each) for each in zip(*pairs, strict=True))
    with np.errstate(all="ignore"):  # its own warnings, of quantities that are not read here
        expected = combine_effects(values, errors**2, method_re="dl")
    assert found.statistic == pytest.approx(expected.q, abs=1e-9)
    assert found.between == pytest.approx(max(expected.tau2, 0.0), abs=1e-9)
    assert found.p_value == pytest.approx(stats.chi2.sf(expected.q, len(pairs) - 1), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(pairs=EFFECTS)
def test_shrunk_effects_are_the_normal_posterior_worked_out_by_matrices(pairs: list[tuple[float, float]]) -> None:
    # One road: the closed form. Other road: effects and their common mean as one normal vector, mean's prior flat.
    found = measured(pairs)
    between = float(interaction(found).between) + 0.01
    drawn = shrunk(found, between=between, level=0.05)
    groups = len(pairs)
    prior = between * np.eye(groups) + 1e8 * np.ones((groups, groups))
    noise = np.diag(found.error**2)
    gain = prior @ np.linalg.inv(prior + noise)
    assert drawn.estimate == pytest.approx(gain @ found.estimate, abs=1e-5)
    error = np.sqrt(np.diag(noise @ np.linalg.inv(prior + noise) @ prior))
    assert (drawn.high - drawn.low) / 2 == pytest.approx(stats.norm.isf(0.025) * error, rel=1e-4)


@pytest.mark.filterwarnings("ignore:The Log link:statsmodels.tools.sm_exceptions.DomainWarning")
@pytest.mark.filterwarnings("ignore:Perfect separation:statsmodels.tools.sm_exceptions.PerfectSeparationWarning")
def test_the_gate_of_rates_agrees_with_a_log_binomial_regression() -> None:
    # statsmodels GLM, binomial with log link, treatment x group: Wald test of the interaction terms.
    converted, users = (
        np.array([[400, 610], [300, 305], [900, 1010]]),
        np.array([[8000, 8100], [5000, 4900], [9000] * 2]),
    )
    rows = []
    for group in range(3):
        for arm in range(2):
            dummies = [float(group == 1), float(group == 2)]
            rows.append([1.0, *dummies, float(arm), *(arm * each for each in dummies)])
    outcome = np.stack([converted.ravel(), (users - converted).ravel()], axis=1)
    model = sm.GLM(outcome, np.array(rows), family=sm.families.Binomial(sm.families.links.Log()))
    with np.errstate(all="ignore"):  # a saturated model has no residual degrees of freedom
        wald = model.fit().wald_test(np.eye(6)[4:], scalar=True)
    found = interaction(
        effects(
            rates(list(converted[:, 0]), list(users[:, 0])),
            rates(list(converted[:, 1]), list(users[:, 1])),
            kind=Kind.RATE,
        )
    )
    assert found.statistic == pytest.approx(float(wald.statistic), rel=0.01)
    assert found.groups == 3


def test_the_gate_of_differences_is_the_robust_wald_test_of_a_regression_on_the_raw_rows() -> None:
    # statsmodels OLS, treatment x group, HC2 errors: in a saturated model they are each cell's variance over its users.
    random = np.random.default_rng(5)
    arms = [[random.normal(shift - 5.0, 1 + group, 200 + 40 * group) for group in range(3)] for shift in (0.0, 0.4)]
    rows, values = [], []
    for arm, groups in enumerate(arms):
        for group, drawn in enumerate(groups):
            dummies = [float(group == 1), float(group == 2)]
            rows += [[1.0, *dummies, float(arm), *(arm * each for each in dummies)]] * len(drawn)
            values.append(drawn)
    fitted = sm.OLS(np.concatenate(values), np.array(rows)).fit(cov_type="HC2")
    wald = fitted.wald_test(np.eye(6)[4:], scalar=True, use_f=False)
    measured_effects = effects(joined(arms[0]), joined(arms[1]), kind=Kind.MEAN)
    assert measured_effects.scale is Scale.DIFFERENCE
    assert interaction(measured_effects).statistic == pytest.approx(float(wald.statistic), rel=1e-9)


def test_a_lift_in_common_over_different_baselines_is_no_interaction() -> None:
    found = effects(rates([100, 1000], [10_000] * 2), rates([120, 1200], [10_000] * 2), kind=Kind.RATE)
    assert found.scale is Scale.RATIO
    assert interaction(found).p_value > 0.9


def test_a_period_with_another_split_does_not_pass_for_an_interaction() -> None:
    # Both groups: 5 % in the first period and 10 % in the second, in both arms; the split moves in one group only.
    control = Sample.rate(np.array([[450, 500], [250, 500]]), np.array([[9000, 5000], [5000, 5000]]))
    treatment = Sample.rate(np.array([[50, 500], [250, 500]]), np.array([[1000, 5000], [5000, 5000]]))
    pooled = [Sample(**{name: getattr(each.pool(1), name)[:, None] for name in NAMES}) for each in (control, treatment)]
    assert interaction(effects(*pooled, kind=Kind.RATE)).p_value < 0.001  # what pooling would have said
    assert interaction(effects(control, treatment, kind=Kind.RATE)).p_value > 0.5


@pytest.mark.parametrize(("converted", "tested"), [([2, 50, 60], 2), ([2, 3, 60], 1), ([40, 50, 60], 3)])
def test_groups_with_a_handful_of_conversions_stay_out(converted: list[int], tested: int) -> None:
    found = effects(rates(converted, [1000] * 3), rates(converted, [1000] * 3), kind=Kind.RATE)
    result = interaction(found)
    assert result.groups == tested
    assert np.isnan(result.p_value) == (tested < 2)


def test_without_spread_every_group_gets_the_common_effect() -> None:
    found = measured([(0.1, 0.1), (0.12, 0.2), (0.09, 0.3)])
    drawn = shrunk(found, between=0.0, level=0.05)
    assert np.ptp(drawn.estimate) == pytest.approx(0.0, abs=1e-12)
    assert drawn.weight == pytest.approx(np.zeros(3))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(60, 400), st.integers(60, 400)), min_size=2, max_size=5))
def test_swapping_the_arms_leaves_the_gate(groups: list[tuple[int, int]]) -> None:
    first, second = (rates([pair[arm] for pair in groups], [1000] * len(groups)) for arm in (0, 1))
    one, other = (interaction(effects(*arms, kind=Kind.RATE)) for arms in ((first, second), (second, first)))
    assert one.statistic == pytest.approx(float(other.statistic), abs=1e-9)
