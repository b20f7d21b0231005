"""Estimates against GrowthBook, PostHog, statsmodels, tea-tasting, gsDesign and published tables."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.statistics import classical, exact, multiplicity, rates
from analytics.statistics.comparisons import compare, one_sided
from analytics.statistics.estimates import REASONS, Estimates
from analytics.statistics.methods import Method
from analytics.statistics.samples import Sample
from analytics.statistics.tails import critical, student_critical, student_two_sided
from data.declarations.metrics import Kind
from tests.oracles.topics import Case, of_topic


def moments(users: float, total: float, squares: float) -> tuple[float, float]:
    if users < 2:
        return (total / users if users else 0.0), 0.0
    return total / users, (squares - total**2 / users) / (users - 1)


def arm(given: dict[str, Any]) -> Sample:
    """Read one arm in GrowthBook's or PostHog's spelling."""
    users = given["n"]
    if "m_statistic" in given:
        above, below = given["m_statistic"], given["d_statistic"]
        given = {"n": users, "m_sum": above["sum"], "m_sum_squares": above["sum_squares"], "d_sum": below["sum"],
                 "d_sum_squares": below["sum_squares"], "m_d_sum": given["m_d_sum_of_products"]}  # fmt: skip
    if "m_sum" in given:
        mean, variance = moments(users, given["m_sum"], given["m_sum_squares"])
        under, under_variance = moments(users, given["d_sum"], given["d_sum_squares"])
        covariance = (given["m_d_sum"] - users * mean * under) / (users - 1)
        return Sample.build(
            users, mean, variance=variance,
            denominator_mean=under, denominator_variance=under_variance, covariance=covariance,
        )  # fmt: skip
    if "sum_squares" not in given:  # proportions: both peers take the binomial variance, without n/(n - 1)
        mean = given["sum"] / users
        return Sample.build(users, mean, variance=mean * (1 - mean))
    mean, variance = moments(users, given["sum"], given["sum_squares"])
    return Sample.build(users, mean, variance=variance)


def arms(case: Case) -> tuple[Sample, Sample]:
    return arm(case["inputs"]["control"]), arm(case["inputs"]["treatment"])


def kind(case: Case) -> Kind:
    return Kind.RATIO if "ratio" in (case.get("metric_kind") or case["topic"]) else Kind.MEAN


def table(case: Case) -> tuple[int, int, int, int]:
    control, treatment = case["inputs"]["control"], case["inputs"]["treatment"]
    return control["x"], control["n"], treatment["x"], treatment["n"]


def rate(counts: tuple[int, int, int, int], method: Method | None = None) -> Estimates:
    xc, nc, xt, nt = counts
    return compare(Sample.rate(xc, nc), Sample.rate(xt, nt), kind=Kind.RATE, method=method)


def difference(found: Estimates) -> list[float]:
    return [float(found.difference_low), float(found.difference_high)]


def relative(found: Estimates) -> list[float]:
    return [float(found.relative_low), float(found.relative_high)]


def close(found: object, expected: object, *, rtol: float = 1e-6, atol: float = 0.0) -> None:
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected, dtype=float), rtol=rtol, atol=atol)


def users(shared: Path, case: Case, *columns: str, variants: tuple[int, int] = (0, 1)) -> tuple[Sample, Sample]:
    frame = pd.read_csv(shared / "oracles" / case["inputs"]["file"])
    rows = [frame.loc[frame["variant"] == variant, list(columns)].to_numpy(dtype=float).T for variant in variants]
    control, treatment = (Sample.of(*each) for each in rows)
    return control, treatment


def test_growthbook_t_tests_and_refusals(shared: Path) -> None:
    cases = of_topic(shared / "oracles", "welch_t_two_sided")
    assert len(cases) == 13
    for case in cases:
        as_lift = case["config"]["difference_type"] == "relative"
        method = Method.DELTA if as_lift else Method.WELCH
        found = compare(*arms(case), kind=kind(case), method=method)
        expected = case["expected"]
        if "refused" in expected:
            assert REASONS[int(found.reason)] is not None, case["id"]
            continue
        point, interval = (found.relative_lift, relative(found)) if as_lift else (found.difference, difference(found))
        close([point, *interval, found.p_value], [expected["expected"], *expected["ci"], expected["p_value"]])


@pytest.mark.parametrize("side", ["greater", "lesser"])
def test_growthbook_one_sided_t_tests(shared: Path, side: str) -> None:
    for case in of_topic(shared / "oracles", f"welch_t_one_sided_{side}"):
        found = compare(*arms(case), kind=Kind.MEAN, method=Method.WELCH, level=2 * case["config"]["alpha"])
        greater = side == "greater"
        close(one_sided(found.statistic, greater=greater), case["expected"]["p_value"])
        close(difference(found)[0 if greater else 1], case["expected"]["ci"][0 if greater else 1])


def test_growthbook_effect_moments(shared: Path) -> None:
    cases = of_topic(shared / "oracles", "effect_moments")
    assert len(cases) == 5
    for case in cases:
        found = compare(*arms(case), kind=Kind.MEAN, method=Method.DELTA_NORMAL)
        error, point = found.standard_error, found.difference
        if case["config"]["difference_type"] == "relative":
            error, point = np.diff(relative(found)) / 2 / critical(0.05), found.relative_lift
        close(point, case["expected"]["point_estimate"])
        close(error, [case["expected"]["standard_error"]] if np.ndim(error) else case["expected"]["standard_error"])


def test_growthbook_lift_over_a_negative_baseline(shared: Path) -> None:
    for case in of_topic(shared / "oracles", "relative_lift_negative_baseline_uses_absolute_value"):
        control, treatment = (
            Sample.build(9, case["inputs"][f"mean_{each}"], variance=1) for each in ("control", "treatment")
        )
        close(compare(control, treatment, kind=Kind.MEAN).relative_lift, case["expected"]["relative_lift"])


def test_growthbook_delta_method_variance(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "delta_method_variance")
    a, b = (
        Sample.build(
            case["inputs"][f"n_{each}"], case["inputs"][f"mean_{each}"], variance=case["inputs"][f"var_{each}"]
        )
        for each in "ab"
    )
    found = compare(a, b, kind=Kind.MEAN, method=Method.DELTA_NORMAL)
    close((np.diff(relative(found)) / 2 / critical(0.05)) ** 2, [case["expected"]["variance"]], atol=5e-6)


def test_posthog_relative_tests(shared: Path) -> None:
    folder = shared / "oracles"
    for topic in ("welch_mean_relative_delta", "proportion_relative_delta", "ratio_relative_delta"):
        (case,) = of_topic(folder, topic)
        control, treatment = arms(case)
        found = compare(control, treatment, kind=kind(case), method=Method.DELTA)
        expected = case["expected"]
        close([found.relative_lift, *relative(found), found.p_value],
              [expected["relative_effect"], *expected["ci95"], expected["p_value"]], rtol=0, atol=5e-5)  # fmt: skip


def test_posthog_welch_variance_and_degrees_of_freedom(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "effect_variance_absolute")
    found = compare(*arms(case), kind=Kind.MEAN)
    close([found.difference, found.standard_error**2], [case["expected"]["effect"], case["expected"]["variance"]])
    (case,) = of_topic(shared / "oracles", "welch_satterthwaite_df")
    found = compare(*arms(case), kind=Kind.MEAN, level=1e-4)
    reach = np.diff(difference(found))[0] / 2 / float(found.standard_error)
    close(reach, student_critical(1e-4, case["expected"]["df"]), rtol=1e-8)


INTERVALS = {
    "diff wald": lambda counts: difference(rate(counts, Method.WALD)),
    "diff agresti-caffo": lambda counts: difference(rate(counts, Method.AGRESTI_CAFFO)),
    "diff newcombe": lambda counts: difference(rate(counts, Method.NEWCOMBE)),
    "ratio katz log": lambda counts: [1 + end for end in relative(rate(counts, Method.KATZ))],
    "ratio koopman score": lambda counts: [1 + end for end in relative(rate(counts))],
    "odds-ratio woolf logit": lambda counts: [float(end) for end in woolf(counts)[1:]],
    "diff Miettinen-Nurminen": lambda counts: difference(rate(counts, Method.SCORE)),
    "ratio Miettinen-Nurminen": lambda counts: miettinen_nurminen_ratio(counts),
}


def woolf(counts: tuple[int, int, int, int]) -> tuple[np.ndarray, ...]:
    return classical.odds_ratio(*(np.array(float(each)) for each in counts), critical=critical(0.05))


def miettinen_nurminen_ratio(counts: tuple[int, int, int, int]) -> list[float]:
    """Invert the test itself: where everybody converts `compare` has nothing to compare."""
    xc, nc, xt, nt = (np.array([[float(each)]]) for each in counts)
    cells = rates.Cells(
        control=xc, control_users=nc, treatment=xt, treatment_users=nt, weight=np.ones((1, 1)), inflated=True
    )
    ends = rates.ratio_interval(cells, critical([0.05]), np.array([False]))
    return [float(end[0]) for end in ends]


def test_two_proportion_intervals_of_statsmodels_and_gsdesign(shared: Path) -> None:
    cases = of_topic(shared / "oracles", "two_proportion_ci")
    assert {case["inputs"]["method"] for case in cases} == set(INTERVALS)
    for case in cases:
        given, tolerance = case["inputs"], case["tolerance"]
        found = INTERVALS[given["method"]]((given["count2"], given["nobs2"], given["count1"], given["nobs1"]))
        if "relative" in tolerance:
            close(found, case["expected"]["ci"], rtol=0.01)
        else:
            close(found, case["expected"]["ci"], rtol=0, atol=float(tolerance))


def test_statsmodels_tests_of_one_and_several_rates(shared: Path) -> None:
    folder = shared / "oracles"
    (case,) = of_topic(folder, "k_sample_proportions_chi2")
    x, n = (np.array(case["inputs"][key], dtype=float) for key in "xn")
    close(classical.chi_squared(x, n), [case["expected"][key] for key in ("chi2", "df", "p_value")], rtol=1e-11)
    (case,) = of_topic(folder, "pairwise_proportions")
    pairs = [(int(x[j]), int(n[j]), int(x[i]), int(n[i])) for i in range(4) for j in range(i + 1, 4)]
    close([rate(pair).p_value for pair in pairs], case["expected"]["raw"], rtol=1e-7)
    close(multiplicity.holm(np.array([rate(pair).p_value for pair in pairs])), case["expected"]["holm"], rtol=1e-7)
    (case,) = of_topic(folder, "one_proportion")
    x, n = (np.array(float(case["inputs"][key])) for key in "xn")
    z, p_value = classical.against(x, n, rate=case["inputs"]["p"])
    close([z**2, p_value], [case["expected"]["chi2"], case["expected"]["p_value"]], rtol=1e-11)
    close(classical.wilson(x, n, critical=critical(0.05)), case["expected"]["wilson_ci"], rtol=1e-11)
    (case,) = of_topic(folder, "one_proportion_ci_wilson")
    x, n = (np.array(float(case["inputs"][key])) for key in "xn")
    close(classical.wilson(x, n, critical=critical(0.05)), case["expected"]["ci"], rtol=1e-11)


def test_statsmodels_z_tests_of_means(shared: Path) -> None:
    for topic, method in (("z_test_means_pooled", Method.POOLED), ("z_test_means_unequal", Method.UNPOOLED)):
        (case,) = of_topic(shared / "oracles", topic)
        control, treatment = (Sample.of(np.array(case["inputs"][key])) for key in ("x2", "x1"))
        found = compare(control, treatment, kind=Kind.MEAN, method=method)
        close([found.statistic, found.p_value], [case["expected"]["z"], case["expected"]["p_value"]], rtol=1e-9)
        if "ci" in case["expected"]:
            close(difference(found), case["expected"]["ci"], rtol=1e-9)


def test_statsmodels_equivalence_by_two_one_sided_tests(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "tost_equivalence_welch")
    first, second = (np.array(case["inputs"][key]) for key in ("x1", "x2"))
    margin, expected = case["inputs"]["margin"], case["expected"]
    found = compare(Sample.of(second), Sample.of(first), kind=Kind.MEAN, level=0.10)
    close([found.difference, found.standard_error], [expected["diff"], expected["se"]], rtol=1e-10)
    close(difference(found), expected["ci90"], rtol=1e-10)
    above = compare(Sample.of(second - margin), Sample.of(first), kind=Kind.MEAN).statistic
    below = compare(Sample.of(second + margin), Sample.of(first), kind=Kind.MEAN).statistic
    close(max(one_sided(above), one_sided(below, greater=False)), expected["p_value"], rtol=1e-9)
    t = (expected["diff"] - margin) / expected["se"]
    close(student_two_sided(t, expected["df"]) / 2, expected["p_value"], rtol=1e-9)


def test_tea_tasting_means_from_rows(shared: Path) -> None:
    for case in of_topic(shared / "oracles", "welch_mean"):
        found = compare(*users(shared, case, case["inputs"]["metric"]), kind=Kind.MEAN, method=Method.LOG_DELTA)
        expected = case["expected"]
        close([found.control_value, found.treatment_value, found.difference, found.relative_lift, found.p_value],
              [expected[key] for key in ("control", "treatment", "effect", "rel", "p_value")])  # fmt: skip
        close([*difference(found), *relative(found)], [*expected["ci95"], *expected["rel_ci95"]])
        close(found.difference / found.standard_error, expected["t"])


def test_tea_tasting_pooled_ratio_one_sided_from_rows(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "ratio_delta_pooled_one_sided_greater")
    arms_of_file = users(shared, case, "orders", "sessions")
    found = compare(*arms_of_file, kind=Kind.RATIO, method=Method.LOG_DELTA_POOLED, level=0.10)
    expected = case["expected"]
    close([found.control_value, found.treatment_value, found.difference, found.relative_lift],
          [expected[key] for key in ("control", "treatment", "effect", "rel")])  # fmt: skip
    close([found.difference_low, found.relative_low], [expected["ci_lower"], expected["rel_ci_lower"]])
    close([one_sided(found.statistic), found.difference / found.standard_error], [expected["p_value"], expected["t"]])


def test_tea_tasting_three_arms_from_rows(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "three_arms_corrections")
    names = list(case["expected"]["raw"])
    raw = []
    for name in names:
        column, variant = name.split("_")
        pair = users(shared, case, column, variants=(0, int(variant)))
        raw.append(float(compare(*pair, kind=Kind.MEAN).p_value))
    close(raw, [case["expected"]["raw"][name] for name in names], rtol=5e-3)
    adjusted = multiplicity.benjamini_hochberg(np.array(raw))
    close(adjusted, [case["expected"]["bh"][name] for name in names], rtol=5e-3)


TESTS = {
    "barnard two-sided": lambda counts: exact.unconditional(*counts, test=exact.Unconditional.BARNARD),
    "boschloo two-sided": lambda counts: exact.unconditional(*counts),
    "boschloo greater": lambda counts: exact.unconditional(*counts, alternative=exact.Alternative.GREATER),
    "fisher less": lambda counts: float(exact.fisher(*counts, alternative=exact.Alternative.LESS)),
    "G-test with continuity correction": lambda counts: classical.likelihood_ratio(crossed(counts), corrected=True),
    "pearson chi2 with Yates correction": lambda counts: float(rate(counts, Method.CORRECTED).p_value),
}


def crossed(counts: tuple[int, int, int, int]) -> np.ndarray:
    xc, nc, xt, nt = counts
    return np.array([[xt, xc], [nt - xt, nc - xc]], dtype=float)


def test_tea_tasting_tests_of_two_rates(shared: Path) -> None:
    cases = of_topic(shared / "oracles", "proportion_test")
    assert {case["inputs"]["method"] for case in cases} == set(TESTS)
    for case in cases:
        close(TESTS[case["inputs"]["method"]](table(case)), case["expected"]["p_value"])


def test_tea_tasting_pooled_z_with_and_without_continuity_correction(shared: Path) -> None:
    for topic, method in (
        ("two_proportion_z_pooled_corrected", Method.CORRECTED),
        ("two_proportion_z_pooled_uncorrected", Method.POOLED),
    ):
        (case,) = of_topic(shared / "oracles", topic)
        found = rate(table(case), method)
        expected = case["expected"]
        close([found.p_value, *difference(found), *relative(found)],
              [expected["p_value"], *expected["ci95"], *expected["rel_ci95"]])  # fmt: skip
    (case,) = of_topic(shared / "oracles", "two_proportion_ci_clipped_to_1")
    close(difference(rate(table(case), Method.POOLED)), case["expected"]["ci95"])


def test_published_call_back_rates(shared: Path) -> None:
    (case,) = of_topic(shared / "oracles", "proportion_relative_lift")
    found = rate(table(case))
    expected = case["expected"]
    close(
        [found.control_value, found.treatment_value], [expected["rate_control"], expected["rate_treatment"]], rtol=5e-3
    )
    close(1 / (1 + found.relative_lift), expected["ratio_white_to_black"], rtol=5e-3)
