"""The index: the words of everything that can be found, kept in the transaction that keeps the document itself.

FTS5 on SQLite, a `tsvector` on PostgreSQL; both are given words that are folded already, so neither's own rules for
words come into play. The index holds nothing that the documents do not: it is left out of backups, and written anew
when it is missing or of another form. A row's number is a digest, which tells nothing of the order of writing.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    cast,
    column,
    delete,
    insert,
    select,
)  # fmt: skip
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import UserDefinedType

from data.messages import Message
from data.workspace import engine as engines
from data.workspace import tables
from data.workspace.documents import value_of
from data.workspace.library import writings
from data.workspace.library.queries import Term
from data.workspace.library.words import words
from data.workspace.library.writings import Writing
from data.workspace.records import JsonObject, Kind

FORM = 1  # raised when other words come of a text, or other texts are found: then the index is written anew
_MARK = 0  # the number of the row that says the form
_KINDS = {kind.value: kind for kind in writings.FINDABLE}
_GAP = 8  # between title and text: no phrase reaches across


class _OfPostgres(UserDefinedType[str]):
    """A type by its name alone: importing the dialect would make every start slower, also on SQLite."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        """Return the type as DDL spells it."""
        return self.name


_VECTOR, _QUERY = _OfPostgres("TSVECTOR"), _OfPostgres("TSQUERY")

# What SQLite calls by these names is a virtual table, with tables of its own beside it.
METADATA = MetaData()
search = Table(
    "search",
    METADATA,
    Column("rowid", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("session", String(128), nullable=False),  # key of the one it belongs to; empty: none
    Column("experiment", String(128), nullable=False),  # key of the one it is about; empty: none, or several
    Column("head", Text, nullable=False),  # folded words of the title
    Column("body", Text, nullable=False),  # folded words of the text
    Column("words", _VECTOR, nullable=False),  # both; PostgreSQL alone
    Index("ix_search_words", "words", postgresql_using="gin"),
)
OF_SQLITE = ("search", *(f"search_{part}" for part in ("config", "content", "data", "docsize", "idx")))
VIRTUAL = (
    "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, key UNINDEXED, session UNINDEXED, experiment UNINDEXED, "
    "head, body, tokenize='ascii')"
)

# An index too damaged to be opened cannot be dropped either: it is first given the root of an empty one.
_RENEWAL = (
    "DELETE FROM search_data",
    "INSERT INTO search_data(id, block) VALUES(1, x''), (10, x'00000000000000')",
    "DROP TABLE search",
    VIRTUAL,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A document that holds what was looked for."""

    kind: Kind
    key: str
    session: str  # key of the one it belongs to; empty: none
    experiment: str  # key of the one it is about; empty: none, or several
    head: str  # folded words of its title
    body: str  # folded words of its text


def keep(connection: Connection, kind: Kind, key: str, value: JsonObject) -> None:
    """Let a document be found as it is now, or not any more."""
    if kind not in writings.FINDABLE:
        return
    found = writings.of(kind, key, value)
    with _said():
        connection.execute(delete(search).where(search.c.rowid == _number(kind, key)))
        if found is not None:
            _add(connection, [_row(kind, key, found)])


def match(
    connection: Connection, terms: Sequence[Term], *, every: bool, kinds: Collection[Kind] | None = None
) -> Iterable[Match]:
    """Give all documents that hold every term, or any; in no order."""
    columns = search.c
    wanted = select(columns.kind, columns.key, columns.session, columns.experiment, columns.head, columns.body)
    wanted = wanted.where(_holds(connection, terms, every=every))
    if kinds is not None:
        wanted = wanted.where(columns.kind.in_([kind.value for kind in kinds]))
    with _said():
        for kind, *rest in connection.execute(wanted):
            yield Match(_KINDS[kind], *rest)


def bring_along(engine: Engine) -> None:
    """Write the index if there is none of this release's form; most openings only look."""
    with engines.reading(engine) as connection:
        if _is_present(connection):
            return
    with engines.writing(engine) as connection:
        if not _is_present(connection):  # nobody did it while we waited
            rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Write the whole index anew."""
    if _is_virtual(connection):
        for statement in _RENEWAL:
            connection.exec_driver_sql(statement)
    else:
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
    columns = tables.documents.c
    kinds = [kind.value for kind in writings.FINDABLE]
    stored = connection.execute(select(columns.kind, columns.key, columns.body).where(columns.kind.in_(kinds)))
    found = ((Kind(row.kind), row.key, value_of(Kind(row.kind), row.body)) for row in stored)
    rows = [_row(kind, key, said) for kind, key, value in found if (said := writings.of(kind, key, value))]
    mark = {"kind": "form", "key": str(FORM), "session": "", "experiment": "", "head": "", "body": "", "rowid": _MARK}
    _add(connection, sorted([mark, *rows], key=lambda row: row["rowid"]))  # FTS5 takes rows in order much faster


def _is_present(connection: Connection) -> bool:
    try:
        return connection.scalar(select(search.c.key).where(search.c.rowid == _MARK)) == str(FORM)
    except DatabaseError as error:
        if _tells_damage(error):
            return False
        raise


@contextmanager
def _said() -> Iterator[None]:
    """Say that the index is damaged, which is nothing that a backup is needed for."""
    try:
        yield
    except DatabaseError as error:
        if not _tells_damage(error):
            raise
        raise engines.Unreachable(
            Message(
                "index_damaged",
                "The index of the search is damaged, nothing else is: write it anew with {command}.",
                {"command": "python -m data.workspace index"},
            )
        ) from None


def _tells_damage(error: DatabaseError) -> bool:
    return any(word in str(error.orig) for word in ("malformed", "corrupt", "vtable"))


def _is_virtual(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _number(kind: Kind, key: str) -> int:
    digest = hashlib.sha256(f"{kind.value} {key}".encode()).digest()
    return (int.from_bytes(digest[:8]) >> 1) | 1  # never that of the mark


def _row(kind: Kind, key: str, found: Writing) -> dict[str, Any]:
    return {
        "rowid": _number(kind, key),
        "kind": kind.value,
        "key": key,
        "session": found.session,
        "experiment": found.experiment,
        "head": " ".join(words(found.title)),
        "body": " ".join(words(f"{found.text} {found.unseen}")),
    }


def _add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if _is_virtual(connection):
        named = [one.name for one in search.columns if one.name != "words"]
        connection.execute(insert(search).values({name: bindparam(name) for name in named}), rows)
        return
    vector = cast(bindparam("words", type_=Text), _VECTOR)
    connection.execute(insert(search).values(words=vector), [{**row, "words": _vector(row)} for row in rows])


def _vector(row: dict[str, Any]) -> str:
    """Return the words of a row with their places, as PostgreSQL writes them; they hold nothing to be escaped."""
    head, body = row["head"].split(), row["body"].split()
    placed = [*enumerate(head, 1), *enumerate(body, len(head) + _GAP)]
    return " ".join(f"'{word}':{place}" for place, word in placed)


def _holds(connection: Connection, terms: Sequence[Term], *, every: bool) -> ColumnElement[bool]:
    if _is_virtual(connection):
        said = [f'"{" ".join(term.words)}"{"" if term.whole else "*"}' for term in terms]
        return column("search").op("MATCH", is_comparison=True)((" AND " if every else " OR ").join(said))
    near = ("<->".join(f"'{word}'" + ("" if term.whole else ":*") for word in term.words) for term in terms)
    query = (" & " if every else " | ").join(f"({each})" for each in near)
    return search.c.words.op("@@", is_comparison=True)(cast(query, _QUERY))
