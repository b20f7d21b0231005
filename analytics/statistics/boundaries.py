"""Lan–DeMets boundaries: how far the statistic must stand out on each look so that all looks share one error."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analytics.statistics.crossings import (
    FAR_ABOVE,
    FAR_BELOW,
    ROOT_TWO_PI,
    Continuation,
    advance,
    beyond,
    looks_by_information,
    start,
)

Array = NDArray[np.float64]

NEGLIGIBLE = 1e-14  # error below which earlier looks cannot matter: the boundary is the plain normal quantile
NEWTON_STEPS = 30
PRECISION = 1e-8  # of a boundary, in z


def normal_isf(probability: ArrayLike) -> Array:
    """Return z with sf(z) = probability, without loss in the tails; infinite at 0."""
    return np.asarray(-special.ndtri(np.asarray(probability, dtype=float)))


def spending(clock: ArrayLike, alpha: ArrayLike) -> Array:
    """Return the error spent by one tail up to a clock, of the O'Brien–Fleming type.

    Parameters
    ----------
    clock : array_like
        Share of the plan that has passed, u; below 0 and above 1 count as 0 and 1.
    alpha : array_like
        Error of the tail over all looks, 0 to 1; broadcasts against `clock`.

    Returns
    -------
    spent : array
        f(u) = 2·sf(isf(alpha/2)/√u): 0 at u = 0 (and where it underflows), `alpha` at u = 1.

    References
    ----------
    .. [1] Lan KKG, DeMets DL (1983). Discrete sequential boundaries for clinical trials. Biometrika 70.

    """
    share = np.clip(np.asarray(clock, dtype=float), 0.0, 1.0)
    with np.errstate(divide="ignore"):
        quantile = normal_isf(0.5 * np.asarray(alpha, dtype=float)) / np.sqrt(share)
    return np.where(share > 0.0, 2.0 * special.ndtr(-quantile), 0.0)


def boundaries(cumulative_alpha: ArrayLike, variance: ArrayLike) -> Array:
    """Return each look's one-sided boundary of Z, so that the error spent by each look is the given one.

    Parameters
    ----------
    cumulative_alpha : (looks,) or (looks, batch) array_like
        Error of the tail spent up to each look, non-decreasing, below 1; a batch shares one `variance`.
    variance : (looks,) array_like
        V, non-decreasing: corr(Z_j, Z_k) = √(V_j/V_k). Only ratios matter.

    Returns
    -------
    b : array of the shape of `cumulative_alpha`
        +infinity where nothing is left to spend (and where V is still 0).

    Notes
    -----
    The other tail is ignored, as if it did not stop the test: at two-sided 5 % the difference is below 0.0005 and on
    the safe side. A look whose V has not grown reads the same statistic again: with new error its boundary falls, with
    none it stays. A look with a grown V and no new error has no boundary. Growth below 0.3 % counts as none in the
    correlation.

    References
    ----------
    .. [1] Lan KKG, DeMets DL (1983). Discrete sequential boundaries for clinical trials. Biometrika 70.
    .. [2] Jennison C, Turnbull BW (2000). Group Sequential Methods, ch. 19. Chapman & Hall.

    """
    spent = np.asarray(cumulative_alpha, dtype=float)
    clock = np.asarray(variance, dtype=float)
    table = spent.reshape(spent.shape[0], -1)
    batch = table.shape[1]
    result = np.full(table.shape, np.inf)
    state, held = start(batch), 0.0
    lowest, before, previous = np.full(batch, np.inf), np.zeros(batch), np.zeros(batch)
    for look, value, fresh in looks_by_information(clock):
        if fresh:
            if float(np.min(lowest, initial=np.inf)) < FAR_ABOVE:
                upper = np.minimum(lowest, FAR_ABOVE) * np.sqrt(held)
                lower = np.minimum(np.full(batch, -FAR_BELOW * np.sqrt(held)), upper - FAR_BELOW * np.sqrt(held))
                state = advance(state, lower, upper, variance=held, following=value)
            held, lowest, before = value, np.full(batch, np.inf), previous
        if held == 0.0:
            continue
        increment = table[look] - before
        repeats = (table[look] <= previous) & (look > 0 and clock[look] <= clock[max(look - 1, 0)])
        spends = table[look] > previous
        if spends.any():
            result[look] = np.where(spends, _quantile(state, increment, held), np.inf)
        result[look] = np.where(repeats, lowest, result[look])
        lowest, previous = np.minimum(lowest, result[look]), np.maximum(previous, table[look])
    return result.reshape(spent.shape)


def _quantile(state: Continuation, probability: Array, variance: float) -> Array:
    """Return the z above which the next look stands with the given probability (batch,); infinite at 0.

    The tail is log-concave and lies below both the plain normal tail and that of a test standing at the highest point,
    so Newton's steps on its logarithm fall to the root from above.
    """
    reachable = probability > 0.0
    z = normal_isf(np.where(reachable, probability, 0.5))
    searched = reachable & (probability > NEGLIGIBLE)
    if state.variance > 0.0 and searched.any():
        part = Continuation(variance=state.variance, scores=state.scores[searched], mass=state.mass[searched])
        highest = part.scores[:, -1] + np.sqrt(variance - state.variance) * z[searched]
        nearest = np.minimum(z[searched], highest / np.sqrt(variance))
        z[searched] = _descend(part, nearest, probability[searched], variance)
    return np.where(reachable, z, np.inf)


def _descend(state: Continuation, z: Array, probability: Array, variance: float) -> Array:
    root, step = np.sqrt(variance), np.sqrt(variance - state.variance)
    for _ in range(NEWTON_STEPS):
        score = z * root
        tail = beyond(state, score, variance)
        deviation = (score[:, np.newaxis] - state.scores) / step
        slope = (state.mass * np.exp(-0.5 * np.square(deviation))).sum(axis=1) * root / (step * ROOT_TWO_PI)
        move = tail / slope * np.log(tail / probability)
        z = z + move
        if float(np.max(np.abs(move))) < PRECISION:
            break
    return z
