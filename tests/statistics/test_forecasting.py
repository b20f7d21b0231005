"""Forecasts scored by hand, by loops over every outcome, and by scipy's and statsmodels' own distributions."""

from collections.abc import Callable
from itertools import product
from math import isclose, log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analytics.statistics.forecasting import (
    Accuracy,
    RangeCoverage,
    accuracy,
    band,
    brier,
    calibration,
    coverage,
    happening,
    log_score,
)
from analytics.statistics.results import Reason, Untestable

Array = NDArray[np.float64]

TOO_FEW = Untestable(reason=Reason.TOO_FEW)
CHANCES = some.lists(some.integers(1, 99).map(lambda percent: percent / 100), min_size=1, max_size=9)
FORECASTS = some.lists(
    some.tuples(some.integers(1, 99).map(lambda percent: percent / 100), some.booleans()), min_size=5, max_size=40
)


def scored(chance: list[float], happened: list[bool], *, base_rate: float | None = None) -> Accuracy:
    found = accuracy(chance, happened, base_rate=base_rate)
    assert isinstance(found, Accuracy)
    return found


def covered(low: list[float], high: list[float], observed: list[float]) -> RangeCoverage:
    found = coverage(low, high, observed)
    assert isinstance(found, RangeCoverage)
    return found


@pytest.mark.parametrize(
    ("chance", "rained", "expected"), [(1.0, 1, 0.0), (1.0, 0, 1.0), (0.7, 1, 0.09), (0.3, 1, 0.49), (0.5, 0, 0.25)]
)
def test_the_brier_score_is_that_of_the_rain_example(chance: float, rained: int, expected: float) -> None:
    # Wikipedia, “Brier score”, section “Example”: rain forecast at 100, 70, 30 and 50 %.
    assert brier(chance, rained) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("chance", "happened", "expected"),
    [
        (0.5, True, log(2)),
        (0.8, True, -log(0.8)),
        (0.8, False, -log(0.2)),
        (1.0, True, -log(0.99)),
        (1.0, False, log(100)),
        (0.0, True, log(100)),
        (0.999, False, log(100)),
    ],
)
def test_the_log_score_is_the_surprise_and_has_an_end(chance: float, happened: bool, expected: float) -> None:
    assert log_score(chance, happened) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("score", [brier, log_score])
@given(percent=some.integers(1, 99), stated=some.integers(0, 100))
def test_on_average_nobody_gains_by_stating_another_chance_than_the_one_believed(
    score: Callable[[float, bool], Array], percent: int, stated: int
) -> None:
    truth = percent / 100

    def expected(chance: float) -> float:
        return float(truth * score(chance, True) + (1 - truth) * score(chance, False))

    assert expected(truth) <= expected(stated / 100) + 1e-12


@given(forecasts=FORECASTS)
def test_accuracy_is_what_loops_give(forecasts: list[tuple[float, bool]]) -> None:
    chance, happened = [one for one, _ in forecasts], [one for _, one in forecasts]
    found = scored(chance, happened)
    rate = sum(happened) / len(happened)
    assert found.forecasts == len(forecasts)
    assert found.brier == pytest.approx(sum((p - o) ** 2 for p, o in forecasts) / len(forecasts), rel=1e-12)
    assert found.log_score == pytest.approx(sum(-log(p if o else 1 - p) for p, o in forecasts) / len(forecasts))
    assert found.baseline == pytest.approx(rate * (1 - rate), abs=1e-12)  # the variance of a yes or no
    if 0 < rate < 1:
        assert found.skill == pytest.approx(1 - found.brier / (rate * (1 - rate)))
    else:
        assert found.skill == Untestable(reason=Reason.NO_VARIATION)


@settings(max_examples=60)
@given(forecasts=FORECASTS)
def test_brier_is_reliability_less_resolution_plus_uncertainty(forecasts: list[tuple[float, bool]]) -> None:
    # Murphy, A. H. (1973), J. Appl. Meteor. 12, 595-600: exact where all forecasts of a bin state one chance.
    chance, happened = [round(one, 1) for one, _ in forecasts], [one for _, one in forecasts]
    found = scored(chance, happened)
    rows = calibration(chance, happened, edges=[-0.05 + step / 10 for step in range(12)])
    assert not isinstance(rows, Untestable)
    assert sum(row.forecasts for row in rows) == len(forecasts)
    reliability = sum(row.forecasts * (row.stated - row.observed) ** 2 for row in rows) / len(forecasts)
    resolution = sum(row.forecasts * (row.observed - found.base_rate) ** 2 for row in rows) / len(forecasts)
    assert found.brier == pytest.approx(reliability - resolution + found.baseline, abs=1e-12)


def test_always_stating_the_base_rate_has_no_skill_and_a_perfect_forecast_has_all() -> None:
    happened = [True, False, False, True, False]
    assert scored([0.4] * 5, happened).skill == pytest.approx(0.0, abs=1e-12)
    assert scored([float(each) for each in happened], happened).skill == 1.0


def test_a_base_rate_known_before_is_easier_to_beat_than_the_one_seen() -> None:
    chance, happened = [0.6, 0.2, 0.2, 0.7, 0.3], [True, False, False, True, False]
    before, after = scored(chance, happened, base_rate=0.2), scored(chance, happened)
    assert before.baseline == pytest.approx((2 * 0.8**2 + 3 * 0.2**2) / 5)
    assert isinstance(before.skill, float)
    assert isinstance(after.skill, float)
    assert before.skill > after.skill


def test_fewer_than_five_forecasts_say_nothing() -> None:
    four = [0.5] * 4
    assert accuracy(four, [1, 0, 1, 0]) == TOO_FEW
    assert coverage(four, four, four) == TOO_FEW
    assert calibration(four, [1, 0, 1, 0]) == TOO_FEW
    assert accuracy([], [], fewest=0) == TOO_FEW


@pytest.mark.parametrize("inside", [0, 3, 8, 10])
def test_coverage_has_the_exact_interval_of_statsmodels(inside: int) -> None:
    found = covered([0.0] * 10, [0.1] * 10, [0.05] * inside + [0.2] * (10 - inside))
    assert (found.inside, found.above, found.below) == (inside, 10 - inside, 0)
    assert found.share == inside / 10
    expected = proportion_confint(inside, 10, method="beta")
    assert (found.interval.low, found.interval.high) == pytest.approx(expected, abs=1e-9)
    assert found.as_claimed == (expected[0] <= 0.8 <= expected[1])


def test_the_ends_of_a_range_belong_to_it_and_misses_are_counted_by_side() -> None:
    found = covered([0.0] * 5, [0.1] * 5, [0.0, 0.1, -1e-9, 0.1 + 1e-9, 0.05])
    assert (found.inside, found.below, found.above) == (3, 1, 1)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="end before it begins"):
        coverage([0.1] * 5, [0.0] * 5, [0.0] * 5)


@pytest.mark.parametrize("chance", [-0.01, 1.01, 70, float("nan")])
def test_a_chance_outside_zero_to_one_is_refused(chance: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        accuracy([chance] * 5, [True] * 5)


@given(chances=CHANCES)
def test_the_law_of_unequal_chances_counts_every_outcome(chances: list[float]) -> None:
    expected = [0.0] * (len(chances) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        expected[sum(outcome)] += prod(p if o else 1 - p for p, o in zip(chances, outcome, strict=True))
    assert happening(chances) == pytest.approx(np.array(expected), abs=1e-12)


@given(chances=some.lists(some.floats(0.01, 0.99), min_size=1, max_size=60), level=some.floats(0.5, 0.99))
def test_the_band_is_that_of_scipys_poisson_binomial(chances: list[float], level: float) -> None:
    law, tail = stats.poisson_binom(chances), (1 - level) / 2
    sums = law.cdf(np.arange(len(chances) + 1))
    if any(isclose(each, edge, rel_tol=1e-9) for each in sums for edge in (tail, 1 - tail)):
        return  # at a tie rounding decides
    found = band(chances, level=level)
    assert (found.low, found.high) == pytest.approx(np.array(law.ppf([tail, 1 - tail])) / len(chances), abs=1e-12)


@given(chances=some.lists(some.floats(0.0, 1.0), min_size=1, max_size=60), level=some.floats(0.5, 0.99))
def test_the_band_holds_at_least_what_it_says_and_no_more_than_half_of_the_rest_lies_on_a_side(
    chances: list[float], level: float
) -> None:
    found, law = band(chances, level=level), happening(chances)
    low, high = round(found.low * len(chances)), round(found.high * len(chances))
    assert law[low : high + 1].sum() >= level - 1e-9
    assert max(law[:low].sum(), law[high + 1 :].sum()) <= (1 - level) / 2 + 1e-9


def test_equal_chances_have_the_binomials_band() -> None:
    found = band([0.3] * 20)
    assert (found.low * 20, found.high * 20) == pytest.approx(stats.binom.ppf([0.025, 0.975], 20, 0.3))


def test_a_calibration_table_holds_the_bins_that_were_used() -> None:
    rows = calibration([0.05, 0.2, 0.35, 0.39, 0.8, 1.0], [False, True, False, False, True, True])
    assert not isinstance(rows, Untestable)
    assert [(row.low, row.high, row.forecasts) for row in rows] == [(0.0, 0.2, 1), (0.2, 0.4, 3), (0.8, 1.0, 2)]
    assert [row.stated for row in rows] == pytest.approx([0.05, 0.94 / 3, 0.9])
    assert [row.observed for row in rows] == pytest.approx([0.0, 1 / 3, 1.0])
    assert all(row.calibrated for row in rows)


def test_twenty_sure_forecasts_of_which_half_came_true_lie_outside_their_band() -> None:
    rows = calibration([0.9] * 20, [True, False] * 10)
    assert not isinstance(rows, Untestable)
    assert not rows[0].calibrated
    assert rows[0].band.low == stats.binom.ppf(0.025, 20, 0.9) / 20


def test_the_bands_of_calibrated_forecasters_hold_as_often_as_they_say() -> None:
    # 4,000 forecasters of 12 events each: at least 95 %, less three standard errors of the count.
    random = np.random.default_rng(11)
    held = []
    for _ in range(4000):
        chance = random.uniform(0.6, 0.8, 12)
        rows = calibration(chance, random.uniform(size=12) < chance)
        assert not isinstance(rows, Untestable)
        held += [row.calibrated for row in rows]
    assert np.mean(held) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 4000)
