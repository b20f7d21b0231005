"""Roots of many bracketed equations at once."""

from collections.abc import Callable

import numpy as np

from analytics.statistics.tails import Array

STEPS = 80  # bisection alone needs about 55 to reach the last bit of a bracket of width 2
CLOSE = 1e-13  # relative; one step before this the error is already far smaller than the bracket


def solve(function: Callable[[Array], Array], outer: Array, inner: Array) -> Array:
    """Find one root in each bracket by Chandrupatla's hybrid of bisection and inverse quadratic interpolation [1]_.

    Parameters
    ----------
    function : takes and gives arrays of the brackets' shape, elementwise and continuous.
    outer, inner : ends of the brackets, any order. A zero at the inner end itself is not the root sought: the function
        has the outer end's sign only beyond another one. Where it has one sign at both ends, the end where it is nearer
        to zero is given back: a root at the end that rounding hides.

    Returns
    -------
    Roots to about machine precision.

    References
    ----------
    .. [1] Chandrupatla, T. R. (1997). A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
       function without using derivatives. Advances in Engineering Software 28(3), 145-149.
    """
    older, newer = np.array(outer, dtype=float), np.array(inner, dtype=float)
    at_older, at_newer = function(older), function(newer)
    at_newer = np.where(at_newer == 0, -at_older, at_newer)
    hidden = np.sign(at_older) == np.sign(at_newer)
    end = np.where(np.abs(at_older) < np.abs(at_newer), older, newer)
    share = np.full(older.shape, 0.5)
    for _ in range(STEPS):
        middle = older + share * (newer - older)
        at_middle = function(middle)
        same = np.sign(at_middle) == np.sign(at_older)
        oldest, at_oldest = np.where(same, older, newer), np.where(same, at_older, at_newer)
        newer, at_newer = np.where(same, newer, older), np.where(same, at_newer, at_older)
        older, at_older = middle, at_middle
        best = np.where(np.abs(at_older) < np.abs(at_newer), older, newer)
        width = np.abs(newer - older)
        tolerance = CLOSE * np.abs(best) + 1e-300
        if bool(np.all(hidden | (width <= tolerance) | (at_older == 0) | (at_newer == 0))):
            break
        share = _next_share(
            (older, newer, oldest), (at_older, at_newer, at_oldest), tolerance / np.maximum(width, 1e-300)
        )
    return np.where(hidden, end, best)


def _next_share(points: tuple[Array, Array, Array], values: tuple[Array, Array, Array], least: Array) -> Array:
    """Give where in the bracket to look next, as a share of its width: interpolated where that is safe, else 0.5."""
    (a, b, c), (at_a, at_b, at_c) = points, values
    with np.errstate(all="ignore"):
        place = (a - b) / (c - b)
        height = (at_a - at_b) / (at_c - at_b)
        safe = (height**2 < place) & ((1 - height) ** 2 < 1 - place)
        share = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (
            at_c - at_b
        )
        share = np.where(safe & np.isfinite(share), share, 0.5)
    least = np.minimum(least, 0.5)
    return np.clip(share, least, 1 - least)
