"""Tails of the normal and Student's distribution, taken from the upper side so that tiny probabilities stay exact."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def upper(z: ArrayLike) -> Array:
    """Give P(Z > z) of the standard normal, any shape."""
    return np.asarray(ndtr(-np.asarray(z, dtype=float)), dtype=float)


def two_sided(z: ArrayLike) -> Array:
    """Give P(|Z| > |z|) of the standard normal, any shape."""
    return np.asarray(2.0 * ndtr(-np.abs(np.asarray(z, dtype=float))), dtype=float)


def critical(level: ArrayLike) -> Array:
    """Give the z whose two-sided tail is `level` (0 to 1); infinity at 0."""
    return np.asarray(-ndtri(0.5 * np.asarray(level, dtype=float)), dtype=float)


def student_two_sided(t: ArrayLike, degrees: ArrayLike) -> Array:
    """Give P(|T| > |t|) of Student's distribution with these degrees of freedom."""
    return np.asarray(2.0 * stdtr(degrees, -np.abs(np.asarray(t, dtype=float))), dtype=float)


def student_critical(level: ArrayLike, degrees: ArrayLike) -> Array:
    """Give the t whose two-sided tail is `level` (0 to 1); infinity at 0."""
    half = 0.5 * np.asarray(level, dtype=float)
    found = -np.asarray(stdtrit(degrees, half), dtype=float)
    return np.where(half == 0.0, np.inf, found)


def normal_equivalent(t: ArrayLike, degrees: ArrayLike) -> Array:
    """Give the z with the same tail as t, so that t statistics can be held against normal boundaries.

    Where the tail is too small for a float, Wallace's approximation [1]_ takes over.

    References
    ----------
    .. [1] Wallace, D. L. (1959). Bounds on normal approximations to Student's and the chi-square distributions.
       Annals of Mathematical Statistics 30(4), 1121-1130.
    """
    statistic = np.asarray(t, dtype=float)
    freedom = np.asarray(degrees, dtype=float)
    tail = stdtr(freedom, -np.abs(statistic))
    wallace = (8 * freedom + 1) / (8 * freedom + 3) * np.sqrt(freedom * np.log1p(statistic**2 / freedom))
    return np.asarray(np.sign(statistic) * np.where(tail > 1e-300, -ndtri(np.maximum(tail, 1e-320)), wallace))
