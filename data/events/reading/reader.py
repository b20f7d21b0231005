"""Reading files of strangers, from the parent's side: a child process does it, under limits, and may be stopped.

One child serves one file: what it has loaded to look at the columns, it need not load again to read the rows. No user
id reaches the disk: a path is read in place; what was uploaded lies in memory (an anonymous file of the kernel)
and is handed over as a descriptor; the child writes keyed hashes only, and its engine may not spill before hashing.
Whatever happens to the child, the caller hears one sentence.
"""

import hashlib
import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from data.events.batches import Part
from data.events.contract import Field, Limits, Reason, Shape
from data.events.mapping import Mapping
from data.events.reading.guesses import Guess
from data.events.reading.reports import Staged
from data.messages import Message, Refused

ROOT = Path(__file__).parent.parent.parent.parent
WAIT = 0.1  # seconds between two looks at `cancelled`
ANSWER = 64 << 20  # bytes of one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a person sees of a file before importing it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the first ones, as text, long cells cut
    guess: Guess
    format: str  # delimited, json_lines, parquet, excel
    packing: str  # none, gzip, zstd
    encoding: str  # Python's name; "" for Parquet and Excel
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far reading has come."""

    rows: int  # read so far
    share: float  # of the file, 0 to 1


def unheard(_progress: Progress) -> None:
    """Report progress to nobody."""


def never() -> bool:
    """Cancel nothing."""
    return False


def content(file: BinaryIO) -> str:
    """Return the SHA-256 of a seekable file, hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class Reader:
    """One file and the child that reads it: started by the first question, gone when the block is left.

    A child that refused, failed or was stopped is not asked again: the next question is another child's.
    """

    def __init__(self, file: BinaryIO, *, limits: Limits | None = None) -> None:
        self._file = file
        self._limits = limits or Limits()
        self._descriptor: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def preview(
        self, *, name: str = "", limit: int = 50, shape: Shape | None = None, encoding: str | None = None
    ) -> Preview:
        """Return the columns, the first `limit` rows and the guessed mapping of the file, called `name`.

        Raises `Refused`, one sentence, for what cannot be read.
        """
        size = os.fstat(self._opened()).st_size
        done = self._ask({"task": "preview", "limit": limit, "shape": shape, "encoding": encoding, "name": name})
        return Preview(
            columns=tuple(done["columns"]),
            rows=tuple(tuple(row) for row in done["rows"]),
            guess=Guess(
                mapping=Mapping.of(done["mapping"]),
                missing=tuple(Field(one) for one in done["missing"]),
                notes=tuple(Message(**one) for one in done["notes"]),
            ),
            format=done["kind"]["format"],
            packing=done["kind"]["packing"],
            encoding=done["kind"]["encoding"],
            size=size,
        )

    def stage(
        self,
        mapping: Mapping,
        *,
        folder: Path,
        secret: bytes,
        content: str,
        forgotten: Iterable[int] = (),
        encoding: str | None = None,
        progress: Callable[[Progress], None] = unheard,
        cancelled: Callable[[], bool] = never,
    ) -> Staged:
        """Write what `mapping` makes of the file into the empty `folder`, and return the report.

        Parameters
        ----------
        secret: key of the user hash. content: the file's SHA-256 (see `content`). forgotten: codes of refused people.
        cancelled: asked ten times a second; True stops the child.

        Raises `Refused`: the file cannot be taken, was changed meanwhile, took too much, or the import was cancelled;
        then `folder` is empty again. Files are not yet synced.
        """
        request = {
            "task": "stage",
            "mapping": mapping.document(),
            "folder": str(folder.absolute()),
            "secret": secret.hex(),
            "content": content,
            "forgotten": sorted(forgotten),
            "encoding": encoding,
        }
        try:
            before = os.fstat(self._opened())
            done = self._ask(request, progress=progress, cancelled=cancelled)
            after = os.fstat(self._opened())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                raise Refused(Message("reader.changed", "The file changed while it was read: import it again."))
        except BaseException:
            _empty(folder)
            raise
        parts = {key: _part(part) for key, part in done.pop("experiments").items()}
        reasons = {Reason(reason): count for reason, count in done.pop("reasons").items()}
        return Staged(**done, experiments=parts, reasons=reasons)

    def _ask(
        self,
        request: dict[str, Any],
        *,
        progress: Callable[[Progress], None] = unheard,
        cancelled: Callable[[], bool] = never,
    ) -> dict[str, Any]:
        """Let the child answer `request`, and return what it has done."""
        try:
            descriptor = self._opened()
            self._child = self._child or _child(descriptor)
            asked = request | {"descriptor": descriptor, "limits": asdict(self._limits)}
            for answer in _answers(self._child, asked, cancelled):
                if "rows" in answer:
                    progress(Progress(rows=answer["rows"], share=answer["share"]))
                elif "done" in answer:
                    done: dict[str, Any] = answer["done"]
                    return done
                elif "refused" in answer:
                    raise Refused(Message(**answer["refused"]))
                else:
                    raise _died()
            raise _died()
        except BaseException:
            self._stop()
            raise

    def _opened(self) -> int:
        """Return a descriptor of the file's content."""
        if self._descriptor is None:
            self._descriptor = _descriptor(self._file)
        return self._descriptor

    def _stop(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream:
                stream.close()
        self._child = None


def _part(document: dict[str, Any]) -> Part:
    named = {name: {int(one): text for one, text in document[name].items()} for name in ("variants", "events")}
    listed = {name: tuple(document[name]) for name in ("attributes", "left_out")}
    return Part(**document | named | listed)


def _empty(folder: Path) -> None:
    for path in folder.iterdir() if folder.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _descriptor(file: BinaryIO) -> int:
    """Return a descriptor of the file's content; what lies in this process's memory is copied into the kernel's."""
    try:
        return os.dup(file.fileno())
    except (OSError, AttributeError):
        descriptor = os.memfd_create("upload", os.MFD_CLOEXEC)
        file.seek(0)
        with os.fdopen(os.dup(descriptor), "wb") as copy:
            shutil.copyfileobj(file, copy)
        return descriptor


def _child(descriptor: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "data.events.reading.parsing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,  # an interrupt is the parent's: a child that dies of it would look like a damaged file
        pass_fds=(descriptor,),
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
    )


def _answers(
    child: "subprocess.Popen[bytes]", request: dict[str, Any], cancelled: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    assert child.stdin is not None
    assert child.stdout is not None
    deadline = time.monotonic() + request["limits"]["seconds"]
    try:
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()
    except BrokenPipeError:
        return
    received = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if cancelled():
                raise Refused(Message("reader.cancelled", "The import was cancelled: nothing was changed."))
            if time.monotonic() > deadline:
                raise Refused(Message("reader.timeout", "Reading the file took too long and was stopped: split it."))
            if not selector.select(WAIT):
                continue
            chunk = os.read(child.stdout.fileno(), 1 << 16)
            if not chunk or len(received) > ANSWER:
                return
            *lines, received = (received + chunk).split(b"\n")
            for line in lines:
                yield json.loads(line)


def _died() -> Refused:
    return Refused(
        Message(
            "reader.died",
            "Reading the file took more than it may, or the file is damaged: split it or export it again.",
        )
    )
