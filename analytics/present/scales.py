"""The scales on which a comparison is told: as a lift, as a difference in the metric's unit, and per 1,000 customers.

A lift has no unit, so all lifts share one axis. Differences share an axis only where they share a unit: rates in
percentage points, every other metric on an axis of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import isfinite

from analytics.decisions.results import MetricComparison, Readout
from analytics.present import numbers, wording
from analytics.statistics.results import Interval, Untestable
from data.declarations.metrics import Kind, Metric, Unit
from data.messages import Message

ONE_DECIMAL = 0.2  # lifts (fractions) below this are written with one decimal of percent
CUSTOMERS = 1000


class Scale(StrEnum):
    """How a comparison is told. The values stand in addresses."""

    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    PER_1000 = "per_1000"


NAMES = {
    Scale.RELATIVE: Message("scale_relative", "Relative"),
    Scale.ABSOLUTE: Message("scale_absolute", "Absolute"),
    Scale.PER_1000: Message("scale_per_1000", "Per {customers:,} customers", {"customers": CUSTOMERS}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One comparison on one scale, in numbers for the axis and in words."""

    point: float | None  # in the axis' unit; None: there is none
    interval: Interval | None
    change: str
    span: str  # the range; where there is none, why


def told(readout: Readout, comparison: MetricComparison, scale: Scale, language: str) -> Told:
    """Return a comparison as this scale tells it."""
    if isinstance(comparison.result, Untestable):
        return _nothing(wording.label(comparison.result.reason, language))
    if scale is Scale.RELATIVE:
        return _lift(comparison, language)
    if scale is Scale.PER_1000 and comparison.metric.kind is Kind.RATIO:
        return _nothing(wording.speak(Message("not_per_customer", "not a figure per customer"), language))
    result, factor = comparison.result, _factor(comparison.metric, scale)
    point, interval = factor * result.difference, _times(result.difference_interval, factor)
    currency = readout.experiment.currency
    return Told(
        point=point,
        interval=interval,
        change=_change(point, interval, comparison.metric, currency, language),
        span=_doubted(comparison, difference_range(interval, comparison.metric, currency, language), language),
    )


def interval(comparison: MetricComparison, scale: Scale) -> Interval | None:
    """Return the range that decides whether a comparison is beyond chance on this scale."""
    result = comparison.result
    if isinstance(result, Untestable):
        return None
    if scale is not Scale.RELATIVE:
        return result.difference_interval
    return None if isinstance(result.relative_interval, Untestable) else result.relative_interval


def axis(comparison: MetricComparison, scale: Scale) -> str:
    """Return the name of the axis a comparison is drawn on: equal names, one axis."""
    if scale is Scale.RELATIVE:
        return ""
    return Kind.RATE.value if comparison.metric.unit is Unit.SHARE else comparison.metric.key


def unit(readout: Readout, metric: Metric, scale: Scale, language: str) -> str:
    """Return what an axis counts, for its heading; empty where it counts nothing."""
    if scale is Scale.RELATIVE:
        return ""
    if scale is Scale.PER_1000 and metric.kind is not Kind.RATIO:
        return wording.speak(
            Message("unit_per_1000", "per {customers:,} customers", {"customers": CUSTOMERS}), language
        )
    if metric.unit is Unit.SHARE:
        return wording.speak(Message("unit_points", "percentage points"), language)
    if metric.unit is Unit.CURRENCY:
        return readout.experiment.currency or wording.speak(Message("unit_amount", "amount"), language)
    return wording.speak(Message("unit_number", "number"), language)


def tick(value: float, *, metric: Metric | None, scale: Scale, currency: str | None, language: str) -> str:
    """Return a value of an axis."""
    tongue = wording.language_of(language)
    if metric is None or scale is Scale.RELATIVE:
        return lift_tick(value, language=language)
    if metric.unit is Unit.CURRENCY:
        digits = 0 if float(value).is_integer() else numbers.money_decimals(currency, 0.0, value)
        return numbers.money_change(value, currency, tongue, digits=digits)
    return numbers.signed(value, tongue)


def lift_tick(value: float, *, language: str) -> str:
    """Return a lift (fraction) as an axis names it: as short as it can be said."""
    digits = 0 if round(value * 100, 6) == round(value * 100) else 1
    return wording.lift(value, language, digits=digits)


def lift_span(interval: Interval, language: str) -> str:
    """Return a range of lifts in words, also where an end does not exist."""
    return _ends(interval, language, say=partial(_lift_end, interval=interval, language=language))


def difference_range(interval: Interval, metric: Metric, currency: str | None, language: str) -> str:
    """Return a range of differences, already in the scale's unit, in words."""
    ends = [end for end in (interval.low, interval.high) if isfinite(end)] or [0.0]
    say = partial(_amount, ends=ends, metric=metric, currency=currency, tongue=language)
    return _ends(interval, language, say=say)


def difference(value: float, interval: Interval, metric: Metric, currency: str | None, language: str) -> str:
    """Return “+0.33 points (+0.10 to +0.56)”: a difference in the metric's unit with its range."""
    factor = _factor(metric, Scale.ABSOLUTE)
    point, ends = factor * value, _times(interval, factor)
    words = {
        "change": _change(point, ends, metric, currency, language),
        "range": difference_range(ends, metric, currency, language),
    }
    if metric.unit is Unit.SHARE:
        return wording.speak(Message("points_with_range", "{change} points ({range})", words), language)
    return wording.speak(Message("change_with_range", "{change} ({range})", words), language)


def in_unit(value: float, metric: Metric) -> float:
    """Return a difference as its axis counts it: rates in percentage points."""
    return _factor(metric, Scale.ABSOLUTE) * value


def _lift(comparison: MetricComparison, language: str) -> Told:
    result = comparison.result
    assert not isinstance(result, Untestable)
    point = None if isinstance(result.relative_lift, Untestable) else result.relative_lift
    change = "–" if point is None else wording.lift(point, language)
    if isinstance(result.relative_interval, Untestable):
        why = wording.label(result.relative_interval.reason, language)
        return Told(point=point, interval=None, change=change, span=why)
    words = _doubted(comparison, lift_span(result.relative_interval, language), language)
    return Told(point=point, interval=result.relative_interval, change=change, span=words)


def _doubted(comparison: MetricComparison, words: str, language: str) -> str:
    """Return a range in words, marked where the change is too large to believe at once."""
    if not comparison.suspicious:
        return words
    return wording.speak(Message("suspicious_span", "suspicious: {range}", {"range": words}), language)


def _nothing(why: str) -> Told:
    return Told(point=None, interval=None, change="–", span=why)


def _factor(metric: Metric, scale: Scale) -> float:
    if scale is Scale.PER_1000:
        return float(CUSTOMERS)
    return 100.0 if metric.unit is Unit.SHARE else 1.0


def _times(interval: Interval, factor: float) -> Interval:
    return Interval(low=factor * interval.low, high=factor * interval.high, level=interval.level)


def _change(point: float, interval: Interval, metric: Metric, currency: str | None, language: str) -> str:
    ends = [end for end in (interval.low, interval.high) if isfinite(end)]
    return _amount(point, ends=ends or [point], metric=metric, currency=currency, tongue=language)


def _amount(value: float, *, ends: list[float], metric: Metric, currency: str | None, tongue: str) -> str:
    """Return a change, rounded as its range is, and never to nothing where it is something."""
    language = wording.language_of(tongue)
    if metric.unit is Unit.CURRENCY:
        digits = numbers.money_decimals(currency, *ends)
        return numbers.money_change(value, currency, language, digits=digits)
    digits = numbers.decimals(*ends)
    return numbers.signed(value, language, digits=digits)


def _lift_end(end: float, *, interval: Interval, language: str) -> str:
    both = isfinite(interval.low) and isfinite(interval.high)
    if not both:
        return wording.lift(end, language)
    digits = 1 if max(abs(interval.low), abs(interval.high)) < ONE_DECIMAL else 0
    digits = numbers.without_zeros(digits, interval.low * 100, interval.high * 100)
    return wording.lift(end, language, digits=digits)


def _ends(interval: Interval, language: str, *, say: Callable[[float], str]) -> str:
    if isfinite(interval.low) and isfinite(interval.high):
        ends = {"low": say(interval.low), "high": say(interval.high)}
        return wording.speak(Message("range", "{low} to {high}", ends), language)
    if isfinite(interval.low):
        return wording.speak(Message("range_above", "above {low}", {"low": say(interval.low)}), language)
    if isfinite(interval.high):
        return wording.speak(Message("range_below", "below {high}", {"high": say(interval.high)}), language)
    return wording.speak(Message("range_open", "could be anything"), language)
