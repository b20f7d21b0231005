"""Records of the outbox: the webhook as it is set, a message that is being sent, and what became of those before."""

from dataclasses import dataclass, field
from enum import StrEnum

from data.courier.answers import Trouble
from data.workspace.inbox.records import NoticeKind

OUTGOING = (
    NoticeKind.DECISION_READY, NoticeKind.HEALTH_ALARM, NoticeKind.ACTION_OVERDUE, NoticeKind.SESSION_STARTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where another tool is told, and of what. The address itself may open a door, so it is in the vault."""

    seal: str = ""  # name of what the vault holds; empty: no address was given
    host: str = ""  # of the address, to be recognised by
    kinds: tuple[NoticeKind, ...] = OUTGOING
    language: str = "en"  # of the sentence that is sent
    base: str = ""  # where people open Liftroom, for links; empty: none are sent
    local: bool = False  # to this machine alone, also without HTTPS: for the local owner
    is_on: bool = False

    @property
    def key(self) -> str:
        """What a form of it is called."""
        return "webhook"


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A message that one process may send now."""

    key: str  # id of the message, the same at every attempt: receivers know by it what they have
    body: str
    lease: str  # to be given back with the answer
    address: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)  # each proves it
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a message so far."""

    key: str
    kind: NoticeKind | None  # None: a test
    made_at: int  # seconds since 1970
    state: State
    attempts: int
    status: int | None  # of the last answer
    trouble: Trouble | None  # of the last attempt
    due_at: int  # of the next attempt, while it waits; seconds since 1970
