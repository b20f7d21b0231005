"""Calibration: what happened by what was said, as a figure with the bands of luck, and in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import sqrt

from analytics.decisions.forecasts import TrackRecord
from analytics.present import wording
from analytics.present.figures import Chart, Figure, Table
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet
from analytics.statistics.forecasting import CalibrationBin, RangeCoverage
from analytics.statistics.results import Untestable
from data.messages import Message, Parameter

HEIGHT = 320  # pixels
SMALLEST, LARGEST = 9, 22  # pixels across of a point; its area grows with the forecasts
BAND = 11  # pixels: half a band's width
HIGH = 0.85  # of the axis: counts of points above stand under them
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Whose(StrEnum):
    """Whose forecasts are spoken of."""

    OWN = "own"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    happened: Message
    fits: Message
    held: Message


_SAID = {
    Whose.OWN: _Words(
        happened=Message(
            "said_own", "When you gave a test about {stated}, it came out better in {happened} of {count} cases"
        ),
        fits=Message("fits_own", "So far, luck explains what differs from what you said"),
        held=Message("held_own", "Your ranges held what came out in {inside} of {count} cases (aim: 8 in 10)"),
    ),
    Whose.TEAM: _Words(
        happened=Message(
            "said_team", "When the team gave a test about {stated}, it came out better in {happened} of {count} cases"
        ),
        fits=Message("fits_team", "So far, luck explains what differs from what the team said"),
        held=Message("held_team", "The team’s ranges held what came out in {inside} of {count} cases (aim: 8 in 10)"),
    ),
}
_RARER = Message("happened_rarer", "{said}: more seldom than luck explains")
_OFTENER = Message("happened_oftener", "{said}: more often than luck explains")
_WITHIN = Message("happened_within", "within luck")
_BELOW = Message("happened_below", "more seldom than luck explains")
_ABOVE = Message("happened_above", "more often than luck explains")


def happened(one: CalibrationBin, whose: Whose, language: str) -> str:
    """Return “When you said about 83%, it happened in 5 of 9 cases”."""
    return wording.speak(_happened(one, whose, language), language)


def fullest(bins: Sequence[CalibrationBin]) -> CalibrationBin:
    """Return the bin that most forecasts lie in; of several the one of the largest chances."""
    return max(bins, key=lambda one: (one.forecasts, one.stated))


def held(coverage: RangeCoverage, whose: Whose, language: str) -> str:
    """Return “Your ranges held what came out in 6 of 10 cases (aim: 8 in 10)”."""
    said = _SAID[whose].held
    counted = {"inside": coverage.inside, "count": coverage.forecasts}
    return wording.speak(Message(said.code, said.template, counted), language)


def chart(record: TrackRecord, whose: Whose, language: str) -> Chart | None:
    """Return the calibration of one record; None while there are too few forecasts."""
    bins = record.calibration
    if isinstance(bins, Untestable):
        return None
    title = _title(bins, whose, language)
    caption = Message(
        "calibration_caption",
        "Across: the chance that was given to come out better. Up: how often that happened. On the dotted line both "
        "are the same; a bar shows where luck alone puts a point in 19 of 20 cases. The larger a point, the more "
        "forecasts.",
    )
    return Chart(
        title=title,
        alt="; ".join((title, *(happened(one, whose, language) for one in bins))),
        figure=_figure(bins, whose, language),
        caption=wording.speak(caption, language),
        table=partial(_table, bins, language),
    )


def _happened(one: CalibrationBin, whose: Whose, language: str) -> Message:
    said = _SAID[whose].happened
    counted: dict[str, Parameter] = {
        "stated": wording.percent(one.stated, language, digits=0),
        "happened": _times(one),
        "count": one.forecasts,
    }
    return Message(said.code, said.template, counted)


def _times(one: CalibrationBin) -> int:
    return round(one.observed * one.forecasts)


def _title(bins: Sequence[CalibrationBin], whose: Whose, language: str) -> str:
    """Return the finding: the bin farthest beyond luck, else that all is within."""
    beyond = [one for one in bins if not one.calibrated]
    if not beyond:
        return wording.speak(_SAID[whose].fits, language)
    worst = max(beyond, key=lambda one: abs(one.observed - one.stated) * sqrt(one.forecasts))
    said = _RARER if worst.observed < worst.stated else _OFTENER
    return wording.speak(Message(said.code, said.template, {"said": _happened(worst, whose, language)}), language)


def _figure(bins: Sequence[CalibrationBin], whose: Whose, language: str) -> Figure:
    sheet = Sheet()
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [0, 1],
            "y": [0, 1],
            "mode": "lines",
            "line": {"color": Ink.MUTED, "width": 1, "dash": "dot"},
            "hoverinfo": "skip",
        }
    )
    most = max(one.forecasts for one in bins)
    for one in bins:
        _band(sheet, one)
        _point(sheet, one, words=happened(one, whose, language), size=_size(one.forecasts, most))
        _count(sheet, one, wording.speak(_count_said(one), language), away=_size(one.forecasts, most) / 2 + 3)
    said = [wording.percent(tick, language, digits=0) for tick in TICKS]
    axis = {"range": [-0.04, 1.04], "tickvals": list(TICKS), "ticktext": said}
    margin = {"l": 48, "r": 8, "t": 8, "b": 30}
    return sheet.figure(height=HEIGHT, margin=margin, x=axis, y=axis | {"gridcolor": Ink.RULE})


def _size(forecasts: int, most: int) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(forecasts / most)


def _band(sheet: Sheet, one: CalibrationBin) -> None:
    """Lay the band of luck under a point: as wide on every screen, as high as the axis says."""
    sheet.shapes.append(
        {
            "type": "rect",
            "xsizemode": "pixel",
            "xanchor": one.stated,
            "x0": -BAND,
            "x1": BAND,
            "y0": one.band.low,
            "y1": one.band.high,
            "fillcolor": Ink.WASH,
            "line": {"width": 0},
            "layer": "below",
        }
    )


def _point(sheet: Sheet, one: CalibrationBin, *, words: str, size: float) -> None:
    symbol, ink = "circle", Ink.TEXT
    if not one.calibrated:
        symbol, ink = ("triangle-down" if one.observed < one.stated else "triangle-up"), Ink.WORSE
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [one.stated],
            "y": [one.observed],
            "mode": "markers",
            "marker": {"symbol": symbol, "size": size, "color": ink, "line": {"color": Ink.PAPER, "width": 1.5}},
            "cliponaxis": False,
            "text": [words],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )


def _count(sheet: Sheet, one: CalibrationBin, words: str, *, away: float) -> None:
    """Write how many there are over a point, or under one that is high up: beside it, another band may stand."""
    high = one.observed > HIGH
    sheet.notes.append(
        {
            "text": words,
            "x": one.stated,
            "y": one.observed,
            "yanchor": "top" if high else "bottom",
            "yshift": -away if high else away,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": 12, "color": Ink.TEXT},
        }
    )


def _count_said(one: CalibrationBin) -> Message:
    return Message("count_of", "{some} of {all}", {"some": _times(one), "all": one.forecasts})


def _table(bins: Sequence[CalibrationBin], language: str) -> Table:
    columns = (
        Message("column_given", "Chance given, on average"),
        Message("column_better", "Came out better"),
        Message("column_luck", "By luck alone"),
        Message("column_reading", "Reading"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(
            (
                wording.percent(one.stated, language, digits=0),
                wording.speak(_count_said(one), language),
                _span(one, language),
                wording.speak(_reading(one), language),
            )
            for one in bins
        ),
    )


def _span(one: CalibrationBin, language: str) -> str:
    """Return the band in cases, as the counts beside it are."""
    low, high = (round(end * one.forecasts) for end in (one.band.low, one.band.high))
    return wording.speak(Message("range", "{low} to {high}", {"low": low, "high": high}), language)


def _reading(one: CalibrationBin) -> Message:
    if one.calibrated:
        return _WITHIN
    return _BELOW if one.observed < one.stated else _ABOVE
