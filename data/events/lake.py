"""The lake: immutable batches of Parquet files, published whole or not at all. Owns every change below `lake/`.

A batch is written into `.staging/<random>/`, synced, and renamed into place under the lock of the lake. A kill leaves
either the batch or a staging folder whose owner is dead; the next writer sweeps it. Readers take no lock: what they
see never changes, and a folder that vanishes under them means that the lake changed and they start over.
"""

import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.events import overlaps
from data.events.batches import MANIFEST, Batch, Part, as_document, profiles_file, read_batch, rows_file
from data.home import Home, replace_file, sync
from data.messages import Fault, Message, NotFound, Refused

STAGING = ".staging"


def batches(home: Home) -> tuple[Batch, ...]:
    """Return the batches that count, oldest first: those that a newer one replaces are left out."""
    found = sorted(_present(home), key=lambda batch: (batch.imported_at, batch.batch))
    moments = {batch.batch: batch.imported_at for batch in found}
    # only what is not newer: a batch that was replaced may come back, and then replaces the one that replaced it
    replaced = {old for batch in found for old in batch.replaces if moments.get(old, "9") <= batch.imported_at}
    return tuple(batch for batch in found if batch.batch not in replaced)


def folder(home: Home, batch: Batch) -> Path:
    """Return where the files of `batch` lie."""
    return home.lake / batch.batch


@contextmanager
def staging(home: Home) -> Iterator[Path]:
    """Give an empty folder beside the lake, this process's own until the block ends; then it is gone or published.

    Raises `Refused` when the disk is full within the block.
    """
    root = home.lake / STAGING
    root.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    with _owned(root / f"{name}.lock"):
        try:
            (root / name).mkdir()
            yield root / name
        except OSError as error:
            if is_full(error):
                raise Refused(disk_full()) from error
            raise
        except Fault as fault:
            if is_full(fault):
                raise Refused(disk_full()) from fault
            raise
        finally:
            shutil.rmtree(root / name, ignore_errors=True)
            (root / f"{name}.lock").unlink(missing_ok=True)


def is_full(error: OSError | Fault) -> bool:
    """Say whether the disk took no more: the kernel's word, or DuckDB's for files that only this process writes."""
    if isinstance(error, Fault):
        return error.message.code == "engine.failed" and error.message.parameters.get("kind") == "IOException"
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def disk_full() -> Message:
    """Return what a person is told when the disk is full."""
    return Message("lake.disk_full", "The disk is full, so nothing was imported: free some space and import again.", {})


def synced(staged: Path) -> None:
    """Bring every file of `staged` to the disk."""
    for path in sorted(staged.iterdir()):
        sync(path)
    sync(staged)


def publish(home: Home, staged: Path, batch: Batch, *, confirmed: Callable[[], None] = lambda: None) -> Batch:
    """Make the synced files in `staged` a batch, and return it as it stands in the lake.

    The caller holds the lake's lock (`home.locked("lake")`) and has settled what the batch replaces. `confirmed` is
    called last before the rename and may raise: then nothing has changed.
    """
    older = batches(home)
    moment = batch.imported_at or _moment(older)
    parts = {key: _compared(home, staged, key, batch, older) for key in batch.experiments}
    final = replace(batch, imported_at=moment, experiments=parts)
    text = json.dumps(as_document(final), ensure_ascii=False, indent=1)
    replace_file(staged / MANIFEST, text.encode())
    confirmed()
    staged.rename(home.lake / final.batch)
    sync(home.lake)
    for name in final.replaces:
        _delete(home, name)
    return final


def undo(home: Home, name: str) -> Batch:
    """Remove the batch called `name` and return what it was; raises NotFound. Takes the lock of the lake."""
    with home.locked("lake"):
        settle(home)
        found = next((batch for batch in batches(home) if name in (batch.batch, batch.origin)), None)
        if found is None:
            raise NotFound(Message("lake.no_batch", "There is no batch “{batch}”: see status.", {"batch": name}))
        _delete(home, found.batch)
    return found


def settle(home: Home) -> None:
    """Finish what dead writers left: sweep their staging folders, delete replaced batches. The lock must be held."""
    root = home.lake / STAGING
    if not root.exists():
        return
    live = {batch.batch for batch in batches(home)}
    for batch in _present(home):
        if batch.batch not in live:
            _delete(home, batch.batch)
    for path in root.iterdir():
        if path.suffix == ".lock":
            _sweep(path)
        elif not path.with_suffix(".lock").exists():
            shutil.rmtree(path, ignore_errors=True)


def _present(home: Home) -> list[Batch]:
    """Read every batch in the lake; one that vanishes meanwhile is left out."""
    found = []
    for path in home.lake.glob(f"*/{MANIFEST}") if home.lake.exists() else ():
        if not path.parent.name.startswith("."):
            with suppress(FileNotFoundError):
                found.append(read_batch(path.parent))
    return found


def _moment(older: Sequence[Batch]) -> str:
    """Return the present moment, later than every older batch's even if the clock went back."""
    after = (datetime.fromisoformat(batch.imported_at) + timedelta(microseconds=1) for batch in older)
    return max([datetime.now(UTC), *after]).isoformat(timespec="microseconds")


def _compared(home: Home, staged: Path, key: str, batch: Batch, older: Sequence[Batch]) -> Part:
    """Return the part `key` of `batch`, knowing whether its rows stand in other batches too."""
    part = batch.experiments[key]
    if batch.totals:
        return part
    others = {
        folder(home, other) / rows_file(key): other.experiments[key]
        for other in older
        if key in other.experiments and other.batch not in batch.replaces
    }
    return replace(part, overlaps=part.overlaps or overlaps.overlapping(staged / rows_file(key), part, others))


def rename(staged: Path, keys: Mapping[str, str]) -> None:
    """Rename the files of experiments in `staged` from their old to their new `keys`."""
    for old, new in keys.items():
        for name in (rows_file, profiles_file, lambda key: rows_file(key, totals=True)):
            if old != new and (staged / name(old)).exists():
                (staged / name(old)).rename(staged / name(new))


def _delete(home: Home, name: str) -> None:
    """Take a batch out of the lake in one rename, then delete its files; the next writer sweeps what a kill leaves."""
    (home.lake / STAGING).mkdir(exist_ok=True)
    grave = home.lake / STAGING / secrets.token_hex(8)
    with suppress(FileNotFoundError):
        (home.lake / name).rename(grave)
        sync(home.lake)
    shutil.rmtree(grave, ignore_errors=True)


@contextmanager
def _owned(path: Path) -> Iterator[None]:
    """Hold the lock file `path` as a sign of life; the kernel frees it on death."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                break
        os.close(descriptor)  # a sweeper took the file before it was locked
    try:
        yield
    finally:
        os.close(descriptor)


def _sweep(lock: Path) -> None:
    """Delete a staging folder and its lock if its owner is dead."""
    with suppress(FileNotFoundError), lock.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        lock.unlink(missing_ok=True)
