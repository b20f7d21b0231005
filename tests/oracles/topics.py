"""Every topic of the oracles and where it is met: here, in the sequential tests, or in a later piece of work."""

import json
from pathlib import Path
from typing import Any

Case = dict[str, Any]

ESTIMATES = {
    "delta_method_variance",
    "effect_moments",
    "effect_variance_absolute",
    "k_sample_proportions_chi2",
    "one_proportion",
    "one_proportion_ci_wilson",
    "pairwise_proportions",
    "proportion_relative_delta",
    "proportion_relative_lift",
    "proportion_test",
    "ratio_delta_pooled_one_sided_greater",
    "ratio_relative_delta",
    "relative_lift_negative_baseline_uses_absolute_value",
    "three_arms_corrections",
    "tost_equivalence_welch",
    "two_proportion_ci",
    "two_proportion_ci_clipped_to_1",
    "two_proportion_z_pooled_corrected",
    "two_proportion_z_pooled_uncorrected",
    "welch_mean",
    "welch_mean_relative_delta",
    "welch_satterthwaite_df",
    "welch_t_one_sided_greater",
    "welch_t_one_sided_lesser",
    "welch_t_two_sided",
    "z_test_means_pooled",
    "z_test_means_unequal",
}

BAYES, POWER, REDUCTION, ALWAYS = "Bayesian view", "planning", "variance reduction", "always-valid inference"
LATER = {
    "bayes_normal_flat_relative": BAYES,
    "bayes_normal_posterior": BAYES,
    "bayes_risk_normal_posterior": BAYES,
    "bayes_zero_control_mean_relative_must_refuse": BAYES,
    "chance_to_win_from_ci_flat_prior": BAYES,
    "cohen_h": POWER,
    "cuped_theta": REDUCTION,
    "cuped_zero_pre_variance": REDUCTION,
    "mde_mean": POWER,
    "mde_sequential": POWER,
    "mid_experiment_power_scaling_factor": POWER,
    "post_stratification: welch_t_two_sided": REDUCTION,
    "power_by_week_relative_lift": POWER,
    "power_mean": POWER,
    "power_relative_lift_two_sided": POWER,
    "power_sequential": POWER,
    "power_two_proportions": POWER,
    "power_two_proportions_arcsine": POWER,
    "power_two_proportions_unequal": POWER,
    "power_two_sample_t": POWER,
    "power_two_sample_t_unequal": POWER,
    "sample_size_evan_miller": POWER,
    "sample_size_mean": POWER,
    "sample_size_two_proportions_noninferiority": POWER,
    "sequential_asymptotic_cs_greater": ALWAYS,
    "sequential_asymptotic_cs_lesser": ALWAYS,
    "sequential_asymptotic_cs_two_sided": ALWAYS,
}

LATER_CASES = {  # cases of covered topics that wait
    "gb-073": REDUCTION,
    "gb-087": REDUCTION,
    "gb-095": REDUCTION,
    "gb-107": REDUCTION,
    "gb-109": REDUCTION,
    "gb-069": "never: the denominator's sum of squares (810) cannot belong to 100 users with the sum 510",
}


def load(folder: Path) -> list[Case]:
    """Read the cases of all files."""
    return [case for file in sorted(folder.glob("*.json")) for case in json.loads(file.read_text())["cases"]]


def of_topic(folder: Path, *topics: str) -> list[Case]:
    """Give the cases of some topics that do not wait."""
    cases = [case for case in load(folder) if case["topic"] in topics and case["id"] not in LATER_CASES]
    assert {case["topic"] for case in cases} == set(topics)
    return cases
