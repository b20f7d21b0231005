"""The monthly review on A4 pages that lie across: the month in one sentence, then a row for every test.

The words are those of the screen. `register.typ` sets them; its table's head stands on every page.
"""

from collections.abc import Sequence

from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import Review, Row
from analytics.present import reviews, wording
from analytics.present.palette import Ink
from analytics.present.papers import press
from analytics.present.papers.press import Content
from data.messages import Message

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
    if found.as_of is not None:
        parts.append(wording.speak(Message("data_to", "data to {day}", {"day": found.as_of}), language))
    return " · ".join(parts)
