"""Tables as an Excel workbook. The same tables give the same bytes on every day and machine. Slow to import."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from analytics.present.papers import formats
from analytics.present.papers.cells import is_runnable, one_line
from analytics.present.papers.packing import BEGINNING, timeless
from analytics.present.papers.spreadsheets import Cell, Sheet, Shown

WIDEST = 48  # characters of a column


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
            width = max(_letters(cell) for cell in (name, *(row[number - 1] for row in sheet.rows)))
            page.column_dimensions[get_column_letter(number)].width = min(width, WIDEST) + 2
        for line, row in enumerate(sheet.rows, start=2):
            for number, (name, cell) in enumerate(zip(sheet.columns, row, strict=True), start=1):
                _put(page.cell(line, number), cell)
                if name in sheet.percents:
                    page.cell(line, number).number_format = formats.LIFT
        page.freeze_panes = "A2"
    return _timeless(book)


def _put(place: Place, cell: Cell) -> None:
    """Write a cell; words are words whatever they begin with, also after somebody edits the cell."""
    if isinstance(cell, Shown):
        place.value, place.number_format = cell.value, cell.format
        return
    if not isinstance(cell, str):
        place.value = cell
        return
    place.value = one_line(cell)
    place.data_type = "s"
    place.quotePrefix = is_runnable(cell)


def _letters(cell: Cell) -> int:
    """Return about how wide a cell is."""
    return len(f"{cell.value:,.2f}") + 2 if isinstance(cell, Shown) else len(str(cell))


def _timeless(book: Workbook) -> bytes:
    """Return the workbook's bytes without the moment of writing: `save` would put it in three places."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        ExcelWriter(book, archive).save()
    return timeless(plain.getvalue())
