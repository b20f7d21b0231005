"""What leaves the rollup: moments of users by day, exposure period, segment and variant. Arrays, no rows, no engine.

Sums are kept as exact integers in the rollup; here they have become means and central moments, computed from integers
centred at the mean, so nothing is lost to cancellation.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


class Population(StrEnum):
    """Whose moments."""

    EVERYONE = "everyone"  # every exposed user, under the first variant seen
    MATURED = "matured"  # users whose whole metric window has passed by that day
    CROSSED = "crossed"  # users seen in a second variant by that day (a part of everyone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Moments of one metric up to and including each day. Arrays have the shape (days, periods, segments, variants).

    Users' numerators are x (1 or 0 for rates), denominators y (1 for everything but ratios). Groups without users hold
    0 users and zeros, never NaN. Variances and covariances divide by users - 1 (0 with fewer than two users).
    """

    users: Counts
    mean: Values  # of x, capped where the metric declares a cap; metric's unit
    variance: Values  # of x
    third: Values  # mean of (x - mean)^3
    uncapped_mean: Values  # of x before the cap
    uncapped_variance: Values
    denominator_mean: Values  # of y; 1 unless a ratio
    denominator_variance: Values
    covariance: Values  # of x and y


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What the positions of a `Moments` array mean."""

    days: tuple[date, ...]  # consecutive calendar days in the experiment's time zone; empty: undated, one position
    periods: int  # allocation periods (positions = declared order); at least 1
    attribute: str | None  # the attribute whose values are the segments; None: one position, everybody
    segments: tuple[str, ...]  # values of the attribute, sorted; ("",) when attribute is None
    variants: tuple[str, ...]  # declared order, then undeclared ones by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposures:
    """Users by first variant and what was set aside: (days, periods, segments, variants), cumulative to each day."""

    axes: Axes
    users: Counts  # by first variant
    crossed: Counts  # of these, seen in a second variant by that day


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rollup knows beside moments, as of one day: set aside, never silently dropped."""

    as_of: date | None  # None: undated
    first_event: datetime | None  # earliest and latest event, experiment's local time; None: undated
    last_event: datetime | None
    before_exposure: int  # events of users exposed later than the event
    never_exposed: int  # events of users without any exposure
    after_window: int  # events later than every metric's window or after the test's end
    duplicates: int  # event rows set aside because the same event stands in another file too
    late_exposures: int  # users exposed after `ended_on`, not counted
    early_exposures: int = 0  # users with an exposure before `starts_on`, which does not count
    undated: int = 0  # event rows without a time among dated ones, not counted
    largest_share: dict[tuple[str, str], float]  # (metric, variant) → share of the variant's total one user holds
    undeclared_variants: dict[str, int]  # variant → users
    missing_variants: tuple[str, ...]  # declared and without any user
    totals_only: bool  # the data are totals: no user-level checks are possible
