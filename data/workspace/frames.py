"""Reads SQLite's write-ahead log as SQLite would, to say what SQLite does not: whether saved transactions are missing.

On opening after a crash SQLite replays the log up to the first frame whose checksum is wrong, and forgets the rest
without a word. A crash alone leaves such a tail too – of a transaction that nobody was told was saved. Three things
tell damage from that: a log whose own header is wrong though it is not empty; sound frames that end a transaction
behind a bad one; and the index beside the log, which says how many frames were saved and survives a killed process.

What cannot be told: a log cut or altered at its end when the index is gone too (a copied home, some power cuts).

Run as a program of its own (`python frames.py DATABASE`), because opening and closing the index in a process that has
the database open drops that process's locks on it. Formats: https://sqlite.org/walformat.html.
"""

import fcntl
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIVE, SOUND, DAMAGED = "live", "sound", "damaged"
MAGIC = {0x377F0682: "<", 0x377F0683: ">"}  # the byte order of the checksums
VERSION = 3_007_000
HEADER, FRAME, INDEX = 32, 24, 48  # bytes of the log's header, a frame's header and a copy of the index's header
PRESENCE = 128  # the byte of the index that every open connection holds a shared lock on
LOCK = "hhqqi"  # struct flock of Linux
Sum = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What can be read of a log."""

    salts: bytes  # empty: no usable header
    saved: int  # frames up to the end of the last transaction that SQLite will find
    orphaned: bool  # sound frames that end a transaction lie behind a bad one


def state(database: Path) -> str:
    """Say whether a process has the database open (then all is SQLite's business), or its log is sound or damaged."""
    log, index = (database.with_name(database.name + ending) for ending in ("-wal", "-shm"))
    content = b""
    if index.exists():
        with index.open("rb") as file:
            if _is_held(file.fileno()):
                return LIVE
            content = file.read()
    written = log.read_bytes() if log.exists() else b""
    return DAMAGED if is_damaged(written, content) else SOUND


def is_damaged(log: bytes, index: bytes) -> bool:
    """Say whether the bytes of a log, and of the index beside it, show that saved transactions are missing."""
    found = read(log)
    if not found.salts and len(log) >= HEADER and any(log):
        return True
    salts, frames, moved = promised(index)
    if frames > max(found.saved, moved) and salts == (found.salts or salts):
        return True
    return found.orphaned


def read(log: bytes) -> Log:
    """Read a log as SQLite does on opening, and further."""
    nothing = Log(salts=b"", saved=0, orphaned=False)
    if len(log) < HEADER:
        return nothing
    magic, version, page = struct.unpack_from(">III", log)
    if magic not in MAGIC or version != VERSION or page not in {2**power for power in range(9, 17)}:
        return nothing
    order = MAGIC[magic]
    total = checksum(log[:24], order)
    if total != struct.unpack_from(">II", log, 24):
        return nothing
    salts, saved, broken, orphaned = log[16:24], 0, False, False
    for number, (header, body) in enumerate(_frames(log, page), start=1):
        stored = struct.unpack_from(">II", header, 16)
        place, size = struct.unpack_from(">II", header)
        follows = place > 0 and header[8:16] == salts and checksum(header[:8] + body, order, total) == stored
        broken = broken or not follows
        if follows and size and not broken:
            saved = number
        orphaned = orphaned or bool(broken and follows and size)
        total = (stored[0], stored[1])
    return Log(salts=salts, saved=saved, orphaned=orphaned)


def promised(index: bytes) -> tuple[bytes, int, int]:
    """Return (salts of the log, frames saved in it, frames of these that are in the database too) by the index."""
    header = index[:INDEX]
    if len(index) < 2 * INDEX + 4 or header != index[INDEX : 2 * INDEX] or not header[12]:
        return b"", 0, 0
    order = "<" if sys.byteorder == "little" else ">"
    if struct.unpack_from("=I", header)[0] != VERSION or checksum(header[:40], order) != struct.unpack(
        "=II", header[40:]
    ):
        return b"", 0, 0
    frames, moved = struct.unpack_from("=I", header, 16)[0], struct.unpack_from("=I", index, 2 * INDEX)[0]
    return header[32:40], frames, moved


def checksum(data: bytes, order: str, start: Sum = (0, 0)) -> Sum:
    """Return SQLite's checksum of `data` (a multiple of 8 bytes) after `start`."""
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    first, second = start
    for left, right in zip(words[::2], words[1::2], strict=True):
        first = (first + left + second) & 0xFFFFFFFF
        second = (second + right + first) & 0xFFFFFFFF
    return first, second


def _frames(log: bytes, page: int) -> Iterator[tuple[bytes, bytes]]:
    whole = FRAME + page
    for start in range(HEADER, len(log) - whole + 1, whole):
        yield log[start : start + FRAME], log[start + FRAME : start + whole]


def _is_held(descriptor: int) -> bool:
    """Say whether any process holds a lock that an open database holds."""
    wanted = struct.pack(LOCK, fcntl.F_WRLCK, 0, PRESENCE, 1, 0)
    return bool(struct.unpack(LOCK, fcntl.fcntl(descriptor, fcntl.F_GETLK, wanted))[0] != fcntl.F_UNLCK)


if __name__ == "__main__":
    sys.stdout.write(state(Path(sys.argv[1])))
