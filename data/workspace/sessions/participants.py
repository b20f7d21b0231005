"""Participants: who may be asked to do something in a session, and what people are called."""

from collections.abc import Collection

from sqlalchemy import Connection

from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import LOCAL_OWNER
from data.workspace.records import Kind, Person
from data.workspace.rights import RIGHTS, Action

LOCAL = ""  # the key of the local owner


def check(connection: Connection, person: str) -> None:
    """Raise `Refused` for a person who may not take part."""
    found = ledger.find(connection, Kind.PERSON, person)
    role = None if found is None else door.read(Person, found).value.role
    if role is None or Action.WRITE_NOTES not in RIGHTS[role]:
        raise Refused(
            Message("person_apart", "This person may not take part here: choose somebody else, or ask an admin.")
        )


def names(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """Return what these people are called, by key, also those who were removed since."""
    rows = ledger.those(connection, Kind.PERSON, people)
    found = {key: door.read(Person, row).value.name for key, row in rows.items()}
    return {**found, LOCAL: LOCAL_OWNER.name} if LOCAL in people else found
