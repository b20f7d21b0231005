"""Single days as figures: the difference of each day with its own range, said to be for understanding only."""

from functools import partial
from html import escape
from math import isfinite

from analytics.decisions.days import Course, DayPoint, View
from analytics.decisions.results import Readout
from analytics.present import axes, scales, wording
from analytics.present.figures import Chart, Figure, Table
from analytics.present.labels import metric_noun
from analytics.present.palette import Ink
from analytics.present.scales import Scale
from analytics.present.sheets import Sheet
from analytics.statistics.results import Comparison, Interval, Reason, Untestable
from data.messages import Message, Parameter

NAMES = {
    View.CUMULATIVE: Message("view_cumulative", "Cumulative"),
    View.BY_DAY: Message("view_by_day", "By day"),
    View.SINCE_EXPOSURE: Message("view_since_exposure", "By days since exposure"),
}
FOOT, HEIGHT = 30, 300  # pixels: below the axis, of the figure
MOST_EMPTY = 7  # days: a course that ends earlier is drawn this far
NARROW = 0.8  # share of the days, those with the narrowest ranges, that the scale follows
CHANGES = 0.05  # p-value from which days are said to differ


def course(readout: Readout, shown: Course, language: str) -> Chart:
    """Return one treatment's difference on every single day."""
    currency = readout.experiment.currency
    marks = [(point, point.result) for point in shown.points if isinstance(point.result, Comparison)]
    title = _title(readout, shown, [result for _, result in marks], language)
    words = [
        f"{_day(point, shown.view, language)}: "
        + scales.difference(result.difference, result.difference_interval, shown.metric, currency, language)
        for point, result in marks
    ]
    figure = _figure(readout, shown, [(point.number, result) for point, result in marks], words, language)
    return Chart(
        title=title,
        alt=f"{title}. {words[-1] if words else ''}",
        figure=figure,
        caption=_caption(readout, shown, language),
        table=partial(_table, readout, shown, language),
    )


def _title(readout: Readout, shown: Course, told: list[Comparison], language: str) -> str:
    """Say on how many days the treatment lay above, or whether its effect changes since exposure."""
    counts: dict[str, Parameter] = {"above": sum(one.difference > 0 for one in told), "days": len(told)}
    if _is_over_at_once(shown):
        said = Message("course_first_day", "Users did it on their first day only: later days tell nothing")
    elif len(told) < 2:
        said = Message("course_few", "Too few users or days to tell single days apart")
    elif shown.view is View.BY_DAY:
        said = Message("course_above", "Above the control on {above} of {days} days", counts)
    elif shown.steady_p is not None and shown.steady_p <= CHANGES:
        said = Message("course_changes", "The effect is not the same on every day since exposure")
    else:
        said = Message("course_steady", "No sign that the effect wears off or grows since exposure")
    title = wording.speak(said, language)
    several = len(readout.experiment.treatments) > 1
    return f"{shown.treatment} · {title}" if several else title


def _is_over_at_once(shown: Course) -> bool:
    """Say whether nobody did anything after the first day since exposure."""
    later = [point.result for point in shown.points[1:]]
    return (
        shown.view is View.SINCE_EXPOSURE
        and bool(later)
        and isinstance(shown.points[0].result, Comparison)
        and all(isinstance(one, Untestable) and one.reason is Reason.NO_VARIATION for one in later)
    )


def _caption(readout: Readout, shown: Course, language: str) -> str:
    words: dict[str, Parameter] = {
        "things": metric_noun(shown.metric),
        "unit": scales.unit(readout, shown.metric, Scale.ABSOLUTE, language),
        "treatment": shown.treatment,
        "control": readout.experiment.control or "",
    }
    said = Message(
        "course_caption_day",
        "Difference in {things} ({unit}) on each day alone, “{treatment}” less “{control}”. Bar: that day’s range, "
        "notch: as measured. For understanding, not for deciding: only the cumulative view is protected against "
        "daily looks.",
        words,
    )
    if shown.view is View.SINCE_EXPOSURE:
        said = Message(
            "course_caption_since",
            "Difference in {things} ({unit}) on each day after a user first saw the test (day 1: the first 24 hours), "
            "“{treatment}” less “{control}”, among users who have completed that day. Bar: that day’s range, notch: as "
            "measured. For understanding, not for deciding: only the cumulative view is protected against daily looks.",
            words,
        )
    return wording.speak(said, language)


def _figure(
    readout: Readout, shown: Course, marks: list[tuple[int, Comparison]], words: list[str], language: str
) -> Figure:
    sheet, metric = Sheet(), shown.metric
    bars = [
        (number, scales.in_unit(one.difference, metric), *_ends(one.difference_interval, shown))
        for number, one in marks
    ]
    low, high = _scale([(bottom, top) for _, _, bottom, top in bars])
    for number, point, bottom, top in bars:
        ends = {"y0": max(bottom, low), "y1": min(top, high)}
        if ends["y0"] < ends["y1"]:
            bar = {"type": "rect", "x0": number - 0.3, "x1": number + 0.3, "fillcolor": Ink.UNDECIDED}
            sheet.shapes.append(bar | ends | {"line": {"width": 0}})
        if low < point < high:
            notch = {"type": "line", "x0": number - 0.3, "x1": number + 0.3, "y0": point, "y1": point}
            sheet.shapes.append(notch | {"line": {"color": Ink.PAPER, "width": 2.5}})
    zero = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "above"}
    sheet.shapes.append(zero | {"line": {"color": Ink.TEXT, "width": 1}})
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [number for number, *_ in bars],
            "y": [min(max(point, low), high) for _, point, *_ in bars],
            "mode": "markers",
            "marker": {"size": 14, "color": Ink.UNDECIDED, "opacity": 0},
            "text": [escape(one) for one in words],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
    say = partial(
        scales.tick, metric=metric, scale=Scale.ABSOLUTE, currency=readout.experiment.currency, language=language
    )
    ticks = axes.ticks(low, high, about=5)
    last = max([MOST_EMPTY, *(number for number, *_ in bars)])
    return sheet.figure(
        height=HEIGHT,
        margin={"l": 56, "r": 8, "t": 8, "b": FOOT},
        x={
            "range": [0.5, last + 0.5],
            "nticks": 8,
            "tickformat": "d",
        },
        y={"range": [low, high], "tickvals": ticks, "ticktext": [say(tick) for tick in ticks], "gridcolor": Ink.RULE},
    )


def _ends(interval: Interval, shown: Course) -> tuple[float, float]:
    return scales.in_unit(interval.low, shown.metric), scales.in_unit(interval.high, shown.metric)


def _scale(ranges: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the vertical ends: zero, and the ranges of most days; a few wide ones may leave the figure."""
    finite = sorted((ends for ends in ranges if isfinite(sum(ends))), key=lambda ends: ends[1] - ends[0])
    kept = finite[: max(2, round(NARROW * len(finite)))]
    low, high = min([0.0, *(end for end, _ in kept)]), max([0.0, *(end for _, end in kept)])
    air = 0.1 * (high - low) or 0.01
    return low - air, high + air


def _day(point: DayPoint, view: View, language: str) -> str:
    if point.day is not None:
        return wording.day(point.day, language)
    assert view is View.SINCE_EXPOSURE, "a calendar day has a date"
    return wording.speak(Message("day_since", "Day {number}", {"number": point.number}), language)


def _table(readout: Readout, shown: Course, language: str) -> Table:
    columns = (
        Message("column_day", "Day"),
        Message("column_users", "Users"),
        Message("column_control_value", "Control value"),
        Message("column_treatment_value", "Treatment value"),
        Message("column_difference", "Difference"),
    )
    currency = readout.experiment.currency
    rows: list[tuple[str, ...]] = []
    for point in shown.points:
        result, day = point.result, _day(point, shown.view, language)
        if not isinstance(result, Comparison):
            rows.append((day, "–", "–", "–", wording.label(result.reason, language)))
            continue
        values = (
            wording.value(value, shown.metric, language, currency=currency)
            for value in (result.control_value, result.treatment_value)
        )
        users = " / ".join(wording.number(count, language) for count in (result.control_users, result.treatment_users))
        change = scales.difference(result.difference, result.difference_interval, shown.metric, currency, language)
        rows.append((day, users, *values, change))
    return Table(columns=tuple(wording.speak(column, language) for column in columns), rows=tuple(rows))
