"""The public door of the estimates: chooses the method, so that p, interval and boundary never contradict each other.

Arms are `Sample`s of any one shape, such as (days, segments); treatments stand beside each other along a further axis.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics import amounts, classical, rates, tails
from analytics.statistics.estimates import Estimates, Found
from analytics.statistics.methods import Method
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.screening import Screened
from analytics.statistics.tails import Array
from data.declarations.metrics import Kind

HOUSE_RATES = (None, Method.MEE, Method.KOOPMAN, Method.SCORE)


def applies(method: Method | None, *, kind: Kind, strata: int = 1) -> bool:
    """Say whether a method can compare metrics of this kind, over so many strata."""
    if method is None or (kind is Kind.RATE and method in HOUSE_RATES):
        return True
    if strata > 1:
        return method in amounts.STRATIFIED
    return kind is Kind.RATE or method in amounts.METHODS


def compare(
    control: Sample,
    treatment: Sample,
    *,
    kind: Kind,
    level: ArrayLike | None = 0.05,
    method: Method | None = None,
    imbalance_limit: float = 2.0,
) -> Estimates:
    """Compare treatment with control: every day, segment and arm in one call.

    Parameters
    ----------
    control, treatment : moments of both arms; their shapes broadcast.
    kind : rate (score test, Mee's and Koopman's intervals), mean (Welch, Fieller) or ratio (delta method, Fieller).
    level : two-sided nominal level of the look, 0 to 1, broadcast to the shape: 0.05, or 2 * sf(b) on a day whose
        boundary is b. The intervals are the tests' inversions at this level: they exclude no effect exactly where
        `p_value <= level`. At 0 nothing can be rejected and intervals have no end. None: the tests alone, an order of
        magnitude faster; the ends of all intervals are then NaN and the relative lift's reason is `unbounded`.
    method : another method by name; see `applies`.
    imbalance_limit : of means and ratios; where one arm has more than so many times the other's users, the standard
        error is the larger of Welch's and the pooled one.

    Returns
    -------
    Estimates of the broadcast shape.

    Raises
    ------
    ValueError : the method does not apply to this kind.
    """
    return across(
        _single(control), _single(treatment), kind=kind, level=level, method=method, imbalance_limit=imbalance_limit
    )


def across(
    control: Sample,
    treatment: Sample,
    *,
    kind: Kind,
    level: ArrayLike | None,
    method: Method | None,
    imbalance_limit: float,
) -> Estimates:
    """Compare as `compare` does, over strata along the last axis; see `strata.compare`."""
    if not applies(method, kind=kind, strata=max(control.users.shape[-1], treatment.users.shape[-1])):
        raise ValueError(f"method {method} does not apply to a {kind} here")
    screened = Screened.of(control, treatment, kind=kind)
    allowed = screened.rows(np.asarray(np.nan if level is None else level, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        found = _find(screened, allowed, kind=kind, method=method, imbalance_limit=imbalance_limit)
        return screened.estimates(found)


def _find(screened: Screened, level: Array, *, kind: Kind, method: Method | None, imbalance_limit: float) -> Found:
    if kind is Kind.RATE and method in HOUSE_RATES:
        return _score(cells_of(screened, inflated=method is Method.SCORE), level)
    if kind is Kind.RATE and method not in amounts.STUDENT_TAILS:
        return classical.find(cells_of(screened), level, method=method)
    return amounts.find(screened, level, method=method, imbalance_limit=imbalance_limit)


def _score(cells: rates.Cells, level: Array) -> Found:
    error = rates.null_error(cells)
    statistic = cells.difference / error
    p_value = tails.two_sided(statistic)
    significant, critical = (p_value <= level) & (level > 0), tails.critical(level)
    low = high = ratio_low = ratio_high = np.full(error.shape, np.nan)
    if not np.isnan(level).all():
        low, high = rates.difference_interval(cells, critical, significant)
        ratio_low, ratio_high = rates.ratio_interval(cells, critical, significant)
    return Found(
        control=cells.control_rate,
        treatment=cells.treatment_rate,
        statistic=statistic,
        standard_error=error,
        p_value=p_value,
        low=low,
        high=high,
        relative_low=ratio_low - 1,
        relative_high=ratio_high - 1,
        skewness=np.zeros(error.shape),
    )


def margins(control: Sample, treatment: Sample, *, kind: Kind, ratio: ArrayLike, imbalance_limit: float = 2.0) -> Array:
    """Test against treatment = ratio * control with the same test as `compare`: the z of each comparison.

    Parameters
    ----------
    ratio : 1 + margin or 1 - margin, broadcast to the shape. Of a negative control value the margin is still counted
        away from it: 1 + margin is the value `margin * |control|` above it.

    Returns
    -------
    z, positive where the treatment is larger than `ratio * control`; NaN where it cannot be tested. It lies beyond a
    critical value exactly where the relative interval of that level leaves the margin out.
    """
    return margins_across(_single(control), _single(treatment), kind=kind, ratio=ratio, imbalance_limit=imbalance_limit)


def margins_across(
    control: Sample, treatment: Sample, *, kind: Kind, ratio: ArrayLike, imbalance_limit: float
) -> Array:
    """Test as `margins` does, over strata along the last axis; see `strata.margins`."""
    screened = Screened.of(control, treatment, kind=kind)
    null = screened.rows(np.asarray(ratio, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        if kind is Kind.RATE:
            cells = cells_of(screened)
            at = rates.restricted_ratio(cells, null)
            error = rates.spread(cells, control=at[0], treatment=at[1], ratio=null[..., None])
            z = (cells.treatment_rate - null * cells.control_rate) / error
            return screened.spread(np.where(error > 0, z, np.nan))
        return screened.spread(amounts.margin(screened, null, imbalance_limit=imbalance_limit))


def one_sided(statistic: ArrayLike, *, greater: bool = True) -> Array:
    """Give the one-sided p-value of a statistic: against treatment > control, or treatment < control."""
    z = np.asarray(statistic, dtype=float)
    return tails.upper(z if greater else -z)


def cells_of(screened: Screened, *, inflated: bool = False) -> rates.Cells:
    """Give the counts behind the moments of rates."""
    return rates.Cells(
        control=screened.control.conversions,
        control_users=screened.control.users,
        treatment=screened.treatment.conversions,
        treatment_users=screened.treatment.users,
        weight=screened.weight,
        inflated=inflated,
    )


def _single(sample: Sample) -> Sample:
    return Sample(**{name: getattr(sample, name)[..., None] for name in NAMES})
