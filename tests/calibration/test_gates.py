"""The short calibration: every gate with fixed seeds, judged by the 99.9 % Monte-Carlo band of its runs."""

import zlib

import numpy as np
import pytest
from scipy import stats

from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.crossings import crossing_probabilities
from tests.calibration.bands import band
from tests.calibration.gates import GATES, Gate, daily_looks, mailing
from tests.calibration.worlds import CLOCK, DAYS, crossings, daily_paths

RUNS = 3000


def seeded(gate: Gate) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(gate.name.encode()))


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_a_promise_is_kept_within_its_monte_carlo_band(gate: Gate) -> None:
    share = gate.simulate(seeded(gate), RUNS, False).mean()
    assert band(gate.truth[0], RUNS)[0] <= share <= band(gate.truth[1], RUNS)[1]


@pytest.mark.parametrize("simulate", [daily_looks, mailing])
def test_each_run_s_own_information_keeps_the_promise_too(simulate: object) -> None:
    gate = next(gate for gate in GATES if gate.simulate is simulate)
    share = gate.simulate(np.random.default_rng(11), 400, True).mean()
    assert share <= band(0.05, 400)[1]


def test_the_gates_would_notice_unprotected_looks() -> None:
    # design/3-statistics.md: naive daily looks give 27.6 % false alarms.
    paths = daily_paths(np.random.default_rng(12), runs=RUNS, users=(300, 300), share=0.06)
    naive = (np.abs(np.nan_to_num(paths.statistic)) >= stats.norm.isf(0.025)).any(axis=0).mean()
    low, high = band(0.276, RUNS)
    assert low <= naive <= high


def test_the_gates_would_notice_error_released_by_cut_traffic() -> None:
    # All error spent on the day the traffic was cut: design/3-statistics.md gives 17.7 % for an early end.
    paths = daily_paths(np.random.default_rng(13), runs=RUNS, users=(300, 300), share=0.06)
    z = np.abs(np.nan_to_num(paths.statistic))
    crossed = 0.0
    for last in range(DAYS):
        released = np.where(np.arange(DAYS) == last, 1.0, CLOCK)[: last + 1]
        bound = boundaries(spending(released, 0.025), CLOCK[: last + 1])
        stops = (z[last] >= stats.norm.isf(0.025)) & (z[:last] < stats.norm.isf(0.025)).all(axis=0)
        crossed += float((stops & (z[: last + 1] >= bound[:, np.newaxis]).any(axis=0)).mean())
    assert crossed > 0.10


@pytest.mark.parametrize(("fixed", "kept", "stop"), [(0.8, 0.97, 0.77), (0.9, 0.98, 0.70)])
def test_daily_looks_cost_little_power_and_save_days(fixed: float, kept: float, stop: float) -> None:
    # design/3-statistics.md, Calibration: power of the fixed test, and mean stop as a share of the horizon.
    bound = boundaries(spending(CLOCK, 0.025), CLOCK)
    drift = stats.norm.isf(0.025) + stats.norm.isf(1.0 - fixed)
    up, down = crossing_probabilities(bound, CLOCK, lower=-bound, drift=drift)
    assert up.sum() >= kept * fixed
    stops = up + down
    assert (stops * CLOCK).sum() + 1.0 - stops.sum() <= stop


def test_both_directions_share_the_error_alike() -> None:
    paths = daily_paths(np.random.default_rng(14), runs=RUNS, users=(300, 300), share=0.06)
    for tail in crossings(paths, own=False):
        low, high = band(0.025, RUNS)
        assert low <= tail.mean() <= high
