"""Imports in words: the batches of a lake, what an import did, why rows were set aside."""

from collections.abc import Sequence
from datetime import datetime

from analytics.present import wording
from analytics.present.figures import Table
from data.events.batches import Batch
from data.messages import Message
from data.requests import ImportReport, Phase

PHASES = {
    Phase.PARSE: Message("phase_parse", "Reading and checking the file"),
    Phase.WRITE: Message("phase_write", "Writing its rows"),
    Phase.SYNC: Message("phase_sync", "Bringing them to the disk"),
    Phase.RENAME: Message("phase_rename", "Putting them into the lake"),
    Phase.FOLD: Message("phase_fold", "Folding them into the daily history"),
}
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
    sentence = "{read:,} rows read: {accepted:,} accepted, {duplicates:,} duplicates, {rejected:,} rejected."
    return wording.speak(Message("import_summary", sentence, counted), language)


def _row(batch: Batch, language: str) -> tuple[str, ...]:
    numbers = (batch.read, batch.accepted, batch.duplicates, batch.rejected)
    names = ", ".join(part.name for part in batch.experiments.values())
    counts = (wording.number(count, language) for count in numbers)
    return (batch.file, _moment(batch, language), names, *counts, batch.batch)


def _moment(batch: Batch, language: str) -> str:
    return wording.day(datetime.fromisoformat(batch.imported_at), language)
