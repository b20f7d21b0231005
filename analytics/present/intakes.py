"""Imports in words: the batches of a lake, what an import did, why rows were set aside."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from analytics.present import wording
from analytics.present.figures import Table
from data.events.batches import Batch
from data.events.contract import REASONS, Field, Reason, Shape
from data.messages import Message, Parameter
from data.requests import ImportReport, Phase

PHASES = {
    Phase.PARSE: Message("phase_parse", "Reading and checking the file"),
    Phase.WRITE: Message("phase_write", "Writing its rows"),
    Phase.SYNC: Message("phase_sync", "Bringing them to the disk"),
    Phase.RENAME: Message("phase_rename", "Putting them into the lake"),
    Phase.FOLD: Message("phase_fold", "Folding them into the daily history"),
}
SHAPES = {
    Shape.EVENTS: Message("shape_events", "something a user did (an event log)"),
    Shape.USERS: Message("shape_users", "a user, with outcomes as columns"),
    Shape.TOTALS: Message("shape_totals", "a whole variant, already counted"),
}
FIELDS = {
    Field.EXPERIMENT: Message("field_experiment", "Experiment"),
    Field.USER_ID: Message("field_user_id", "User"),
    Field.TIMESTAMP: Message("field_timestamp", "Time"),
    Field.EVENT: Message("field_event", "Event"),
    Field.VARIANT: Message("field_variant", "Variant"),
    Field.VALUE: Message("field_value", "Value"),
    Field.CURRENCY: Message("field_currency", "Currency"),
    Field.EVENT_ID: Message("field_event_id", "Event’s own id"),
    Field.MESSAGE: Message("field_message", "Message (deliveries)"),
    Field.AUDIENCE: Message("field_audience", "Audience (deliveries)"),
    Field.CHANNEL: Message("field_channel", "Channel (deliveries)"),
    Field.USERS: Message("field_users", "Users"),
}
SHOWN = 8  # first rows of a file
NAMED = 2  # experiments of an import, if there are many
BEGINS = {Phase.PARSE: 0.0, Phase.WRITE: 0.55, Phase.SYNC: 0.65, Phase.RENAME: 0.68, Phase.FOLD: 0.7}


def share(phase: Phase, done: float) -> float:
    """Return how much of a whole import is done (0 to 1) when `done` of one phase is."""
    begin = BEGINS[phase]
    end = min((start for start in BEGINS.values() if start > begin), default=1.0)
    return begin + done * (end - begin)


def table(batches: Sequence[Batch], language: str) -> Table:
    """Return the imports, newest first."""
    columns = (
        Message("column_file", "File"),
        Message("column_imported", "Imported"),
        Message("column_experiments", "Experiments"),
        Message("column_read", "Read"),
        Message("column_accepted", "Accepted"),
        Message("column_duplicates", "Duplicates"),
        Message("column_rejected", "Rejected"),
        Message("column_batch", "Batch"),
    )
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple(_row(batch, language) for batch in reversed(batches)),
    )


def line(batch: Batch, language: str) -> str:
    """Return one import in a line, for choosing."""
    return f"{batch.file} · {_moment(batch, language)} · {wording.number(batch.accepted, language)}"


def summary(report: ImportReport, language: str) -> str:
    """Return what became of a file's rows; the parts add up to what was read."""
    counted = {
        "read": report.read,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
    }
    summed = Message(
        "import_summary",
        "{read:,} rows read: {accepted:,} accepted, {duplicates:,} duplicates, {rejected:,} rejected.",
        counted,
    )
    return wording.speak(summed, language)


def first_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return the first rows of a file as they are."""
    return Table(columns=tuple(columns), rows=tuple(tuple(row) for row in rows[:SHOWN]))


def reasons(rejects: bytes, language: str) -> Table:
    """Return how many rows were rejected for which reason, the most frequent first; `rejects` is the list as CSV."""
    listed = csv.DictReader(io.StringIO(rejects.decode("utf-8", "replace")))
    counted = Counter((row.get("reason") or "", row.get("column") or "–") for row in listed)
    return Table(
        columns=tuple(
            wording.speak(column, language)
            for column in (
                Message("column_reason", "Reason"),
                Message("column_column", "Column"),
                Message("column_rows", "Rows"),
            )
        ),
        rows=tuple(
            (_reason(code, language), column, wording.number(count, language))
            for (code, column), count in counted.most_common()
        ),
    )


def _reason(code: str, language: str) -> str:
    known = REASONS.get(Reason(code)) if code in set(Reason) else None
    return wording.speak(known, language) if known else code


def _row(batch: Batch, language: str) -> tuple[str, ...]:
    numbers = (batch.read, batch.accepted, batch.duplicates, batch.rejected)
    names = _few([part.name for part in batch.experiments.values()], language)
    counts = (wording.number(count, language) for count in numbers)
    return (batch.file, _moment(batch, language), names, *counts, batch.batch)


def _few(names: Sequence[str], language: str) -> str:
    """Return names in a line that leaves room for the figures beside it."""
    rest = len(names) - NAMED
    if rest <= 1:
        return ", ".join(names)
    told: dict[str, Parameter] = {"names": ", ".join(names[:NAMED]), "count": rest}
    return wording.speak(Message("names_more", "{names} and {count} more", told), language)


def _moment(batch: Batch, language: str) -> str:
    return wording.day(datetime.fromisoformat(batch.imported_at), language)
