"""The crowd and its members: against loops over raw statements, and by the laws of means and medians."""

from math import isnan
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from analytics.statistics.crowds import Contest, contest, crowd
from analytics.statistics.results import Reason, Untestable

Array = NDArray[np.float64]

NOTHING = float("nan")
PERCENT = some.integers(1, 99).map(lambda percent: percent / 100)
SHAPES = some.tuples(some.integers(1, 5), some.integers(1, 12))
GAPPED = SHAPES.flatmap(lambda shape: arrays(np.float64, shape, elements=PERCENT | some.just(NOTHING)))
WHOLE = some.tuples(some.integers(2, 5), some.integers(5, 12)).flatmap(
    lambda shape: some.tuples(arrays(np.float64, shape, elements=PERCENT), arrays(np.bool_, shape[1]))
)


def held(chance: list[list[float]] | Array, happened: list[bool] | NDArray[np.bool_]) -> Contest:
    found = contest(chance, happened)
    assert isinstance(found, Contest)
    return found


@given(chance=GAPPED)
def test_a_crowd_is_what_loops_over_its_members_give(chance: Array) -> None:
    found = crowd(chance, chance - 0.1, chance + 0.1)
    for event in range(chance.shape[1]):
        stated = [float(each) for each in chance[:, event] if not isnan(each)]
        assert found.members[event] == len(stated)
        if stated:
            assert found.chance[event] == pytest.approx(mean(stated))
            assert found.low[event] == pytest.approx(median(stated) - 0.1)
        else:
            assert np.isnan([found.chance[event], found.low[event], found.high[event]]).all()


@given(ranges=arrays(np.float64, (5, 4, 2), elements=some.floats(-1, 1)))
def test_a_crowds_range_never_ends_before_it_begins(ranges: Array) -> None:
    low, high = ranges.min(axis=2), ranges.max(axis=2)
    found = crowd(np.full(low.shape, 0.5), low, high)
    assert (found.low <= found.high).all()


@given(forecasts=WHOLE)
def test_the_crowd_is_never_worse_than_its_members_on_average(forecasts: tuple[Array, NDArray[np.bool_]]) -> None:
    chance, happened = forecasts
    found = held(chance, happened)
    assert found.crowd.brier <= mean(each.brier for each in found.members) + 1e-12
    assert found.crowd.log_score <= mean(each.log_score for each in found.members) + 1e-12


def test_members_are_held_against_the_crowd_on_their_own_events() -> None:
    chance = [[0.9] * 6, [0.5, 0.5, 0.5, 0.5, 0.5, NOTHING], [0.1, 0.2, NOTHING, NOTHING, NOTHING, NOTHING]]
    happened = [True, True, True, False, True, True]
    found = held(chance, happened)
    together = [0.5, 1.6 / 3, 0.7, 0.7, 0.7]  # the sixth event has one forecast: no crowd
    assert found.crowd.forecasts == 5
    assert found.crowd.brier == pytest.approx(mean((p - o) ** 2 for p, o in zip(together, happened, strict=False)))
    assert found.left_out == 1
    best, second = found.members
    assert found.best is best
    assert (best.member, best.forecasts, second.member) == (0, 5, 1)
    assert best.brier == pytest.approx((4 * 0.01 + 0.81) / 5)
    assert best.crowd_brier == pytest.approx(found.crowd.brier)
    assert best.advantage == pytest.approx(found.crowd.brier - best.brier)
    assert second.brier == pytest.approx(0.25)


def test_who_forecast_the_easy_events_alone_gains_nothing() -> None:
    # The first states 90 % of what all know to be sure; the second states the same there and does better elsewhere.
    chance = [[0.9] * 5 + [NOTHING] * 5, [0.9] * 5 + [0.8] * 5, [0.9] * 5 + [0.2] * 5]
    found = held(chance, [True] * 10)
    assert found.best is not None
    assert found.best.member == 1
    assert found.members[1].advantage == pytest.approx(0.0)


def test_a_crowd_with_fewer_than_five_events_in_common_says_nothing() -> None:
    chance = [[0.5] * 4 + [NOTHING] * 4, [0.5] * 8]
    assert contest(chance, [True] * 8) == Untestable(reason=Reason.TOO_FEW)


def test_without_a_member_who_forecast_enough_the_crowd_stands_alone() -> None:
    chance = np.full((4, 6), NOTHING)
    chance[:2, :3], chance[2:, 3:] = 0.6, 0.7
    found = held(chance, [True] * 6)
    assert (found.best, found.left_out, found.crowd.forecasts) == (None, 4, 6)
