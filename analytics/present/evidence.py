"""From a readout to its figures and tables: which row stands where, in which ink, with which words.

The drawing itself is in `charts`; the words come from `wording`.
"""

from functools import partial
from math import isfinite

from analytics.decisions.results import MetricComparison, Readout, Trend, TrendPoint
from analytics.present import charts, wording
from analytics.present.figures import Chart, ForestRow, Table, TrendMark
from analytics.present.findings import forest_title, trend_title
from analytics.present.palette import Ink
from analytics.statistics.results import Comparison, Interval, Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Direction, Kind
from data.messages import Message, Parameter

GLYPHS = {Ink.BETTER: "▲", Ink.WORSE: "▼", Ink.UNDECIDED: "◆"}
ORDER = tuple(Role)
ONE_DECIMAL = 0.2  # lifts (fractions) below this are written with one decimal of percent


def ink(comparison: MetricComparison, level: float) -> Ink:
    """Return whether a metric is better, worse or undecided: by the interval valid today, after correction."""
    result = comparison.result
    if isinstance(result, Untestable) or isinstance(result.relative_interval, Untestable) or comparison.suspicious:
        return Ink.UNDECIDED
    interval = result.relative_interval
    if interval.low <= 0 <= interval.high or result.adjusted_p_value > 1 - level:
        return Ink.UNDECIDED
    return Ink.BETTER if (interval.low > 0) is (comparison.metric.direction is Direction.UP) else Ink.WORSE


def forest(readout: Readout, language: str) -> Chart:
    """Return all metrics of all treatments on one shared axis of relative lift."""
    rows = tuple(_row(readout, comparison, language) for comparison in _ordered(readout))
    caption = wording.speak(
        Message(
            "forest_caption",
            "Lift over “{control}”. Bar: range, notch: as measured. Grey: too small to matter.",
            {"control": readout.experiment.control or ""},
        ),
        language,
    )
    title = forest_title(rows, language)
    details = "; ".join(f"{row.name} {row.lift} ({row.span})" for row in rows)
    figure = charts.forest(rows, percent=partial(_tick, language=language))
    return Chart(
        title=title, alt=f"{title}: {details}", figure=figure, caption=caption, table=numbers(readout, language)
    )


def trend(readout: Readout, shown: Trend, language: str) -> Chart:
    """Return the lift of the leading primary as it was read on each day."""
    first = readout.first_day or shown.points[0].day
    marks = tuple(_mark(point, (point.day - first).days + 1, language) for point in shown.points)
    leading = next(
        (c for c in readout.comparisons if c.metric.key == shown.metric and c.treatment == shown.treatment), None
    )
    title = trend_title(marks, language)
    columns = (
        Message("column_day", "Day"),
        Message("column_lift", "Lift"),
        Message("column_range", "Range"),
        Message("column_line", "Line to cross"),
    )
    table = Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_day_row(mark, language) for mark in marks),
    )
    figure = charts.trend(
        marks,
        ink=Ink.UNDECIDED if leading is None else ink(leading, readout.policy.level),
        percent=partial(_tick, language=language),
    )
    legend = Message(
        "trend_caption", "Lift by day of the test, with the range valid that day. Dotted: the line to cross."
    )
    caption = wording.speak(legend, language)
    return Chart(title=title, alt=f"{title}. {marks[-1].words}", figure=figure, caption=caption, table=table)


def numbers(readout: Readout, language: str) -> Table:
    """Return every figure behind the forest, for looking up."""
    columns = (
        Message("column_metric", "Metric"),
        Message("column_role", "Role"),
        Message("column_treatment", "Treatment"),
        Message("column_control_value", "Control value"),
        Message("column_treatment_value", "Treatment value"),
        Message("column_users", "Users"),
        Message("column_difference", "Difference"),
        Message("column_difference_range", "Range of the difference"),
        Message("column_lift", "Lift"),
        Message("column_lift_range", "Range of the lift"),
        Message("column_p", "p"),
        Message("column_adjusted_p", "Adjusted p"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_number_row(readout, comparison, language) for comparison in _ordered(readout)),
    )


def _ordered(readout: Readout) -> list[MetricComparison]:
    everybody = [comparison for comparison in readout.comparisons if comparison.segment is None]
    return sorted(everybody, key=lambda comparison: ORDER.index(comparison.role))


def _tick(value: float, *, language: str) -> str:
    digits = 0 if round(value * 100, 6) == round(value * 100) else 1
    return wording.lift(value, language, digits=digits)


def _row(readout: Readout, comparison: MetricComparison, language: str) -> ForestRow:
    result, metric = comparison.result, comparison.metric
    several = len(readout.experiment.treatments) > 1
    name = wording.metric(metric, language) + (f" · {comparison.treatment}" if several else "")
    colour = ink(comparison, readout.policy.level)
    point = (
        None if isinstance(result, Untestable) or isinstance(result.relative_lift, Untestable) else result.relative_lift
    )
    interval = None if isinstance(result, Untestable) or isinstance(result.relative_interval, Untestable) else (
        result.relative_interval
    )  # fmt: skip
    guardrail = comparison.role is Role.GUARDRAIL
    interesting = readout.experiment.minimal_interesting_lift
    limit = None
    if comparison.margin is not None:
        limit = comparison.margin if metric.direction is Direction.DOWN else -comparison.margin
    return ForestRow(
        group=wording.label(comparison.role, language),
        name=name,
        values=_values(readout, comparison, language),
        lift="–" if point is None else wording.lift(point, language),
        span=_span(comparison, language),
        ink=colour,
        glyph=GLYPHS[colour],
        point=point,
        interval=interval,
        band=None if guardrail else (metric.minimal_interesting_lift if interesting is None else interesting),
        limit=limit if guardrail else None,
        on_axis=not comparison.suspicious,
    )


def _values(readout: Readout, comparison: MetricComparison, language: str) -> str:
    """Return “8.01% (1,682 of 21,006) → 8.34%”."""
    result, metric, currency = comparison.result, comparison.metric, readout.experiment.currency
    counts = ""
    if metric.kind is Kind.RATE and comparison.control_total is not None:
        counted = {"count": round(comparison.control_total), "users": comparison.control_users}
        counts = " (" + wording.speak(Message("count_of_users", "{count:,} of {users:,}", counted), language) + ")"
    if isinstance(result, Untestable):
        return counts.strip(" ()")
    control, treatment = (
        wording.value(amount, metric, language, currency=currency)
        for amount in (result.control_value, result.treatment_value)
    )
    return f"{control}{counts} → {treatment}"


def _span(comparison: MetricComparison, language: str) -> str:
    result = comparison.result
    if isinstance(result, Untestable):
        return wording.label(result.reason, language)
    if isinstance(result.relative_interval, Untestable):
        return wording.label(result.relative_interval.reason, language)
    words = _range(result.relative_interval, language)
    if comparison.suspicious:
        return wording.speak(Message("suspicious_span", "suspicious: {range}", {"range": words}), language)
    return words


def _range(interval: Interval, language: str) -> str:
    """Return an interval in words, also where an end does not exist."""
    if isfinite(interval.low) and isfinite(interval.high):
        digits = 1 if max(abs(interval.low), abs(interval.high)) < ONE_DECIMAL else 0
        low, high = (wording.lift(end, language, digits=digits) for end in (interval.low, interval.high))
        return wording.speak(Message("range", "{low} to {high}", {"low": low, "high": high}), language)
    if isfinite(interval.low):
        low = wording.lift(interval.low, language)
        return wording.speak(Message("range_above", "above {low}", {"low": low}), language)
    if isfinite(interval.high):
        high = wording.lift(interval.high, language)
        return wording.speak(Message("range_below", "below {high}", {"high": high}), language)
    return wording.speak(Message("range_open", "could be anything"), language)


def _mark(point: TrendPoint, number: int, language: str) -> TrendMark:
    lift = None if isinstance(point.relative_lift, Untestable) else point.relative_lift
    interval = None if isinstance(point.interval, Untestable) else point.interval
    boundary = None
    if lift and point.statistic and point.boundary is not None:
        boundary = abs(lift / point.statistic) * point.boundary
    told: dict[str, Parameter] = {
        "number": number,
        "day": wording.day(point.day, language),
        "lift": "–" if lift is None else wording.lift(lift, language),
        "range": "–" if interval is None else _range(interval, language),
    }
    words = wording.speak(Message("trend_day", "Day {number}, {day}: {lift} ({range})", told), language)
    return TrendMark(
        day=point.day, number=number, words=words, point=lift, interval=interval, boundary=boundary,
        after_end=point.after_end,
    )  # fmt: skip


def _day_row(mark: TrendMark, language: str) -> tuple[str, ...]:
    return (
        wording.day(mark.day, language),
        "–" if mark.point is None else wording.lift(mark.point, language),
        "–" if mark.interval is None else _range(mark.interval, language),
        "–" if mark.boundary is None else wording.lift(mark.boundary, language),
    )


def _number_row(readout: Readout, comparison: MetricComparison, language: str) -> tuple[str, ...]:
    result, metric, currency = comparison.result, comparison.metric, readout.experiment.currency
    users = (
        f"{wording.number(comparison.control_users, language)} / {wording.number(comparison.treatment_users, language)}"
    )
    head = (wording.metric(metric, language), wording.label(comparison.role, language), comparison.treatment)
    if not isinstance(result, Comparison):
        return (*head, "–", "–", users, "–", "–", "–", _span(comparison, language), "–", "–")
    value = partial(wording.value, known=metric, language=language, currency=currency)
    ends = (result.difference_interval.low, result.difference_interval.high)
    between = "–"
    if all(isfinite(end) for end in ends):
        low, high = (value(end) for end in ends)
        between = wording.speak(Message("range", "{low} to {high}", {"low": low, "high": high}), language)
    return (
        *head,
        value(result.control_value),
        value(result.treatment_value),
        users,
        value(result.difference),
        between,
        "–" if isinstance(result.relative_lift, Untestable) else wording.lift(result.relative_lift, language),
        _span(comparison, language),
        _p(result.p_value, language),
        _p(result.adjusted_p_value, language),
    )


def _p(value: float, language: str) -> str:
    if value < 0.001:
        return wording.speak(
            Message("p_small", "below {limit}", {"limit": wording.number(0.001, language, digits=3)}), language
        )
    return wording.number(value, language, digits=3)
