"""Files for tests: staged in this process, where a thousand fit into a minute, and read back with names for codes."""

import csv
import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from data.events.contract import Field, Limits, Shape
from data.events.identity import user_code
from data.events.mapping import Mapping, Outcome
from data.events.reading.desks import Desk
from data.events.reading.guesses import guess
from data.events.reading.reports import Staged
from data.events.reading.staging import stage_file
from tests.events import lakes

SECRET = b"a secret of tests, 32 bytes long"
LOG = Mapping(
    shape=Shape.EVENTS,
    fields={
        Field.USER_ID: "user_id",
        Field.TIMESTAMP: "timestamp",
        Field.EVENT: "event",
        Field.VARIANT: "variant",
        Field.VALUE: "value",
    },
    experiment="banner",
)
TABLE = Mapping(
    shape=Shape.USERS,
    fields={Field.USER_ID: "user_id", Field.VARIANT: "variant"},
    outcomes=(Outcome(metric="bought", columns=("bought",)), Outcome(metric="spent", columns=("spent",))),
    experiment="banner",
)
HEADER = "user_id,timestamp,event,variant,value\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What staging left behind."""

    report: Staged
    folder: Path

    def rows(self, key: str = "banner") -> pd.DataFrame:
        """Return the rows of an experiment, variants and events by name."""
        part = self.report.experiments[key]
        table = lakes.table_of(self.folder / f"{key}.parquet")
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        frame = pd.DataFrame(rows, columns=table.column_names, dtype=object)
        shown = [None if one is None else part.variants[one] for one in frame["variant"]]
        frame["variant"] = pd.Series(shown, index=frame.index, dtype=object)
        frame["event"] = frame["event"].map(part.events.get)
        return frame

    def rejects(self) -> list[tuple[int, str, str]]:
        """Return line, column and reason of the rejected rows."""
        path = self.folder / "rejects.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return [(int(row[0]), row[1], row[2]) for row in list(csv.reader(file))[1:]]


def staged(
    folder: Path,
    content: bytes | str,
    mapping: Mapping = LOG,
    *,
    limits: Limits | None = None,
    forgotten: Iterable[str] = (),
    encoding: str | None = None,
) -> Result:
    """Stage `content` into a fresh `folder`."""
    with Desk(folder, limits=limits or Limits()) as desk:
        return staged_at(desk, content, mapping, forgotten=forgotten, encoding=encoding)


def staged_at(
    desk: Desk,
    content: bytes | str,
    mapping: Mapping = LOG,
    *,
    forgotten: Iterable[str] = (),
    encoding: str | None = None,
) -> Result:
    """Stage `content` into the desk's folder, made fresh: one of many files that its engines read."""
    shutil.rmtree(desk.folder, ignore_errors=True)
    desk.folder.mkdir(parents=True)
    report = stage_file(
        io.BytesIO(content.encode() if isinstance(content, str) else content),
        mapping,
        desk=desk,
        secret=SECRET,
        content="0" * 64,
        forgotten=[user_code(SECRET, user) for user in forgotten],
        encoding=encoding,
        seen=lambda _rows: None,
    )
    return Result(report=report, folder=desk.folder)


def guessed(columns: Sequence[str], rows: Sequence[Sequence[str]], *, name: str) -> Mapping:
    """Return the mapping guessed for these rows, of an experiment called `name`."""
    return replace(guess(columns, rows).mapping, experiment=name)


def table_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Read a CSV file by the second road: Python's own reader."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows
