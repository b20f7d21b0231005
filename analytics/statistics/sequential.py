"""Paths of a statistic over all looks: when it crossed for good, and what p-value is valid on the day it is read."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import interpolate, special

from analytics.statistics.boundaries import boundaries, normal_isf, spending

Array = NDArray[np.float64]

# Errors at which boundaries are computed; sequential p-values between them are interpolated, outside they are 1 or the
# smallest. Levels of verdicts stand among them, so that p <= level exactly when the boundary was crossed.
NODES = (0.5, 0.3, 0.12, 0.05, 0.025, 0.0125, 1e-3, 1e-5, 1e-8, 1e-12)
NEWTON_STEPS = 5  # the cubics are nearly straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What one or many paths did against their boundaries. Arrays begin with the look; p-values never rise."""

    boundary: Array  # (looks, ...) |z| at which the look crosses; infinity: no error to spend
    nominal_level: Array  # (looks, ...) two-sided level that a look's boundary leaves, 2·sf(b); 0: none
    crossed_up: NDArray[np.int64]  # (...) first look that crossed upwards; -1: none
    crossed_down: NDArray[np.int64]  # (...) the same downwards
    upper_p: Array  # (looks, ...) one-sided sequential p-value of "greater", 1 where above 0.5
    lower_p: Array  # (looks, ...) of "smaller"
    p_value: Array  # (looks, ...) two-sided, twice the smaller one

    def crossed_on(self) -> NDArray[np.int64]:
        """Return the first look that crossed in either direction; -1: none."""
        both = np.stack([self.crossed_up, self.crossed_down])
        first = np.where(both < 0, np.iinfo(np.int64).max, both).min(axis=0)
        return np.where(both.max(axis=0) < 0, -1, first)


def walk(statistic: ArrayLike, *, variance: ArrayLike, share: ArrayLike, alpha: float = 0.025) -> Walk:
    """Walk paths of a statistic along their Lan–DeMets boundaries.

    Parameters
    ----------
    statistic : (looks, ...) array_like
        Z of each look, at least one; NaN where nothing could be tested.
    variance : (looks, ...) array_like
        V of each path (`clocks.information`), broadcast against `statistic`: a column shared by several paths, as by
        the segments that borrow their primary's, is worked out once.
    share : (looks,) array_like
        The spending clock u (`clocks.spending_clock`).
    alpha : float
        Error of each tail over all looks.

    Returns
    -------
    Walk
        With `upper_p[k] <= alpha` exactly when an upward crossing happened by look k; the two-sided `p_value` agrees in
        the same way with 2·alpha.

    Notes
    -----
    The sequential p-value is the smallest error at which the boundary was crossed by that look [1]_; under the null its
    running minimum stays above p with probability 1 − p over all looks, so corrections over several hypotheses may act
    on it on any day [2]_. A look that spends nothing cannot cross: with the clock at rest or full, or without any new
    data (V and every statistic on it unchanged), whose share goes to the next look with news.

    References
    ----------
    .. [1] Liu Q, Anderson KM (2008). On adaptive extensions of group sequential trials. JASA 103.
    .. [2] Maurer W, Bretz F (2013). Multiple testing in group sequential trials using graphical approaches. Stat.
       Biopharm. Res. 5.

    """
    z = np.asarray(statistic, dtype=float)
    clock = np.maximum.accumulate(np.asarray(share, dtype=float))
    looks = z.shape[0]
    spread = np.asarray(variance, dtype=float)
    spread = spread.reshape(looks, *(1,) * (z.ndim - spread.ndim), *spread.shape[1:])
    paths = z.reshape(looks, -1)
    columns = np.arange(spread[0].size).reshape(spread.shape[1:])
    distinct, same = np.unique(spread.reshape(looks, -1), axis=1, return_inverse=True)
    belongs = same.reshape(-1)[np.broadcast_to(columns, z.shape[1:]).reshape(-1)]
    pace = np.where(_news(paths, distinct, belongs=belongs), clock[:, np.newaxis], 0.0)
    pace = np.maximum.accumulate(pace, axis=0)
    levels = np.array(sorted({alpha, *NODES}, reverse=True))
    tables = _tables(levels, variance=distinct, clock=pace)
    curves = _Curves.through(tables, levels=levels, clock=pace)
    bound = tables[int(np.flatnonzero(levels == alpha)[0])][:, belongs]
    with np.errstate(invalid="ignore"):
        up = (paths >= bound) & curves.spends[:, belongs]
        down = (paths <= -bound) & curves.spends[:, belongs]
    upper = curves.sequential_p(paths, belongs)
    lower = curves.sequential_p(-paths, belongs)
    rest = z.shape[1:]
    return Walk(
        boundary=bound.reshape(z.shape),
        nominal_level=2.0 * special.ndtr(-bound).reshape(z.shape),
        crossed_up=_first(up).reshape(rest),
        crossed_down=_first(down).reshape(rest),
        upper_p=upper.reshape(z.shape),
        lower_p=lower.reshape(z.shape),
        p_value=np.minimum(1.0, 2.0 * np.minimum(upper, lower)).reshape(z.shape),
    )


def _news(paths: Array, distinct: Array, *, belongs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which looks (looks, distinct paths) read anything that the look before them had not.

    Without this rule a test whose traffic was cut when it looked good would be handed all its error at the planned end.
    """
    grown = np.diff(distinct, axis=0, prepend=0.0) > 0.0
    held = np.nan_to_num(paths)
    moved = np.diff(held, axis=0, prepend=np.inf) != 0.0
    anyone = np.zeros(distinct.shape, dtype=np.bool_)
    np.logical_or.at(anyone.T, belongs, moved.T)
    return grown | anyone


def _tables(levels: Array, *, variance: Array, clock: Array) -> Array:
    """Return boundaries (levels, looks, paths) of every level for every distinct path and its clock."""
    spent = spending(clock[:, :, np.newaxis], levels)
    tables = [
        _table(spent[:, path].tobytes(), variance[:, path].tobytes(), levels.size) for path in range(variance.shape[1])
    ]
    return np.stack(tables, axis=2) if tables else np.zeros((levels.size, clock.shape[0], 0))


@lru_cache(maxsize=512)
def _table(spent: bytes, variance: bytes, levels: int) -> Array:
    """Return boundaries (levels, looks) of one path, which every readout and every correction of it asks for again."""
    clock = np.frombuffer(variance)
    table = boundaries(np.frombuffer(spent).reshape(clock.size, levels), clock).T
    table.flags.writeable = False
    return table


def _first(crossed: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.where(crossed.any(axis=0), crossed.argmax(axis=0), -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curves:
    """Each look's boundary as a function of the error, for every distinct path; arrays (levels, looks, paths).

    Boundaries are nearly straight lines in isf(level), of a single look exactly, so a monotone cubic through the levels
    carries them [1]_.

    .. [1] Fritsch FN, Carlson RE (1980). Monotone piecewise cubic interpolation. SIAM J. Numer. Anal. 17.
    """

    levels: Array  # (levels,) descending
    place: Array  # (levels,) isf(level), ascending
    heights: Array  # boundaries at the levels; finite where too little error is spent to be a number
    known: Array  # boundaries at the levels, infinite there
    cubic: Array  # (4, levels - 1, looks, paths) coefficients, highest power first
    spends: NDArray[np.bool_]  # (looks, paths) looks that may cross at all

    @classmethod
    def through(cls, tables: Array, *, levels: Array, clock: Array) -> "_Curves":
        place = normal_isf(levels)
        root = np.sqrt(np.where(clock > 0.0, clock, 1.0))
        heights = np.where(np.isfinite(tables), tables, normal_isf(0.5 * levels)[:, np.newaxis, np.newaxis] / root)
        spends = (np.diff(clock, axis=0, prepend=0.0) > 0.0) & np.isfinite(tables[0])
        cubic = interpolate.PchipInterpolator(place, heights, axis=0).c
        return cls(levels=levels, place=place, heights=heights, known=tables, cubic=cubic, spends=spends)

    def sequential_p(self, statistic: Array, belongs: NDArray[np.int64]) -> Array:
        """Return the running minimum (looks, paths) of the errors at which each look stands on its boundary."""
        z = np.nan_to_num(statistic, nan=-np.inf)
        above = np.zeros(z.shape, dtype=np.int64)
        for table in self.known:
            above += z >= table[:, belongs]
        piece = np.clip(above - 1, 0, self.levels.size - 2)
        look = np.arange(z.shape[0])[:, np.newaxis]
        cube, square, line, start = (part[piece, look, belongs] for part in self.cubic)
        width = np.diff(self.place)[piece]
        rise = np.clip(z, start, self.heights[piece + 1, look, belongs]) - start
        where = 0.5 * width
        for _ in range(NEWTON_STEPS):
            over = ((cube * where + square) * where + line) * where - rise
            where = np.clip(where - over / ((3.0 * cube * where + 2.0 * square) * where + line), 0.0, width)
        found = special.ndtr(-(self.place[piece] + where))
        found = np.clip(found, np.nextafter(self.levels[piece + 1], 1.0), self.levels[piece])
        found = np.where(above == 0, 1.0, np.where(above == self.levels.size, self.levels[-1], found))
        return np.asarray(np.minimum.accumulate(np.where(self.spends[:, belongs], found, 1.0), axis=0))
