"""Rooms: one session within one transaction, entered by one actor; who writes in it, and under which name.

In an anonymous session cards, places, topics, ballots and notes are written by “someone”, at the time the phase began:
neither document, history nor audit tells one author from another.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self, TypeVar

from sqlalchemy import Connection

from data.home import Home
from data.messages import Forbidden, Message
from data.workspace import door, ledger
from data.workspace.actors import SOMEONE, Actor
from data.workspace.records import JsonObject, Kind, Stored, Verb
from data.workspace.sessions import phases, presence, seals
from data.workspace.sessions.phases import Step
from data.workspace.sessions.records import Card, Session

T = TypeVar("T")

UNSIGNED = frozenset({Kind.CARD, Kind.PLACE, Kind.TOPIC, Kind.BALLOT, Kind.NOTE})  # in an anonymous session
OWNER = "owner"  # stands for the local owner, whose key is empty, where a key is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A session, entered."""

    connection: Connection
    actor: Actor
    home: Home
    stored: Stored[Session]
    secret: bytes | None = field(repr=False)  # of an anonymous session; None: nobody's card can be told

    @classmethod
    def enter(cls, connection: Connection, actor: Actor, session: str, *, home: Home) -> Self:
        """Return the room of a session. Raises `NotFound`."""
        stored = door.read(Session, ledger.get(connection, Kind.SESSION, session))
        sealed = stored.value.anonymous and not stored.value.is_over
        secret = seals.find(home, session) if sealed else None
        return cls(connection=connection, actor=actor, home=home, stored=stored, secret=secret)

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.stored.value

    @property
    def began_at(self) -> datetime:
        """When the present phase began."""
        return self.session.phase_began_at or self.stored.changed_at

    @property
    def person(self) -> str:
        """The key of the person who entered; empty: the local owner."""
        return person_of(self.actor)

    @property
    def is_led(self) -> bool:
        """Whether the person who entered is the facilitator."""
        return self.session.facilitator == self.person

    def check(self, step: Step) -> None:
        """Raise `Refused` for a step that does not belong to the present phase, or comes after the end."""
        phases.check_step(self.session.phase, step, called_off=self.session.called_off_at is not None)

    def check_led(self) -> None:
        """Raise `Forbidden` for whoever is not the facilitator."""
        if not self.is_led:
            raise Forbidden(
                Message(
                    "not_facilitator",
                    "Only the facilitator does this: ask for the session to be handed over, or take it over as a lead.",
                )
            )

    def voice_in(self, card: str) -> str | None:
        """Return what stands for this person in a card of theirs; None: nobody can tell any more."""
        if not self.session.anonymous:
            return self.person
        return None if self.secret is None else seals.voice(self.secret, "card", card, self.person)

    def ballot(self) -> str | None:
        """Return the element that is this person's ballot; None: nobody can tell any more."""
        if not self.session.anonymous:
            return self.person or OWNER
        return None if self.secret is None else seals.voice(self.secret, "ballot", self.person)

    def is_mine(self, key: str, card: Card) -> bool:
        """Say whether a card is this person's."""
        return card.voice == self.voice_in(key)

    def find(self, kind: Kind, element: str, record: type[T]) -> Stored[T] | None:
        """Return one element of the session, or None."""
        found = ledger.find(self.connection, kind, f"{self.session.key}/{element}")
        return None if found is None else door.read(record, found)

    def elements(self, kinds: Collection[Kind]) -> dict[Kind, dict[str, Stored[JsonObject]]]:
        """Return all elements of these kinds, by kind and element."""
        return ledger.within(self.connection, kinds, self.session.key)

    def before(self, kind: Kind, element: str, *, record: T, version: int | None) -> T | None:
        """Return what `record` is saved over. Raises `Conflict` with both texts."""
        key = f"{self.session.key}/{element}"
        return door.before(self.connection, kind, key, record=record, version=version)

    def save(
        self, kind: Kind, element: str, *, record: T, version: int | None, action: Verb | None = None
    ) -> Stored[T]:
        """Save an element over `version` (None: a new one). Raises `Conflict`."""
        unsigned = self.session.anonymous and kind in UNSIGNED
        saved = door.save(
            self.connection,
            SOMEONE if unsigned else self.actor,
            kind,
            f"{self.session.key}/{element}",
            record=record,
            version=version,
            action=action,
            at=self.began_at if unsigned else None,
            salted=True,
        )
        presence.strike(self.connection, self.session.key)
        return saved

    def save_session(self, session: Session, *, action: Verb | None = None) -> Stored[Session]:
        """Save the session itself."""
        version = self.stored.version
        saved = door.save(
            self.connection, self.actor, Kind.SESSION, session.key, record=session, version=version, action=action
        )
        presence.strike(self.connection, session.key)
        return saved


def person_of(actor: Actor) -> str:
    """Return the key of a person; empty for the local owner."""
    return actor.person or ""


def now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)
