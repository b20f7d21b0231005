"""Real experiments, read from their raw files with pandas, against `reference.json` (SciPy, statsmodels and others)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.statistics import classical, comparisons, exact
from analytics.statistics.estimates import Estimates
from analytics.statistics.methods import Method
from analytics.statistics.samples import Sample
from analytics.statistics.tails import critical
from data.declarations.metrics import Kind

Pair = tuple[Sample, Sample]
Reference = dict[str, Any]

ELSEWHERE = {
    "abs_ci95_score",  # statsmodels issue 10269: recomputed in test_rates
    "gbstats_sequential_abs_tuning5000",  # always-valid inference, later
    "bayes_beta",  # Bayesian view, later
    "gbstats_bayes_absolute_flat",
    "mann_whitney_p",  # rank test: not one of ours
    "sums",
}


def load(shared: Path, folder: str) -> Reference:
    reference: Reference = json.loads((shared / "data" / folder / "reference.json").read_text())
    return reference


def close(found: object, expected: object) -> None:
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected, dtype=float), rtol=1e-6, atol=1e-15)


def difference(estimates: Estimates) -> tuple[float, float]:
    return float(estimates.difference_low), float(estimates.difference_high)


def relative(estimates: Estimates) -> tuple[float, float]:
    return float(estimates.relative_low), float(estimates.relative_high)


def counts(pair: Pair) -> tuple[int, int, int, int]:
    control, treatment = pair
    numbers = (control.conversions, control.users, treatment.conversions, treatment.users)
    return tuple(int(number) for number in numbers)  # type: ignore[return-value]


def table(pair: Pair) -> np.ndarray:
    xc, nc, xt, nt = counts(pair)
    return np.array([[xt, xc], [nt - xt, nc - xc]], dtype=float)


def rate(pair: Pair, method: Method | None = None) -> Estimates:
    return comparisons.compare(*pair, kind=Kind.RATE, method=method)


def binomial(pair: Pair, method: Method) -> Estimates:
    """Compare as gbstats does: t tests over the binomial variance p(1 - p), without n/(n - 1)."""
    control, treatment = (Sample.build(arm.users, arm.mean, variance=arm.mean * (1 - arm.mean)) for arm in pair)
    return comparisons.compare(control, treatment, kind=Kind.MEAN, method=method)


def check_gbstats(expected: Reference, estimates: Estimates, interval: tuple[float, float]) -> None:
    close(interval, expected["ci95"])
    # gbstats takes 2 * (1 - cdf): nothing is left of its digits below 1e-9
    np.testing.assert_allclose(float(estimates.p_value), expected["p_value"], rtol=1e-6, atol=1e-12)


def tea_tasting_norm(pair: Pair, expected: Reference) -> None:
    found = rate(pair, Method.POOLED)
    close(found.p_value, expected["p_value"])
    close(difference(found), expected["abs_ci95"])
    close(relative(found), expected["rel_ci95"])


def odds(pair: Pair) -> tuple[float, float, float]:
    arrays = (np.array(float(count)) for count in counts(pair))
    ratio, low, high = classical.odds_ratio(*arrays, critical=critical(0.05))
    return float(ratio), float(low), float(high)


RATE_CHECKS: dict[str, Callable[[Pair, Any], None]] = {
    "abs_effect": lambda pair, want: close(rate(pair).difference, want),
    "rel_effect": lambda pair, want: close(rate(pair).relative_lift, want),
    "z_pooled": lambda pair, want: close(rate(pair).statistic, want),
    "p_z_pooled": lambda pair, want: close(rate(pair).p_value, want),
    "chi2_no_yates": lambda pair, want: close(rate(pair).statistic ** 2, want),
    "p_chi2_yates": lambda pair, want: close(rate(pair, Method.CORRECTED).p_value, want),
    "p_fisher": lambda pair, want: close(exact.fisher(*counts(pair)), want),
    "p_g_test": lambda pair, want: close(classical.likelihood_ratio(table(pair)), want),
    "z_unpooled": lambda pair, want: close(rate(pair, Method.UNPOOLED).statistic, want),
    "p_z_unpooled": lambda pair, want: close(rate(pair, Method.UNPOOLED).p_value, want),
    "abs_ci95_wald_unpooled": lambda pair, want: close(difference(rate(pair, Method.WALD)), want),
    "abs_ci95_newcomb": lambda pair, want: close(difference(rate(pair, Method.NEWCOMBE)), want),
    "abs_ci95_agresti-caffo": lambda pair, want: close(difference(rate(pair, Method.AGRESTI_CAFFO)), want),
    "rel_ci95_log_katz": lambda pair, want: close(relative(rate(pair, Method.KATZ)), want),
    "rel_ci95_delta_normal": lambda pair, want: close(relative(rate(pair, Method.DELTA_NORMAL)), want),
    "odds_ratio": lambda pair, want: close(odds(pair)[0], want),
    "odds_ratio_ci95_logit": lambda pair, want: close(odds(pair)[1:], want),
    "tea_tasting_norm": tea_tasting_norm,
    "gbstats_relative_ttest": lambda pair, want: check_gbstats(
        want, binomial(pair, Method.DELTA), relative(binomial(pair, Method.DELTA))
    ),
    "gbstats_absolute_ttest": lambda pair, want: check_gbstats(
        want, binomial(pair, Method.WELCH), difference(binomial(pair, Method.WELCH))
    ),
}


def check_rate(pair: Pair, reference: Reference) -> None:
    """Hold every number of the reference against ours; a number nobody looks at fails."""
    for sample, arm in zip(pair, ("control", "treatment"), strict=True):
        assert int(sample.users) == reference[arm]["n"]
        assert int(sample.conversions) == reference[arm]["conversions"]
        assert float(sample.mean) == reference[arm]["rate"]
        low, high = classical.wilson(sample.conversions, sample.users, critical=critical(0.05))
        close((low, high), reference[arm]["rate_ci95_wilson"])
    for name, expected in reference.items():
        if name not in ("control", "treatment") and name not in ELSEWHERE:
            RATE_CHECKS[name](pair, expected)


def check_amount(pair: Pair, reference: Reference) -> None:
    """Hold every number of a mean's reference against ours."""
    for sample, arm in zip(pair, ("control", "treatment"), strict=True):
        assert int(sample.users) == reference[arm]["n"]
        close((sample.mean, sample.variance), (reference[arm]["mean"], reference[arm]["variance"]))
    own = comparisons.compare(*pair, kind=Kind.MEAN)
    close((own.difference, own.relative_lift), (reference["abs_effect"], reference["rel_effect"]))
    for name, method in {"welch": Method.WELCH, "student_pooled": Method.STUDENT}.items():
        found = comparisons.compare(*pair, kind=Kind.MEAN, method=method)
        close((found.p_value, *difference(found)), (reference[name]["p_value"], *reference[name]["ci95"]))
        close(found.difference / found.standard_error, reference[name]["t"])
    sizes = sorted(float(sample.users) for sample in pair)
    if sizes[1] <= 2 * sizes[0]:
        close((own.p_value, *difference(own)), (reference["welch"]["p_value"], *reference["welch"]["ci95"]))
    else:
        assert own.difference_high - own.difference_low >= np.diff(reference["welch"]["ci95"])
    logarithmic = comparisons.compare(*pair, kind=Kind.MEAN, method=Method.LOG_DELTA)
    close(relative(logarithmic), reference["tea_tasting_rel_ci95"])
    delta = comparisons.compare(*pair, kind=Kind.MEAN, method=Method.DELTA)
    check_gbstats(reference["gbstats_relative_ttest"], delta, relative(delta))
    looked_at = {"welch", "student_pooled", "tea_tasting_rel_ci95", "gbstats_relative_ttest"}
    assert set(reference) - ELSEWHERE == looked_at | {"control", "treatment", "abs_effect", "rel_effect"}


def check_ratio(pair: Pair, reference: Reference) -> None:
    """Hold a delta-method ratio against tea-tasting's."""
    own = comparisons.compare(*pair, kind=Kind.RATIO)
    values = (own.control_value, own.treatment_value, own.difference, own.relative_lift, own.p_value)
    close(values, [reference[key] for key in ("control", "treatment", "abs_effect", "rel_effect", "p_value")])
    close(difference(own), reference["abs_ci95"])
    logarithmic = comparisons.compare(*pair, kind=Kind.RATIO, method=Method.LOG_DELTA)
    close(relative(logarithmic), reference["tea_tasting_rel_ci95"])


def levels(node: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Reference]]:
    """Walk a reference for the blocks that compare two rates."""
    if isinstance(node, dict):
        if "z_pooled" in node:
            yield path, node
        for key, child in node.items():
            yield from levels(child, (*path, key))


def arms(frame: pd.DataFrame, by: str, value: str, names: tuple[str, str]) -> Pair:
    """Read one metric of two arms."""
    control, treatment = (frame.loc[frame[by] == name, value].to_numpy(dtype=float) for name in names)
    return Sample.of(control), Sample.of(treatment)


def converted(frame: pd.DataFrame, by: str, value: str, names: tuple[str, str]) -> Pair:
    """Read one rate of two arms."""
    groups = [frame.loc[frame[by] == name, value].astype(int) for name in names]
    control, treatment = (Sample.rate(int(group.sum()), len(group)) for group in groups)
    return control, treatment


def test_hillstrom_gives_the_reference_figures_for_every_pair_of_arms(shared: Path) -> None:
    frame = pd.read_csv(shared / "data/hillstrom/hillstrom.csv")
    reference = load(shared, "hillstrom")
    cap = {}
    for title, block in reference["comparisons"].items():
        treatment, control = title.split(" vs ")
        names = (control, treatment)
        for metric in ("visit", "conversion"):
            check_rate(converted(frame, "segment", metric, names), block[metric])
        check_amount(arms(frame, "segment", "spend", names), block["spend"])
        if "spend_capped" in block:
            cap[title] = block["spend_capped_at"]
            capped = frame.assign(spend=frame["spend"].clip(upper=cap[title]))
            check_amount(arms(capped, "segment", "spend", names), block["spend_capped"])
        check_amount(
            arms(frame[frame["conversion"] == 1], "segment", "spend", names), block["spend_among_converters_only"]
        )
        for name, (above, below) in {
            "conversion_per_visit_ratio": ("conversion", "visit"),
            "spend_per_conversion_ratio": ("spend", "conversion"),
        }.items():
            rows = [frame[frame["segment"] == arm] for arm in names]
            pair = tuple(Sample.of(each[above].to_numpy(float), each[below].to_numpy(float)) for each in rows)
            check_ratio((pair[0], pair[1]), block[name])
    assert cap


def test_hillstrom_segments_give_the_reference_figures(shared: Path) -> None:
    frame = pd.read_csv(shared / "data/hillstrom/hillstrom.csv").astype({"newbie": str})
    months = pd.cut(frame["recency"], [0, 3, 6, 9, 12], labels=["01-03", "04-06", "07-09", "10-12"])
    merch = np.select(
        [(frame["mens"] & frame["womens"]) == 1, frame["mens"] == 1], ["both", "mens only"], "womens only"
    )
    frame = frame.assign(recency_bucket=months.astype(str), merch=merch)
    seen = 0
    for (title, attribute, metric, _, value), block in levels(load(shared, "hillstrom")["segments"]):
        treatment, control = title.split(" vs ")
        part = frame[frame[attribute] == value]
        check_rate(converted(part, "segment", metric, (control, treatment)), block)
        seen += 1
    assert seen == 88


def test_cookie_cats_gives_the_reference_figures(shared: Path) -> None:
    frame = pd.read_csv(shared / "data/cookie_cats/cookie_cats.csv", encoding="utf-8-sig")
    reference = load(shared, "cookie_cats")
    names = ("gate_30", "gate_40")
    for metric in ("retention_1", "retention_7"):
        check_rate(converted(frame, "version", metric, names), reference[metric])
    rounds = "sum_gamerounds"
    check_amount(arms(frame, "version", rounds, names), reference[rounds])
    without = frame[frame[rounds] < reference["outlier"]["max"]]
    check_amount(arms(without, "version", rounds, names), reference["sum_gamerounds_without_that_one_row"])
    capped = frame.assign(sum_gamerounds=frame[rounds].clip(upper=2961))
    check_amount(arms(capped, "version", rounds, names), reference["sum_gamerounds_capped_2961"])


def test_resume_names_give_the_reference_figures_with_every_attribute(shared: Path) -> None:
    frame = pd.read_csv(shared / "data/resume_names/ResumeNames.csv")
    reference = load(shared, "resume_names")
    names = ("cauc", "afam")
    check_rate(converted(frame, "ethnicity", "call", names), reference["callback"])
    check_rate(converted(frame, "quality", "call", ("low", "high")), reference["second_factor_quality"])
    for attribute, block in reference["segments"].items():
        for value, level in block["levels"].items():
            part = frame[frame[attribute].astype(str) == value]
            check_rate(converted(part, "ethnicity", "call", names), level)


def test_marketing_ab_gives_the_reference_figures_overall_by_day_and_in_the_sample(shared: Path) -> None:
    frame = pd.read_csv(shared / "data/marketing_ab/day_by_arm_counts.csv")
    reference = load(shared, "marketing_ab")

    def pair(part: pd.DataFrame) -> Pair:
        sums = part.groupby("test_group")[["n_users", "n_converted"]].sum()
        control, treatment = (
            Sample.rate(*sums.loc[arm, ["n_converted", "n_users"]].to_numpy(dtype=float)) for arm in ("psa", "ad")
        )
        return control, treatment

    check_rate(pair(frame), reference["converted"])
    for day, level in reference["segments_most_ads_day"]["levels"].items():
        check_rate(pair(frame[frame["most_ads_day"] == day]), level)
    rows = pd.read_csv(shared / "data/marketing_ab/marketing_AB_sample_ferilab.csv")
    sample = reference["sample_11762_rows"]
    check_rate(converted(rows, "test group", "converted", ("psa", "ad")), sample["converted"])
    check_amount(arms(rows, "test group", "total ads", ("psa", "ad")), sample["total_ads"])


@pytest.mark.parametrize(
    ("folder", "counts_key", "names", "metric"),
    [
        ("udacity_ab_data", "clean_counts", ("x_c", "n_c", "x_t", "n_t"), "converted"),
        ("starbucks_promo", "solved", ("purchases_none", "n_none", "purchases_promo", "n_promo"), "purchase"),
    ],
)
def test_published_counts_give_the_reference_figures(
    shared: Path, folder: str, counts_key: str, names: tuple[str, str, str, str], metric: str
) -> None:
    reference = load(shared, folder)
    xc, nc, xt, nt = (reference[counts_key][name] for name in names)
    check_rate((Sample.rate(xc, nc), Sample.rate(xt, nt)), reference[metric])


def test_open_bandit_gives_the_reference_figures_by_campaign_and_position(shared: Path) -> None:
    reference = load(shared, "open_bandit")

    def clicks(policy: str, campaign: str) -> pd.DataFrame:
        path = shared / f"data/open_bandit/{policy}_{campaign}.csv"
        return pd.read_csv(path, usecols=["position", "click"]).assign(policy=policy, campaign=campaign)

    frame = pd.concat([clicks(policy, campaign) for policy in ("random", "bts") for campaign in ("men", "women")])
    names = ("random", "bts")
    for campaign, block in reference["campaigns"].items():
        part = frame[frame["campaign"] == campaign]
        check_rate(converted(part, "policy", "click", names), block["click"])
        for position, level in block["by_position"]["levels"].items():
            check_rate(converted(part[part["position"] == int(position)], "policy", "click", names), level)
    check_rate(converted(frame, "policy", "click", names), reference["both_campaigns"]["click"])
