"""Records of a room: what people wrote in it, as it is kept. What a person may see of it is a `Board`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from data.workspace.sessions.phases import Phase


class Prompt(StrEnum):
    """What a card answers."""

    SURPRISED = "surprised"  # what surprised us
    LEARNED = "learned"  # what we learned
    NEXT = "next"  # what we would do next


class Choice(StrEnum):
    """What was decided about an experiment."""

    SHIP = "ship"
    STOP = "stop"
    ITERATE = "iterate"  # change it and test again
    RERUN = "rerun"  # test the same again, or longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One reflection of a team."""

    key: str  # random
    title: str
    experiments: tuple[str, ...] = ()  # keys; fixed at the start
    anonymous: bool = False  # fixed at the start: cards, topics, votes and notes are kept without author
    facilitator: str = ""  # key of the person who moves it on; empty: the local owner
    phase: Phase = Phase.AGENDA
    started_at: datetime | None = None  # UTC
    phase_began_at: datetime | None = None  # UTC
    topic: str = ""  # key of the topic that is discussed; empty: none
    timer_ends_at: datetime | None = None  # UTC; None: no timer runs
    closed_at: datetime | None = None  # UTC
    called_off_at: datetime | None = None  # UTC; it then stays in the phase where it stood
    called_off_by: str = ""  # key of the person who called it off; empty: the local owner
    joined: int = 0  # people who took part, counted at the close

    @property
    def is_over(self) -> bool:
        """Whether nothing goes on in it any more: it was closed or called off."""
        return self.phase is Phase.CLOSED or self.called_off_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What one person expected of one experiment before they saw it."""

    experiment: str  # key
    person: str  # key; empty: the local owner
    low: float | None = None  # relative lift (fraction); None: declined
    high: float | None = None  # relative lift (fraction)
    chance: float | None = None  # that the treatment is better, 0–1
    declined: bool = False  # knew the result already: never scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thought."""

    text: str  # empty: withdrawn
    prompt: Prompt
    voice: str = ""  # who wrote it: a person's key, or in an anonymous session a digest that links nothing
    number: int = 0  # its place among all cards of the session, in the order in which they were begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Under which topic a card was put; a card without a place is a topic of its own."""

    topic: str  # key


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the people called a topic."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The votes of one person."""

    votes: Mapping[str, int] = field(default_factory=dict)  # by key of the topic, each at least 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text that belongs to everybody: what was said of a topic, or the improvement."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one experiment, on what."""

    experiment: str  # key
    choice: Choice
    reason: str = ""  # why; never empty when the policy was overruled
    snapshot: str = ""  # key of the readout that was looked at
    verdict: str = ""  # what that readout said, as its kind
    follows: bool = True  # the choice is one that the verdict recommends
    person: str = ""  # key of who decided; empty: the local owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """What somebody promised to do."""

    key: str  # random
    text: str
    session: str = ""  # key of the session it comes from
    owner: str = ""  # key of the person; empty: the local owner
    due: date | None = None  # None: no day was named
    done_on: date | None = None  # None: not done yet
    dropped: bool = False  # will not be done

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be done."""
        return self.done_on is None and not self.dropped
