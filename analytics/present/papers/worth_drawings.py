"""The two figures of a worth as SVG, for paper: the outcomes and the waterfall of the screen, in the light theme.

Sizes are tenths of a millimetre, as in `drawings`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.present import axes, piles
from analytics.present.palette import LIGHT, Ink
from analytics.present.papers.drawings import LETTER, box, drawing, rule, words
from analytics.present.piles import Mark

Amount = Callable[[float], str]
BIG = 30  # letters of names and amounts
FLOOR = 64  # room for the axis below the piles
SIGN = 46  # room above them, for the word at the cost's line
MOST_RADIUS, LEAST_RADIUS = 17.0, 5.0
ROWS = 9  # marks in the tallest pile, at least
EM = 0.52  # of a letter's size: how wide letters are on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step of a waterfall."""

    name: str
    text: str  # its amount in words
    start: float  # currency
    end: float  # currency
    ink: Ink


def dots(outcomes: Sequence[float], cost: float, said: str, amount: Amount, *, size: tuple[int, int]) -> str:
    """Return outcomes in piles beside the cost, if there is one: `said` stands at its line.

    Parameters
    ----------
    outcomes : equally likely, smallest first, currency.
    cost : currency; 0: none was stated, no line is drawn.
    said : words at the line.
    amount : an amount on the axis in words.
    size : width and height of the drawing.
    """
    width, height = size
    marks, wide = piles.piled(outcomes, cost), piles.width(outcomes)
    low, high = min(*outcomes, 0.0) - wide, max(*outcomes, cost, 1.0) + wide
    across = _scale(low, high, 0, width)
    row = (height - FLOOR - SIGN) / max(*(mark.height for mark in marks), ROWS)
    radius = round(max(LEAST_RADIUS, min(MOST_RADIUS, 0.46 * row, 0.46 * wide * width / (high - low))), 1)
    ground = height - FLOOR
    parts = [rule(0, width, ground + 4, LIGHT[Ink.RULE])]
    parts += [_mark(mark, across(mark.at), ground - (mark.height - 0.5) * row, radius) for mark in marks]
    if cost:
        parts.append(_cost(across(cost), said, bottom=ground, width=width))
    for tick in _ticks(low, high, amount, width):
        text = amount(tick)
        half = len(text) * LETTER * EM / 2
        parts.append(words(text, min(max(across(tick), half), width - half), height - 24, "middle"))
    return drawing(parts, width, height)


def falls(bars: Sequence[Bar], *, size: tuple[int, int]) -> str:
    """Return the way from what was seen to what is counted, one bar below the other."""
    width, height = size
    left = max(len(bar.name) for bar in bars) * BIG * EM + 24
    right = max(len(bar.text) for bar in bars) * BIG * EM + 24
    reach = [0.0, *(end for bar in bars for end in (bar.start, bar.end))]
    across = _scale(min(reach), max(reach), left, width - right)
    row = height / len(bars)
    parts = [_upright(across(0.0), 0, height, Ink.RULE, thickness=3)]
    for place, bar in enumerate(bars):
        top, (first, last) = place * row, sorted((across(bar.start), across(bar.end)))
        middle = top + row / 2 + BIG * 0.34
        parts.append(box(first, top + row * 0.16, max(last - first, 3), row * 0.68, LIGHT[bar.ink]))
        if place + 1 < len(bars):
            parts.append(_upright(across(bar.end), top + row * 0.84, top + row * 1.16, Ink.UNDECIDED, thickness=2))
        parts.append(words(bar.name, 0, middle, "start", size=BIG, ink=Ink.TEXT))
        parts.append(words(bar.text, last + 14, middle, "start", size=BIG, ink=Ink.TEXT))
    return drawing(parts, width, height)


def _mark(mark: Mark, x: float, y: float, radius: float) -> str:
    """Draw an outcome: a dot that pays, a cross that does not."""
    if mark.pays:
        return f'<circle cx="{x}" cy="{round(y, 1)}" r="{radius}" fill="{LIGHT[Ink.BETTER]}"/>'
    arm = round(radius * 0.8, 1)
    stroke = f'stroke="{LIGHT[Ink.WORSE]}" stroke-width="{round(radius * 0.5, 1)}" stroke-linecap="round"'
    left, right, top, bottom = (round(each, 1) for each in (x - arm, x + arm, y - arm, y + arm))
    return f'<path d="M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}" {stroke}/>'


def _cost(x: float, said: str, *, bottom: int, width: int) -> str:
    """Draw the line of the cost, its words on the side where there is more room."""
    anchor, shift = ("start", 12) if x < width / 2 else ("end", -12)
    line = _upright(x, 0, bottom + 4, Ink.TEXT, thickness=4)
    return line + words(said, x + shift, LETTER, anchor, ink=Ink.TEXT)


def _ticks(low: float, high: float, amount: Amount, width: int) -> Sequence[float]:
    """Return the round amounts that fit side by side below the axis: amounts are of any size."""
    power = 10.0 ** max(0, len(f"{max(abs(low), abs(high)):.0f}") - 1)
    found: Sequence[float] = []
    for about in (4, 3, 2, 1):
        found = [tick * power for tick in axes.ticks(low / power, high / power, about=about)]
        room = width / (len(found) or 1)
        if all((len(amount(tick)) + 1) * LETTER * EM <= room for tick in found):
            return found
    return found[:1]


def _scale(low: float, high: float, left: float, right: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda amount: round(left + (amount - low) * (right - left) / span, 1)


def _upright(x: float, top: float, bottom: float, ink: Ink, *, thickness: int) -> str:
    ends = f"M{round(x, 1)} {round(top, 1)}V{round(bottom, 1)}"
    return f'<path d="{ends}" stroke="{LIGHT[ink]}" stroke-width="{thickness}"/>'
