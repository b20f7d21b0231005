"""Walks along boundaries: crossings that stay, p-values that never rise and agree with the boundary exactly."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.sequential import walk

Array = NDArray[np.float64]

LOOKS = 28
CLOCK = np.arange(1, LOOKS + 1) / LOOKS


def paths(count: int, *, seed: int, drift: float = 0.0) -> Array:
    steps = np.random.default_rng(seed).standard_normal((LOOKS, count)) / np.sqrt(LOOKS) + drift / LOOKS
    return np.asarray(np.cumsum(steps, axis=0) / np.sqrt(CLOCK)[:, np.newaxis])


def test_p_is_at_most_alpha_exactly_when_the_boundary_was_crossed() -> None:
    z = paths(4000, seed=1, drift=1.5)
    for alpha in (0.05, 0.025, 0.0125, 0.017):
        found = walk(z, variance=CLOCK, share=CLOCK, alpha=alpha)
        crossed = np.maximum.accumulate(z >= found.boundary, axis=0)
        np.testing.assert_array_equal(found.upper_p <= alpha, crossed)
        np.testing.assert_array_equal(found.crossed_up, np.where(crossed.any(axis=0), crossed.argmax(axis=0), -1))
        both = crossed | np.maximum.accumulate(z <= -found.boundary, axis=0)
        np.testing.assert_array_equal(found.p_value <= 2 * alpha, both)


def test_standing_exactly_on_the_boundary_crosses() -> None:
    bound = walk(np.zeros((LOOKS, 1)), variance=CLOCK, share=CLOCK).boundary
    found = walk(bound, variance=CLOCK, share=CLOCK)
    assert found.crossed_up[0] == 0
    assert found.upper_p[0, 0] == pytest.approx(0.025, rel=1e-12)
    assert found.upper_p[0, 0] <= 0.025


@pytest.mark.parametrize("p", [0.3, 0.07, 0.03, 0.01, 3e-3, 1e-4, 1e-6])
@pytest.mark.parametrize("look", [5, 15, 27])
def test_a_sequential_p_value_is_the_error_at_which_the_look_stands_on_its_boundary(p: float, look: int) -> None:
    # Second road: the boundary computed at that very error, without interpolation.
    z = np.full((LOOKS, 1), -9.0)
    z[look] = boundaries(spending(CLOCK, p), CLOCK)[look]
    found = walk(z, variance=CLOCK, share=CLOCK)
    assert found.upper_p[-1, 0] == pytest.approx(p, rel=4e-3)
    assert found.upper_p[look - 1, 0] == 1.0


def test_a_single_look_has_the_p_value_of_the_fixed_test() -> None:
    z = np.array([[-0.4, 0.1, 1.0, 1.96, 3.3, 6.0]])
    found = walk(z, variance=[5.0], share=[1.0])
    np.testing.assert_allclose(found.p_value[0], np.minimum(1.0, 2 * stats.norm.sf(np.abs(z[0]))), rtol=1e-9)


def test_under_the_null_sequential_p_values_are_valid_at_every_level() -> None:
    last = walk(paths(40_000, seed=2), variance=CLOCK, share=CLOCK).upper_p[-1]
    for level in (0.3, 0.1, 0.025, 0.01, 0.002):
        band = stats.norm.isf(0.0005) * np.sqrt(level * (1 - level) / last.size)
        assert (last <= level).mean() == pytest.approx(level, abs=band)


def test_p_values_never_rise_and_crossings_are_latched() -> None:
    z = paths(300, seed=3, drift=3.5)
    z[-1] = 0.0
    found = walk(z, variance=CLOCK, share=CLOCK)
    assert (np.diff(found.p_value, axis=0) <= 0.0).all()
    earlier = found.crossed_up >= 0
    assert earlier.mean() > 0.7
    assert (found.p_value[-1][earlier] <= 0.05).all()


def test_swapping_the_arms_swaps_the_directions() -> None:
    z = paths(200, seed=4, drift=1.0)
    one, other = walk(z, variance=CLOCK, share=CLOCK), walk(-z, variance=CLOCK, share=CLOCK)
    np.testing.assert_array_equal(one.upper_p, other.lower_p)
    np.testing.assert_array_equal(one.crossed_up, other.crossed_down)
    np.testing.assert_array_equal(one.p_value, other.p_value)


def test_crossed_on_is_the_earlier_of_both_directions() -> None:
    z = np.zeros((LOOKS, 4))
    z[20, 1], z[22, 2], z[10, 3], z[25, 3] = 9.0, -9.0, -9.0, 9.0
    assert walk(z, variance=CLOCK, share=CLOCK).crossed_on().tolist() == [-1, 20, 22, 10]


def test_nothing_crosses_once_the_clock_is_full_or_at_rest() -> None:
    share = np.array([0.25, 0.5, 0.5, 1.0, 1.0, 1.0])
    variance = np.array([1.0, 2.0, 3.0, 4.0, 4.0, 5.0])
    z = np.array([0.0, 0.0, 8.0, 0.0, 8.0, 8.0])
    found = walk(z, variance=variance, share=share)
    assert found.crossed_up == -1
    assert found.boundary[2] == np.inf
    assert found.nominal_level[2] == 0.0
    assert found.p_value[-1] == found.p_value[3]


def test_looks_that_cannot_be_tested_never_cross_and_harm_nothing() -> None:
    z = np.array([np.nan, np.nan, 1.0, 5.0])
    found = walk(z, variance=[0.0, 0.0, 2.0, 4.0], share=[0.25, 0.5, 0.75, 1.0])
    assert found.crossed_up == 3
    assert found.p_value[1] == 1.0
    assert np.isfinite(found.p_value).all()


def test_a_planned_end_reached_without_new_data_crosses_nothing() -> None:
    share = np.array([0.25, 0.5, 0.75, 1.0])
    with_news = walk([0.0, 2.3, 2.3, 2.30001], variance=[1.0, 2.0, 2.0, 2.0], share=share)
    assert with_news.crossed_up == 3, "the same information, read again with all the error"
    without = walk([0.0, 2.3, 2.3, 2.3], variance=[1.0, 2.0, 2.0, 2.0], share=share)
    assert without.crossed_up == -1
    np.testing.assert_array_equal(without.boundary[2:], without.boundary[1])


def test_a_look_without_news_passes_its_error_on() -> None:
    share = np.array([0.25, 0.5, 0.75, 1.0])
    found = walk([0.5, 0.7, 0.7, 1.0], variance=[1.0, 2.0, 2.0, 4.0], share=share)
    expected = boundaries(spending([0.25, 0.5, 1.0], 0.025), [1.0, 2.0, 4.0])
    np.testing.assert_allclose(found.boundary[[0, 1, 3]], expected, atol=1e-5)


def test_an_extension_keeps_the_error_of_all_looks() -> None:
    # Half way a 14-day plan becomes 28 days: the new clock stands at 0.5 until day 14.
    share = np.maximum(np.where(np.arange(LOOKS) < 7, np.arange(1, LOOKS + 1) / 14, 0.5), CLOCK)
    z = paths(40_000, seed=6)
    found = walk(z, variance=CLOCK, share=share)
    for crossed in (found.crossed_up, found.crossed_down):
        band = stats.norm.isf(0.0005) * np.sqrt(0.025 * 0.975 / z.shape[1])
        assert (crossed >= 0).mean() == pytest.approx(0.025, abs=band)


def test_each_path_follows_its_own_information_and_keeps_its_shape() -> None:
    z = paths(6, seed=7).reshape(LOOKS, 2, 3)
    variance = CLOCK[:, np.newaxis, np.newaxis] ** np.array([[0.8, 1.0, 1.2], [1.0, 1.0, 1.5]])
    together = walk(z, variance=variance, share=CLOCK)
    for arm in range(2):
        for metric in range(3):
            alone = walk(z[:, arm, metric], variance=variance[:, arm, metric], share=CLOCK)
            np.testing.assert_array_equal(together.p_value[:, arm, metric], alone.p_value)
            assert together.crossed_up[arm, metric] == alone.crossed_up


def test_borrowed_information_gives_the_lenders_boundary() -> None:
    z = paths(5, seed=8)
    lent = walk(z, variance=(CLOCK**1.3)[:, np.newaxis], share=CLOCK).boundary
    np.testing.assert_array_equal(lent, np.repeat(lent[:, :1], 5, axis=1))
