"""Corrections: against statsmodels, by hand where it has none, and by their laws."""

import gc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from statsmodels.stats.multitest import multipletests

from analytics.statistics import multiplicity

Array = NDArray[np.float64]
Correction = Callable[[Array], Array]

PEERS: list[tuple[Correction, str]] = [
    (multiplicity.bonferroni, "bonferroni"),
    (multiplicity.sidak, "sidak"),
    (multiplicity.holm, "holm"),
    (multiplicity.holm_sidak, "holm-sidak"),
    (multiplicity.hochberg, "simes-hochberg"),
    (multiplicity.benjamini_hochberg, "fdr_bh"),
    (multiplicity.benjamini_yekutieli, "fdr_by"),
]
FAMILIES = arrays(np.float64, some.integers(1, 9), elements=some.floats(1e-12, 1 - 1e-9))  # at 1 statsmodels warns


@pytest.fixture(scope="module", autouse=True)
def _nothing_to_collect() -> None:
    """Take what other tests left alive out of the collector's sight: statsmodels' Holm collects on every call."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize(("correction", "name"), PEERS)
@given(p=FAMILIES)
def test_every_correction_agrees_with_statsmodels(correction: Correction, name: str, p: Array) -> None:
    np.testing.assert_allclose(correction(p), multipletests(p, method=name)[1], rtol=1e-9)


@pytest.mark.parametrize(("correction", "name"), PEERS)
@given(p=FAMILIES)
def test_corrections_ignore_order_and_what_cannot_be_tested(correction: Correction, name: str, p: Array) -> None:
    expected = correction(p)
    np.testing.assert_allclose(correction(p[::-1]), expected[::-1], rtol=1e-12)
    padded = correction(np.concatenate([[np.nan], p, [np.nan]]))
    np.testing.assert_allclose(padded[1:-1], expected, rtol=1e-12)
    assert np.isnan(padded[[0, -1]]).all()


@pytest.mark.parametrize(("correction", "name"), PEERS)
def test_further_axes_are_corrected_apart(correction: Correction, name: str) -> None:
    p = np.random.default_rng(0).uniform(size=(5, 3, 2))
    together = correction(p)
    for day in range(3):
        for segment in range(2):
            np.testing.assert_allclose(together[:, day, segment], correction(p[:, day, segment]), rtol=1e-12)


def test_weighted_holm_follows_the_worked_example() -> None:
    # By hand: p/w = 0.02, 0.024, 0.16; weights standing 1, 0.5, 0.25: 0.02, max(0.02, 0.012), 0.04.
    found = multiplicity.weighted_holm([0.01, 0.006, 0.04], [0.5, 0.25, 0.25])
    np.testing.assert_allclose(found, [0.02, 0.02, 0.04], rtol=1e-12)


@given(p=FAMILIES)
def test_equal_weights_are_plain_holm(p: Array) -> None:
    weighted = multiplicity.weighted_holm(p, np.full(p.size, 0.37))
    np.testing.assert_allclose(weighted, multipletests(p, method="holm")[1], rtol=1e-9)


def test_weight_zero_waits_until_all_others_are_rejected() -> None:
    np.testing.assert_allclose(multiplicity.weighted_holm([0.001, 0.2], [0.0, 1.0]), [0.2, 0.2])
    np.testing.assert_allclose(multiplicity.weighted_holm([0.03, 0.01], [0.0, 1.0]), [0.03, 0.01])


def test_weights_must_fit() -> None:
    with pytest.raises(ValueError, match="one number, 0 or more"):
        multiplicity.weighted_holm([0.1, 0.2], [1.0])
    with pytest.raises(ValueError, match="one number, 0 or more"):
        multiplicity.weighted_holm([0.1, 0.2], [1.0, -1.0])


def test_the_stop_budget_is_halved_between_primaries_and_guardrails() -> None:
    np.testing.assert_allclose(multiplicity.stop_weights(2, 4), [0.25, 0.25, *[0.125] * 4])
    np.testing.assert_allclose(multiplicity.stop_weights(2, 0), [0.5, 0.5])
    assert multiplicity.stop_weights(0, 0).size == 0


def test_tiny_p_values_keep_their_digits() -> None:
    assert multiplicity.sidak([1e-200, 0.5])[0] == pytest.approx(2e-200, rel=1e-12)


def test_an_implied_interval_excludes_zero_exactly_when_p_is_small() -> None:
    low, high = multiplicity.interval_from_p([0.04, 0.06, 1.0], [0.1, 0.1, 0.1], level=0.95)
    assert low[0] > 0 > low[1]
    assert (low[2], high[2]) == (-np.inf, np.inf)
