"""The one door to DuckDB: in memory, locked on every open, one cursor per call, faults that carry the query's name.

In memory, because an open DuckDB file locks every other process out, readers too: a nightly import could not run
beside the dashboard. What lasts is Parquet. Settings are not stored and data files count as trusted, so each engine
closes its doors before it reads anything: no network, no extensions, no files outside the folders it is given.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.messages import Fault, Message

SQL = Path(__file__).parent / "sql"
BATCH = 122_880  # rows, as many as DuckDB itself handles together: their columns stay in the processor's cache
IDLE = 2  # engines that wait for their next borrower

Row = tuple[Any, ...]
Parameters = Mapping[str, Any]
Tables = Mapping[str, pa.Table]

_idle: list[tuple[Path, "Engine"]] = []  # with the folder each of them reads
_idling = threading.Lock()


class EngineFault(Fault):
    """A query failed: carries the query's name, never its values."""


def statement(name: str) -> str:
    """Return the text of `sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def connect(
    *, folders: Sequence[Path], memory: str | None = None, threads: int | None = None, spill: Path | None = None
) -> "Engine":
    """Open an empty engine that reads and writes within `folders` only.

    Parameters
    ----------
    folders: folders whose files (at any depth) SQL may name; they need not exist yet.
    memory: the most memory DuckDB may use, e.g. `"2GiB"`; None: 80 % of the machine's.
    threads: None: all cores.
    spill: where rows may go that do not fit into memory, for hashed data only; None: nowhere.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "allow_community_extensions": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "temp_directory": str(spill.absolute()) if spill else "",
    }
    if memory is not None:
        config["memory_limit"] = memory
    if threads is not None:
        config["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")  # it prints to stdout, even into a pipe
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET allowed_directories = $folders", {"folders": [f"{path.absolute()}/" for path in folders]})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Engine(connection)


@contextmanager
def lent(folder: Path) -> Iterator["Engine"]:
    """Lend an engine of one thread that reads within `folder`; nobody else has it meanwhile.

    For many small questions: opening an engine takes as long as most of their answers. What was made in it stays, for
    a next borrower to replace. One in which anything failed is closed.
    """
    engine = _idle_one(folder) or connect(folders=[folder], threads=1)
    try:
        yield engine
    except BaseException:
        engine.close()
        raise
    with _idling:
        _idle.append((folder, engine))
        surplus = _idle[:-IDLE]
        del _idle[:-IDLE]
    for _, one in surplus:
        one.close()


def _idle_one(folder: Path) -> "Engine | None":
    with _idling:
        place = next((place for place, (reads, _) in enumerate(_idle) if reads == folder), None)
        return _idle.pop(place)[1] if place is not None else None


class Engine:
    """An open, locked DuckDB. Tables live until it is closed and are seen by every call; safe for several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget every table and free the memory."""
        self._connection.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own; what is registered on it is seen by no other. Close it after use."""
        return self._connection.cursor()

    @contextmanager
    def query(
        self,
        name: str,
        sql: str,
        parameters: Parameters | None = None,
        *,
        tables: Tables | None = None,
        seconds: float | None = None,
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Run the statements of `sql` and give a cursor with the last one's result.

        Each statement is bound to those of `parameters` that it names, and sees `tables` for this call only. After
        `seconds` the query is interrupted.
        Raises `EngineFault` naming the query.
        """
        cursor = self.cursor()
        timer = threading.Timer(seconds, cursor.interrupt) if seconds is not None else None
        try:
            if timer:
                timer.start()
            for table, content in (tables or {}).items():
                cursor.register(table, content)
            for part in cursor.extract_statements(sql):
                named = {key: value for key, value in (parameters or {}).items() if key in part.named_parameters}
                cursor.execute(part, named or None)
            yield cursor
        except duckdb.InterruptException as error:
            raise EngineFault(
                Message("engine.interrupted", "The query “{query}” took too long and was stopped.", {"query": name})
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise EngineFault(
                Message("engine.memory", "The query “{query}” needs more memory than it may use.", {"query": name})
            ) from error
        except duckdb.Error as error:
            raise EngineFault(
                Message(
                    "engine.failed",
                    "The query “{query}” failed ({kind}).",
                    {"query": name, "kind": type(error).__name__},
                )
            ) from error
        finally:
            if timer:
                timer.cancel()
            cursor.close()

    def run(
        self, name: str, sql: str, parameters: Parameters | None = None, *, seconds: float | None = None
    ) -> list[Row]:
        """Run `sql` (see `query`) and return the last statement's rows."""
        with self.query(name, sql, parameters, seconds=seconds) as cursor:
            return cursor.fetchall() if cursor.description else []

    def perform(
        self,
        name: str,
        parameters: Parameters | None = None,
        *,
        tables: Tables | None = None,
        seconds: float | None = None,
    ) -> list[Row]:
        """Run the statements of `sql/<name>.sql` and return the last one's rows."""
        with self.query(name, statement(name), parameters, tables=tables, seconds=seconds) as cursor:
            return cursor.fetchall() if cursor.description else []

    def arrays(self, name: str, sql: str, parameters: Parameters | None = None) -> dict[str, Any]:
        """Run `sql` and return the last statement's columns as NumPy arrays (masked where there are NULLs)."""
        with self.query(name, sql, parameters) as cursor:
            return dict(cursor.fetchnumpy())

    def batches(self, name: str, sql: str, parameters: Parameters | None = None) -> Iterator[dict[str, NDArray[Any]]]:
        """Run one statement and give its columns as NumPy arrays, some rows at a time; they may not hold NULLs.

        The way for millions of rows: four times as fast as `arrays`, and what was taken need not stay in memory.
        Raises `EngineFault` naming the query.
        """
        with self.query(name, "") as cursor:
            named = cursor.extract_statements(sql)[0].named_parameters
            given = {key: value for key, value in (parameters or {}).items() if key in named}
            reader = cursor.sql(sql, params=given or None).to_arrow_reader(BATCH)
            yield {
                name: np.zeros(0, kind.to_pandas_dtype())
                for name, kind in zip(reader.schema.names, reader.schema.types, strict=True)
            }
            for batch in reader:
                yield dict(
                    zip(
                        batch.schema.names,
                        (column.to_numpy(zero_copy_only=False) for column in batch.columns),
                        strict=True,
                    )
                )

    def table(self, name: str, content: pa.Table) -> None:
        """Make `content` a table that every call sees, replacing one of that name. `name` is the program's own word."""
        assert name.isidentifier(), "table names come from the program, never from data"
        cursor = self.cursor()
        try:
            cursor.register("incoming_content", content)
            cursor.execute(f"CREATE OR REPLACE TABLE {name} AS FROM incoming_content")
        finally:
            cursor.close()
