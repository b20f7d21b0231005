"""What is done before SQLite opens a workspace that a crash or a disk may have damaged: set aside, loudly, or refuse.

SQLite itself would say nothing: it replays a damaged log up to the first bad frame and deletes the rest. So the first
process that opens a workspace reads the log before SQLite does. If saved transactions are missing from it, database,
log and index are copied into a folder beside them, named with the time, and then the workspace opens with the
transactions before the damage – more than the database without its log holds, and never half of a checkpoint. The
sentence about it is said by every command and every page until a person takes the folder away.
A damaged database file is refused on opening and stays where it is.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine

from data.home import Home, sync
from data.messages import Message
from data.workspace import engine as engines
from data.workspace import frames

LOG = logging.getLogger("liftroom")
ASIDE = ".damaged-"  # between the name of the database and the time; backups leave these folders out
STAMP = "%Y%m%d-%H%M%S-%f"


@contextmanager
def opening(home: Home, engine: Engine) -> Iterator[None]:
    """Hold the home's lock while a workspace is opened, and let nothing damaged in without a word.

    Raises `Unreachable` for a damaged database file, naming the way back.
    """
    with home.locked("workspace"):
        if engine.dialect.name != "sqlite":
            yield
            return
        path = Path(engine.url.database or "")
        state = _state(path)
        if state == frames.DAMAGED:
            set_aside(path)
        if state != frames.LIVE:
            _check_whole(engine)
        if state == frames.DAMAGED:
            with engines.said(engine), closing(engine.raw_connection()) as driver:
                driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()  # what lies behind the damage goes
        yield
    for notice in notices(engine):
        LOG.warning("%s", notice)


def refuse_emptied(home: Home, where: URL) -> None:
    """Refuse a file that lost its content: an opening makes an empty one too, so this is asked before it.

    Raises `Unreachable` for the home's own file where there are events, naming the way back.
    """
    path = Path(where.database or "")
    own = where.drivername == "sqlite" and path.absolute() == home.workspace.absolute()
    if own and path.exists() and path.stat().st_size == 0 and any(home.lake.glob("*/batch.json")):
        raise engines.Unreachable(
            Message(
                "workspace_emptied",
                "The workspace file {place} is empty though events were imported: bring a backup back with make "
                "restore, or delete the file to begin anew.",
                {"place": path.name},
            )
        )


def inspect(home: Home, where: URL) -> None:
    """Do what an opening does about damage, for those who only read."""
    refuse_emptied(home, where)
    engine = engines.open_engine(where)
    try:
        with opening(home, engine):
            pass
    finally:
        engine.dispose()


def notices(engine: Engine) -> tuple[Message, ...]:
    """Return a sentence for every damaged log that was set aside and not yet taken away, oldest first."""
    if engine.dialect.name != "sqlite":
        return ()
    path = Path(engine.url.database or "")
    return tuple(
        Message(
            "workspace_log_damaged",
            "The log of the workspace was damaged, so what was saved last before {time} (UTC) may be missing: check "
            "it, and move the damaged files, kept in {folder}, elsewhere when done.",
            {"time": f"{_time(folder):%Y-%m-%d %H:%M}", "folder": folder.name},
        )
        for folder in sorted(path.parent.glob(f"{path.name}{ASIDE}*"))
    )


def set_aside(path: Path) -> Path:
    """Copy database, log and index into a folder of their own, whole or not at all; returns the folder."""
    folder = path.with_name(f"{path.name}{ASIDE}{datetime.now(UTC):{STAMP}}")
    staging = folder.with_name(f".{folder.name}")
    staging.mkdir(mode=0o700)
    for part in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))):
        if part.exists():
            with Path(shutil.copy2(part, staging)).open("rb") as copied:
                os.fsync(copied.fileno())
    sync(staging)
    staging.rename(folder)
    sync(path.parent)
    return folder


def _state(path: Path) -> str:
    """Ask a process of its own, see `frames`; elsewhere than on Linux all is left to SQLite."""
    beside = any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-shm"))
    if not beside:
        return frames.SOUND
    if sys.platform != "linux":
        return frames.LIVE
    command = [sys.executable, "-I", frames.__file__, str(path)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    return found.stdout if found.returncode == 0 else frames.LIVE  # unreadable: SQLite will say so


def _check_whole(engine: Engine) -> None:
    """Let SQLite check every page: without this it notices only what it happens to read."""
    with engines.said(engine), engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise engines.damaged(engine)


def _time(folder: Path) -> datetime:
    try:
        return datetime.strptime(folder.name.partition(ASIDE)[2], STAMP).replace(tzinfo=UTC)
    except ValueError:  # a person gave it another name
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
