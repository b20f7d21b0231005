"""Every figure. One figure reads at 390 and at 1440 pixels: words stand above their bar, the value at its right end.

Inks are theme slots (see `palette`). The vertical axis of the forest counts pixels from the top, so words and bars keep
their distance at any width.
"""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from math import isfinite

from analytics.present import scales
from analytics.present.figures import Figure, ForestRow, TrendMark
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet

HEADING, ROW, BARE, FOOT = 34, 84, 54, 30  # pixels; BARE: a row without a bar
LANE, BAR, RING = 60, 10, 7  # pixels: the bar's middle below the row's top, its thickness, half a ring's width
Percent = Callable[[float], str]


def forest(rows: Sequence[ForestRow], *, percent: Percent) -> Figure:
    """Draw lifts with their intervals on one shared axis, in the order given, under their group's headings.

    `percent` says a signed fraction in the reader's language.
    """
    low, high = scales.forest(rows)
    sheet = Sheet()
    top = 0
    for group, members in groupby(rows, key=lambda row: row.group):
        _heading(sheet, group, top)
        top += HEADING
        for row in members:
            _words(sheet, row, top)
            _lane(sheet, row, top + LANE, low, high)
            top += ROW if row.interval is not None else BARE
    ticks = scales.ticks(low, high, about=6)
    return sheet.figure(
        height=top + FOOT,
        margin={"l": 0, "r": 0, "t": 0, "b": FOOT},
        x={"range": [low, high], "tickvals": ticks, "ticktext": [percent(tick) for tick in ticks]},
        y={"range": [top, 0], "visible": False},
    )


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
    low, high = scales.trend(marks)
    ticks = scales.ticks(low, high, about=5)
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


def _heading(sheet: Sheet, group: str, top: int) -> None:
    """Write a group's name over a thin rule."""
    _note(sheet, escape(group), x=0, y=top + 10, size=12, colour=Ink.MUTED)
    sheet.shapes.append(
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": top + 22,
            "y1": top + 22,
            "line": {"color": Ink.RULE, "width": 1},
        }
    )


def _words(sheet: Sheet, row: ForestRow, top: int) -> None:
    """Write a row's name and values on the left, its lift and range on the right."""
    glyph = f'<span style="color:{row.ink.value}">{row.glyph}</span>'
    _note(sheet, f"{glyph} {escape(row.name)}", x=0, y=top + 12, size=15, colour=Ink.TEXT)
    _note(sheet, f"<b>{escape(row.lift)}</b>", x=1, y=top + 12, size=15, colour=row.ink)
    _note(sheet, escape(row.values), x=0, y=top + 33, size=12, colour=Ink.MUTED)
    _note(sheet, escape(row.span), x=1, y=top + 33, size=12, colour=Ink.MUTED)


def _note(sheet: Sheet, text: str, *, x: int, y: int, size: int, colour: Ink) -> None:
    """Write `text` at the figure's left (x=0) or right (x=1) edge, `y` pixels from the top."""
    sheet.notes.append(
        {
            "text": text,
            "xref": "paper",
            "x": x,
            "xanchor": "left" if x == 0 else "right",
            "y": y,
            "yanchor": "middle",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size, "color": colour},
            "align": "left" if x == 0 else "right",
        }
    )


def _lane(sheet: Sheet, row: ForestRow, middle: int, low: float, high: float) -> None:
    """Draw a row's band, zero and limit, and over them its interval with the point estimate as a notch."""
    if row.interval is None:
        return
    top, bottom = middle - 12, middle + 12
    if row.band:
        sheet.shapes.append(
            {
                "type": "rect",
                "x0": -row.band,
                "x1": row.band,
                "y0": top,
                "y1": bottom,
                "fillcolor": Ink.BAND,
                "line": {"width": 0},
                "layer": "below",
            }
        )
    sheet.shapes.append(
        {
            "type": "line",
            "x0": 0,
            "x1": 0,
            "y0": top,
            "y1": bottom,
            "line": {"color": Ink.TEXT, "width": 1},
            "layer": "below",
        }
    )
    if row.limit is not None:
        line = {"color": Ink.WORSE, "width": 1.5, "dash": "2px,2px"}
        sheet.shapes.append({"type": "line", "x0": row.limit, "x1": row.limit, "y0": top, "y1": bottom, "line": line})
    _bar(sheet, row, middle, low, high)
    if row.guess is not None and low <= row.guess <= high:
        _ring(sheet, row.guess, middle)


def _ring(sheet: Sheet, guess: float, middle: int) -> None:
    """Mark the better guess: a ring, so that it is not taken for what was measured."""
    size = {"x0": -RING, "x1": RING, "y0": -RING, "y1": RING}
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": guess, "yanchor": middle}
    sheet.shapes.append(
        {"type": "circle", **place, **size, "fillcolor": Ink.PAPER, "line": {"color": Ink.TEXT, "width": 2}}
    )


def _bar(sheet: Sheet, row: ForestRow, middle: int, low: float, high: float) -> None:
    """Draw the interval as far as the axis reaches."""
    if row.interval is None:
        return
    ends = [min(max(end, low), high) for end in (row.interval.low, row.interval.high)]
    if ends[0] == ends[1]:  # the whole interval lies beyond the axis: an arrow says on which side
        _arrow(
            sheet,
            row,
            x=ends[0] - (0.01 if ends[1] == high else -0.01) * (high - low),
            y=middle,
            right=ends[1] == high,
        )
        return
    sheet.shapes.append(
        {
            "type": "rect",
            "x0": ends[0],
            "x1": ends[1],
            "y0": middle - BAR / 2,
            "y1": middle + BAR / 2,
            "fillcolor": row.ink,
            "line": {"width": 0},
        }
    )
    if row.point is not None and low < row.point < high:
        notch = {"color": Ink.PAPER, "width": 2.5}
        sheet.shapes.append(
            {
                "type": "line",
                "x0": row.point,
                "x1": row.point,
                "y0": middle - BAR / 2,
                "y1": middle + BAR / 2,
                "line": notch,
            }
        )
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [sum(ends) / 2],
            "y": [middle],
            "mode": "markers",
            "marker": {"size": 20, "color": row.ink, "opacity": 0},
            "text": [f"{escape(row.name)}: {escape(row.lift)} ({escape(row.span)})"],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )


def _arrow(sheet: Sheet, row: ForestRow, *, x: float, y: int, right: bool) -> None:
    """Point to where an interval lies that the shared axis does not reach."""
    marker = {"symbol": "triangle-right" if right else "triangle-left", "size": 13, "color": row.ink}
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [x],
            "y": [y],
            "mode": "markers",
            "marker": marker,
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
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
