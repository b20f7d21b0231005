"""Parquet, Excel and JSON Lines as blocks of text, so that every format meets the same checks.

A Parquet footer is read before anything else: a file of 13 KB can claim 300 million rows. An Excel file is a zip
archive: its directory says how large it unpacks before anything is unpacked.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from data.events.contract import Limits, Reason
from data.events.reading.delimited import Block, check_columns, text_table
from data.events.reading.sources import refused
from data.messages import Message, Refused

BATCH = 100_000  # rows at once
MOST_ROWS_PER_BYTE = 50  # a Parquet file with more is made to exhaust its reader
MOST_EXCEL = 512 << 20  # bytes unpacked
Types = dict[str, pa.DataType]


class Parquet:
    """A Parquet file, opened by its footer."""

    def __init__(self, file: BinaryIO, *, limits: Limits) -> None:
        size = file.seek(0, 2)
        file.seek(0)
        try:
            self._file = pyarrow.parquet.ParquetFile(file)
            schema = self._file.schema_arrow
        except (pa.ArrowException, OSError) as error:
            raise Refused(
                Message("file.parquet", "The Parquet file is cut short or damaged: export or copy it again.")
            ) from error
        rows = self._file.metadata.num_rows
        if rows > limits.rows or rows > MOST_ROWS_PER_BYTE * size:
            raise refused(
                "file.rows",
                "The file claims {rows} rows, more than is read from a file of its size: export it again in parts.",
                rows=rows,
            )
        groups = self._file.metadata
        if sum(groups.row_group(index).total_byte_size for index in range(groups.num_row_groups)) > limits.unpacked:
            raise Refused(Message("file.too_large_parquet", "The file unpacks to more than is read: split it."))
        check_columns(tuple(schema.names), limits=limits)
        nested = {one.name for one in schema if pa.types.is_nested(one.type) or pa.types.is_large_list(one.type)}
        self.columns = tuple(name for name in schema.names if name not in nested)
        self.rows = rows

    def blocks(self, types: Types) -> Iterator[Block]:
        """Give the rows as text; `lines` are row numbers from 1."""
        first = 1
        try:
            for batch in self._file.iter_batches(BATCH, columns=list(types)):
                columns = {name: _as_text(batch.column(name)) for name in types}
                for name, type_ in types.items():
                    if pa.types.is_dictionary(type_):
                        columns[name] = columns[name].dictionary_encode()
                lines = np.arange(first, first + batch.num_rows, dtype=np.int64)
                first += batch.num_rows
                yield Block(columns=pa.table(columns), lines=lines)
        except (pa.ArrowException, OSError) as error:
            raise Refused(
                Message("file.parquet", "The Parquet file is cut short or damaged: export or copy it again.")
            ) from error


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = column.cast(pa.binary()).cast(pa.string())
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = column.cast(pa.timestamp("us", "UTC"), safe=False)
        return pyarrow.compute.binary_join_element_wise(column.cast(pa.timestamp("us")).cast(pa.string()), "Z", "")
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us"), safe=False)
    return column.cast(pa.string())


class Excel:
    """The first sheet of an Excel workbook, read row by row."""

    def __init__(self, file: BinaryIO, *, limits: Limits) -> None:
        import openpyxl  # slow to import, and most files are no workbooks

        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
                if size > min(MOST_EXCEL, limits.unpacked) or len(archive.infolist()) > 10_000:
                    raise Refused(
                        Message("file.excel_size", "The workbook unpacks to more than is read: export it as CSV.")
                    )
            file.seek(0)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            self._rows = book.worksheets[0].iter_rows(values_only=True)
            header = next((row for row in self._numbered() if any(cell is not None for cell in row[1])), None)
        except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError, SyntaxError) as error:
            raise _damaged() from error
        if header is None:
            raise Refused(Message("file.empty", "The file is empty: export it again."))
        self._line, cells = header
        names = [_cell(cell).strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        self.columns = tuple(name or f"column_{position + 1}" for position, name in enumerate(names))
        check_columns(self.columns, limits=limits)

    def _numbered(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        yield from enumerate(self._rows, start=1)

    def blocks(self, types: Types) -> Iterator[Block]:
        """Give the rows as text; `lines` are the sheet's row numbers."""
        places = {name: self.columns.index(name) for name in types}
        texts: dict[str, list[str]] = {name: [] for name in types}
        lines: list[int] = []
        try:
            for line, cells in enumerate(self._rows, start=self._line + 1):
                if all(cell is None or cell == "" for cell in cells):
                    continue
                lines.append(line)
                for name, place in places.items():
                    texts[name].append(_cell(cells[place]) if place < len(cells) else "")
                if len(lines) == BATCH:
                    yield Block(columns=text_table(texts, types=types), lines=np.array(lines, dtype=np.int64))
                    texts, lines = {name: [] for name in types}, []
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, SyntaxError) as error:
            raise _damaged() from error
        yield Block(columns=text_table(texts, types=types), lines=np.array(lines, dtype=np.int64))


def _damaged() -> Refused:
    return Refused(Message("file.excel", "The file is no readable Excel workbook (.xlsx): export it as CSV."))


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


class JsonLines:
    """One JSON object per line; the columns are the keys of the first thousand objects."""

    def __init__(self, head: bytes, *, limits: Limits) -> None:
        names: dict[str, None] = {}
        for line in head.split(b"\n")[:1000]:
            names.update(dict.fromkeys(_object(line) or {}))
        if not names:
            raise Refused(Message("file.json", "No line is a JSON object: export one object per line."))
        self.columns = tuple(names)
        check_columns(self.columns, limits=limits)
        self._line = 1

    def block(self, text: bytes, types: Types) -> Block:
        """Return the rows of some whole lines."""
        texts: dict[str, list[str]] = {name: [] for name in types}
        lines: list[int] = []
        rejects: list[tuple[int, str, Reason]] = []
        for line in text.split(b"\n")[:-1]:
            if line.strip():
                row = _object(line)
                if row is None:
                    rejects.append((self._line, "", Reason.SYNTAX))
                else:
                    lines.append(self._line)
                    for name, column in texts.items():
                        column.append(_plain(row.get(name)))
            self._line += 1
        return Block(
            columns=text_table(texts, types=types), lines=np.array(lines, dtype=np.int64), rejects=tuple(rejects)
        )


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line, parse_float=str, parse_int=str)
        "".join(one for one in row.values() if isinstance(one, str)).encode()
    except (ValueError, RecursionError, AttributeError):
        return None
    return row if isinstance(row, dict) else None


def _plain(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
