"""Tables of raw figures as CSV and as a workbook. The same rows give the same bytes on every day and machine."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from analytics.present.papers.cells import harmless, is_runnable, one_line

Cell: TypeAlias = "str | int | float | bool | date | None"
BEGINNING = datetime(2000, 1, 1)  # the moment every workbook says it was made: its content alone tells two apart
WIDEST = 48  # characters of a column
PERCENT = '+0.0%;-0.0%;"0%"'


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


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables as an Excel workbook, one sheet each."""
    book = Workbook()
    book.properties.creator = "Liftroom"
    book.properties.created = book.properties.modified = BEGINNING
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, name in enumerate(sheet.columns, start=1):
            _put(page.cell(1, number), name)
            page.cell(1, number).font = Font(bold=True)
            width = max(len(str(cell)) for cell in (name, *(row[number - 1] for row in sheet.rows)))
            page.column_dimensions[get_column_letter(number)].width = min(width, WIDEST) + 2
        for line, row in enumerate(sheet.rows, start=2):
            for number, (name, cell) in enumerate(zip(sheet.columns, row, strict=True), start=1):
                _put(page.cell(line, number), cell)
                if name in sheet.percents:
                    page.cell(line, number).number_format = PERCENT
        page.freeze_panes = "A2"
    return _timeless(book)


def _text(cell: Cell) -> str | int | float:
    """Return a cell as the CSV writer takes it; numbers are written so that they read back the same."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, str):
        return harmless(cell or "")
    return cell


def _put(place: Place, cell: Cell) -> None:
    """Write a cell; words are words whatever they begin with, also after somebody edits the cell."""
    if not isinstance(cell, str):
        place.value = cell
        return
    place.value = one_line(cell)
    place.data_type = "s"
    place.quotePrefix = is_runnable(cell)
    place.alignment = Alignment(vertical="top")


def _timeless(book: Workbook) -> bytes:
    """Return the workbook's bytes without the moment of writing: `save` would put it in three places."""
    plain, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(plain) as written, zipfile.ZipFile(packed, "w") as archive:
        for name in written.namelist():
            entry = zipfile.ZipInfo(name, date_time=BEGINNING.timetuple()[:6])
            archive.writestr(entry, written.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
