"""What the speed table times of watching a test: its boundaries, and the walk of many paths along them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.sequential import walk
from tests.bench.timings import Timings, main, timed

ROUNDS = 7
ALPHA = 0.025


def looks_28(_folder: Path, into: Timings) -> None:
    """Find the boundaries of four weeks of daily looks."""
    _boundaries(28, into)


def looks_90(_folder: Path, into: Timings) -> None:
    """Find the boundaries of a quarter of daily looks."""
    _boundaries(90, into)


def paths_lent(_folder: Path, into: Timings) -> None:
    """Walk a dozen paths of four weeks along the boundary of one."""
    _paths(np.zeros(1), into)


def paths_own(_folder: Path, into: Timings) -> None:
    """Walk a dozen paths of four weeks, each along the boundary of its own information."""
    _paths(np.linspace(-0.2, 0.2, 12), into)


def _boundaries(looks: int, into: Timings) -> None:
    clock = _clock(looks)
    spent = spending(clock, ALPHA)
    boundaries(spent, clock)
    for _ in range(ROUNDS):
        with timed(into):
            boundaries(spent, clock)


def _paths(bent: NDArray[np.float64], into: Timings) -> None:
    clock = _clock(28)
    steps = np.random.default_rng(9).standard_normal((28, 12)) / np.sqrt(28)
    z = np.cumsum(steps, axis=0) / np.sqrt(clock)[:, np.newaxis]
    for number in range(ROUNDS):
        variance = clock[:, np.newaxis] ** (1.0 + bent + number / 1000)  # boundaries found before are remembered
        with timed(into):
            walk(z, variance=variance, share=clock)


def _clock(looks: int) -> NDArray[np.float64]:
    return np.arange(1, looks + 1) / looks


if __name__ == "__main__":
    main((looks_28, looks_90, paths_lent, paths_own))
