"""The leading primary day by day: its lift, the interval valid on that day, and the line that would have decided."""

import math

from analytics.decisions.paths import Path, Reading
from analytics.decisions.results import Trend, TrendPoint
from analytics.statistics.estimates import REASONS
from analytics.statistics.results import Interval, Reason, Untestable


def trends(path: Path, treatments: tuple[str, ...], reading: Reading) -> tuple[Trend, ...]:
    """Return one trend per treatment; empty for undated data.

    Without a boundary only the look that is read has an interval: one look cannot be read on every day.
    """
    return tuple(
        Trend(
            metric=path.series.metric.key,
            treatment=treatment,
            points=tuple(_point(path, look, arm, reading) for look in range(len(reading.looks.days))),
        )
        for arm, treatment in enumerate(treatments)
        if reading.looks.days
    )


def _point(path: Path, look: int, arm: int, reading: Reading) -> TrendPoint:
    estimates, looks = path.estimates, reading.looks
    statistic, boundary = float(estimates.statistic[look, arm]), float(path.boundary[look, arm])
    lift = float(estimates.relative_lift[look, arm])
    reason = REASONS[int(estimates.relative_reason[look, arm])] or Reason.NOT_ENOUGH_DATA
    interval: Interval | Untestable = Untestable(reason=reason)
    valid = looks.clock is not None or look == looks.read
    if valid and not estimates.relative_reason[look, arm]:
        interval = Interval(
            low=float(estimates.relative_low[look, arm]),
            high=float(estimates.relative_high[look, arm]),
            level=reading.policy.level,
        )
    return TrendPoint(
        day=looks.days[look],
        relative_lift=lift if math.isfinite(lift) else Untestable(reason=reason),
        interval=interval,
        boundary=boundary if looks.clock is not None and math.isfinite(boundary) else None,
        statistic=statistic if math.isfinite(statistic) else None,
        after_end=bool(looks.clock.after_end[look]) if looks.clock is not None else False,
    )
