"""From an open file to a stream of UTF-8 text: what kind of file it is, unpacked within limits, in one encoding.

Nothing is written: compressed and re-encoded files are unpacked block by block in memory.
"""

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

import pyarrow as pa

from data.events.contract import Limits
from data.messages import Message, Refused

HEAD = 1 << 16
CHUNK = 1 << 20
LINE = 64 << 20  # bytes of the longest line that is waited for


class Format(StrEnum):
    """How the file is written, compression aside."""

    DELIMITED = "delimited"  # CSV, TSV and their relatives
    JSON_LINES = "json_lines"
    PARQUET = "parquet"
    EXCEL = "excel"


class Packing(StrEnum):
    """How the file is compressed."""

    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a file turned out to be."""

    format: Format
    packing: Packing
    encoding: str  # Python's name; "" for Parquet and Excel


def refused(code: str, template: str, **parameters: str | int | float) -> Refused:
    """Return the refusal of a file, as one sentence."""
    return Refused(Message(code, template, parameters))


def _packing(head: bytes) -> Packing:
    if head[:2] == b"\x1f\x8b":
        return Packing.GZIP
    return Packing.ZSTD if head[:4] == b"\x28\xb5\x2f\xfd" else Packing.NONE


def _encoding(head: bytes) -> str:
    if head[:3] == codecs.BOM_UTF8:
        return "utf-8-sig"
    return "utf-16" if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"


def recognise(file: BinaryIO, *, limits: Limits, encoding: str | None) -> Kind:
    """Tell the kind of file from its first bytes, never from its name. Raises `Refused` for what is not accepted."""
    file.seek(0)
    head = file.read(8)
    if not head:
        raise Refused(Message("file.empty", "The file is empty: export it again."))
    if head[:4] == b"PAR1":
        return Kind(format=Format.PARQUET, packing=Packing.NONE, encoding="")
    if head[:4] == b"PK\x03\x04":
        return Kind(format=Format.EXCEL, packing=Packing.NONE, encoding="")
    packing = _packing(head)
    start = next(unpacked(file, packing, limits=limits), b"")[:HEAD]
    if not start.strip():
        raise Refused(Message("file.empty", "The file is empty: export it again."))
    if start[:4] in (b"PAR1", b"PK\x03\x04") or _packing(start) is not Packing.NONE:
        raise Refused(Message("file.packed_twice", "The file is packed twice: unpack it once and try again."))
    encoding = encoding or _encoding(start)
    if encoding.startswith("utf-8") and start.count(b"\0") > max(16, len(start) // 10):
        raise Refused(
            Message("file.binary", "The file is not text, Parquet or Excel: export it as CSV in UTF-8 and try again.")
        )
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    kind = Format.JSON_LINES if text.startswith("{") else Format.DELIMITED
    return Kind(format=kind, packing=packing, encoding=encoding)


def _gunzip(file: BinaryIO) -> Iterator[bytes]:
    unpacker, started = zlib.decompressobj(31), False
    while chunk := file.read(CHUNK):
        while chunk:
            if unpacker.eof:
                chunk = chunk.lstrip(b"\0")  # padding between members
                unpacker, started = zlib.decompressobj(31), False
                if not chunk:
                    break
            started = True
            yield unpacker.decompress(chunk, CHUNK * 4)
            chunk = unpacker.unconsumed_tail or unpacker.unused_data
    if started and not unpacker.eof:
        yield unpacker.flush()
        raise EOFError


class _Borrowed:
    """A file that stays open when the stream over it is done."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        return self._file.read(size)

    def close(self) -> None:
        """Leave the file open."""


def _unzstd(file: BinaryIO) -> Iterator[bytes]:
    stream = pa.CompressedInputStream(pa.PythonFile(_Borrowed(file), mode="r"), "zstd")
    while chunk := stream.read(CHUNK * 4):
        yield chunk


def unpacked(file: BinaryIO, packing: Packing, *, limits: Limits) -> Iterator[bytes]:
    """Give the unpacked content from the start, in chunks. Raises `Refused` when cut short or larger than allowed."""
    file.seek(0)
    total = 0
    try:
        readers = {Packing.GZIP: _gunzip, Packing.ZSTD: _unzstd}
        for chunk in readers[packing](file) if packing in readers else iter(lambda: file.read(CHUNK * 4), b""):
            total += len(chunk)
            if total > limits.unpacked:
                raise refused(
                    "file.too_large",
                    "The file unpacks to more than {size} GB: split it into smaller files.",
                    size=round(limits.unpacked / 1e9, 1),
                )
            if chunk:
                yield chunk
    except (zlib.error, EOFError, OSError) as error:
        raise Refused(
            Message("file.truncated", "The compressed file is cut short or damaged: export or copy it again.")
        ) from error


def text(file: BinaryIO, kind: Kind, *, limits: Limits) -> Iterator[bytes]:
    """Give the file's text as UTF-8 without byte order mark, in chunks that may end anywhere."""
    chunks = unpacked(file, kind.packing, limits=limits)
    if kind.encoding in ("utf-8", "utf-8-sig"):
        first = next(chunks, b"")
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(kind.encoding)(errors="strict")
    lines = 1
    try:
        for chunk in chunks:
            decoded = decoder.decode(chunk)
            lines += decoded.count("\n")
            yield decoded.encode()
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise refused(
            "file.encoding",
            "The text is not {encoding} from line {line} on: choose the right encoding or export it as UTF-8.",
            encoding=kind.encoding,
            line=lines,
        ) from error


def blocks(chunks: Iterator[bytes], *, size: int) -> Iterator[bytes]:
    """Cut text into blocks of about `size` bytes that end where a line ends. A last line gets its line end."""
    held: list[bytes] = []
    amount = 0
    for piece in chunks:
        chunk = piece
        held.append(chunk)
        amount += len(chunk)
        if amount < size:
            continue
        if b"\n" not in chunk:  # a line longer than a chunk: look at all that is held
            chunk = b"".join(held)
            held = [chunk]
        cut = chunk.rfind(b"\n") + 1
        if cut == 0 and amount > max(size, LINE):
            raise Refused(
                Message("file.line", "A line is longer than any table has: is this a CSV, TSV or JSON Lines file?")
            )
        if cut:
            held[-1] = chunk[:cut]
            yield b"".join(held)
            held, amount = [chunk[cut:]], len(chunk) - cut
    rest = b"".join(held)
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"
