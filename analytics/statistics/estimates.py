"""What a comparison of arrays gives: estimates for every day, segment and arm at once, and one record of them."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from analytics.statistics.tails import Array

REASONS: tuple[Reason | None, ...] = (None, *Reason)
Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Arrays of one shape. Where `reason` is set every other number of that comparison is NaN, users excepted.

    Where `relative_reason` is set the relative interval is NaN, and with `no_baseline` the relative lift too.
    """

    control_users: Array
    treatment_users: Array
    control_value: Array  # metric's unit
    treatment_value: Array
    difference: Array  # treatment - control
    difference_low: Array
    difference_high: Array
    relative_lift: Array  # (treatment - control) / |control|, fraction
    relative_low: Array
    relative_high: Array
    statistic: Array  # z with the two-sided test's tail, sign of the difference
    standard_error: Array  # of the difference under the test's own hypothesis
    p_value: Array  # two-sided, of this look
    skewness: Array  # of the test statistic (kappa); 0 for rates and ratios
    reason: Codes  # position in REASONS; 0: testable
    relative_reason: Codes

    def at(self, *index: int) -> "Estimates":
        """Give one comparison, or a part of them, by position along the leading axes."""
        return Estimates(**{field.name: np.asarray(getattr(self, field.name)[index]) for field in fields(self)})


def code(reason: Reason) -> int:
    """Give the number that stands for a reason in arrays."""
    return REASONS.index(reason)


def scalar(
    estimates: Estimates,
    *index: int,
    coverage: float,
    nominal_level: float,
    p_value: float | None = None,
    adjusted_p_value: float | None = None,
    exact_p_value: float | None = None,
    crossed_on: int | None = None,
    low_events: bool = False,
) -> Comparison | Untestable:
    """Make one record of the comparison at a position.

    Parameters
    ----------
    coverage : what the intervals are said to cover (0 to 1); over all looks in sequential mode.
    nominal_level : two-sided level of this look, with which the intervals were made.
    p_value, adjusted_p_value : sequential and corrected p-values; this look's own where not given.
    exact_p_value, low_events : of small cells, see `exact.small_cells`.
    crossed_on : position of the first day the boundary was crossed.
    """
    one = estimates.at(*index)
    reason, relative = REASONS[int(one.reason)], REASONS[int(one.relative_reason)]
    if reason is not None:
        return Untestable(reason=reason)
    nominal = float(one.p_value)
    reported = nominal if p_value is None else p_value
    return Comparison(
        control_users=round(float(one.control_users)),
        treatment_users=round(float(one.treatment_users)),
        control_value=float(one.control_value),
        treatment_value=float(one.treatment_value),
        difference=float(one.difference),
        difference_interval=Interval(low=float(one.difference_low), high=float(one.difference_high), level=coverage),
        relative_lift=Untestable(reason=relative) if relative else float(one.relative_lift),
        relative_interval=Untestable(reason=relative)
        if relative
        else Interval(low=float(one.relative_low), high=float(one.relative_high), level=coverage),
        statistic=float(one.statistic),
        standard_error=float(one.standard_error),
        p_value=reported,
        nominal_p_value=nominal,
        nominal_level=nominal_level,
        exact_p_value=exact_p_value,
        adjusted_p_value=reported if adjusted_p_value is None else adjusted_p_value,
        crossed_on=crossed_on,
        low_events=low_events,
        skewness=float(one.skewness),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one method found for the testable comparisons, as arrays of the shape (comparisons,)."""

    control: Array  # values, metric's unit
    treatment: Array
    statistic: Array  # z, or the z with t's tail
    standard_error: Array
    p_value: Array
    low: Array  # of the difference
    high: Array
    relative_low: Array  # NaN or infinite: no finite end
    relative_high: Array
    skewness: Array
