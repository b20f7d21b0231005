"""The stage-wise estimate: its median is the truth, and it shrinks lucky winners."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize, stats

from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.unbiased import Unbiased, carried_on, stagewise

Array = NDArray[np.float64]

CLOCK = np.arange(1, 15) / 14
BOUND = boundaries(spending(CLOCK, 0.025), CLOCK)


def estimated(statistic: Array, *, look: int | None = None) -> Unbiased:
    found = stagewise(statistic, BOUND, CLOCK, look=look)
    assert found is not None
    return found


@pytest.mark.parametrize("drift", [0.0, 1.0, 2.8, 4.0])
def test_the_estimate_lies_above_the_truth_half_of_the_time(drift: float) -> None:
    generator = np.random.default_rng(int(10 * drift) + 1)
    runs = 1500
    steps = generator.standard_normal((14, runs)) / np.sqrt(14) + drift / 14
    z = np.cumsum(steps, axis=0) / np.sqrt(CLOCK)[:, np.newaxis]
    above = 0
    for run in range(runs):
        found = estimated(z[:, run])
        above += found.statistic > drift * np.sqrt(CLOCK[found.look])
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, 0.5)
    assert low <= above <= high


def test_two_looks_agree_with_the_bivariate_normal() -> None:
    # Second road: P(Z_1 >= b_1) + P(-b_1 < Z_1 < b_1, Z_2 >= z) = 0.5 solved by SciPy's bivariate normal.
    clock = np.array([0.5, 1.0])
    bound = boundaries(spending(clock, 0.2), clock)
    z = np.array([0.4, 2.1])
    root = np.sqrt(0.5)

    def excess(drift: float) -> float:
        mean = [drift * root, drift]
        law = stats.multivariate_normal(mean, [[1.0, root], [root, 1.0]])
        inside = stats.norm.cdf(bound[0], mean[0]) - stats.norm.cdf(-bound[0], mean[0])
        below = law.cdf([bound[0], z[1]]) - law.cdf([-bound[0], z[1]])
        return float(stats.norm.sf(bound[0], mean[0]) + inside - below - 0.5)

    found = stagewise(z, np.array([bound[0], np.inf]), clock)
    assert found is not None
    assert found.statistic == pytest.approx(optimize.brentq(excess, -5, 5), abs=1e-5)


def test_a_crossing_on_the_first_look_that_could_has_nothing_to_correct() -> None:
    z = np.full(14, np.nan)
    z[0] = float(BOUND[0]) + 0.5
    found = estimated(z)
    assert found.look == 0
    assert found.factor == pytest.approx(1.0, abs=1e-6)


def test_a_crossing_just_above_its_boundary_shrinks() -> None:
    z = np.linspace(0.2, 1.6, 14)
    z[8] = BOUND[8] + 0.02
    found = estimated(z)
    assert found.look == 8
    assert 0.5 < found.factor < 0.99


def test_the_first_crossing_counts_whatever_comes_later() -> None:
    z = np.linspace(0.2, 1.6, 14)
    z[8] = BOUND[8] + 0.3
    later = z.copy()
    later[9:] = 0.1
    assert estimated(later) == estimated(z)
    assert estimated(z, look=7).look == 7


def test_losses_mirror_wins_and_no_difference_stays_none() -> None:
    z = np.linspace(0.2, 2.4, 14)
    win, loss = estimated(z), estimated(-z)
    assert loss.statistic == pytest.approx(-win.statistic, rel=1e-12)
    assert loss.factor == pytest.approx(win.factor, rel=1e-12)
    assert estimated(np.zeros(14)).factor == 1.0


def test_nothing_tested_gives_nothing() -> None:
    assert stagewise(np.full(14, np.nan), BOUND, CLOCK) is None
    assert stagewise(np.ones(14), BOUND, np.zeros(14)) is None


@pytest.mark.parametrize("drift", [1.0, 1.96, 2.8])
def test_winners_that_went_on_are_guessed_better_than_raw_and_better_than_at_their_crossing(drift: float) -> None:
    generator = np.random.default_rng(5)
    steps = generator.normal(drift / 14, np.sqrt(1 / 14), (1500, 14))
    score = np.cumsum(steps, axis=1)
    errors = []
    for path in score:
        z = path / np.sqrt(CLOCK)
        found = estimated(z)
        if abs(z[found.look]) < BOUND[found.look]:
            continue
        stopped, share = path[found.look] / CLOCK[found.look], CLOCK[found.look]
        guess = carried_on(stopped, path[-1], factor=found.factor, share=share)
        errors.append((guess - drift, path[-1] - drift, stopped * found.factor - drift))
    guessed, raw, forgetful = np.sqrt(np.mean(np.square(errors), axis=0))
    assert guessed < raw < forgetful


def test_at_the_crossing_itself_the_guess_is_the_stage_wise_one() -> None:
    assert carried_on(0.36, 0.36, factor=0.8, share=1.0) == pytest.approx(0.36 * 0.8)
