"""The forest and the trend as SVG, for paper: the rows, axes and inks of the screen's figures, in the light theme.

Sizes are tenths of a millimetre, so that a drawing's size is its size on paper. A lane holds one row of the forest;
the page writes the row's words beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

from analytics.present import axes
from analytics.present.figures import ForestRow, TrendMark
from analytics.present.palette import LIGHT, Ink

Axis = tuple[float, float]  # lifts (fractions) at the left and right end
Percent = Callable[[float], str]
BAR, TIP = 26, 22  # a bar's thickness, an arrow's length
RULER, LETTER = 44, 26  # height of the axis' line of words, and of its letters
LEFT, TOP, BOTTOM = 110, 12, 48  # of a trend: room for the words of its axes


def lane(row: ForestRow, axis: Axis, *, width: int, height: int) -> str:
    """Return a row's band, zero and limit, and over them its interval with the point estimate as a notch."""
    middle = height / 2
    parts = []
    if row.band:
        left, right = (_across(end, axis, width) for end in (-row.band, row.band))
        parts.append(box(left, 0, right - left, height, LIGHT[Ink.BAND]))
    parts.append(_line(_across(0.0, axis, width), 0, height, LIGHT[Ink.TEXT], thickness=3))
    if row.limit is not None:
        parts.append(_line(_across(row.limit, axis, width), 0, height, LIGHT[Ink.WORSE], thickness=5, dashes="8 7"))
    parts.append(_bar(row, axis, width=width, middle=middle))
    return drawing(parts, width, height)


def ruler(axis: Axis, percent: Percent, *, width: int) -> str:
    """Return the axis below the lanes: its ticks in words."""
    low, high = axis
    parts = [
        words(percent(tick), min(max(_across(tick, axis, width), 40), width - 40), LETTER + 4, "middle")
        for tick in axes.ticks(low, high, about=6)
    ]
    return drawing(parts, width, RULER)


def trend(marks: Sequence[TrendMark], *, ink: Ink, percent: Percent, width: int, height: int) -> str:
    """Return the lift as it was read on each day, with the interval valid that day and the line it has to cross.

    Days after the planned end are grey. The scale follows the later days; the first ones may leave it.
    """
    frame = _Frame(width=width, height=height, days=max(len(marks), 2), scale=axes.trend(marks))
    said, rules = [], []
    for tick in axes.ticks(*frame.scale, about=5):
        colour = LIGHT[Ink.TEXT if tick == 0 else Ink.RULE]
        rules.append(f'<path d="M{LEFT} {frame.down(tick)}H{frame.right}" stroke="{colour}" stroke-width="3"/>')
        said.append(words(percent(tick), LEFT - 12, frame.down(tick) + 9, "end"))
    for number in axes.ticks(1, frame.days, about=7):
        if number == int(number):
            said.append(words(str(int(number)), frame.across(int(number)), height - 10, "middle"))
    counted = [mark for mark in marks if not mark.after_end]
    late = [*counted[-1:], *(mark for mark in marks if mark.after_end)]
    inside = [
        _wash(marks, frame),
        *rules,
        *(_boundary(marks, frame, sign) for sign in (1, -1)),
        _lift(counted, frame, LIGHT[ink]),
        _lift(late, frame, LIGHT[Ink.UNDECIDED]) if len(late) > 1 else "",
    ]
    edges = f'x="{LEFT}" y="{TOP}" width="{frame.right - LEFT}" height="{frame.bottom - TOP}"'
    clip = f'<clipPath id="frame"><rect {edges}/></clipPath>'
    return drawing([clip, f'<g clip-path="url(#frame)">{"".join(inside)}</g>', *said], width, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where a trend's days and lifts lie on its drawing."""

    width: int
    height: int
    days: int
    scale: tuple[float, float]  # lifts (fractions) at the lower and upper edge

    @property
    def right(self) -> int:
        return self.width - 8

    @property
    def bottom(self) -> int:
        return self.height - BOTTOM

    def across(self, number: int) -> float:
        return round(LEFT + (number - 0.5) * (self.right - LEFT) / self.days, 1)

    def down(self, lift: float) -> float:
        low, high = self.scale
        far = high - low  # what leaves the drawing is cut off, wherever it ends
        near = min(max(lift, low - far), high + far)
        return round(TOP + (high - near) * (self.bottom - TOP) / far, 1)


def _wash(marks: Sequence[TrendMark], frame: _Frame) -> str:
    """Lay each day's interval as one area."""
    held = [(mark.number, mark.interval) for mark in marks if mark.interval is not None]
    ends = [(number, each) for number, each in held if isfinite(each.low + each.high)]
    if not ends:
        return ""
    upper = [(frame.across(number), frame.down(each.high)) for number, each in ends]
    lower = [(frame.across(number), frame.down(each.low)) for number, each in reversed(ends)]
    return f'<path d="M{_path([*upper, *lower])}Z" fill="{LIGHT[Ink.WASH]}"/>'


def _boundary(marks: Sequence[TrendMark], frame: _Frame, sign: int) -> str:
    """Dot the line that a day's lift has to cross, above (1) or below (-1) zero."""
    points = [(frame.across(mark.number), frame.down(sign * mark.boundary)) for mark in marks if mark.boundary]
    if len(points) < 2:
        return ""
    return f'<path d="M{_path(points)}" stroke="{LIGHT[Ink.MUTED]}" stroke-width="3" stroke-dasharray="3 8"/>'


def _lift(marks: Sequence[TrendMark], frame: _Frame, colour: str) -> str:
    """Draw the lift's line, and the last day as a dot."""
    points = [(frame.across(mark.number), frame.down(mark.point)) for mark in marks if mark.point is not None]
    if not points:
        return ""
    (x, y), line = (
        points[-1],
        f'<path d="M{_path(points)}" stroke="{colour}" stroke-width="7" stroke-linejoin="round"/>',
    )
    return f'{line}<circle cx="{x}" cy="{y}" r="10" fill="{colour}"/>'


def _bar(row: ForestRow, axis: Axis, *, width: int, middle: float) -> str:
    """Draw the interval as far as the axis reaches; where it lies beyond, an arrow says on which side."""
    if row.interval is None:
        return ""
    colour = LIGHT[row.ink]
    left, right = (_across(end, axis, width) for end in (row.interval.low, row.interval.high))
    if left == right:
        tip, foot = (width, width - TIP) if right == width else (0, TIP)
        arrow = _path([(tip, middle), (foot, middle - BAR / 2), (foot, middle + BAR / 2)])
        return f'<path d="M{arrow}Z" fill="{colour}"/>'
    drawn = box(left, middle - BAR / 2, right - left, BAR, colour)
    if row.point is not None and axis[0] < row.point < axis[1]:
        top, bottom = middle - BAR / 2, middle + BAR / 2
        drawn += _line(_across(row.point, axis, width), top, bottom, LIGHT[Ink.PAPER], thickness=6)
    return drawn


def _across(lift: float, axis: Axis, width: int) -> float:
    """Return where a lift lies on a lane; its edge where the axis does not reach so far."""
    low, high = axis
    return round((min(max(lift, low), high) - low) * width / (high - low), 1)


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Return a filled rectangle."""
    size = f'width="{round(width, 1)}" height="{round(height, 1)}"'
    return f'<rect x="{round(x, 1)}" y="{round(y, 1)}" {size} fill="{colour}"/>'


def _line(x: float, top: float, bottom: float, colour: str, *, thickness: int, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{x} {top}V{bottom}" stroke="{colour}" stroke-width="{thickness}"{dashed}/>'


def rule(left: float, right: float, y: float, colour: str) -> str:
    """Return a thin level line."""
    return f'<path d="M{round(left, 1)} {round(y, 1)}H{round(right, 1)}" stroke="{colour}" stroke-width="3"/>'


def words(text: str, x: float, y: float, anchor: str, *, size: int = LETTER, ink: Ink = Ink.MUTED) -> str:
    """Return words of an axis or a bar."""
    return (
        f'<text x="{round(x, 1)}" y="{round(y, 1)}" font-family="Libertinus Serif" font-size="{size}" '
        f'text-anchor="{anchor}" fill="{LIGHT[ink]}">{escape(text)}</text>'
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x} {y}" for x, y in points)


def drawing(parts: Sequence[str], width: int, height: int) -> str:
    """Return a whole drawing, as large on paper as it says."""
    size = f'width="{width / 10}mm" height="{height / 10}mm" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} fill="none">{"".join(parts)}</svg>'
