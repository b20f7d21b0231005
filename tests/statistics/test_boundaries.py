"""Boundaries: against published figures, a multivariate normal by another integration, and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.crossings import crossing_probabilities

Array = NDArray[np.float64]

ALPHA = 0.025


def daily(looks: int) -> Array:
    return np.arange(1, looks + 1) / looks


def correlation(variance: Array) -> Array:
    smaller, larger = np.minimum.outer(variance, variance), np.maximum.outer(variance, variance)
    return np.sqrt(smaller / larger)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [(4, [4.333, 2.963, 2.359, 2.014]), (5, [4.877, 3.357, 2.680, 2.290, 2.031])],
)
def test_equal_looks_have_the_published_lan_demets_boundaries(looks: int, expected: list[float]) -> None:
    # Jennison & Turnbull 2000, ch. 7; gsDesign's sfLDOF gives the same.
    found = boundaries(spending(daily(looks), ALPHA), daily(looks))
    np.testing.assert_allclose(found, expected, atol=5.1e-4)


def test_the_last_of_28_daily_looks_stands_at_2_140() -> None:
    # design/3-statistics.md; simulated there with 28 daily looks.
    assert boundaries(spending(daily(28), ALPHA), daily(28))[-1] == pytest.approx(2.140, abs=5e-4)


def test_one_look_is_the_fixed_test() -> None:
    assert boundaries([ALPHA], [17.0])[0] == pytest.approx(stats.norm.isf(ALPHA), abs=1e-12)


def test_spending_starts_at_nothing_and_ends_at_all() -> None:
    clock = np.linspace(0.0, 1.0, 400)
    spent = spending(clock, ALPHA)
    assert spent[0] == 0.0
    assert spent[-1] == pytest.approx(ALPHA, rel=1e-14)
    assert (np.diff(spent) >= 0.0).all()
    assert spending(0.3, ALPHA) == pytest.approx(2 * stats.norm.sf(stats.norm.isf(ALPHA / 2) / np.sqrt(0.3)), rel=1e-12)


def test_a_look_too_early_to_spend_anything_has_no_boundary_and_harms_no_later_one() -> None:
    clock = np.array([1e-6, 0.5, 1.0])
    found = boundaries(spending(clock, ALPHA), clock)
    assert found[0] == np.inf
    np.testing.assert_allclose(found[1:], boundaries(spending(clock[1:], ALPHA), clock[1:]), atol=1e-9)


@pytest.mark.parametrize("variance", [[0.2, 0.9], [0.1, 0.15, 1.0], [0.25, 0.5, 0.55, 1.0], [1e-4, 0.3, 0.8, 2.0]])
def test_each_look_spends_its_error_by_the_multivariate_normal(variance: list[float]) -> None:
    # Second road: SciPy's quasi-Monte-Carlo integration (Genz) of P(Z_1 < b_1, ..., Z_k < b_k).
    spread = np.array(variance)
    cumulative = spending(daily(spread.size), ALPHA)
    found = boundaries(cumulative, spread)
    for looks in range(2, spread.size + 1):
        law = stats.multivariate_normal(np.zeros(looks), correlation(spread[:looks]), allow_singular=True)
        law.abseps, law.releps, law.maxpts = 1e-7, 1e-7, 4_000_000
        stays = law.cdf(found[:looks], rng=np.random.default_rng(5))
        assert 1.0 - stays == pytest.approx(cumulative[looks - 1], abs=2e-6)


def test_uneven_clocks_keep_their_error_in_simulation() -> None:
    generator = np.random.default_rng(20)
    variance = np.cumsum(generator.uniform(0.2, 3.0, size=14))
    clock = np.sort(generator.uniform(0.05, 1.0, size=14))
    clock[-1] = 1.0
    found = boundaries(spending(clock, 0.2), variance)
    crossed = 0
    for _ in range(20):
        steps = generator.standard_normal((14, 20_000)) * np.sqrt(np.diff(variance, prepend=0.0))[:, np.newaxis]
        paths = np.cumsum(steps, axis=0) / np.sqrt(variance)[:, np.newaxis]
        crossed += int((paths >= found[:, np.newaxis]).any(axis=0).sum())
    band = stats.norm.isf(0.0005) * np.sqrt(0.2 * 0.8 / 400_000)
    assert crossed / 400_000 == pytest.approx(0.2, abs=band)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(some.tuples(some.floats(0.001, 1.0), some.floats(0.0, 1e6)), min_size=1, max_size=40),
    some.floats(1e-6, 0.45),
)
def test_any_two_clocks_spend_exactly_what_they_may(steps: list[tuple[float, float]], alpha: float) -> None:
    clock = np.cumsum([share for share, _ in steps])
    variance = np.cumsum([grown for _, grown in steps])
    spent = spending(clock / clock[-1], alpha)
    found = boundaries(spent, variance)
    crossed = crossing_probabilities(found, variance)[0].sum()
    assert crossed == pytest.approx(spent[-1] if variance[-1] > 0 else 0.0, rel=1e-3)


def test_only_ratios_of_information_matter() -> None:
    variance = np.array([0.3, 0.5, 0.9, 1.0])
    spent = spending(daily(4), ALPHA)
    np.testing.assert_allclose(boundaries(spent, variance * 7e5), boundaries(spent, variance), rtol=1e-10)


def test_a_batch_of_errors_gives_what_each_gives_alone() -> None:
    levels = np.array([0.2, 0.025, 1e-3, 1e-6])
    together = boundaries(spending(daily(28)[:, np.newaxis], levels), daily(28))
    for column, level in enumerate(levels):
        alone = boundaries(spending(daily(28), level), daily(28))
        np.testing.assert_allclose(together[:, column], alone, rtol=1e-4)


def test_a_look_without_new_information_falls_with_new_error_and_stays_without() -> None:
    found = boundaries(spending([0.25, 0.5, 0.5, 0.75, 1.0, 1.0, 1.0], ALPHA), [1, 2, 2, 2, 3, 3, 4])
    assert found[2] == found[1]
    assert found[3] < found[2]
    assert found[5] == found[4]
    assert found[6] == np.inf, "information grew and no error is left"


def test_repeated_information_spends_exactly_its_error() -> None:
    # On the same statistic the tail beyond the lower boundary is the error of both looks together.
    found = boundaries([0.01, 0.03], [5.0, 5.0])
    np.testing.assert_allclose(stats.norm.sf(found), [0.01, 0.03], rtol=1e-9)


def test_no_information_has_no_boundary() -> None:
    found = boundaries(spending([0.2, 0.4, 1.0], ALPHA), [0.0, 0.0, 1.0])
    assert (found[:2] == np.inf).all()
    assert stats.norm.sf(found[2]) == pytest.approx(ALPHA, rel=1e-9)


def test_a_year_of_daily_looks_stays_within_its_error() -> None:
    year = daily(365)
    found = boundaries(spending(year, ALPHA), year)
    up, down = crossing_probabilities(found, year)
    assert up.sum() == pytest.approx(ALPHA, rel=1e-4)
    assert down.sum() == 0.0


def test_symmetric_boundaries_cross_both_ways_alike_and_drift_takes_sides() -> None:
    found = boundaries(spending(daily(5), ALPHA), daily(5))
    up, down = crossing_probabilities(found, daily(5), lower=-found, drift=[-1.0, 0.0, 1.0])
    np.testing.assert_allclose(up[:, 1], down[:, 1], rtol=1e-9)
    np.testing.assert_allclose(up[:, 2], down[:, 0], rtol=1e-9)
    assert up[:, 2].sum() > up[:, 1].sum() > up[:, 0].sum()


def test_power_under_drift_agrees_with_simulation() -> None:
    found = boundaries(spending(daily(28), ALPHA), daily(28))
    drift = float(stats.norm.isf(ALPHA) + stats.norm.isf(0.13))
    up, _ = crossing_probabilities(found, daily(28), lower=-found, drift=drift)
    # design/3-statistics.md: at 87 % fixed power 85.4 % power, stop on day 19.8 of 28 on average.
    assert up.sum() == pytest.approx(0.854, abs=0.002)
    days = np.arange(1, 29)
    assert (up * days).sum() + (1 - up.sum()) * 28 == pytest.approx(19.8, abs=0.2)
    generator = np.random.default_rng(3)
    paths = np.cumsum(generator.standard_normal((28, 100_000)) / np.sqrt(28) + drift / 28, axis=0)
    crossed = (paths >= (found * np.sqrt(daily(28)))[:, np.newaxis]).any(axis=0).mean()
    assert crossed == pytest.approx(up.sum(), abs=stats.norm.isf(0.0005) * np.sqrt(0.854 * 0.146 / 100_000))
