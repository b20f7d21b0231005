"""What a page needs of one figure: a title that states the finding, words for who cannot see it, a table twin.

Also what a figure is drawn from: rows and points whose words are already said in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.present.palette import Ink
from analytics.statistics.results import Interval

Figure = Any  # plotly.graph_objects.Figure: the package carries no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Words in rows, for looking things up."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One figure with all that belongs to it."""

    title: str  # states the finding
    alt: str  # the same for a reader who cannot see it
    figure: Figure
    caption: str  # what axis, bars and lines mean
    table: Callable[[], Table]  # the same for looking up, written when somebody wants it


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One metric of one treatment, ready to be drawn."""

    group: str  # heading, e.g. “Decides”
    axis: str  # rows of one name share an axis
    name: str
    values: str  # control and treatment value, with counts
    lift: str  # or difference
    span: str  # the range in words; why there is none where the metric is untestable
    ink: Ink
    glyph: str  # the shape that says the same as the colour
    point: float | None  # in the axis' unit; a relative lift is a fraction
    interval: Interval | None
    band: float | None  # lifts within ± this are too small to matter, fraction
    limit: float | None  # guardrails: the lift at which harm begins, fraction
    on_axis: bool  # False: suspicious, drawn as far as the axis reaches
    guess: float | None = None  # the better guess beside the point, relative lift (fraction): a ring


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendMark:
    """One day of a trend, ready to be drawn."""

    day: date
    number: int  # day of the test, from 1
    words: str  # the whole day in words, for the pointer
    point: float | None  # relative lift, fraction
    interval: Interval | None
    boundary: float | None  # relative lift (fraction, > 0) at which this day's look crosses
    after_end: bool
