"""The one road of a read and of a write, in the caller's transaction: documents, their history and the audit.

A write compares versions, replaces the document, appends the version and the audit row, and lets the document be found
by its new words. Nothing is ever deleted.
"""

import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from data.messages import Message, NotFound, Refused
from data.workspace import audit, tables
from data.workspace.actors import Actor
from data.workspace.documents import body_of, value_of
from data.workspace.library import index
from data.workspace.records import Conflict, JsonObject, Kind, Stored, Verb

KEY = re.compile(r"[!-~]{1,128}")  # printable ASCII without spaces
AT_ONCE = 100  # owners in one question: SQLite takes no more than a thousand conditions
ONLY = "default"  # the key of a kind that has one document


def find(connection: Connection, kind: Kind, key: str) -> Stored[JsonObject] | None:
    """Return the present version, or None; a key that could not have been saved is simply not there."""
    if not KEY.fullmatch(key):
        return None
    columns = tables.documents.c
    row = connection.execute(select(tables.documents).where(columns.kind == kind.value, columns.key == key)).first()
    return None if row is None else _stored(kind, row)


def get(connection: Connection, kind: Kind, key: str) -> Stored[JsonObject]:
    """Return the present version. Raises `NotFound`."""
    found = find(connection, kind, key)
    if found is None:
        raise NotFound(
            Message(
                "document_unknown",
                "There is no {kind} “{key}” in this workspace: check its name.",
                {"kind": kind.value, "key": key},
            )
        )
    return found


def keys(connection: Connection, kind: Kind) -> frozenset[str]:
    """Return the keys of all documents of a kind."""
    columns = tables.documents.c
    return frozenset(connection.scalars(select(columns.key).where(columns.kind == kind.value)))


def every(connection: Connection, kind: Kind) -> tuple[Stored[JsonObject], ...]:
    """Return the present version of all documents of a kind, by key."""
    columns = tables.documents.c
    wanted = select(tables.documents).where(columns.kind == kind.value)
    # Sorted here: the databases' collations differ.
    return tuple(_stored(kind, row) for row in sorted(connection.execute(wanted), key=_key))


def those(connection: Connection, kind: Kind, keys: Collection[str]) -> dict[str, Stored[JsonObject]]:
    """Return the present version of the documents of a kind with these keys, as far as they are there."""
    columns = tables.documents.c
    wanted = select(tables.documents).where(columns.kind == kind.value, columns.key.in_(keys))
    return {row.key: _stored(kind, row) for row in connection.execute(wanted)} if keys else {}


def within(connection: Connection, kinds: Collection[Kind], owner: str) -> dict[Kind, dict[str, Stored[JsonObject]]]:
    """Return what belongs to the document `owner`: all with a key OWNER/element, by kind and element, in order."""
    return within_each(connection, kinds, (owner,))[owner]


def within_each(
    connection: Connection, kinds: Collection[Kind], owners: Collection[str]
) -> dict[str, dict[Kind, dict[str, Stored[JsonObject]]]]:
    """Return the same of several owners, by owner."""
    found: dict[str, dict[Kind, dict[str, Stored[JsonObject]]]] = {
        owner: {kind: {} for kind in kinds} for owner in owners
    }
    columns = tables.documents.c
    named = list(found)
    for some in (named[start : start + AT_ONCE] for start in range(0, len(named), AT_ONCE)):
        # “0” follows “/”: ranges of the primary key, in the order of bytes on both databases
        ranges = or_(*(and_(columns.key > f"{owner}/", columns.key < f"{owner}0") for owner in some))
        wanted = select(tables.documents).where(columns.kind.in_([kind.value for kind in kinds]), ranges)
        for row in sorted(connection.execute(wanted), key=_key):
            owner = next(row.key[: end.start()] for end in re.finditer("/", row.key) if row.key[: end.start()] in found)
            found[owner][Kind(row.kind)][row.key[len(owner) + 1 :]] = _stored(Kind(row.kind), row)
    return found


def begun(connection: Connection, kind: Kind) -> dict[str, datetime]:
    """Return when each document of a kind was first written, by key."""
    columns = tables.document_history.c
    wanted = select(columns.key, columns.changed_at).where(columns.kind == kind.value, columns.version == 1)
    return {row.key: datetime.fromisoformat(row.changed_at) for row in connection.execute(wanted)}


def holding(connection: Connection, kind: Kind, text: str) -> tuple[Stored[JsonObject], ...]:
    """Return the documents of a kind whose stored text holds `text`, by key; the caller reads what it means."""
    columns = tables.documents.c
    wanted = select(tables.documents).where(columns.kind == kind.value, columns.body.contains(text, autoescape=True))
    return tuple(_stored(kind, row) for row in sorted(connection.execute(wanted), key=_key))


def versions(connection: Connection, kind: Kind, key: str) -> tuple[Stored[JsonObject], ...]:
    """Return every version of one document, newest first; empty if there is none."""
    if not KEY.fullmatch(key):
        return ()
    columns = tables.document_history.c
    here = (columns.kind == kind.value) & (columns.key == key)
    wanted = select(tables.document_history).where(here).order_by(columns.version.desc())
    return tuple(_stored(kind, row) for row in connection.execute(wanted))


def write(
    connection: Connection,
    actor: Actor,
    *,
    kind: Kind,
    key: str,
    value: JsonObject,
    version: int | None,
    action: Verb | None = None,
    at: datetime | None = None,
    salted: bool = False,
) -> Stored[JsonObject]:
    """Save `value` over `version` (None: as a new document). Raises `Conflict` or `NotFound`; then nothing changed.

    `at`: what is written down as its time (None: now). `salted`: nobody can guess the text from the audit's digest.
    """
    if not KEY.fullmatch(key):
        raise Refused(
            Message(
                "document_key",
                "A key is 1 to 128 printable characters without spaces: “{key}” is not.",
                {"key": key[:80]},
            )
        )
    present = find(connection, kind, key) if version is None else get(connection, kind, key)
    if present is not None and present.version != version:
        raise Conflict(mine=value, theirs=present)
    moment = (at or datetime.now(UTC)).isoformat(timespec="microseconds")
    number = (present.version if present else 0) + 1
    body = body_of(value, salt=secrets.token_hex(16) if salted else None)
    row = {"version": number, "body": body, "author": actor.name, "changed_at": moment}
    columns = tables.documents.c
    if present is None:
        connection.execute(insert(tables.documents).values(kind=kind.value, key=key, **row))
    else:
        here = (columns.kind == kind.value) & (columns.key == key)
        connection.execute(update(tables.documents).where(here).values(**row))
    connection.execute(insert(tables.document_history).values(kind=kind.value, key=key, **row))
    verb = action or (Verb.EDIT if present else Verb.CREATE)
    audit.append(connection, actor, at=moment, action=verb, kind=kind, key=key, version=number, body=body)
    index.keep(connection, kind, key, value)
    return Stored(value=value, version=number, author=actor.name, changed_at=datetime.fromisoformat(moment))


def _key(row: Row[tuple[object, ...]]) -> str:
    return str(row.key)


def _stored(kind: Kind, row: Row[tuple[object, ...]]) -> Stored[JsonObject]:
    return Stored(
        value=value_of(kind, row.body),
        version=row.version,
        author=row.author,
        changed_at=datetime.fromisoformat(row.changed_at),
    )
