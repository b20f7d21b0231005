"""Relative lift of means and ratios: Fieller's interval, and its test at a given ratio."""

import numpy as np

from analytics.statistics.tails import Array, Flags

TINY = float(np.finfo(float).tiny)


def lift(control: Array, treatment: Array) -> Array:
    """Give (treatment - control) / |control|; NaN where control is 0. Its sign is the difference's."""
    shape = np.broadcast_shapes(control.shape, treatment.shape)
    lifted = np.full(shape, np.nan)
    np.divide(treatment - control, np.abs(control), out=lifted, where=control != 0)
    return lifted


def fieller(
    control: Array, treatment: Array, *, control_variance: Array, treatment_variance: Array, critical: Array
) -> tuple[Array, Array]:
    """Give the interval of the relative lift by Fieller's theorem [1]_: all R with |t - R c| <= critical * SE(R).

    Parameters
    ----------
    control, treatment : means, metric's unit, one shape.
    control_variance, treatment_variance : of these means.
    critical : the critical value of the difference's own test, so that 0 is excluded exactly when it is there.

    Returns
    -------
    Low and high end as fractions; NaN where the interval has no finite end, because the control's mean cannot be
    told from 0.

    References
    ----------
    .. [1] Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical Society B 16,
       175-185.
    """
    reach = np.where(np.isfinite(critical), critical, 0.0)
    leading = control**2 - reach**2 * control_variance
    bounded = (leading > 0) & np.isfinite(critical)
    # Under L = (t - c)/c the quadratic is leading * L^2 - 2 * slope * L + constant, free of cancellation near no lift.
    difference = treatment - control
    slope = difference * control + reach**2 * control_variance
    constant = difference**2 - reach**2 * (control_variance + treatment_variance)
    inside = control**2 * treatment_variance + treatment**2 * control_variance
    inside = inside - reach**2 * control_variance * treatment_variance
    root = reach * np.sqrt(np.maximum(inside, 0.0))
    far = np.where(slope >= 0, slope + root, slope - root)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = far / leading
        other = np.where(far == 0, 0.0, constant / far)
    low, high = np.minimum(one, other), np.maximum(one, other)
    low, high = np.where(control < 0, -high, low), np.where(control < 0, -low, high)
    return np.where(bounded, low, np.nan), np.where(bounded, high, np.nan)


def agree(low: Array, high: Array, *, difference: Array, significant: Flags) -> tuple[Array, Array]:
    """Settle ties that rounding leaves open: an end is beyond 0 exactly when the test is significant."""
    up, down = significant & (difference > 0), significant & (difference < 0)
    low = np.where(up, np.maximum(low, TINY), np.where(difference > 0, np.minimum(low, 0.0), low))
    high = np.where(down, np.minimum(high, -TINY), np.where(difference < 0, np.maximum(high, 0.0), high))
    return low, high
