"""One way into every kind of file: its columns, and its rows as blocks of text. Runs in the child process only."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from data.events.contract import Limits
from data.events.reading import sources
from data.events.reading.delimited import Block, Reader, layout
from data.events.reading.sources import Format, Kind
from data.events.reading.tables import Excel, JsonLines, Parquet
from data.messages import Message, Refused

Types = dict[str, pa.DataType]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file whose kind and columns are known; its rows can be read once."""

    kind: Kind
    columns: tuple[str, ...]
    blocks: Callable[[Types], Iterator[Block]]  # the wanted columns, as strings or dictionaries of strings


def open_file(file: BinaryIO, *, limits: Limits, encoding: str | None = None) -> OpenFile:
    """Recognise a seekable file and read its columns. Raises `Refused`, one sentence, for what cannot be read."""
    kind = sources.recognise(file, limits=limits, encoding=encoding)
    if kind.format is Format.PARQUET:
        parquet = Parquet(file, limits=limits)
        return OpenFile(kind=kind, columns=parquet.columns, blocks=parquet.blocks)
    if kind.format is Format.EXCEL:
        excel = Excel(file, limits=limits)
        return OpenFile(kind=kind, columns=excel.columns, blocks=excel.blocks)
    chunks = sources.text(file, kind, limits=limits)
    head = next(sources.blocks(_normal(chunks), size=1), b"")
    chunks = sources.text(file, kind, limits=limits)
    if kind.format is Format.JSON_LINES:
        return _json_lines(kind, head, chunks, limits=limits)
    found = layout(head, limits=limits)

    def blocks(types: Types) -> Iterator[Block]:
        reader = Reader(found, types=types)
        texts = sources.blocks(_normal(chunks), size=limits.block)
        for text, following in itertools.pairwise(itertools.chain(_without_lines(texts, found.lines), [None])):
            if text is not None:
                yield reader.block(text, last=following is None)

    return OpenFile(kind=kind, columns=found.columns, blocks=blocks)


def _json_lines(kind: Kind, head: bytes, chunks: Iterator[bytes], *, limits: Limits) -> OpenFile:
    lines = JsonLines(head, limits=limits)

    def blocks(types: Types) -> Iterator[Block]:
        for text in sources.blocks(chunks, size=limits.block):
            yield lines.block(text, types)

    return OpenFile(kind=kind, columns=lines.columns, blocks=blocks)


def _normal(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give old Mac text, whose lines end with a carriage return alone, ordinary line ends."""
    first = next(chunks, b"")
    mac = b"\r" in first and b"\n" not in first
    for chunk in itertools.chain([first], chunks):
        yield chunk.replace(b"\r", b"\n") if mac else chunk


def _without_lines(texts: Iterator[bytes], count: int) -> Iterator[bytes]:
    """Take the header off; a header longer than the first block is none."""
    first = next(texts, b"")
    start = 0
    for _ in range(count):
        start = first.find(b"\n", start) + 1
        if start == 0:
            raise Refused(
                Message("file.header", "The first line is too long to be a header: is this a CSV or TSV file?")
            )
    if len(first) > start:
        yield first[start:]
    yield from texts
