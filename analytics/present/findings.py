"""What a figure found, as its title: one clause that a reader could repeat without seeing the figure."""

from collections.abc import Sequence

from analytics.decisions.results import Readout
from analytics.present import scales, wording
from analytics.present.figures import ForestRow, TrendMark
from analytics.present.labels import metric_noun
from analytics.present.palette import Ink
from analytics.present.scales import Scale
from analytics.statistics.results import Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Kind, Unit
from data.messages import Message, Parameter

MOVED = 0.5  # a lift has settled once it stays within this share of the last interval's half-width
WEEK = 7  # days a lift needs before it can be called settled


def forest_title(rows: Sequence[ForestRow], language: str) -> str:
    """Say how many metrics are better and how many worse; where none is, whether a change is too large to believe."""
    counts = {
        "better": sum(row.ink is Ink.BETTER for row in rows),
        "worse": sum(row.ink is Ink.WORSE for row in rows),
        "total": len(rows),
    }
    if not counts["better"] and not counts["worse"]:
        if any(row.point is not None and not row.on_axis for row in rows):
            return wording.speak(Message("forest_suspicious", "A change too large to believe at once"), language)
        return wording.speak(Message("forest_none", "Nothing has moved beyond chance yet"), language)
    if not counts["worse"]:
        template = Message("forest_better", "Better on {better} of {total} metrics, worse on none", counts)
    elif not counts["better"]:
        template = Message("forest_worse", "Worse on {worse} of {total} metrics, better on none", counts)
    else:
        template = Message("forest_both", "Better on {better} of {total} metrics, worse on {worse}", counts)
    return wording.speak(template, language)


def differences_title(readout: Readout, scale: Scale, language: str) -> str:
    """Say by how much the leading metric differs on a scale of differences; empty on the scale of lifts, or untestable.

    The treatment is the one that the verdict speaks about.
    """
    rows = [row for row in readout.comparisons if row.segment is None and row.role is Role.PRIMARY]
    leading = next((row for row in rows if row.treatment == readout.verdict.treatment), next(iter(rows), None))
    if scale is Scale.RELATIVE or leading is None or isinstance(leading.result, Untestable):
        return ""
    metric, shown = leading.metric, scales.told(readout, leading, scale, language)
    words: dict[str, Parameter] = {
        "metric": wording.metric(metric, language),
        "things": metric_noun(metric),
        "change": shown.change,
        "range": shown.span,
        "customers": scales.CUSTOMERS,
    }
    if shown.interval is None:
        return ""
    if scale is Scale.ABSOLUTE and metric.unit is Unit.SHARE:
        said = Message("found_points", "{metric}: {change} points ({range})", words)
    elif scale is Scale.ABSOLUTE:
        said = Message("found_difference", "{metric}: {change} ({range})", words)
    elif metric.kind is Kind.RATE:
        said = Message("found_things", "{change} {things} per {customers:,} customers ({range})", words)
    else:
        said = Message("found_per_1000", "{metric}: {change} per {customers:,} customers ({range})", words)
    return wording.speak(said, language)


def trend_title(marks: Sequence[TrendMark], language: str) -> str:
    """Say since which day the range has kept clear of zero, else when the lift settled, else that it moves."""
    clear = _since([_is_clear(mark) for mark in marks])
    if clear is not None:
        last = marks[-1].interval
        side = Message("trend_above", "The lift has been clear of zero since day {day}", {"day": marks[clear].number})
        if last is not None and last.high < 0:
            side = Message("trend_below", "The lift has been below zero since day {day}", {"day": marks[clear].number})
        return wording.speak(side, language)
    settled = _settled(marks)
    if settled is not None and len(marks) >= WEEK and settled <= 0.75 * len(marks):
        found = {"day": marks[settled].number}
        settled_message = Message(
            "trend_settled", "The lift settled by day {day}; its range still includes zero", found
        )
        return wording.speak(settled_message, language)
    return wording.speak(Message("trend_moving", "The lift is still moving, and its range includes zero"), language)


def _is_clear(mark: TrendMark) -> bool:
    return mark.interval is not None and not mark.interval.low <= 0 <= mark.interval.high


def _settled(marks: Sequence[TrendMark]) -> int | None:
    """Return the position of the first day from which the estimate stays near its last value."""
    last = marks[-1] if marks else None
    if last is None or last.point is None or last.interval is None:
        return None
    reach = MOVED * (last.interval.high - last.interval.low) / 2
    return _since([mark.point is not None and abs(mark.point - last.point) <= reach for mark in marks])


def _since(held: Sequence[bool]) -> int | None:
    """Return the first position from which all are true to the end."""
    if not held or not held[-1]:
        return None
    broken = [position for position, holds in enumerate(held) if not holds]
    return broken[-1] + 1 if broken else 0
