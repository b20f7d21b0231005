"""What a slide is made of, before anything writes it: words, tables and charts, each in its place. `decks` writes them.

Sizes are inches on a slide of 13.333 x 7.5; letters are in points. Every word is said in the reader's language already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from analytics.present.palette import Ink

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
INSIDE = WIDTH - 2 * MARGIN
TOP, FOOT = 2.05, 6.85  # parts stand between


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where a part stands."""

    left: float = MARGIN
    top: float = TOP
    width: float = INSIDE
    height: float = FOOT - TOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph."""

    text: str
    size: float = 14
    ink: Ink = Ink.TEXT
    bold: bool = False
    heading: bool = False  # in the letters of titles
    bullet: bool = False
    above: float | None = None  # points of air above it; None: as its letters ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Paragraphs in a box."""

    name: str  # what the box is called in the list of a slide's parts
    box: Box
    lines: tuple[Line, ...]
    framed: bool = False  # a card with an edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; the first row names the columns."""

    name: str
    alt: str
    box: Box
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()  # of the width, by column; empty: all alike
    numbers: frozenset[int] = frozenset()  # columns that stand to the right
    has_total: bool = False  # the last row is a sum
    size: float = 12


class Shape(StrEnum):
    """How the points of a series are drawn."""

    DOT = "circle"
    CROSS = "x"
    LINE = "line"  # joined, without marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A value axis."""

    low: float
    high: float
    step: float
    format: str  # of its ticks, as spreadsheets write it; empty: it is not shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A series of a scatter."""

    name: str
    at: tuple[tuple[float, float], ...]
    ink: Ink
    shape: Shape = Shape.DOT
    said: str = ""  # beside the last point
    to_left: bool = False  # where that is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points on two value axes; people can edit them."""

    name: str
    alt: str
    box: Box
    series: tuple[Points, ...]
    x: Axis
    y: Axis
    mark: int = 13  # its size, points


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A series of a bar chart, a value for every category."""

    name: str
    values: tuple[float | None, ...]  # None: there is none
    ink: Ink | None = None  # None: it only holds others up
    inks: Mapping[int, Ink] = field(default_factory=dict)  # by category, where one differs
    said: Mapping[int, str] = field(default_factory=dict)  # by category, at its foot
    ends_said: Mapping[int, str] = field(default_factory=dict)  # by category, at its end
    ends: tuple[tuple[float, float], ...] = ()  # lower and upper end of each value's range, drawn as a whisker


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Columns, or bars that lie with the first category on top; people can edit them."""

    name: str
    alt: str
    box: Box
    categories: tuple[str, ...]
    series: tuple[Bars, ...]
    axis: Axis
    format: str  # of the values in its sheet
    lying: bool = False
    beside: tuple[tuple[str, tuple[float | None, ...]], ...] = ()  # columns of its sheet that are not drawn
    gap: int = 40  # between categories, percent of a bar


Part: TypeAlias = Words | Grid | Scatter | BarChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide; parts are read in their order, after title and lead."""

    title: str  # states the finding
    lead: str = ""
    parts: tuple[Part, ...] = ()
    foot: str = ""
    notes: tuple[str, ...] = ()  # where its numbers come from
