"""CSV, TSV and their relatives: records with their line numbers, and the lines that are none.

Grammar: a line is a record unless a quotation mark is open at its end; then following lines belong to it, if together
they make a clean record. If they do not, the first line alone is set aside and reading goes on with the next line: one
bad quotation mark costs one row. Blank lines are no rows. Almost every block holds one record per line and is parsed at
once; the others are sorted out line by line.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from data.events.contract import Limits, Reason
from data.events.reading.sources import refused
from data.messages import Message, Refused

JOINED = 50  # lines one record may span
DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows of the file as text, whatever its format."""

    columns: pa.Table  # strings or dictionaries of strings; "" or NULL: blank
    lines: NDArray[np.int64]  # where each row begins in the file; the header is line 1
    rejects: tuple[tuple[int, str, Reason], ...] = ()  # (line, column or "", reason) of rows that are no rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the columns of a delimited file are written."""

    delimiter: str
    columns: tuple[str, ...]
    lines: int  # lines before the first row


def _record(lines: Sequence[str], *, delimiter: str) -> tuple[list[str] | None, int]:
    """Return the record that `lines` begin with and how many lines it spans; None: a quotation mark stays open."""
    for span in range(1, min(JOINED, len(lines)) + 1):
        text = lines[:span]
        if span > 1 and '"' not in text[-1]:
            continue  # nothing can close here
        try:
            return next(csv.reader(text, delimiter=delimiter, strict=True)), span
        except csv.Error as error:
            if "unexpected end" in str(error):
                continue
        if span > 1:
            return None, 1
        fields = next(csv.reader(text, delimiter=delimiter))
        return (None, 1) if text[0].count('"') % 2 else (fields, 1)
    return None, 1


def layout(head: bytes, *, limits: Limits) -> Layout:
    """Read the delimiter and the header from the first lines of a file."""
    first = head.lstrip(b"\r\n")
    skipped = head[: len(head) - len(first)].count(b"\n")
    end = first.find(b"\n")
    if (end if end >= 0 else len(first)) > limits.header:
        raise Refused(Message("file.header", "The first line is too long to be a header: is this a CSV or TSV file?"))
    lines = [line.removesuffix("\r") for line in _decoded(first, limits=limits).split("\n")][:JOINED]
    if not any(lines):
        raise Refused(Message("file.empty", "The file is empty: export it again."))
    if "\r" in lines[0]:
        raise Refused(
            Message(
                "file.line_ends", "A line ends in a way that is no longer used: save the file anew as CSV in UTF-8."
            )
        )
    lines = [line + "\n" for line in lines]
    delimiter = max(DELIMITERS, key=lambda one: _steadiness(lines, one))
    names, span = _record(lines, delimiter=delimiter)
    if names is None:
        raise Refused(Message("file.header_quote", "The header has a quotation mark that is never closed."))
    columns = tuple(name.strip() or f"column_{position + 1}" for position, name in enumerate(names))
    check_columns(columns, limits=limits)
    return Layout(delimiter=delimiter, columns=columns, lines=skipped + span)


def _decoded(first: bytes, *, limits: Limits) -> str:
    return first[: 4 * limits.header].decode(errors="replace").removesuffix("\n")


def _steadiness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    counts = [line.count(delimiter) for line in lines[:20] if line.strip()] or [0]
    return sum(1 for count in counts if count == counts[0] > 0), counts[0]


def check_columns(columns: Sequence[str], *, limits: Limits) -> None:
    """Raise `Refused` for too many columns, or two of one name."""
    if len(columns) > limits.columns:
        raise refused(
            "file.columns",
            "The file has {count} columns; at most {limit} are read: export fewer.",
            count=len(columns),
            limit=limits.columns,
        )
    seen: set[str] = set()
    for name in columns:
        if name in seen:
            raise refused("file.column_twice", "Two columns are called “{column}”: rename one.", column=name[:100])
        seen.add(name)


class Reader:
    """Turns blocks of text into `Block`s, counting lines. `types` says which columns are read and how."""

    def __init__(self, layout: Layout, *, types: dict[str, pa.DataType]) -> None:
        self._layout = layout
        self._line = layout.lines + 1
        self._waiting = b""
        self._types = types

    def block(self, text: bytes, *, last: bool) -> Block:
        """Return the rows of `text`, which ends with a line end; a record that goes on after it waits for the next."""
        text = self._waiting + text
        self._waiting = b""
        self._check_encoding(text)
        first, count = self._line, text.count(b"\n")
        self._line += count
        if b"\0" not in text:
            table = self._at_once(text)
            if table is not None and table.num_rows == count:
                return Block(columns=table, lines=np.arange(first, first + count, dtype=np.int64))
        return self._line_by_line(text.decode().split("\n")[:-1], first=first, last=last)

    def _check_encoding(self, text: bytes) -> None:
        if text.isascii():
            return
        try:
            text.decode()
        except UnicodeDecodeError as error:
            raise refused(
                "file.encoding",
                "The text is not {encoding} from line {line} on: choose the right encoding or export it as UTF-8.",
                encoding="UTF-8",
                line=self._line + text.count(b"\n", 0, error.start),
            ) from error

    def _at_once(self, text: bytes) -> pa.Table | None:
        try:
            return pyarrow.csv.read_csv(
                pa.py_buffer(text),
                read_options=pyarrow.csv.ReadOptions(column_names=self._layout.columns),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=self._layout.delimiter, ignore_empty_lines=True, newlines_in_values=False
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types=self._types,
                    include_columns=list(self._types),
                    strings_can_be_null=False,
                    null_values=[],
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:
            return None

    def _line_by_line(self, lines: list[str], *, first: int, last: bool) -> Block:
        plain: list[str] = []
        plain_lines: list[int] = []
        rows: list[list[str]] = []
        row_lines: list[int] = []
        rejects: list[tuple[int, str, Reason]] = []
        commas, delimiter = len(self._layout.columns) - 1, self._layout.delimiter
        lines = [line.removesuffix("\r") for line in lines]
        position = 0
        while position < len(lines):
            line = lines[position]
            if line.count(delimiter) == commas and not set(line) & {'"', "\0", "\r"} and line:
                plain.append(line)
                plain_lines.append(first + position)
                position += 1
                continue
            row, span, reason = self._row(lines, position)
            if reason is Reason.QUOTING and not last and position + JOINED > len(lines):
                self._wait("\n".join([*lines[position:], ""]), lines=len(lines) - position)
                break
            if row is not None:
                rows.append(row)
                row_lines.append(first + position)
            elif reason is not None:
                rejects.append((first + position, "", reason))
            position += span
        return Block(
            columns=self._joined(plain, rows),
            lines=np.array(plain_lines + row_lines, dtype=np.int64),
            rejects=tuple(rejects),
        )

    def _wait(self, text: str, *, lines: int) -> None:
        self._waiting = text.encode()
        self._line -= lines

    def _row(self, lines: list[str], position: int) -> tuple[list[str] | None, int, Reason | None]:
        line = lines[position]
        if not line.strip(" \t") and self._layout.delimiter not in line:
            return None, 1, None
        if "\0" in line or "\r" in line:
            return None, 1, Reason.CONTROL_CHARACTER
        width = len(self._layout.columns)
        if '"' not in line:
            return None, 1, Reason.COLUMNS
        ahead = [text + "\n" for text in lines[position : position + JOINED]]
        found, span = _record(ahead, delimiter=self._layout.delimiter)
        if found is None or (span > 1 and (len(found) != width or any("\0" in text for text in ahead[:span]))):
            return None, 1, Reason.QUOTING
        if len(found) != width:
            return None, 1, Reason.COLUMNS
        return found, span, None

    def _joined(self, plain: list[str], rows: list[list[str]]) -> pa.Table:
        places = {name: position for position, name in enumerate(self._layout.columns)}
        regular = self._at_once("\n".join([*plain, ""]).encode()) if plain else None
        if regular is None or regular.num_rows != len(plain):
            rows = [line.split(self._layout.delimiter) for line in plain] + rows
            regular = None
        others = text_table({name: [row[places[name]] for row in rows] for name in self._types}, types=self._types)
        return others if regular is None else pa.concat_tables([regular, others]).unify_dictionaries()


def text_table(columns: dict[str, list[str]], *, types: dict[str, pa.DataType]) -> pa.Table:
    """Return lists of text as a table with the wanted types (strings or dictionaries of strings)."""
    arrays = {}
    for name, texts in columns.items():
        array = pa.array(texts, type=pa.string())
        arrays[name] = array.dictionary_encode() if pa.types.is_dictionary(types[name]) else array
    return pa.table(arrays)
