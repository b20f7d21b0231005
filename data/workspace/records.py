"""Records of the store: a stored value with its version, the conflict of two edits, a person, and a lifted veil."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from data.messages import Fault, Message
from data.workspace.actors import ActorRole, person_key

T_co = TypeVar("T_co", covariant=True)

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
JsonObject = Mapping[str, Json]


class Kind(StrEnum):
    """What a document is about."""

    EXPERIMENT = "experiment"
    METRIC = "metric"
    POLICY = "policy"
    SETTINGS = "settings"
    ASSUMPTIONS = "assumptions"  # what a report counts money by
    MAPPING = "mapping"  # how a file's columns were read, by column signature
    UNVEILING = "unveiling"  # a lead looked before the end; every time is one version
    PERSON = "person"  # who may sign in, by a digest of issuer and subject
    SESSION = "session"  # a team reflects together; what belongs to one has a key SESSION/element
    SNAPSHOT = "snapshot"  # a readout as it was revealed; never a second version
    FORECAST = "forecast"
    CARD = "card"
    PLACE = "place"  # the topic a card was put under
    TOPIC = "topic"  # what a topic is called
    BALLOT = "ballot"
    NOTE = "note"
    DECISION = "decision"
    WEBHOOK = "webhook"  # which other tool is told of what; its address and secret are in no database
    ACTION = "action"  # what somebody promised to do; outlives its session
    LEARNING = "learning"  # what the team holds to be true
    PRACTICE = "practice"  # a page of advice


# What no result depends on: what was cached of results stays true while a team writes.
OF_SESSIONS = frozenset(
    {
        Kind.SESSION, Kind.SNAPSHOT, Kind.FORECAST, Kind.CARD, Kind.PLACE, Kind.TOPIC, Kind.BALLOT, Kind.NOTE,
        Kind.DECISION, Kind.ACTION, Kind.LEARNING, Kind.PRACTICE,
    }
)  # fmt: skip


class Verb(StrEnum):
    """What the audit says was done."""

    CREATE = "create"
    EDIT = "edit"
    ARCHIVE = "archive"
    UNVEIL = "unveil"
    ADMIT = "admit"
    REMOVE = "remove"
    MOVE = "move"
    HAND_OVER = "hand_over"
    CALL_OFF = "call_off"
    RENAME = "rename"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Generic[T_co]):
    """A value as it stands in the workspace."""

    value: T_co
    version: int  # 1 for the first; give it back when saving
    author: str  # who wrote this version
    changed_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Unveiling:
    """A lead chose to see a running experiment's numbers before its planned end."""

    experiment: str  # key
    reason: str  # in the lead's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signed in at least once."""

    name: str  # no two people have the same: the audit and every history name people by it
    issuer: str  # address of the OpenID provider
    subject: str  # what that provider calls them, for ever
    email: str = ""  # as the provider said it at first; to recognise somebody by, never to know them by
    role: ActorRole | None = None  # None: may do nothing
    removed: bool = False  # was let in once and is not any more

    @property
    def key(self) -> str:
        """The key it is stored under."""
        return person_key(self.issuer, self.subject)


class Conflict(Fault):
    """Somebody else saved in between: nothing was changed, both texts are kept."""

    def __init__(self, *, mine: object, theirs: Stored[object]) -> None:
        super().__init__(
            Message(
                "conflict",
                "{author} saved version {version} while you were editing: compare both texts and save again.",
                {"author": theirs.author, "version": theirs.version},
            )
        )
        self.mine = mine
        self.theirs = theirs
