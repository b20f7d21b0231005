"""Opening the workspace database: SQLite in the home by default, PostgreSQL by URL.

SQLite: write-ahead log, so that readers never wait for a writer; `synchronous=FULL`, because what a person saved must
survive a power cut and there are few writes; every write begins with BEGIN IMMEDIATE, so that two writers queue instead
of one failing halfway; the file is readable by its owner alone. Connections are kept in a pool: closing the last one
would fold and delete the log after every call. An opened workspace must not be carried across a fork. Nothing else in a
process may open the file or its index beside SQLite: closing either drops every lock the process holds on it, and then
another process deletes the log this one goes on writing to.
PostgreSQL: writers queue on an advisory lock, because the audit chain has one end.
No message names a password: only host and database are ever spoken of.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from data.home import Home
from data.messages import Fault, Message, Refused

BUSY_MILLISECONDS = 30_000  # how long a SQLite connection waits for another writer
CONNECT_SECONDS = 10
_WRITERS = 0x11F7  # the advisory lock of PostgreSQL on which writers queue


class _Cursor(Protocol):
    def execute(self, statement: str, /) -> object: ...
    def close(self) -> object: ...


class _Driver(Protocol):
    isolation_level: str | None

    def cursor(self) -> _Cursor: ...


class Unreachable(Fault):
    """The workspace database does not answer, or its file cannot be read."""


def address(home: Home, url: str | None) -> URL:
    """Return where the workspace lies: `url`, else the file in the home. Raises `Refused` for another kind of URL."""
    if not url:
        return URL.create("sqlite", database=str(home.workspace))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed is not None and parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    raise Refused(
        Message(
            "workspace_url",
            "LIFTROOM_WORKSPACE is no address of a workspace: write postgresql://user@host/database or nothing.",
        )
    )


def spoken(where: URL) -> str:
    """Return the place as a person may read it: never with user, password or options."""
    if where.drivername == "sqlite":
        return Path(where.database or "").name
    port = f":{where.port}" if where.port else ""
    return f"{where.host or 'localhost'}{port}/{where.database or ''}"


def open_engine(where: URL) -> Engine:
    """Return the pool of connections to `where`; nothing is connected yet but the file of SQLite is made."""
    if where.drivername != "sqlite":
        return create_engine(where, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS})
    path = Path(where.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # a present file is not opened: closing it would drop this process's locks on it
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # the log beside it inherits the mode
    engine = create_engine(where, connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(driver: _Driver, _record: object) -> None:
        driver.isolation_level = None  # the driver must not commit by itself before DDL
        cursor = driver.cursor()
        for setting in (f"busy_timeout={BUSY_MILLISECONDS}", "foreign_keys=ON", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    opened = _identity(path)

    @event.listens_for(engine, "do_connect")
    @event.listens_for(engine, "checkout")
    def recognise(*_: object) -> None:
        if _identity(path) != opened:  # what is written to a deleted file is lost, and a new one would be empty
            raise Unreachable(
                Message(
                    "workspace_moved",
                    "The workspace file {place} was moved or deleted while it was open: start Liftroom again.",
                    {"place": path.name},
                )
            )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def keep_log(engine: Engine) -> None:
    """Switch SQLite to its write-ahead log; the caller holds the home's lock, since this one step does not wait."""
    if engine.dialect.name == "sqlite":
        with said(engine), closing(engine.raw_connection()) as driver:
            driver.cursor().execute("PRAGMA journal_mode=WAL").close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with said(engine), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the only writing connection; all of it is kept at the end, or nothing on any error."""
    with said(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
        yield connection


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file from any other that may lie in its place; None: there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def damaged(engine: Engine) -> Unreachable:
    """Return what is said about a damaged file."""
    return Unreachable(
        Message(
            "workspace_damaged",
            "The workspace file {place} is damaged: set it aside and bring a backup back with make restore.",
            {"place": spoken(engine.url)},
        )
    )


@contextmanager
def said(engine: Engine) -> Iterator[None]:
    """Tell a person about trouble with the database; `from None`, as a driver's text may hold addresses and values."""
    place = {"place": spoken(engine.url)}
    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:  # SQLite's own comes from the settings of a new connection
        words = str(getattr(error, "orig", error))
        if "malformed" in words or "not a database" in words:
            raise damaged(engine) from None
        if not isinstance(error, OperationalError | sqlite3.OperationalError) or "no such" in words:
            raise
        raise Unreachable(
            Message(
                "workspace_unreachable",
                "The workspace database {place} does not answer: check that it runs and has room, then try again.",
                place,
            )
        ) from None
