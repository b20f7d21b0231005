"""The monthly review on A4 pages that lie across, and on slides: the month in one sentence, a row for every test.

The words are those of the screen. `register.typ` sets the pages; the table's head stands on every one of them.
"""

from collections.abc import Sequence

from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import Review, Row
from analytics.present import reviews, wording
from analytics.present.palette import Ink
from analytics.present.papers import press
from analytics.present.papers.press import Content
from analytics.present.papers.slides import Box, Grid, Slide
from data.messages import Message

PER_SLIDE = 7  # tests
NAME, OTHER = 60, 90  # letters of a cell on a slide
SHARES = (3.2, 2.3, 1.7, 3.2, 2.4)  # of the width, by column
INKS = {VerdictKind.SHIP: Ink.BETTER, VerdictKind.STOP: Ink.WORSE, VerdictKind.UNTRUSTED: Ink.WORSE}


def pages(found: Review, language: str, asked: Sequence[Message] = ()) -> bytes:
    """Return the pages as a PDF; `asked`: what the reader filtered by."""
    return press.pdf("register", laid_out(found, language, asked), [])


def laid_out(found: Review, language: str, asked: Sequence[Message] = ()) -> dict[str, Content]:
    """Return what stands on the pages."""
    name = wording.speak(Message("month_title", "Monthly review"), language)
    return {
        "language": wording.language_of(language),
        "name": f"{name} · {reviews.month(found.month, language)}",
        "sample": wording.speak(Message("sample", "Sample: invented data"), language) if found.is_sample else "",
        "headline": reviews.headline(found, language),
        "subline": reviews.subline(found, language),
        "asked": " · ".join(wording.speak(each, language) for each in asked),
        "columns": [wording.speak(column, language) for column in reviews.COLUMNS],
        "rows": [_row(row, language) for row in found.rows],
        "foot": _foot(found, name, language),
    }


def slides(found: Review, language: str, asked: Sequence[Message] = ()) -> tuple[Slide, ...]:
    """Return the same as slides, as many as it takes."""
    lead = " · ".join([reviews.subline(found, language), *(wording.speak(each, language) for each in asked)])
    name = wording.speak(Message("month_title", "Monthly review"), language)
    lines = [tuple(_cut(cell, OTHER) for cell in _cells(row, language)) for row in found.rows]
    return tuple(
        Slide(
            title=reviews.headline(found, language),
            lead=_cut(lead, 2 * OTHER),
            parts=_table(lines[start : start + PER_SLIDE], name, language),
            foot=_foot(found, name, language),
        )
        for start in range(0, max(len(lines), 1), PER_SLIDE)
    )


def _table(lines: Sequence[tuple[str, ...]], name: str, language: str) -> tuple[Grid, ...]:
    if not lines:
        return ()
    columns = tuple(wording.speak(column, language) for column in reviews.COLUMNS)
    alt = f"{name}: " + "; ".join(f"{line[0]}, {line[2]}" for line in lines)
    return (Grid(name=name, alt=alt, box=Box(), columns=columns, rows=tuple(lines), shares=SHARES),)


def _cells(row: Row, language: str) -> tuple[str, ...]:
    named = f"{_cut(row.test.experiment.name, NAME)} · {row.test.experiment.owner}".removesuffix(" · ")
    told = (reviews.result(row, language), reviews.effect(row, language), reviews.decision(row, language))
    return named, reviews.when(row, language), *told


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _row(row: Row, language: str) -> Content:
    ink = INKS.get(row.answer.kind, Ink.UNDECIDED) if row.answer.kind is not None else Ink.MUTED
    return {
        "name": row.test.experiment.name,
        "whose": reviews.place(row, language),
        "when": reviews.when(row, language),
        "parts": reviews.parts(row, language),
        "result": reviews.result(row, language),
        "ink": ink.name.lower(),
        "effect": reviews.effect(row, language),
        "decision": reviews.decision(row, language),
    }


def _foot(found: Review, name: str, language: str) -> str:
    parts = ["Liftroom", name, reviews.month(found.month, language)]
    if found.is_sample:
        parts.append(wording.speak(Message("sample", "Sample: invented data"), language))
    if found.as_of is not None:
        parts.append(wording.speak(Message("data_to", "data to {day}", {"day": found.as_of}), language))
    return " · ".join(parts)
