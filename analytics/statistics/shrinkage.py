"""What many tests of one metric tell about each other: true effects by hierarchical Bayes, without selection twice.

A test that was shipped because it looked good looked better than it is. Its true effect is one of a programme's many,
and all decided tests together, shipped or not, say how large such effects are and how often there is none:

    estimate ~ N(effect, error²),  effect ~ nothing N(0, (0.1 s)²) + (1 - nothing) N(centre, spread²)

with s the median error. What is not known, the three numbers of the programme, is integrated over, so ranges are honest
where tests are few; then the prior carries weight, and this is all it says: `nothing` is uniform on 0 to 1, `centre` is
N(0, (2 s)²), `spread` is half-Cauchy with scale s. Everything is relative to s, so units do not matter.

No further correction for having picked the winners belongs here: given all tests, the posterior already knows [1]_.
Where losers were never written down, `chosen_above` says by which line the winners were picked, and the likelihood of
the programme's numbers is that of estimates beyond the line.

References
----------
.. [1] Senn, S. (2008). A note concerning a selection “paradox” of Dawid's. The American Statistician 62, 206-210.
.. [2] Stephens, M. (2017). False discovery rates: a new deal. Biostatistics 18, 275-294. (A prior with a spike.)
.. [3] Gelman, A. (2006). Prior distributions for variance parameters in hierarchical models. Bayesian Analysis 1,
   515-534. (Half-Cauchy spread.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr

from analytics.statistics.results import Reason, Untestable
from analytics.statistics.tails import Array

SPIKE = 0.1  # standard deviation of effects that are as good as none, in median errors
CENTRE = 2.0  # standard deviation of the prior of the centre, in median errors
SPREADS = (0.05, 40.0)  # smallest and largest spread that is thought of, in median errors
GRID = (9, 15, 15)  # points of nothing, centre and spread
CLOSER = 2  # times the grid is drawn again around where the mass lies
NEGLIGIBLE = 1e-5  # share of the mass that a marginal may lose at either end
FEW = 5  # tests below which the prior speaks louder than they do


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """A programme's true effects as far as they are known. Arrays by test are in the order given."""

    mean: Array  # of each true effect, estimates' unit
    deviation: Array  # standard deviation of each, the same
    nothing: Array  # chance that each has as good as no effect, 0 to 1
    weight: Array  # of every point of the grid, sums to 1
    points: Array  # points x (nothing 0 to 1, centre, spread), estimates' unit
    estimate: Array  # as given
    error: Array
    spike: float  # standard deviation of effects that are as good as none, estimates' unit

    @property
    def few(self) -> bool:
        """Whether the prior speaks louder than the tests."""
        return len(self.estimate) < FEW


def shrink(
    estimate: ArrayLike, error: ArrayLike, *, chosen_above: ArrayLike | None = None
) -> Shrunk | Untestable:  # fmt: skip
    """Return the true effects of all decided tests of one metric.

    Parameters
    ----------
    estimate, error : plain estimates and their standard errors (finite, errors above 0), as they were at the decision;
        every decided test, shipped or not.
    chosen_above : by test, the estimate from which on it would have been written down; -infinity for a test that would
        have been in any case. None: all would have been.

    Returns
    -------
    Shrunk, or Untestable with `too_few` without any test.

    Raises
    ------
    ValueError : lengths that differ, or numbers that are none.
    """
    seen, noise = np.asarray(estimate, dtype=float), np.asarray(error, dtype=float)
    line = np.full(seen.shape, -np.inf) if chosen_above is None else np.asarray(chosen_above, dtype=float)
    if not seen.shape == noise.shape == line.shape or seen.ndim != 1:
        raise ValueError("one estimate, one error and one line for each test")
    if not (np.isfinite(seen).all() and np.isfinite(noise).all() and (noise > 0).all()) or np.isnan(line).any():
        raise ValueError("estimates and errors are numbers, and no test is without error")
    if len(seen) == 0:
        return Untestable(reason=Reason.TOO_FEW)
    unit = float(np.median(noise))
    points, weight = _integrated(seen / unit, noise / unit, line / unit)
    points = points * np.array([1.0, unit, unit])
    effects = _effects(seen, noise, points, SPIKE * unit)
    mean = weight @ effects.mean
    return Shrunk(
        mean=mean,
        deviation=np.sqrt(np.maximum(weight @ effects.square - mean**2, 0.0)),
        nothing=weight @ effects.nothing,
        weight=weight,
        points=points,
        estimate=seen,
        error=noise,
        spike=SPIKE * unit,
    )


def draws(programme: Shrunk, count: int, *, seed: int) -> Array:
    """Return joint draws of all true effects: draws x tests. The same seed gives the same draws."""
    chance = np.random.default_rng(seed)
    steps = (np.arange(count) + chance.random()) / count  # evenly through the points: less noise than by lot
    place = np.searchsorted(np.cumsum(programme.weight), steps * programme.weight.sum(), side="right")
    place = chance.permutation(np.minimum(place, len(programme.weight) - 1))
    held, where = np.unique(place, return_inverse=True)
    effects = _effects(programme.estimate, programme.error, programme.points[held], programme.spike)
    shape = (count, len(programme.estimate))
    nothing = chance.random(shape) < effects.nothing[where]
    centre = np.where(nothing, effects.centres[0], effects.centres[1][where])
    spread = np.where(nothing, effects.spreads[0], effects.spreads[1][where])
    return centre + spread * chance.standard_normal(shape)


@dataclass(frozen=True, slots=True)
class _Effects:
    """True effects given the programme's numbers: points x tests, but for those without effect, which need none."""

    nothing: Array  # chance that there is as good as no effect
    centres: tuple[Array, Array]  # mean without and with effect
    spreads: tuple[Array, Array]  # standard deviation, the same

    @property
    def mean(self) -> Array:
        """Mean at every point."""
        return self.nothing * self.centres[0] + (1 - self.nothing) * self.centres[1]

    @property
    def square(self) -> Array:
        """Mean of the square at every point."""
        without, within = (centre**2 + spread**2 for centre, spread in zip(self.centres, self.spreads, strict=True))
        return self.nothing * without + (1 - self.nothing) * within


def _effects(seen: Array, noise: Array, points: Array, spike: float) -> _Effects:
    nothing, centre, spread = (column[:, None] for column in points.T)
    without, within = spike**2, spread**2
    noisy = noise**2
    logs = _log_parts(seen, noise, nothing, centre, spread, spike)
    return _Effects(
        nothing=np.exp(logs[0] - np.logaddexp(*logs)),
        centres=(seen * without / (without + noisy), (centre * noisy + seen * within) / (within + noisy)),
        spreads=(np.sqrt(without * noisy / (without + noisy)), np.sqrt(within * noisy / (within + noisy))),
    )


def _log_parts(
    seen: Array, noise: Array, nothing: Array, centre: Array, spread: Array, spike: float
) -> tuple[Array, Array]:
    """Return the logs of the densities of the estimates without and with effect, weighted; up to a common constant."""
    without, within = noise**2 + spike**2, noise**2 + spread**2
    return (
        np.log(nothing) - 0.5 * (seen**2 / without + np.log(without)),
        np.log1p(-nothing) - 0.5 * ((seen - centre) ** 2 / within + np.log(within)),
    )


def _integrated(seen: Array, noise: Array, line: Array) -> tuple[Array, Array]:
    """Return the points of the programme's numbers and their weights; all in median errors.

    The grid is drawn over everything thinkable first, then around where the mass lies.
    """
    reach = max(3 * CENTRE, 1.5 * float(np.abs(seen).max()))
    bounds = [(0.0, 1.0), (-reach, reach), (np.log(SPREADS[0]), np.log(SPREADS[1] * max(1.0, reach / 6)))]
    for _ in range(CLOSER):
        axes, weight = _weighed(seen, noise, line, bounds)
        bounds = [_closer(axis, weight, number, bounds[number]) for number, axis in enumerate(axes)]
    axes, weight = _weighed(seen, noise, line, bounds)
    grid = np.meshgrid(*axes, indexing="ij")
    points = np.stack([grid[0].ravel(), grid[1].ravel(), np.exp(grid[2].ravel())], axis=1)
    kept = weight.ravel() > NEGLIGIBLE / weight.size
    return points[kept], weight.ravel()[kept] / weight.ravel()[kept].sum()


def _weighed(
    seen: Array, noise: Array, line: Array, bounds: list[tuple[float, float]]
) -> tuple[list[Array], Array]:  # fmt: skip
    """Return the middles of equal cells within the bounds, and the mass in every cell of the grid, 1 in all."""
    axes = [
        low + (high - low) * (np.arange(size) + 0.5) / size
        for (low, high), size in zip(bounds, GRID, strict=True)
    ]  # fmt: skip
    nothing, centre, spread = axes[0][:, None, None, None], axes[1][:, None, None], np.exp(axes[2])[:, None]
    logs = np.logaddexp(*_log_parts(seen, noise, nothing, centre, spread, SPIKE))
    if np.isfinite(line).any():  # only what lies beyond the line was ever seen
        without, within = np.sqrt(noise**2 + SPIKE**2), np.sqrt(noise**2 + spread**2)
        logs -= np.logaddexp(
            np.log(nothing) + log_ndtr(-line / without), np.log1p(-nothing) + log_ndtr((centre - line) / within)
        )
    prior = -0.5 * (axes[1] / CENTRE) ** 2
    found = logs.sum(axis=-1) + prior[:, None] + (axes[2] - np.log1p(np.exp(2 * axes[2])))  # of the log of the spread
    mass = np.exp(found - found.max())
    return axes, mass / mass.sum()


def _closer(axis: Array, weight: Array, number: int, bounds: tuple[float, float]) -> tuple[float, float]:
    """Return narrower bounds along one axis that hold all but a negligible share of the mass, and a cell more."""
    along = weight.sum(axis=tuple(other for other in range(weight.ndim) if other != number))
    below = np.cumsum(along)
    first = int(np.searchsorted(below, NEGLIGIBLE))
    last = int(np.searchsorted(below, 1 - NEGLIGIBLE))
    width = (bounds[1] - bounds[0]) / len(axis)
    low = max(bounds[0], bounds[0] + (first - 1) * width)
    return low, min(bounds[1], bounds[0] + (min(last, len(axis) - 1) + 2) * width)
