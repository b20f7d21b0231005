"""Backup: one file with everything that cannot be derived, and the way back. `python -m data.backup create|restore`.

The file is a tar of the home's folders without rollup, locks and incoming, of the workspace as portable text, and, at
its very end, of a list of digests: a truncated or altered file is refused before anything is touched. It holds the
secret of the user hash, so it is readable by its owner alone. Imports wait while it is written.
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from data.home import Home, current, sync
from data.messages import Fault, Message, Refused
from data.workspace import copies, engine, rescue

WORKSPACE = "workspace.jsonl"
LIST = "backup.json"  # the last member: {"schema", "created_at", "digests": {name: sha256}}
# Derived, momentary, meant to be destroyed, or kept as portable text.
LEFT_OUT = ("rollup", "locks", "incoming", "sealed", "webhook", "workspace.db")
REPLACED = "replaced-"  # what a restore moved aside
_STAGING = ".restoring-"  # what a restore unpacks into; swept by the next if it dies
# What may be in a home that counts as empty: a secret set aside would outlive the session that is to destroy it.
_BESIDE = ("locks", "incoming", "sealed", REPLACED, _STAGING)
_BLOCK = 1 << 20  # bytes read at once


def create(home: Home, to: Path, *, url: str | None = None) -> tuple[str, ...]:
    """Write a backup of `home` to the file `to`, whole or not at all. Returns the names of what it holds.

    Raises `Refused` when `to` exists or there is nothing to keep.
    """
    if to.exists():
        raise Refused(Message("backup_exists", "There is a file {name} already: choose another.", {"name": to.name}))
    where = engine.address(home, url or os.environ.get("LIFTROOM_WORKSPACE"))
    if where.drivername == "sqlite" and not Path(where.database or "").exists():
        raise Refused(Message("backup_nothing", "There is nothing to back up yet: start Liftroom once."))
    rescue.inspect(home, where)  # a backup must not be the one that lets SQLite forget what was damaged
    descriptor, name = tempfile.mkstemp(dir=to.absolute().parent, prefix=f".{to.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file, home.locked("lake"):
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                digests = _write(tar, home, copies.dump(where))
            file.flush()
            os.fsync(file.fileno())
        os.link(name, to)  # unlike a rename, refuses to overwrite
    finally:
        Path(name).unlink(missing_ok=True)
    sync(to.absolute().parent)
    return tuple(digests)


def restore(home: Home, source: Path, *, url: str | None = None, replace: bool = False) -> tuple[str, ...]:
    """Bring the backup `source` into an empty home and an empty workspace. Returns the names of what it held.

    `replace` moves what is in the home aside first, into a folder beside the restored ones; a database named by
    address must be empty in any case. Raises `Refused`, with nothing changed, for a home in use or a damaged file.
    """
    present = [path for path in home.root.glob("*") if not path.name.startswith(_BESIDE)]
    if present and not replace:
        raise Refused(
            Message("home_present", "The home is in use: restore into an empty one, or say --replace to set it aside.")
        )
    home.root.mkdir(parents=True, exist_ok=True)
    with home.locked("lake"), home.locked("workspace"), _staging(home) as staging:
        digests = _read(source, staging)
        _fill(Home(staging), url or os.environ.get("LIFTROOM_WORKSPACE"))
        if present:
            aside = home.root / f"{REPLACED}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
            aside.mkdir()
            for path in present:
                path.rename(aside / path.name)
        for path in sorted(staging.iterdir()):
            path.rename(home.root / path.name)
        sync(home.root)
    return tuple(digests)


def _write(tar: tarfile.TarFile, home: Home, lines: Iterator[str]) -> dict[str, str]:
    digests: dict[str, str] = {}
    with tempfile.TemporaryFile() as file:
        for line in lines:
            file.write(line.encode() + b"\n")
        file.seek(0)
        digests[WORKSPACE] = _add(tar, WORKSPACE, file)
    for path in sorted(_kept(home.root)):
        with path.open("rb") as content:
            name = path.relative_to(home.root).as_posix()
            digests[name] = _add(tar, name, content)
    last = {"schema": 1, "created_at": datetime.now(UTC).isoformat(timespec="seconds"), "digests": digests}
    _add(tar, LIST, io.BytesIO(json.dumps(last).encode()))
    return digests


def _kept(root: Path) -> Iterator[Path]:
    for top in root.iterdir():
        if top.name.startswith((*LEFT_OUT, REPLACED, ".")):
            continue
        for path in top.rglob("*") if top.is_dir() else (top,):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)  # unfinished work
            if path.is_file() and not path.is_symlink() and not hidden:
                yield path


def _add(tar: tarfile.TarFile, name: str, content: BinaryIO) -> str:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, os.SEEK_END)
    member.mode = 0o600
    member.mtime = int(datetime.now(UTC).timestamp())
    content.seek(0)
    tar.addfile(member, content)
    content.seek(0)
    return _digest(content)


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def _staging(home: Home) -> Iterator[Path]:
    for left in home.root.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=home.root, prefix=_STAGING))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(source: Path, folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with tarfile.open(source, mode="r:") as tar:
            if not all(member.isreg() for member in tar.getmembers()):
                raise ValueError("a backup holds plain files alone")
            tar.extractall(folder, filter="data")
        said = json.loads((folder / LIST).read_bytes())["digests"]
        for path in folder.rglob("*"):
            if path.is_file() and path.name != LIST:
                with path.open("rb") as content:
                    found[path.relative_to(folder).as_posix()] = _digest(content)
    except FileNotFoundError as error:
        if error.filename == str(source):
            raise Refused(
                Message("backup_missing", "There is no file {name}: check its name.", {"name": source.name})
            ) from None
        said = None
    except (tarfile.TarError, ValueError, KeyError, EOFError):
        said = None
    if not found or said != found:
        raise Refused(
            Message("backup_damaged", "The backup {name} is damaged or cut short: take another.", {"name": source.name})
        )
    (folder / LIST).unlink()
    return found


def _fill(staged: Home, url: str | None) -> None:
    text = staged.root / WORKSPACE
    with text.open(encoding="utf-8") as lines:
        report = copies.load(engine.address(staged, url), lines)
    if report.faults:
        sys.stderr.write(f"warning: {report.faults[0]}; the audit of this backup is not whole\n")
    text.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 with one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m data.backup", description="Back up and restore a home.")
    parser.add_argument("command", choices=("create", "restore"))
    parser.add_argument("file", nargs="?", type=Path, help="the backup; create names one by the clock if none is given")
    parser.add_argument("--replace", action="store_true", help="restore: set the present home aside first")
    given = parser.parse_args(arguments)
    file: Path | None = given.file
    try:
        if given.command == "create":
            file = file or Path(f"liftroom-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar")
            names = create(current(), file)
        elif file is None:
            raise Refused(Message("backup_unnamed", "Name the backup to restore: make restore FROM=FILE."))
        else:
            names = restore(current(), file, replace=given.replace)
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write(json.dumps({"backup": str(file), "files": len(names)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
