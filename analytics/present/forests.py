"""The forest: changes with their ranges, one row each, on one shared axis or on an axis for each unit.

Words stand above their bar, the value at its right end, so that one figure reads at 390 and at 1440 pixels. The
vertical axis counts pixels from the top: words and bars keep their distance at any width.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from analytics.present import axes
from analytics.present.figures import Figure, ForestRow
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet

HEADING, ROW, BARE, FOOT = 34, 84, 54, 30  # pixels; BARE: a row without a bar, FOOT: below an axis
LANE, BAR, RING = 60, 10, 7  # pixels: the bar's middle below the row's top, its thickness, half a ring's width
EDGE = 0.05  # share of the width: a value written nearer to an end stands inside of it
Say = Callable[[float], str]


def forest(rows: Sequence[ForestRow], *, ticks: Mapping[str, Say]) -> Figure:
    """Draw changes with their intervals in the order given, under their group's headings.

    Rows of one axis stand together and share its scale, which stands below them; `ticks` says its values by its name.
    """
    sheet, top = Sheet(), 0
    drawn: dict[str, dict[str, object]] = {}
    for number, (axis, own) in enumerate(groupby(rows, key=lambda row: row.axis), start=1):
        members, name = list(own), "x" if number == 1 else f"x{number}"
        low, high = axes.forest(members)
        first, lanes = top, any(row.interval is not None for row in members)
        for group, some in groupby(members, key=lambda row: row.group):
            _heading(sheet, group, top)
            top += HEADING
            for row in some:
                _words(sheet, row, top)
                _lane(sheet, row, Lane(x=name, middle=top + LANE, low=low, high=high))
                top += ROW if row.interval is not None else BARE
        drawn[f"xaxis{name[1:]}"] = {"range": [low, high], "showticklabels": False} | (
            {"overlaying": "x"} if number > 1 else {}
        )
        if lanes and top > first:
            for tick in axes.ticks(low, high, about=6):
                edge = "left" if tick < low + EDGE * (high - low) else "center"
                edge = "right" if tick > high - EDGE * (high - low) else edge
                _tick(sheet, ticks[axis](tick), axis=name, x=tick, y=top + 2, anchor=edge)
            top += FOOT
    return sheet.figure(
        height=top,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        x=drawn.pop("xaxis", {}),
        y={"range": [top, 0], "visible": False},
        more=drawn,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Where a row's bar lies: the axis, its ends, and the bar's middle in pixels from the top."""

    x: str
    middle: int
    low: float
    high: float


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


def _tick(sheet: Sheet, text: str, *, axis: str, x: float, y: int, anchor: str) -> None:
    """Write a value of an axis below its rows."""
    note = {"text": escape(text), "xref": axis, "x": x, "xanchor": anchor, "y": y, "yanchor": "top"}
    font = {"size": 12, "color": Ink.MUTED}
    sheet.notes.append(note | {"showarrow": False, "borderpad": 0, "font": font})


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


def _lane(sheet: Sheet, row: ForestRow, lane: Lane) -> None:
    """Draw a row's band, zero and limit, and over them its interval with the point estimate as a notch."""
    if row.interval is None:
        return
    top, bottom = lane.middle - 12, lane.middle + 12
    if row.band:
        band = {"type": "rect", "x0": -row.band, "x1": row.band, "fillcolor": Ink.BAND, "line": {"width": 0}}
        sheet.shapes.append(band | {"xref": lane.x, "y0": top, "y1": bottom, "layer": "below"})
    _upright(sheet, lane, x=0.0, reach=12, line={"color": Ink.TEXT, "width": 1}, layer="below")
    if row.limit is not None:
        _upright(sheet, lane, x=row.limit, reach=12, line={"color": Ink.WORSE, "width": 1.5, "dash": "2px,2px"})
    _bar(sheet, row, lane)
    if row.guess is not None and lane.low <= row.guess <= lane.high:
        _ring(sheet, row.guess, lane)


def _ring(sheet: Sheet, guess: float, lane: Lane) -> None:
    """Mark the better guess: a ring, so that it is not taken for what was measured."""
    size = {"x0": -RING, "x1": RING, "y0": -RING, "y1": RING}
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xref": lane.x, "xanchor": guess, "yanchor": lane.middle}
    sheet.shapes.append(
        {"type": "circle", **place, **size, "fillcolor": Ink.PAPER, "line": {"color": Ink.TEXT, "width": 2}}
    )


def _upright(
    sheet: Sheet, lane: Lane, *, x: float, reach: float, line: dict[str, object], layer: str = "above"
) -> None:
    """Draw an upright line over a lane."""
    ends = {"x0": x, "x1": x, "y0": lane.middle - reach, "y1": lane.middle + reach}
    sheet.shapes.append({"type": "line", "xref": lane.x, "line": line, "layer": layer} | ends)


def _bar(sheet: Sheet, row: ForestRow, lane: Lane) -> None:
    """Draw the interval as far as the axis reaches."""
    if row.interval is None:
        return
    ends = [min(max(end, lane.low), lane.high) for end in (row.interval.low, row.interval.high)]
    if ends[0] == ends[1]:  # the whole interval lies beyond the axis: an arrow says on which side
        _arrow(sheet, row, lane, right=ends[1] == lane.high)
        return
    bar = {"type": "rect", "xref": lane.x, "x0": ends[0], "x1": ends[1], "fillcolor": row.ink, "line": {"width": 0}}
    sheet.shapes.append(bar | {"y0": lane.middle - BAR / 2, "y1": lane.middle + BAR / 2})
    if row.point is not None and lane.low < row.point < lane.high:
        _upright(sheet, lane, x=row.point, reach=BAR / 2, line={"color": Ink.PAPER, "width": 2.5})
    _mark(
        sheet,
        lane,
        x=sum(ends) / 2,
        marker={"size": 20, "color": row.ink, "opacity": 0},
        more={
            "text": [f"{escape(row.name)}: {escape(row.lift)} ({escape(row.span)})"],
            "hovertemplate": "%{text}<extra></extra>",
        },
    )


def _arrow(sheet: Sheet, row: ForestRow, lane: Lane, *, right: bool) -> None:
    """Point to where an interval lies that the shared axis does not reach."""
    inwards = 0.01 * (lane.high - lane.low)
    marker = {"symbol": "triangle-right" if right else "triangle-left", "size": 13, "color": row.ink}
    x = lane.high - inwards if right else lane.low + inwards
    _mark(sheet, lane, x=x, marker=marker, more={"hoverinfo": "skip", "cliponaxis": False})


def _mark(sheet: Sheet, lane: Lane, *, x: float, marker: Mapping[str, object], more: Mapping[str, object]) -> None:
    place = {"type": "scatter", "xaxis": lane.x, "x": [x], "y": [lane.middle], "mode": "markers", "marker": marker}
    sheet.traces.append({**place, **more})
