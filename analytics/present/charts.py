"""The figures over time. Inks are theme slots (see `palette`); one figure reads at 390 and at 1440 pixels."""

from collections.abc import Callable, Sequence
from html import escape
from math import isfinite

from analytics.present import axes
from analytics.present.figures import Figure, TrendMark
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet

FOOT = 30  # pixels below the axis
Percent = Callable[[float], str]


def trend(marks: Sequence[TrendMark], *, ink: Ink, percent: Percent) -> Figure:
    """Draw the lift as it was read on each day, with the interval valid that day and the line it has to cross.

    Days after the planned end are grey. The scale follows the later days; the first ones may leave it.
    """
    sheet = Sheet()
    counted = [mark for mark in marks if not mark.after_end]
    late = [mark for mark in marks if mark.after_end]
    _wash(sheet, marks)
    for sign in (1, -1):
        sheet.traces.append(
            {
                "type": "scatter",
                "x": [mark.number for mark in marks],
                "y": [None if mark.boundary is None else sign * mark.boundary for mark in marks],
                "mode": "lines",
                "line": {"color": Ink.MUTED, "width": 1, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
    for part, colour in ((counted, ink), ([*counted[-1:], *late] if late else [], Ink.UNDECIDED)):
        sheet.traces.append(
            {
                "type": "scatter",
                "x": [mark.number for mark in part],
                "y": [mark.point for mark in part],
                "mode": "lines+markers" if len(part) == 1 else "lines",
                "line": {"color": colour, "width": 2.5},
                "text": [escape(mark.words) for mark in part],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    low, high = axes.trend(marks)
    ticks = axes.ticks(low, high, about=5)
    sheet.shapes.append(
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"color": Ink.TEXT, "width": 1}}
    )
    return sheet.figure(
        height=300,
        margin={"l": 56, "r": 8, "t": 8, "b": FOOT},
        x={"range": [0.5, max(len(marks), 2) + 0.5], "nticks": 8, "tickformat": "d"},
        y={
            "range": [low, high],
            "tickvals": ticks,
            "ticktext": [percent(tick) for tick in ticks],
            "gridcolor": Ink.RULE,
        },
    )


def _wash(sheet: Sheet, marks: Sequence[TrendMark]) -> None:
    """Lay each day's interval as one area."""
    held = [mark for mark in marks if mark.interval is not None and isfinite(mark.interval.low + mark.interval.high)]
    for edge, fill in (("high", None), ("low", "tonexty")):
        sheet.traces.append(
            {
                "type": "scatter",
                "x": [mark.number for mark in held],
                "y": [getattr(mark.interval, edge) for mark in held],
                "mode": "lines",
                "line": {"width": 0, "color": Ink.WASH},
                "fill": fill,
                "fillcolor": Ink.WASH,
                "hoverinfo": "skip",
            }
        )
