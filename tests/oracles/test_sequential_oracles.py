"""Sequential inference, corrections and split checks against other projects' tests and published tables.

`SEQUENTIAL_TOPICS` names the topics that are covered here, for the test that no topic is forgotten.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize, stats

from analytics.statistics import multiplicity, split
from analytics.statistics.crossings import crossing_probabilities

Array = NDArray[np.float64]
Case = dict[str, Any]

SEQUENTIAL_TOPICS = (
    "peeking_type1_error",
    "peeking_type1_error_two_sided",
    "group_sequential_boundaries",
    "group_sequential_inflation_factor",
    "group_sequential_expected_n",
    "group_sequential_wang_tsiatis",
    "pocock_constant",
    "obrien_fleming_constant",
    "srm_chi2",
    "srm_two_arms",
    "multiple_testing_all_methods",
    "multiple_testing_holm",
    "multiple_testing_bh",
    "multiple_testing_by",
    "multiple_testing_holm_sidak",
    "multiple_testing_hochberg",
    "ci_from_adjusted_p",
)
CORRECTIONS: dict[str, Callable[[Array], Array]] = {
    "bonferroni": multiplicity.bonferroni,
    "sidak": multiplicity.sidak,
    "holm": multiplicity.holm,
    "hochberg": multiplicity.hochberg,
    "holm_sidak": multiplicity.holm_sidak,
    "bh": multiplicity.benjamini_hochberg,
    "by": multiplicity.benjamini_yekutieli,
}
SHAPES = {"O'Brien-Fleming": 0.0, "Pocock": 0.5}


def cases(shared: Path, *topics: str) -> list[Case]:
    found = [
        case
        for file in sorted((shared / "oracles").glob("*.json"))
        for case in json.loads(file.read_text())["cases"]
        if case["topic"] in topics
    ]
    assert {case["topic"] for case in found} == set(topics)
    return found


def tolerance(case: Case) -> float:
    return float(case["tolerance"].split()[0])


def equal_looks(looks: int) -> Array:
    return np.arange(1, looks + 1) / looks


def crossing(bound: Array, drift: float = 0.0) -> tuple[Array, Array]:
    return crossing_probabilities(bound, equal_looks(bound.size), lower=-bound, drift=drift)


def wang_tsiatis(looks: int, *, delta: float, alpha: float) -> Array:
    """Give the symmetric boundary c·(k/K)^(delta - 1/2) with a two-sided error of alpha (Wang & Tsiatis 1987)."""
    shape = equal_looks(looks) ** (delta - 0.5)

    def excess(constant: float) -> float:
        return float(2.0 * crossing(constant * shape)[0].sum() - alpha)

    return np.asarray(optimize.brentq(excess, 1.5, 5.0, xtol=1e-9) * shape)


def needed_drift(bound: Array, power: float) -> float:
    return float(optimize.brentq(lambda drift: crossing(bound, drift)[0].sum() - power, 1.0, 8.0, xtol=1e-9))


def inflation(bound: Array, *, power: float, alpha: float = 0.05) -> float:
    """Give the largest sample size over that of the fixed test of the same power."""
    return float((needed_drift(bound, power) / (stats.norm.isf(alpha / 2) + stats.norm.isf(1 - power))) ** 2)


def expected_share(bound: Array, drift: float) -> float:
    """Give the expected share of the largest sample size."""
    up, down = crossing(bound, drift)
    stops = up + down
    return float((stops * equal_looks(bound.size)).sum() + 1.0 - stops.sum())


def test_every_named_topic_is_in_the_oracles(shared: Path) -> None:
    assert len(cases(shared, *SEQUENTIAL_TOPICS)) >= len(SEQUENTIAL_TOPICS)


def test_unprotected_looks_cross_as_often_as_published(shared: Path) -> None:
    for case in cases(shared, "peeking_type1_error"):
        found = crossing(np.full(case["inputs"]["looks"], case["inputs"]["z"]))[0].sum()
        assert found == pytest.approx(case["expected"]["prob_crossing_upper_before_lower"], abs=tolerance(case))
    for case in cases(shared, "peeking_type1_error_two_sided"):
        bound = np.full(case["inputs"]["looks"], stats.norm.isf(case["inputs"]["nominal"] / 2))
        assert 2 * crossing(bound)[0].sum() == pytest.approx(case["expected"]["overall"], abs=tolerance(case))


def test_classical_constants_are_those_of_the_tables(shared: Path) -> None:
    for case in cases(shared, "pocock_constant"):
        found = wang_tsiatis(case["inputs"]["looks"], delta=0.5, alpha=case["inputs"]["alpha_two_sided"])
        assert found[-1] == pytest.approx(case["expected"]["critical_value"], abs=tolerance(case))
    for case in cases(shared, "obrien_fleming_constant"):
        found = wang_tsiatis(case["inputs"]["looks"], delta=0.0, alpha=case["inputs"]["alpha_two_sided"])
        assert found[-1] == pytest.approx(case["expected"]["final_critical_value"], abs=tolerance(case))


def test_classical_boundaries_agree_with_gsdesign(shared: Path) -> None:
    for case in cases(shared, "group_sequential_boundaries"):
        found = wang_tsiatis(len(case["inputs"]["information"]), delta=0.0, alpha=2 * case["inputs"]["alpha"])
        np.testing.assert_allclose(found, case["expected"]["critical_values"], atol=tolerance(case))


def test_wang_tsiatis_boundaries_agree_with_gsdesign(shared: Path) -> None:
    for case in cases(shared, "group_sequential_wang_tsiatis"):
        asked, expected = case["inputs"], case["expected"]
        bound = wang_tsiatis(asked["looks"], delta=asked["delta"], alpha=asked["alpha_two_sided"])
        assert bound[-1] == pytest.approx(expected["final_critical_value"], abs=tolerance(case))
        assert inflation(bound, power=asked["power"]) == pytest.approx(expected["max_n_ratio"], abs=tolerance(case))


def test_sample_sizes_grow_as_published(shared: Path) -> None:
    for case in cases(shared, "group_sequential_inflation_factor"):
        asked, expected = case["inputs"], case["expected"]
        bound = wang_tsiatis(asked["looks"], delta=SHAPES[asked["shape"]], alpha=asked["alpha_two_sided"])
        largest = 100 * inflation(bound, power=asked["power"])
        assert largest == pytest.approx(expected["max_n_percent_of_fixed"], abs=tolerance(case))
        under_null = largest * expected_share(bound, 0.0)
        assert under_null == pytest.approx(expected["expected_n_under_h0_percent"], abs=tolerance(case))


def test_expected_sample_sizes_are_as_published(shared: Path) -> None:
    for case in cases(shared, "group_sequential_expected_n"):
        asked = case["inputs"]
        bound = wang_tsiatis(asked["looks"], delta=SHAPES[asked["shape"]], alpha=0.05)
        drift, largest = needed_drift(bound, asked["power"]), 100 * inflation(bound, power=asked["power"])
        found = [largest * expected_share(bound, drift * multiple) for multiple in asked["theta_multiples"]]
        np.testing.assert_allclose(found, case["expected"]["expected_n_percent"], atol=tolerance(case))


def test_split_p_values_agree_with_peers(shared: Path) -> None:
    for case in cases(shared, "srm_chi2"):
        observed, weights = case["inputs"]["observed"], case["inputs"]["weights"]
        if len(observed) < len(weights):
            continue  # the peer answers 1 for a missing arm; ours is a health check of its own
        found = float(split.chi_squared([observed], [weights]))
        assert found == pytest.approx(case["expected"]["p_value"], abs=tolerance(case))
    methods = {"binomial exact": split.two_arms, "normal, continuity corrected": split.two_arms_corrected}
    for case in cases(shared, "srm_two_arms"):
        one, other = case["inputs"]["observed"]
        first, second = case["inputs"]["weights"]
        found = methods[case["inputs"]["method"]]((one, other), (first, second))
        assert found == pytest.approx(case["expected"]["p_value"], rel=tolerance(case))


def test_corrections_agree_with_r_and_peers(shared: Path) -> None:
    for case in cases(shared, "multiple_testing_all_methods"):
        for method, expected in case["expected"].items():
            np.testing.assert_allclose(
                CORRECTIONS[method](np.array(case["inputs"]["p"])), expected, rtol=1e-9, atol=tolerance(case)
            )
    for topic in (topic for topic in SEQUENTIAL_TOPICS if topic.startswith("multiple_testing_")):
        method = topic.removeprefix("multiple_testing_")
        for case in cases(shared, topic) if method in CORRECTIONS else ():
            found = CORRECTIONS[method](np.array(case["inputs"]["p"]))
            expected = case["expected"].get("adjusted", case["expected"].get("adjusted_in_input_order"))
            np.testing.assert_allclose(found, expected, rtol=1e-6)
            if "rejected_at_05" in case["expected"]:
                assert (found <= 0.05).astype(int).tolist() == case["expected"]["rejected_at_05"]


def test_an_interval_is_implied_by_an_adjusted_p_value(shared: Path) -> None:
    for case in cases(shared, "ci_from_adjusted_p"):
        asked = case["inputs"]
        found = multiplicity.interval_from_p(asked["p_adjusted"], asked["lift"], level=1 - asked["alpha"])
        np.testing.assert_allclose(np.array(found), case["expected"]["ci"], atol=tolerance(case))
