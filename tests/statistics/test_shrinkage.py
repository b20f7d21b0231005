"""True effects of a programme: a second road by brute force, known limits, and laws."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from numpy.testing import assert_allclose
from scipy import stats

from analytics.statistics.results import Reason, Untestable
from analytics.statistics.shrinkage import CENTRE, SPIKE, Shrunk, draws, shrink
from analytics.statistics.tails import Array

# Rubin, D. B. (1981). Estimation in parallel randomized experiments. Journal of Educational Statistics 6, 377-401:
# effects of coaching in eight schools, with their standard errors.
EFFECTS = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
ERRORS = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])
NEVER = -np.inf


def shrunk(estimate: Array, error: Array, **more: Array) -> Shrunk:
    found = shrink(estimate, error, **more)
    assert isinstance(found, Shrunk)
    return found


def by_brute_force(estimate: Array, error: Array, line: Array, *, count: int = 4_000_000) -> tuple[Array, Array]:
    """Return means and standard deviations by weighing draws from the prior, as the docstring states it."""
    random, unit = np.random.default_rng(8), np.median(error)
    nothing = random.uniform(size=count)
    centre = random.normal(0, CENTRE * unit, count)
    spread = np.abs(random.standard_cauchy(count)) * unit
    logs = np.zeros(count)
    for seen, noise, least in zip(estimate, error, line, strict=True):
        parts = [(nothing, 0.0, np.hypot(noise, SPIKE * unit)), (1 - nothing, centre, np.hypot(noise, spread))]
        density = sum(share * stats.norm.pdf(seen, mean, width) for share, mean, width in parts)
        beyond = sum(share * stats.norm.sf(least, mean, width) for share, mean, width in parts)
        logs += np.log(density) - np.log(beyond)
    weight = np.exp(logs - logs.max())
    kept = random.choice(count, 400_000, p=weight / weight.sum())
    drawn = np.empty((len(kept), len(estimate)))
    for place, (seen, noise) in enumerate(zip(estimate, error, strict=True)):
        spike, wide = SPIKE * unit, spread[kept]
        without = nothing[kept] * stats.norm.pdf(seen, 0.0, np.hypot(noise, spike))
        within = (1 - nothing[kept]) * stats.norm.pdf(seen, centre[kept], np.hypot(noise, wide))
        none = random.uniform(size=len(kept)) < without / (without + within)
        width = np.where(none, spike, wide)
        middle = np.where(none, 0.0, centre[kept])
        share = width**2 / (width**2 + noise**2)
        drawn[:, place] = random.normal(middle + share * (seen - middle), np.sqrt(share) * noise)
    return drawn.mean(axis=0), drawn.std(axis=0)


@pytest.mark.parametrize(
    ("estimate", "error", "line"),
    [
        (EFFECTS, ERRORS, np.full(8, NEVER)),
        (EFFECTS[:1], ERRORS[:1], np.full(1, NEVER)),
        (EFFECTS[[0, 6]], ERRORS[[0, 6]], np.full(2, NEVER)),
        (EFFECTS[[0, 6, 7]] * 2, ERRORS[[0, 6, 7]], np.array([30.0, 20.0, NEVER])),
    ],
    ids=["eight", "one", "two", "winners alone"],
)
def test_drawing_from_the_prior_leads_to_the_same(estimate: Array, error: Array, line: Array) -> None:
    mean, deviation = by_brute_force(estimate, error, line)
    found = shrunk(estimate, error, chosen_above=line)
    assert_allclose(found.mean, mean, atol=0.02 * np.median(error))
    assert_allclose(found.deviation, deviation, rtol=0.02)


def test_many_tests_are_shrunk_as_if_their_spread_were_known() -> None:
    """The textbook's answer for known numbers: centre + spread² / (spread² + error²) x (estimate - centre)."""
    random = np.random.default_rng(4)
    error = np.exp(random.normal(0, 0.3, 3000))
    estimate = random.normal(random.normal(1.5, 2.0, 3000), error)
    share = 4.0 / (4.0 + error**2)
    found = shrunk(estimate, error)
    assert_allclose(found.mean, 1.5 + share * (estimate - 1.5), atol=0.15)
    assert_allclose(found.deviation.mean(), np.sqrt(share * error**2).mean(), rtol=0.02)


def test_a_lone_winner_is_believed_by_about_half() -> None:
    found = shrunk(np.array([2.0]), np.array([1.0]))
    assert 0.4 < found.mean[0] / 2.0 < 0.6
    assert found.few


def test_winners_of_whom_only_winners_are_known_are_believed_less() -> None:
    line = np.array([20.0, 15.0])
    known = shrunk(np.array([28.0, 18.0]), np.array([10.0, 8.0]))
    winners = shrunk(np.array([28.0, 18.0]), np.array([10.0, 8.0]), chosen_above=line)
    assert (winners.mean < known.mean).all()


def test_effects_that_are_none_are_found_to_be_none() -> None:
    random = np.random.default_rng(3)
    true = np.where(np.arange(200) < 150, 0.0, 8.0)
    found = shrunk(random.normal(true, 1.0), np.ones(200))
    assert found.nothing[:150].mean() > 0.85
    assert found.nothing[150:].max() < 0.01


finite = some.floats(-50, 50)
programmes = some.lists(some.tuples(finite, some.floats(0.1, 20)), min_size=1, max_size=6)


@given(programmes, some.floats(1e-6, 1e6))
def test_units_do_not_matter(tests: list[tuple[float, float]], unit: float) -> None:
    estimate, error = np.array(tests).T
    plain, scaled = shrunk(estimate, error), shrunk(estimate * unit, error * unit)
    assert_allclose(scaled.mean, plain.mean * unit, rtol=1e-6, atol=1e-9 * unit)
    assert_allclose(scaled.deviation, plain.deviation * unit, rtol=1e-6)


@given(programmes)
def test_losses_mirror_gains_and_order_does_not_matter(tests: list[tuple[float, float]]) -> None:
    estimate, error = np.array(tests).T
    found = shrunk(estimate, error)
    assert_allclose(shrunk(-estimate, error).mean, -found.mean, rtol=1e-6, atol=1e-9)
    assert_allclose(shrunk(estimate[::-1], error[::-1]).mean, found.mean[::-1], rtol=1e-6, atol=1e-9)


@given(programmes)
@example([(18.5, 9.0), (0.0, 2.0), (0.0, 0.5), (0.0, 0.71875), (0.0, 0.71484375)])  # a posterior with long tails
def test_draws_are_the_posterior(tests: list[tuple[float, float]]) -> None:
    estimate, error = np.array(tests).T
    found = shrunk(estimate, error)
    drawn = draws(found, 20_000, seed=1)
    assert drawn.shape == (20_000, len(tests))
    assert_allclose(drawn.mean(axis=0), found.mean, atol=5 * (found.deviation / np.sqrt(20_000)).max())
    away = (drawn - found.mean) ** 2  # its mean is the variance; how far chance takes that follows from its own spread
    assert (np.abs(away.mean(axis=0) - found.deviation**2) <= 6 * away.std(axis=0) / np.sqrt(20_000)).all()
    assert (draws(found, 20_000, seed=1) == drawn).all()


def test_what_tests_share_is_drawn_together() -> None:
    """Two tests' effects are uncertain for a common reason, the centre: their sum spreads wider than if apart."""
    found = shrunk(np.full(6, 3.0), np.ones(6))
    drawn = draws(found, 40_000, seed=2)
    assert np.cov(drawn.T)[0, 1] > 0.05
    assert drawn.sum(axis=1).var() > drawn.var(axis=0).sum() * 1.2


def test_no_test_is_no_answer() -> None:
    assert shrink([], []) == Untestable(reason=Reason.TOO_FEW)


@pytest.mark.parametrize(
    ("estimate", "error"), [([1.0], [0.0]), ([np.nan], [1.0]), ([1.0], [np.inf]), ([[1.0]], [[1.0]])]
)
def test_what_is_no_number_is_refused(estimate: list[float], error: list[float]) -> None:
    with pytest.raises(ValueError, match="error"):
        shrink(estimate, error)
