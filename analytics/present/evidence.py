"""From a readout to its figures and tables: which row stands where, in which ink, with which words.

The drawing itself is in `forests` and `charts`; the words come from `wording`.
"""

from collections.abc import Sequence
from functools import partial

from analytics.decisions.results import MetricComparison, Readout, Trend, TrendPoint
from analytics.present import charts, forests, scales, wording
from analytics.present.figures import Chart, ForestRow, Table, TrendMark
from analytics.present.findings import differences_title, forest_title, trend_title
from analytics.present.palette import Ink
from analytics.present.scales import Scale
from analytics.statistics.results import Comparison, Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Direction, Kind, Unit
from data.messages import Message, Parameter

GLYPHS = {Ink.BETTER: "▲", Ink.WORSE: "▼", Ink.UNDECIDED: "◆"}
ORDER = tuple(Role)


def ink(comparison: MetricComparison, level: float, scale: Scale = Scale.RELATIVE) -> Ink:
    """Return whether a metric is better, worse or undecided: by the interval valid today, after correction."""
    result, interval = comparison.result, scales.interval(comparison, scale)
    if isinstance(result, Untestable) or interval is None:
        return Ink.UNDECIDED
    if interval.low <= 0 <= interval.high or result.adjusted_p_value > 1 - level:
        return Ink.UNDECIDED
    is_better = (interval.low > 0) is (comparison.metric.direction is Direction.UP)
    if is_better and comparison.suspicious:
        return Ink.UNDECIDED  # too good to be believed at once; harm that large is shown as harm
    return Ink.BETTER if is_better else Ink.WORSE


def forest(readout: Readout, language: str, scale: Scale = Scale.RELATIVE) -> Chart:
    """Return all metrics of all treatments: lifts on one shared axis, differences on an axis for each unit."""
    shown = _ordered(readout, scale)
    rows = forest_rows(readout, language, scale)
    metrics = {row.axis: comparison.metric for row, comparison in zip(rows, shown, strict=True)}
    currency = readout.experiment.currency
    ticks = {
        axis: partial(scales.tick, metric=metric, scale=scale, currency=currency, language=language)
        for axis, metric in metrics.items()
    }
    title = differences_title(readout, scale, language) or forest_title(rows, language)
    details = "; ".join(f"{row.name} {row.lift} ({row.span})" for row in rows)
    return Chart(
        title=title,
        alt=f"{title}: {details}",
        figure=forests.forest(rows, ticks=ticks),
        caption=forest_caption(readout, language, scale),
        table=partial(numbers, readout, language, scale),
    )


def forest_rows(readout: Readout, language: str, scale: Scale = Scale.RELATIVE) -> tuple[ForestRow, ...]:
    """Return every metric of every treatment, what decides first and guardrails last."""
    return tuple(row(readout, comparison, language, scale) for comparison in _ordered(readout, scale))


def forest_caption(readout: Readout, language: str, scale: Scale = Scale.RELATIVE) -> str:
    """Return what bar, notch and band of the forest mean."""
    control = {"control": readout.experiment.control or ""}
    said = Message(
        "forest_caption", "Lift over “{control}”. Bar: range, notch: as measured. Grey: too small to matter.", control
    )
    if scale is not Scale.RELATIVE:
        said = Message(
            "forest_caption_difference",
            "More or less than “{control}”. Bar: range, notch: as measured. Each unit has its own axis: compare bars "
            "only where they share one.",
            control,
        )
    return wording.speak(said, language)


def trend(readout: Readout, shown: Trend, language: str) -> Chart:
    """Return the lift of the leading primary as it was read on each day."""
    marks = trend_marks(readout, shown, language)
    title = trend_title(marks, language)
    figure = charts.trend(
        marks,
        ink=trend_ink(readout, shown),
        percent=partial(scales.lift_tick, language=language),
    )
    return Chart(
        title=title,
        alt=f"{title}. {marks[-1].words}",
        figure=figure,
        caption=trend_caption(language),
        table=partial(_days, marks, language),
    )


def trend_marks(readout: Readout, shown: Trend, language: str) -> tuple[TrendMark, ...]:
    """Return every day of a trend."""
    first = readout.first_day or shown.points[0].day
    return tuple(_mark(point, (point.day - first).days + 1, language) for point in shown.points)


def trend_ink(readout: Readout, shown: Trend) -> Ink:
    """Return whether a trend's metric is better, worse or undecided on the day that is read."""
    place = shown.metric, shown.treatment
    leading = next((one for one in readout.comparisons if (one.metric.key, one.treatment) == place), None)
    return Ink.UNDECIDED if leading is None else ink(leading, readout.policy.level)


def trend_caption(language: str) -> str:
    """Return what line, area and dots of the trend mean."""
    legend = Message(
        "trend_caption", "Lift by day of the test, with the range valid that day. Dotted: the line to cross."
    )
    return wording.speak(legend, language)


def numbers(readout: Readout, language: str, scale: Scale = Scale.RELATIVE) -> Table:
    """Return every figure behind the forest, for looking up."""
    return listed(readout, _ordered(readout, scale), language, scale)


def listed(
    readout: Readout, comparisons: Sequence[MetricComparison], language: str, scale: Scale = Scale.RELATIVE
) -> Table:
    """Return every figure of these comparisons."""
    difference = (
        Message("column_difference", "Difference"),
        Message("column_difference_range", "Range of the difference"),
    )
    if scale is Scale.PER_1000:
        customers = {"customers": scales.CUSTOMERS}
        difference = (
            Message("column_per_1000", "Per {customers:,} customers", customers),
            Message("column_per_1000_range", "Range per {customers:,} customers", customers),
        )
    columns = (
        Message("column_metric", "Metric"),
        Message("column_role", "Role"),
        Message("column_treatment", "Treatment"),
        Message("column_control_value", "Control value"),
        Message("column_treatment_value", "Treatment value"),
        Message("column_users", "Users"),
        *difference,
        Message("column_lift", "Lift"),
        Message("column_lift_range", "Range of the lift"),
        Message("column_p", "p"),
        Message("column_adjusted_p", "Adjusted p"),
    )
    apart = Scale.ABSOLUTE if scale is Scale.RELATIVE else scale
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_number_row(readout, comparison, language, apart) for comparison in comparisons),
    )


def _ordered(readout: Readout, scale: Scale) -> list[MetricComparison]:
    """Return the rows: deciding metrics first, guardrails last; within that order those of one axis together."""
    everybody = [comparison for comparison in readout.comparisons if comparison.segment is None]
    ordered = sorted(everybody, key=lambda comparison: ORDER.index(comparison.role))
    axes = list(dict.fromkeys(scales.axis(comparison, scale) for comparison in ordered))
    return sorted(ordered, key=lambda comparison: axes.index(scales.axis(comparison, scale)))


def row(readout: Readout, comparison: MetricComparison, language: str, scale: Scale = Scale.RELATIVE) -> ForestRow:
    """Return one metric of one treatment, ready to be drawn."""
    metric, told = comparison.metric, scales.told(readout, comparison, scale, language)
    several = len(readout.experiment.treatments) > 1
    name = wording.metric(metric, language) + (f" · {comparison.treatment}" if several else "")
    colour = ink(comparison, readout.policy.level, scale)
    unit = scales.unit(readout, metric, scale, language)
    guardrail, relative = comparison.role is Role.GUARDRAIL, scale is Scale.RELATIVE
    interesting = readout.experiment.minimal_interesting_lift
    limit = None
    if comparison.margin is not None:
        limit = comparison.margin if metric.direction is Direction.DOWN else -comparison.margin
    return ForestRow(
        group=" · ".join(part for part in (wording.label(comparison.role, language), unit) if part),
        axis=scales.axis(comparison, scale),
        name=name,
        values=_values(readout, comparison, language),
        lift=told.change,
        span=told.span,
        ink=colour,
        glyph=GLYPHS[colour],
        point=told.point,
        interval=told.interval,
        band=None
        if guardrail or not relative
        else (metric.minimal_interesting_lift if interesting is None else interesting),
        limit=limit if guardrail and relative else None,
        on_axis=not comparison.suspicious or not relative,
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
        "range": "–" if interval is None else scales.lift_span(interval, language),
    }
    words = wording.speak(Message("trend_day", "Day {number}, {day}: {lift} ({range})", told), language)
    return TrendMark(
        day=point.day, number=number, words=words, point=lift, interval=interval, boundary=boundary,
        after_end=point.after_end,
    )  # fmt: skip


def _days(marks: Sequence[TrendMark], language: str) -> Table:
    columns = (
        Message("column_day", "Day"),
        Message("column_lift", "Lift"),
        Message("column_range", "Range"),
        Message("column_line", "Line to cross"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_day_row(mark, language) for mark in marks),
    )


def _day_row(mark: TrendMark, language: str) -> tuple[str, ...]:
    return (
        wording.day(mark.day, language),
        "–" if mark.point is None else wording.lift(mark.point, language),
        "–" if mark.interval is None else scales.lift_span(mark.interval, language),
        "–" if mark.boundary is None else wording.lift(mark.boundary, language),
    )


def _number_row(readout: Readout, comparison: MetricComparison, language: str, apart: Scale) -> tuple[str, ...]:
    result, metric, currency = comparison.result, comparison.metric, readout.experiment.currency
    users = (
        f"{wording.number(comparison.control_users, language)} / {wording.number(comparison.treatment_users, language)}"
    )
    head = (wording.metric(metric, language), wording.label(comparison.role, language), comparison.treatment)
    lift = scales.told(readout, comparison, Scale.RELATIVE, language)
    if not isinstance(result, Comparison):
        return (*head, "–", "–", users, "–", "–", "–", lift.span, "–", "–")
    values = (
        wording.value(value, metric, language, currency=currency)
        for value in (result.control_value, result.treatment_value)
    )
    told = scales.told(readout, comparison, apart, language)
    change = told.change
    if apart is Scale.ABSOLUTE and metric.unit is Unit.SHARE:
        change = wording.speak(Message("points", "{value} points", {"value": change}), language)
    return (
        *head,
        *values,
        users,
        change,
        told.span,
        lift.change,
        lift.span,
        likelihood(result.p_value, language),
        likelihood(result.adjusted_p_value, language),
    )


def likelihood(value: float, language: str) -> str:
    """Return a p-value in words."""
    if value < 0.001:
        return wording.speak(
            Message("p_small", "below {limit}", {"limit": wording.number(0.001, language, digits=3)}), language
        )
    return wording.number(value, language, digits=3)
