"""A monthly review as files: the JSON and the table that schedulers read, a workbook, and pages to print.

They hold the tests the reader asked for, in the order of the screen; lifts are fractions. Names of columns and codes
are the same in every language.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date

from analytics.decisions.reviews import Measured, Review, Row, totals
from analytics.document import Json
from analytics.exports.forms import Form, json_file
from analytics.present.papers import registers, spreadsheets
from analytics.present.papers.spreadsheets import Cell, Sheet
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER

SCHEMA = 1
COLUMNS = (
    "month", "experiment", "name", "owner", "channel", "audience", "started", "ended", "days", "in_month", "result",
    "why", "metric", "lift", "lift_low", "lift_high", "harmed", "decision", "decided_on", "decided_by",
    "against_the_verdict", "sample", "as_of",
)  # fmt: skip
PERCENTS = frozenset({"lift", "lift_low", "lift_high"})


def written(review: Review, form: Form, *, language: str = "en", asked: tuple[Message, ...] = ()) -> bytes:
    """Return the file; the same review gives the same bytes. `asked`: what the reader filtered by, for the pages."""
    return WRITERS[form](review, language, asked)


def file_name(review: Review, form: Form) -> str:
    """Return `monthly-review-2026-10.pdf`."""
    return f"monthly-review-{review.month.name}.{form.value}"


def as_document(review: Review) -> dict[str, Json]:
    """Return the month as JSON values; what this person does not see is null, and `why` says why."""
    return {
        "schema": SCHEMA,
        "month": review.month.name,
        "as_of": _day(review.as_of),
        "sample": review.is_sample,
        "of": review.of,
        "waiting_from_earlier_months": review.earlier,
        "without_dates": review.undated,
        "totals": asdict(totals(review.rows)),
        "tests": [_test(row) for row in review.rows],
    }


def tests(review: Review) -> Sheet:
    """Return a row for every test."""
    rows = tuple(_cells(review, row) for row in review.rows)
    return Sheet(name=review.month.name, columns=COLUMNS, rows=rows, percents=PERCENTS)


def _test(row: Row) -> dict[str, Json]:
    test, answer = row.test, row.answer
    return {
        "key": test.experiment.key,
        "name": test.experiment.name,
        "owner": test.experiment.owner,
        "channel": test.experiment.channel,
        "audience": test.experiment.audience,
        "sample": test.experiment.sample,
        "started": _day(test.start),
        "ended": _day(test.end),
        "days": test.days,
        "in_month": [part.value for part in row.parts],
        "result": answer.kind.value if answer.kind is not None else None,
        "why": answer.silence.value if answer.silence is not None else None,
        "effect": _measured(answer.effect) if answer.effect is not None else None,
        "harm": [_measured(each) for each in answer.harm],
        "decision": row.course.value,
        "decided_on": _day(test.decided_on),
        "decided_by": _decider(row),
        "against_the_verdict": test.overruled,
    }


def _measured(found: Measured) -> dict[str, Json]:
    ends = found.interval
    return {
        "metric": found.metric.key,
        "lift": found.lift,
        "interval": [ends.low, ends.high] if ends is not None else None,
    }


def _cells(review: Review, row: Row) -> tuple[Cell, ...]:
    test, answer, effect = row.test, row.answer, row.answer.effect
    experiment, ends = test.experiment, effect.interval if effect is not None else None
    named = (review.month.name, experiment.key, experiment.name, experiment.owner, experiment.channel)
    days = (experiment.audience, test.start, test.end, test.days, " ".join(row.parts))
    said = (answer.kind.value if answer.kind else None, answer.silence.value if answer.silence else None)
    lift = (effect.metric.key, effect.lift) if effect is not None else (None, None)
    span = (ends.low, ends.high) if ends is not None else (None, None)
    harm = " ".join(each.metric.key for each in answer.harm)
    taken = (row.course.value, test.decided_on, _decider(row), test.overruled)
    return (*named, *days, *said, *lift, *span, harm, *taken, experiment.sample, review.as_of)


def _decider(row: Row) -> str | None:
    return LOCAL_OWNER.name if row.test.decided_by == "" else row.test.decided_by


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _json(review: Review, _language: str, _asked: tuple[Message, ...]) -> bytes:
    return json_file(as_document(review))


def _csv(review: Review, _language: str, _asked: tuple[Message, ...]) -> bytes:
    return spreadsheets.csv_file(tests(review))


def _xlsx(review: Review, _language: str, _asked: tuple[Message, ...]) -> bytes:
    from analytics.present.papers import workbooks  # slow to import, and most files are no workbooks

    return workbooks.workbook((tests(review),))


def _pptx(review: Review, language: str, asked: tuple[Message, ...]) -> bytes:
    from analytics.present.papers import decks  # slow to import

    told = registers.slides(review, language, asked)
    return decks.deck(told, name=file_name(review, Form.PPTX), language=language)


def _pdf(review: Review, language: str, asked: tuple[Message, ...]) -> bytes:
    return registers.pages(review, language, asked)


WRITERS: Mapping[Form, Callable[[Review, str, tuple[Message, ...]], bytes]] = {
    Form.JSON: _json,
    Form.CSV: _csv,
    Form.XLSX: _xlsx,
    Form.PDF: _pdf,
    Form.PPTX: _pptx,
}
