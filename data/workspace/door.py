"""What every door of the workspace has in common: rights first, then one transaction with history and audit.

The store believes nobody: the role that a signed-in actor comes with is compared with what the workspace holds of this
person, in the transaction of the call itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine

from data.messages import Forbidden, Message, Refused
from data.workspace import engine as engines
from data.workspace import ledger
from data.workspace.actors import Actor
from data.workspace.documents import from_json, to_json
from data.workspace.records import Conflict, JsonObject, Kind, Person, Stored, Verb
from data.workspace.rights import Action, require

T = TypeVar("T")


class Door:
    """A way into the workspace; what is behind it is read and written in the name of an actor."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self, actor: Actor, action: Action) -> Iterator[Connection]:
        require(actor, action)
        with engines.reading(self._engine) as connection:
            confirm(connection, actor)
            yield connection

    @contextmanager
    def _writing(self, actor: Actor, action: Action) -> Iterator[Connection]:
        require(actor, action)
        with engines.writing(self._engine) as connection:
            confirm(connection, actor)
            yield connection

    def _get(self, actor: Actor, kind: Kind, key: str, record: type[T], *, right: Action) -> Stored[T]:
        with self._reading(actor, right) as connection:
            return read(record, ledger.get(connection, kind, key))

    def _every(self, actor: Actor, kind: Kind, record: type[T], *, right: Action) -> tuple[Stored[T], ...]:
        with self._reading(actor, right) as connection:
            return tuple(read(record, row) for row in ledger.every(connection, kind))


def confirm(connection: Connection, actor: Actor) -> None:
    """Raise `Forbidden` unless the workspace still gives this person the role that the actor comes with."""
    if actor.person is None:
        return
    found = ledger.find(connection, Kind.PERSON, actor.person)
    present = None if found is None else read(Person, found).value.role
    if present is not actor.role:
        raise Forbidden(Message("role_changed", "Your role in this workspace has changed: load the page again."))


def save(
    connection: Connection,
    actor: Actor,
    kind: Kind,
    key: str,
    *,
    record: T,
    version: int | None,
    action: Verb | None = None,
    at: datetime | None = None,
    salted: bool = False,
) -> Stored[T]:
    """Save a record over `version` (None: as a new one). Raises `Conflict`, `NotFound`, `Refused`."""
    before(connection, kind, key, record=record, version=version)
    row = ledger.write(
        connection,
        actor,
        kind=kind,
        key=key,
        value=to_json(record),
        version=version,
        action=action,
        at=at,
        salted=salted,
    )
    return Stored(value=record, version=row.version, author=row.author, changed_at=row.changed_at)


def before(connection: Connection, kind: Kind, key: str, *, record: T, version: int | None) -> T | None:
    """Return what `record` is saved over. A conflict comes before any check, so that both texts are seen."""
    found = ledger.find(connection, kind, key)
    if found is None:
        return None
    present = read(type(record), found)
    if present.version != version:
        raise Conflict(mine=record, theirs=present)
    return present.value


def read(record: type[T], row: Stored[JsonObject]) -> Stored[T]:
    """Return a stored document as its record. Raises `Refused` for one that is no such record."""
    try:
        value = from_json(record, row.value)
    except ValueError:  # what is wrong with it may quote what people wrote
        raise Refused(
            Message(
                "document_unreadable",
                "A stored {record} cannot be read (version {version}): restore a backup or upgrade Liftroom.",
                {"record": record.__name__.lower(), "version": row.version},
            )
        ) from None
    return Stored(value=value, version=row.version, author=row.author, changed_at=row.changed_at)
