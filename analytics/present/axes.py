"""How far the axes of the figures reach, and where their ticks stand: the same on screen and on paper. Fractions."""

from collections.abc import Sequence
from math import ceil, floor, isfinite

from analytics.present.figures import ForestRow, TrendMark


def forest(rows: Sequence[ForestRow]) -> tuple[float, float]:
    """Return the shared axis' ends: zero, every band and limit, and the intervals that deserve it."""
    reach = [0.0]
    for row in rows:
        reach += [edge for edge in (row.band, row.limit) if edge is not None]
        reach += [-row.band] if row.band is not None else []
        reach += [row.guess] if row.guess is not None and row.on_axis else []
        if row.on_axis and row.interval is not None:
            reach += [end for end in (row.interval.low, row.interval.high) if isfinite(end)]
    low, high = min(reach), max(reach)
    air = 0.06 * (high - low) or 0.01
    return low - air, high + air


def trend(marks: Sequence[TrendMark]) -> tuple[float, float]:
    """Return the trend's vertical ends from the later three quarters of its days."""
    reach = [0.0]
    for mark in marks[len(marks) // 4 :]:
        reach += [mark.point] if mark.point is not None else []
        if mark.interval is not None:
            reach += [end for end in (mark.interval.low, mark.interval.high) if isfinite(end)]
    low, high = min(reach), max(reach)
    air = 0.1 * (high - low) or 0.01
    return low - air, high + air


def ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round values between `low` and `high`, zero among them where it lies inside."""
    steps = (digit * 10.0**power for power in range(-6, 4) for digit in (1, 2, 5))
    step = next((step for step in steps if (high - low) / step <= about + 1), high - low)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(index * step, 9) for index in range(first, last + 1)]
