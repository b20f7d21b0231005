"""Comparisons of means and linearised ratios: the house's guarded Welch test, and its named alternatives."""

import numpy as np

from analytics.statistics import means, tails
from analytics.statistics.estimates import Found
from analytics.statistics.means import Arms
from analytics.statistics.methods import Method
from analytics.statistics.relative import agree, fieller, lift
from analytics.statistics.samples import Sample
from analytics.statistics.screening import Screened
from analytics.statistics.tails import Array, Flags

STUDENT_TAILS = (Method.WELCH, Method.STUDENT, Method.DELTA, Method.LOG_DELTA, Method.LOG_DELTA_POOLED)
STRATIFIED = (Method.WELCH, Method.STUDENT, Method.DELTA)  # also over several strata
NORMAL = (Method.POOLED, Method.UNPOOLED, Method.DELTA_NORMAL)
METHODS = (*STUDENT_TAILS, *NORMAL)
SHARED = (Method.STUDENT, Method.POOLED, Method.LOG_DELTA_POOLED)
LOGARITHMIC = (Method.LOG_DELTA, Method.LOG_DELTA_POOLED)
DELTAS = (Method.DELTA, Method.DELTA_NORMAL)


def find(screened: Screened, level: Array, *, method: Method | None, imbalance_limit: float) -> Found:
    """Compare means; `method` None is the house's own. Shapes: (comparisons,)."""
    limit = imbalance_limit if method is None else np.inf
    arms = arms_of(screened, method=method, imbalance_limit=limit)
    error, difference = arms.standard_error, arms.treatment - arms.control
    t = difference / error
    if method in NORMAL:
        p_value, statistic, critical = tails.two_sided(t), t, tails.critical(level)
    else:
        p_value = tails.student_two_sided(t, arms.degrees)
        statistic = tails.normal_equivalent(t, arms.degrees)
        critical = tails.student_critical(level, arms.degrees)
    reach = critical * error
    significant = (p_value <= level) & (level > 0)
    low, high = agree(difference - reach, difference + reach, difference=difference, significant=significant)
    if method in LOGARITHMIC:
        relative = log_interval(screened, level, shared=method in SHARED)
    elif method in DELTAS:
        relative = delta_interval(arms, critical)
        p_value = _relative_p(arms, normal=method is Method.DELTA_NORMAL)
    else:
        relative = _fieller(arms, critical, significant)
    return Found(
        control=arms.control,
        treatment=arms.treatment,
        statistic=statistic,
        standard_error=error,
        p_value=p_value,
        low=low,
        high=high,
        relative_low=relative[0],
        relative_high=relative[1],
        skewness=means.skewness(screened.control, screened.treatment, weight=screened.weight, standard_error=error),
    )


def arms_of(screened: Screened, *, method: Method | None, imbalance_limit: float) -> Arms:
    """Give the arms' values and variances as the method counts them."""
    if method in SHARED:
        return means.student(screened.control, screened.treatment, weight=screened.weight)
    return means.welch(screened.control, screened.treatment, weight=screened.weight, imbalance_limit=imbalance_limit)


def margin(screened: Screened, ratio: Array, *, imbalance_limit: float) -> Array:
    """Give the z against treatment = ratio * control, with the variances and degrees of freedom of `find`."""
    arms = arms_of(screened, method=None, imbalance_limit=imbalance_limit)
    null = np.where(arms.control < 0, 2 - ratio, ratio)
    error = np.sqrt(arms.treatment_variance + null**2 * arms.control_variance)
    t = (arms.treatment - null * arms.control) / error
    return np.where(error > 0, tails.normal_equivalent(t, arms.degrees), np.nan)


def delta_interval(arms: Arms, critical: Array) -> tuple[Array, Array]:
    """Give the relative lift's interval by the delta method: symmetric about it."""
    centre, reach = lift(arms.control, arms.treatment), critical * _relative_error(arms)
    return centre - reach, centre + reach


def log_interval(screened: Screened, level: Array, *, shared: bool) -> tuple[Array, Array]:
    """Give the relative lift's interval by the delta method on the logarithm of the ratio; one stratum, means above 0.

    Variances are taken relative to their means before they are pooled or give degrees of freedom.
    """
    scaled = [
        Sample.build(each.users, 1.0, variance=each.variance / each.mean**2)
        for each in (screened.control, screened.treatment)
    ]
    estimate = means.student if shared else means.welch
    arms = estimate(scaled[0], scaled[1], weight=screened.weight)
    factor = np.exp(tails.student_critical(level, arms.degrees) * arms.standard_error)
    control, treatment = screened.control.mean[..., 0], screened.treatment.mean[..., 0]
    positive = (control > 0) & (treatment > 0)
    ratio = treatment / control
    return np.where(positive, ratio / factor - 1, np.nan), np.where(positive, ratio * factor - 1, np.nan)


def _relative_error(arms: Arms) -> Array:
    scaled = arms.treatment_variance / arms.control**2
    return np.sqrt(scaled + arms.treatment**2 * arms.control_variance / arms.control**4)


def _relative_p(arms: Arms, *, normal: bool) -> Array:
    t = lift(arms.control, arms.treatment) / _relative_error(arms)
    return tails.two_sided(t) if normal else tails.student_two_sided(t, arms.degrees)


def _fieller(arms: Arms, critical: Array, significant: Flags) -> tuple[Array, Array]:
    low, high = fieller(
        arms.control,
        arms.treatment,
        control_variance=arms.control_variance,
        treatment_variance=arms.treatment_variance,
        critical=critical,
    )
    return agree(low, high, difference=arms.treatment - arms.control, significant=significant)
