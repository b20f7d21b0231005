"""Tables of raw figures, and how they are written as CSV."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from analytics.present.papers.cells import harmless


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number that a workbook shows in a form of its own; a plain table holds the number."""

    value: float
    format: str  # as spreadsheets write it


Cell: TypeAlias = "str | int | float | bool | date | Shown | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table; fractions stay fractions, also where a workbook shows them as percent."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]  # a cell for every column; None: there is none
    percents: frozenset[str] = frozenset()  # columns of relative lifts


def csv_file(sheet: Sheet) -> bytes:
    """Return the table as CSV (RFC 4180) in UTF-8, with the mark by which Excel knows it."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str | int | float:
    """Return a cell as the CSV writer takes it; numbers are written so that they read back the same."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, str):
        return harmless(cell or "")
    return cell.value if isinstance(cell, Shown) else cell
