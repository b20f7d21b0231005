"""Corrections for many hypotheses: adjusted p-values that may be compared with the level of the whole family.

In sequential mode they act on sequential p-values (`sequential.Walk`), one-sided for ship and stop. Every function
takes p-values along the first axis and any further axes (days, say), and leaves out NaN: a hypothesis that cannot be
tested yet is not part of the family.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]


def bonferroni(p_values: ArrayLike) -> Array:
    """Multiply by the number of hypotheses: family-wise error under any dependence."""
    p, count = _family(p_values)
    return np.minimum(1.0, p * count)


def sidak(p_values: ArrayLike) -> Array:
    """Return 1 − (1 − p)^m: family-wise error of independent hypotheses."""
    p, count = _family(p_values)
    return _power_tail(p, count)


def holm(p_values: ArrayLike) -> Array:
    """Step down from the smallest p: family-wise error under any dependence [1]_.

    References
    ----------
    .. [1] Holm S (1979). A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6.

    """
    return weighted_holm(p_values, np.ones(np.shape(p_values)[0]))


def weighted_holm(p_values: ArrayLike, weights: ArrayLike) -> Array:
    """Step down with unequal shares of the error [1]_.

    Parameters
    ----------
    p_values : (hypotheses, ...) array_like
    weights : (hypotheses,) array_like
        Shares of the error, not negative; only ratios matter. A hypothesis of weight 0 is tested once all others have
        been rejected.

    Returns
    -------
    adjusted : array of the shape of `p_values`
        Reject where it is at most the level of the family.

    Notes
    -----
    In order of p/weight, each p is multiplied by the weight still standing over its own; never below the one before.

    References
    ----------
    .. [1] Holm S (1979). A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6.

    """
    p, _ = _family(p_values)
    share = np.asarray(weights, dtype=float)
    if share.shape != p.shape[:1] or (share < 0.0).any():
        raise ValueError("weights must be one number, 0 or more, per hypothesis")
    share = np.broadcast_to(share.reshape(-1, *(1,) * (p.ndim - 1)), p.shape)
    share = np.where(np.isnan(p), 0.0, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(share > 0.0, p / share, np.inf)
    order = np.lexsort((np.nan_to_num(p, nan=np.inf), ratio), axis=0)
    ranked, weight = np.take_along_axis(p, order, axis=0), np.take_along_axis(share, order, axis=0)
    standing = np.flip(np.cumsum(np.flip(weight, axis=0), axis=0), axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(weight > 0.0, ranked * standing / weight, ranked)
    return _unrank(np.minimum(1.0, np.maximum.accumulate(np.nan_to_num(scaled, nan=1.0), axis=0)), order, p)


def holm_sidak(p_values: ArrayLike) -> Array:
    """Step down with Šidák's level at each step: family-wise error of independent hypotheses."""
    p, count = _family(p_values)
    ranked, order, rank = _ranked(p)
    left = np.maximum(count - rank + 1.0, 1.0)
    return _unrank(np.maximum.accumulate(_power_tail(ranked, left), axis=0), order, p)


def hochberg(p_values: ArrayLike) -> Array:
    """Step up from the largest p: family-wise error of independent or positively dependent hypotheses [1]_.

    References
    ----------
    .. [1] Hochberg Y (1988). A sharper Bonferroni procedure for multiple tests of significance. Biometrika 75.

    """
    p, count = _family(p_values)
    ranked, order, rank = _ranked(p)
    return _unrank(_step_up(ranked * np.maximum(count - rank + 1.0, 1.0)), order, p)


def benjamini_hochberg(p_values: ArrayLike) -> Array:
    """Step up by p·m/rank: false discovery rate of independent or positively dependent hypotheses [1]_.

    References
    ----------
    .. [1] Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. JRSS B 57.

    """
    p, count = _family(p_values)
    ranked, order, rank = _ranked(p)
    return _unrank(_step_up(ranked * count / rank), order, p)


def benjamini_yekutieli(p_values: ArrayLike) -> Array:
    """Step up by p·m·(1 + 1/2 + … + 1/m)/rank: false discovery rate under any dependence [1]_.

    References
    ----------
    .. [1] Benjamini Y, Yekutieli D (2001). The control of the false discovery rate under dependency. Ann. Stat. 29.

    """
    p, count = _family(p_values)
    ranked, order, rank = _ranked(p)
    harmonic = special.digamma(count + 1.0) + np.euler_gamma
    return _unrank(_step_up(ranked * count * harmonic / rank), order, p)


def stop_weights(primaries: int, guardrails: int) -> Array:
    """Share the error of a false stop: half to "a primary is worse", half to "a guardrail is beyond its margin".

    Parameters
    ----------
    primaries, guardrails : int
        Hypotheses of each kind, over all arms. A kind without hypotheses leaves its half to the other.

    Returns
    -------
    weights : (primaries + guardrails,) array
        Summing to 1, primaries first; empty without hypotheses.
    """
    halves = [np.full(count, 0.5 / count) for count in (primaries, guardrails) if count]
    weights = np.concatenate(halves) if halves else np.zeros(0)
    return np.asarray(weights / weights.sum() if weights.size else weights)


def interval_from_p(p_value: ArrayLike, estimate: ArrayLike, *, level: float) -> tuple[Array, Array]:
    """Return the normal interval that a two-sided p-value implies: it excludes 0 exactly when p is below 1 − level.

    Parameters
    ----------
    p_value, estimate : array_like
        Adjusted p, and the estimate it speaks of.
    level : float
        Coverage, 0 to 1.

    Returns
    -------
    low, high : array
        Unbounded where p is 1.
    """
    center = np.asarray(estimate, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.abs(center) / -special.ndtri(0.5 * np.asarray(p_value, dtype=float))
        half = np.where(np.asarray(p_value) >= 1.0, np.inf, -special.ndtri(0.5 * (1.0 - level)) * error)
    return center - half, center + half


def _family(p_values: ArrayLike) -> tuple[Array, Array]:
    p = np.asarray(p_values, dtype=float)
    return p, np.isfinite(p).sum(axis=0).astype(float)


def _ranked(p: Array) -> tuple[Array, NDArray[np.int64], Array]:
    """Return p ascending with NaN last, the order, and ranks from 1 that broadcast against it."""
    order = np.argsort(p, axis=0, kind="stable")
    rank = np.arange(1.0, p.shape[0] + 1.0).reshape(-1, *(1,) * (p.ndim - 1))
    return np.take_along_axis(p, order, axis=0), order, rank


def _step_up(scaled: Array) -> Array:
    filled = np.where(np.isnan(scaled), np.inf, scaled)
    return np.minimum(1.0, np.flip(np.minimum.accumulate(np.flip(filled, axis=0), axis=0), axis=0))


def _power_tail(p: Array, count: Array) -> Array:
    """Return 1 − (1 − p)^count without loss for small p."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.expm1(count * np.log1p(-p)))


def _unrank(adjusted: Array, order: NDArray[np.int64], p: Array) -> Array:
    """Put adjusted values back where they came from."""
    result = np.empty_like(p)
    np.put_along_axis(result, order, adjusted, axis=0)
    return np.where(np.isnan(p), np.nan, result)
