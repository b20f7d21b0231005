"""A write that is taken back: whether the workspace could keep something now, without changing anything."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert

from data.workspace import engine as engines
from data.workspace.tables import documents

LOAD = "x" * 65_536  # more than one page of any database


def check(engine: Engine) -> None:
    """Write a row and roll it back. Raises `Unreachable` when the database is silent, read-only, damaged or full.

    SQLite keeps an unfinished write in memory while that suffices, and a full disk would not show: for the length of
    the probe its cache is one page, so that the row goes to the log, where the next write overwrites it.
    """
    with engines.writing(engine) as connection:
        cache = _shrink(connection) if engine.dialect.name == "sqlite" else None
        try:
            connection.execute(
                insert(documents).values(
                    kind="probe", key="probe", version=1, body=LOAD, author="", changed_at=datetime.now(UTC).isoformat()
                )
            )
        finally:
            if cache is not None:
                connection.exec_driver_sql(f"PRAGMA cache_size={cache}")
            transaction = connection.get_transaction()
            if transaction is not None:
                transaction.rollback()


def _shrink(connection: Connection) -> int:
    """Make the cache one page, and return how large it was."""
    cache = int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())
    connection.exec_driver_sql("PRAGMA cache_size=1")
    return cache
