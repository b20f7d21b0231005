"""Records of what a comparison found. Relative effects are fractions; a failed comparison is never a number."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range; an end that does not exist is ±infinity."""

    low: float
    high: float
    level: float  # coverage, 0 to 1


class Reason(StrEnum):
    """Why a comparison cannot be made."""

    NO_USERS = "no_users"
    TOO_FEW_USERS = "too_few_users"  # fewer than two per arm
    NO_VARIATION = "no_variation"  # every user the same in both arms
    NO_DENOMINATOR = "no_denominator"  # a ratio whose denominator is zero or has no reliable sign
    NO_BASELINE = "no_baseline"  # relative lift over a control value of zero
    UNBOUNDED = "unbounded"  # the relative interval has no finite end
    NOT_ENOUGH_DATA = "not_enough_data"  # below what the method needs
    NOT_BUILT = "not_built"  # the method asked for does not exist yet
    TOO_FEW = "too_few"  # forecasts, tests or decisions to judge by


@dataclass(frozen=True, slots=True, kw_only=True)
class Untestable:
    """A comparison that could not be made, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One treatment against the control on one metric, on the day it is read."""

    control_users: int
    treatment_users: int
    control_value: float  # metric's unit
    treatment_value: float
    difference: float  # treatment - control, metric's unit
    difference_interval: Interval
    relative_lift: float | Untestable  # treatment / control - 1, fraction
    relative_interval: Interval | Untestable
    statistic: float  # z or t of the two-sided test
    standard_error: float  # of the difference under the test's own hypothesis
    p_value: float  # two-sided; in sequential mode the sequential p-value, a running minimum
    nominal_p_value: float  # of today's look alone
    nominal_level: float  # two-sided level that today's boundary leaves for a single look
    exact_p_value: float | None  # Fisher's, where a cell is small; None elsewhere
    adjusted_p_value: float  # after correction over the metrics and arms of the same role
    crossed_on: int | None  # position of the first day the boundary was crossed; None: never
    low_events: bool  # a cell below the policy's small cell
    skewness: float  # of the test statistic (kappa); 0 for rates
