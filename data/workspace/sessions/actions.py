"""Actions: what people promised in a session. They outlive it, so they are documents of their own."""

from dataclasses import replace

from sqlalchemy import Connection

from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import Actor
from data.workspace.records import Kind, Stored
from data.workspace.sessions import limits, participants, presence
from data.workspace.sessions.records import ActionItem
from data.workspace.sessions.rooms import Room


def add(room: Room, item: ActionItem) -> Stored[ActionItem]:
    """Write down what somebody promised in this session."""
    return save(room.connection, room.actor, replace(item, session=room.session.key), version=None)


def save(connection: Connection, actor: Actor, item: ActionItem, *, version: int | None) -> Stored[ActionItem]:
    """Save over `version`. Raises `Conflict`, then `Refused` for what cannot be."""
    limits.check_key(item.key)
    before = door.before(connection, Kind.ACTION, item.key, record=item, version=version)
    if before is not None and before.session != item.session:
        raise Refused(Message("action_session", "An action stays with the session it comes from: add another one."))
    if item.owner != (before.owner if before else participants.LOCAL):
        participants.check(connection, item.owner)
    whole = replace(item, text=limits.check_line(item.text, longest=limits.ACTION))
    saved = door.save(connection, actor, Kind.ACTION, item.key, record=whole, version=version)
    presence.strike_all(connection)
    return saved


def every(connection: Connection) -> tuple[Stored[ActionItem], ...]:
    """Return all actions: what is due first, then what has no day, each by key."""
    found = (door.read(ActionItem, row) for row in ledger.every(connection, Kind.ACTION))
    return tuple(sorted(found, key=_place))


def _place(stored: Stored[ActionItem]) -> tuple[bool, str]:
    due = stored.value.due
    return due is None, due.isoformat() if due else ""
