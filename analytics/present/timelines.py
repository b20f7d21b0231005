"""The tests of a team over time: a bar from start to end for each, in the ink of what came of it, words above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from html import escape

from analytics.decisions.agenda import Line
from analytics.decisions.results import VerdictKind
from analytics.present import lines as words
from analytics.present import wording
from analytics.present.figures import Chart, Table
from analytics.present.palette import Ink
from analytics.present.sheets import Sheet
from data.declarations.experiments import Status
from data.messages import Message, Parameter

ROW, FOOT, BAR = 52, 30, 12  # pixels: a row, the axis below, a bar's thickness
_INKS = {VerdictKind.SHIP: Ink.BETTER, VerdictKind.STOP: Ink.WORSE, VerdictKind.UNTRUSTED: Ink.WORSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One test on the axis of time."""

    line: Line
    start: date
    end: date  # inclusive: the last day, of a running test the day it was last read
    is_open: bool  # still running


def spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the tests that have begun, the latest first."""
    found = [span for span in map(_span, lines) if span is not None]
    return tuple(sorted(found, key=lambda span: (span.start, span.end, span.line.experiment.key), reverse=True))


def timeline(shown: Sequence[Span], language: str) -> Chart:
    """Draw tests over time, one row each, in the order given."""
    sheet = Sheet()
    first, last = min(span.start for span in shown), max(span.end for span in shown)
    air = timedelta(days=max((last - first).days // 30, 1))
    for number, span in enumerate(shown):
        _row(sheet, span, top=number * ROW, language=language)
    bottom = len(shown) * ROW
    sheet.traces.append(_hover(shown, language))
    _axis(sheet, first, last, y=bottom + 4, language=language)
    title = _title(shown, language)
    ends = {"type": "date", "range": [str(first - air), str(last + air)]}
    caption = Message(
        "timeline_caption",
        "Bar: from first to last day; hollow: still running. ▲ winner, ▼ harm, ■ not to be trusted, ◆ no clear winner.",
    )
    return Chart(
        title=title,
        alt=f"{title}. " + "; ".join(f"{span.line.experiment.name}: {_words(span, language)}" for span in shown),
        figure=sheet.figure(
            height=bottom + FOOT,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            x=ends | {"showticklabels": False},
            y={"range": [bottom + FOOT, 0], "visible": False},
        ),
        caption=_said(caption, language),
        table=partial(_table, shown, language),
    )


def _span(line: Line) -> Span | None:
    experiment, summary = line.experiment, line.summary
    start = experiment.starts_on or summary.first_day
    if start is None or experiment.status is Status.DRAFT:
        return None
    is_open = experiment.status is Status.RUNNING
    end = None if is_open else experiment.ended_on or experiment.planned_end
    return Span(line=line, start=start, end=max(end or summary.as_of or start, start), is_open=is_open)


def _kind(line: Line) -> VerdictKind | None:
    """Return the verdict a test was decided on, or else today's; None where there is none to be seen."""
    said = line.summary.statement
    return said.kind if said is not None else line.summary.kind


def _word(line: Line, language: str) -> str:
    kind = _kind(line)
    if kind is None:
        return words.word(line, language)
    return f"{words.MARKS.get(kind, '◆')} {wording.label(kind, language)}"


def _ink(line: Line) -> Ink:
    kind = _kind(line)
    return Ink.UNDECIDED if kind is None else _INKS.get(kind, Ink.UNDECIDED)


def _row(sheet: Sheet, span: Span, *, top: int, language: str) -> None:
    """Write a test's name and outcome, and draw its bar below."""
    ink, experiment = _ink(span.line), span.line.experiment
    note = {"xref": "paper", "y": top + 12, "yanchor": "middle", "showarrow": False, "borderpad": 0}
    name = {"text": escape(_short(experiment.name)), "x": 0, "xanchor": "left", "font": {"size": 14, "color": Ink.TEXT}}
    word = {"text": escape(_word(span.line, language)), "x": 1, "xanchor": "right", "font": {"size": 13, "color": ink}}
    sheet.notes += [note | name, note | word]
    low, high = str(span.start), str(span.end + timedelta(days=1))
    middle = top + 34
    bar = {"type": "rect", "x0": low, "x1": high, "y0": middle - BAR / 2, "y1": middle + BAR / 2}
    fill = Ink.PAPER if span.is_open else ink
    sheet.shapes.append(bar | {"fillcolor": fill, "line": {"color": ink, "width": 2}})
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": middle, "y1": middle, "layer": "below"}
    sheet.shapes.append(rule | {"line": {"color": Ink.RULE, "width": 1}})


def _hover(shown: Sequence[Span], language: str) -> dict[str, object]:
    """Say a bar's days where a pointer rests on it; the table says the same."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [str(span.start + (span.end - span.start) / 2) for span in shown],
        "y": [number * ROW + 34 for number in range(len(shown))],
        "marker": {"size": 18, "opacity": 0, "color": Ink.MUTED},
        "text": [escape(f"{span.line.experiment.name}: {_words(span, language)}") for span in shown],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _axis(sheet: Sheet, first: date, last: date, *, y: int, language: str) -> None:
    """Write a handful of days below the rows; those at the ends stand inside."""
    days = (last - first).days
    for share, anchor in ((0.0, "left"), (0.5, "center"), (1.0, "right")):
        day = first + timedelta(days=round(days * share))
        note = {"text": escape(wording.day(day, language)), "x": str(day), "xanchor": anchor, "y": y, "yanchor": "top"}
        sheet.notes.append(note | {"showarrow": False, "borderpad": 0, "font": {"size": 12, "color": Ink.MUTED}})


def _title(shown: Sequence[Span], language: str) -> str:
    counted = {
        "tests": len(shown),
        "running": sum(span.is_open for span in shown),
        "won": sum(_kind(span.line) is VerdictKind.SHIP for span in shown),
    }
    if counted["tests"] == 1:
        return _said(Message("timeline_one", "One test over time"), language)
    told = Message(
        "timeline_title", "{tests:,} tests over time: {won:,} with a winner, {running:,} still running", counted
    )
    return _said(told, language)


def _words(span: Span, language: str) -> str:
    days: dict[str, Parameter] = {"start": span.start, "end": span.end, "word": _word(span.line, language)}
    if span.is_open:
        return _said(Message("timeline_open", "since {start}: {word}", days), language)
    return _said(Message("timeline_closed", "{start} to {end}: {word}", days), language)


def _table(shown: Sequence[Span], language: str) -> Table:
    columns = (
        Message("column_test", "Test"),
        Message("column_start", "First day"),
        Message("column_end", "Last day"),
        Message("column_status", "Status"),
        Message("column_outcome", "Outcome"),
    )
    running = _said(Message("timeline_running", "still running"), language)
    return Table(
        columns=tuple(_said(column, language) for column in columns),
        rows=tuple(
            (
                span.line.experiment.name,
                wording.day(span.start, language),
                running if span.is_open else wording.day(span.end, language),
                wording.label(span.line.experiment.status, language),
                _word(span.line, language),
            )
            for span in shown
        ),
    )


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39].rstrip() + "…"


def _said(message: Message, language: str) -> str:
    return wording.speak(message, language)
