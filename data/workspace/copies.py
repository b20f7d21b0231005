"""A workspace as one portable text: every row of every table, a JSON object per line, read within one snapshot.

The same text for SQLite and PostgreSQL, so that a backup needs no tool of either, survives a change of server version,
and is also the way from the one to the other.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from sqlalchemy import URL, MetaData, insert, select

from data.messages import Message, NotFound, Refused
from data.workspace import audit, schema
from data.workspace import engine as engines
from data.workspace.audit import AuditReport
from data.workspace.documents import spelled
from data.workspace.library import index

# Said by the first line; momentary; written anew from the documents.
_LEFT_OUT = ("alembic_version", "logins", "presence", "clocks", "dispatches", *index.OF_SQLITE)
_ROWS_AT_ONCE = 500


def dump(where: URL) -> Iterator[str]:
    """Give the lines of the workspace at `where`, its revision first. Raises `NotFound` if there is none."""
    engine = engines.open_engine(where)
    try:
        with engines.reading(engine) as connection:
            revision = schema.revision_of(connection)
            if revision is None:
                raise NotFound(
                    Message(
                        "workspace_empty",
                        "There is no workspace at {place}: start Liftroom once, or name another.",
                        {"place": engines.spoken(where)},
                    )
                )
            yield spelled({"revision": revision})
            found = MetaData()
            found.reflect(connection)
            for table in found.sorted_tables:
                if table.name in _LEFT_OUT:
                    continue
                rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
                    select(table).order_by(*table.primary_key.columns)
                )
                for row in rows:
                    yield spelled({"table": table.name, "row": dict(row._mapping)})
    finally:
        engine.dispose()


def load(where: URL, lines: Iterable[str]) -> AuditReport:
    """Fill the empty database at `where` with dumped lines, upgrade it, and check its audit.

    Raises `Refused`, with nothing changed, when a workspace is there already.
    """
    engine = engines.open_engine(where)
    try:
        read = iter(lines)
        revision = str(json.loads(next(read))["revision"])
        with engines.writing(engine) as connection:
            if schema.revision_of(connection) is not None:
                raise Refused(
                    Message(
                        "workspace_present",
                        "There is a workspace at {place} already: name an empty database in LIFTROOM_WORKSPACE.",
                        {"place": engines.spoken(where)},
                    )
                )
            schema.step(connection, target=revision)
            found = MetaData()
            found.reflect(connection)
            for name, entries in groupby(map(json.loads, read), key=_table):
                while rows := [entry["row"] for entry in islice(entries, _ROWS_AT_ONCE)]:
                    connection.execute(insert(found.tables[name]), rows)
        schema.bring_up_to_date(engine)
        index.bring_along(engine)
        with engines.reading(engine) as connection:
            return audit.verify(connection)
    finally:
        engine.dispose()


def _table(entry: dict[str, object]) -> str:
    return str(entry["table"])
