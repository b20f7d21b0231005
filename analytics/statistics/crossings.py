"""Probability that a test watched look after look crosses its boundaries, by recursive numerical integration.

Between looks the score S = √V·Z moves by independent normal steps of variance V_k − V_(k−1). A `Continuation` is the
sub-density of S among the tests that have crossed nothing yet; each look spreads it by one step and cuts it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]

SAME_LOOK = 0.003  # relative growth of V below which two looks read the same statistic
FAR_ABOVE = 8.0  # z beyond which a density holds less than 1e-15
FAR_BELOW = 4.5  # z below which a test without lower boundary no longer comes back to cross
ROOT_TWO_PI = np.sqrt(2.0 * np.pi)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """Tests still running after a look, as weighted points; the first axis is a batch of boundaries."""

    variance: float  # V at that look
    scores: Array  # (batch, points), √V·Z
    mass: Array  # (batch, points), probability with drift 0; sums to the probability of still running


def start(batch: int) -> Continuation:
    """Return what is known before the first look: the score is 0."""
    return Continuation(variance=0.0, scores=np.zeros((batch, 1)), mass=np.ones((batch, 1)))


@cache
def _legendre(points: int) -> tuple[Array, Array]:
    nodes, weights = leggauss(points)
    return nodes, weights


def density(state: Continuation, score: Array, variance: float) -> Array:
    """Return the sub-density of the score at the next look, before its cut; `score` has the shape (batch, points)."""
    step = np.sqrt(variance - state.variance)
    kernel = (score / step)[:, :, np.newaxis] - (state.scores / step)[:, np.newaxis, :]
    np.square(kernel, out=kernel)  # in place: the array is the largest of the room, and the work is mostly memory
    kernel *= -0.5
    np.maximum(kernel, -600.0, out=kernel)  # numbers too small for full precision are slow
    np.exp(kernel, out=kernel)
    spread: Array = (kernel @ state.mass[:, :, np.newaxis])[:, :, 0] / (step * ROOT_TWO_PI)
    return spread


def beyond(state: Continuation, score: Array, variance: float) -> Array:
    """Return the probability (batch,) of still running and standing above `score` (batch,) at the next look."""
    step = np.sqrt(variance - state.variance)
    return np.asarray((state.mass * special.ndtr((state.scores - score[:, np.newaxis]) / step)).sum(axis=1))


def advance(state: Continuation, lower: Array, upper: Array, *, variance: float, following: float) -> Continuation:
    """Spread the continuation to a look and keep what lies between its boundaries.

    Parameters
    ----------
    state : Continuation
        Before the look.
    lower, upper : (batch,) array
        Finite scores between which the test goes on.
    variance : float
        V at the look, above the state's.
    following : float
        V at the look after it: its step decides how fine the points must be.

    """
    width = float((upper - lower).max()) / sqrt(following - variance)
    points = min(max(8 * ceil(1.25 * width / 8.0), 24), 240)
    nodes, weights = _legendre(points)
    half = 0.5 * (upper - lower)[:, np.newaxis]
    scores = lower[:, np.newaxis] + half * (nodes + 1.0)
    mass = half * weights * density(state, scores, variance)
    return Continuation(variance=variance, scores=scores, mass=mass)


def looks_by_information(variance: Array) -> Iterator[tuple[int, float, bool]]:
    """Yield (look, V, fresh): looks whose V has hardly grown read the same statistic as the one before them."""
    held = 0.0
    for look, value in enumerate(variance):
        fresh = value > held * (1.0 + SAME_LOOK)
        held = float(value) if fresh else held
        yield look, held, fresh


def crossing_probabilities(
    upper: ArrayLike, variance: ArrayLike, *, lower: ArrayLike | None = None, drift: ArrayLike = 0.0
) -> tuple[Array, Array]:
    """Return the probability that each look is the first to cross, upwards and downwards.

    Parameters
    ----------
    upper, lower : (looks,) array_like
        Boundaries of Z, ±infinity where a look cannot cross; without `lower` the test never stops downwards.
    variance : (looks,) array_like
        V, non-decreasing; corr(Z_j, Z_k) = √(V_j/V_k). Looks at V = 0 see nothing and cannot cross.
    drift : array_like
        E[Z_k] = drift·√V_k; any shape.

    Returns
    -------
    up, down : (looks, *drift.shape) array

    Notes
    -----
    The recursion of Armitage, McPherson and Rowe [1]_ with Gauss–Legendre points; other drifts follow from the same
    points by the likelihood ratio exp(θs − θ²V/2) [2]_, so a whole power curve costs one recursion.

    References
    ----------
    .. [1] Armitage P, McPherson CK, Rowe BC (1969). Repeated significance tests on accumulating data. JRSS A 132.
    .. [2] Jennison C, Turnbull BW (2000). Group Sequential Methods, ch. 19. Chapman & Hall.

    """
    top, clock = np.asarray(upper, dtype=float), np.asarray(variance, dtype=float)
    bottom = np.full_like(top, -np.inf) if lower is None else np.asarray(lower, dtype=float)
    theta = np.asarray(drift, dtype=float)
    shifts = theta.ravel()
    reach = float(np.max(np.abs(shifts), initial=0.0))
    up, down = np.zeros((top.size, shifts.size)), np.zeros((top.size, shifts.size))
    for look, state, value, high, low in continuations(top, bottom, clock, reach=reach):
        root = np.sqrt(value)
        up[look] = tilted_beyond(state, top[look] * root, value, shifts) - tilted_beyond(state, high, value, shifts)
        mirrored = Continuation(variance=state.variance, scores=-state.scores, mass=state.mass)
        down[look] = tilted_beyond(mirrored, -bottom[look] * root, value, -shifts)
        down[look] -= tilted_beyond(mirrored, -low, value, -shifts)
    shape = (top.size, *theta.shape)
    return np.maximum(up, 0.0).reshape(shape), np.maximum(down, 0.0).reshape(shape)


def continuations(
    upper: Array, lower: Array, variance: Array, *, reach: float = 0.0
) -> Iterator[tuple[int, Continuation, float, float, float]]:
    """Yield (look, tests before it, V, high, low) for every look that sees something.

    `high` and `low` are the scores already cut off at the same V by earlier looks, infinite where none were. `reach` is
    the largest |drift| that will be asked for.
    """
    state, held, high, low = start(1), 0.0, np.inf, -np.inf
    for look, value, fresh in looks_by_information(variance):
        if fresh and (np.isfinite(high) or np.isfinite(low)):
            root = np.sqrt(held)
            limit = np.array([min(high, root * (FAR_ABOVE + reach * root))])
            floor = np.array([max(low, -root * (FAR_BELOW + reach * root + (2.0 if reach else 0.0)))])
            state = advance(state, floor, limit, variance=held, following=value)
        if fresh:
            held, high, low = value, np.inf, -np.inf
        if held > 0.0:
            yield look, state, held, high, low
            high = min(high, float(upper[look] * np.sqrt(held)))
            low = max(low, float(lower[look] * np.sqrt(held)))


def tilted_beyond(state: Continuation, score: float, variance: float, drift: Array) -> Array:
    """Return the probability (drifts,) of running up to the look and standing above `score` there, under each drift."""
    if score == np.inf:
        return np.zeros(drift.shape)
    step = np.sqrt(variance - state.variance)
    theta, scores = drift[:, np.newaxis], state.scores
    mean = scores + theta * (variance - state.variance)
    likelihood = np.exp(theta * scores - 0.5 * np.square(theta) * state.variance)
    return np.asarray((state.mass * likelihood * special.ndtr((mean - score) / step)).sum(axis=1))
