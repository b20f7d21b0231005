"""Boards: what one person may see of a session now, and nothing else. Screens and exports draw from nothing else.

The one exception are the pinned readouts, which are large and never change: `Sessions.snapshot`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.workspace.records import Stored
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Decision, Forecast, Note, Prompt


class Hidden(StrEnum):
    """What people are giving in this phase and nobody may see of the others until it is over."""

    FORECASTS = "forecasts"
    CARDS = "cards"
    VOTES = "votes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A card as this person may see it."""

    key: str
    prompt: Prompt
    text: str
    author: str | None  # name; None in an anonymous session
    version: int | None  # of one's own card: give it back when saving; None: somebody else's
    topic: str  # key of the topic it is under; empty before cards are grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTopic:
    """A topic as this person may see it."""

    key: str
    name: str  # empty: nobody named it
    version: int | None  # of the name; None: it has none yet
    cards: tuple[str, ...]  # keys
    mine: int  # votes this person gave it
    total: int | None  # votes of all; None: still hidden
    note: Stored[Note] | None  # what was said of it; None: nothing yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A phase that a session entered."""

    phase: Phase
    began_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A session as one person may see it."""

    key: str
    version: int  # of the session: give it back when moving
    clock: int  # the number that `Sessions.version` returned for this state
    title: str
    experiments: tuple[str, ...]  # keys
    anonymous: bool
    phase: Phase
    phase_began_at: datetime  # UTC
    minutes: tuple[Passage, ...]  # every phase it entered, oldest first
    facilitator: str  # key of the person; empty: the local owner
    is_led: bool  # this person is the facilitator
    called_off_at: datetime | None  # UTC; None: it was not
    called_off_by: str  # key of the person; empty: the local owner
    moves: tuple[Phase, ...]  # where this person may move it now
    partakes: bool  # this person may write here, not only look on
    is_over: bool  # closed or called off
    person: str  # key of the person who looks; empty: the local owner
    names: Mapping[str, str]  # what the people on this board are called, by key
    here: tuple[str, ...]  # keys of who was seen in the last minute
    joined: int  # people who ever came to take part
    is_small: bool  # anonymous, and so few have joined that one may guess who wrote what
    finished: tuple[str, ...]  # keys of who said they are done with this phase
    timer_ends_at: datetime | None  # UTC; None: no timer runs
    hidden: Hidden | None  # what this board leaves out for now; None: nothing
    answered: Mapping[str, tuple[str, ...]]  # by experiment, keys of who has forecast or declined
    forecasts: tuple[Forecast, ...]  # one's own; everybody's from the reveal on
    written: int  # cards of everybody
    cards: tuple[ShownCard, ...]  # one's own; everybody's from grouping on
    topics: tuple[ShownTopic, ...]  # from grouping on; most votes first once they are counted
    votes_left: int  # of this person
    topic: str  # key of the topic that is discussed; empty: none
    decisions: tuple[Stored[Decision], ...]  # in the order of the experiments
    actions: tuple[Stored[ActionItem], ...]  # of this session
    earlier_actions: tuple[Stored[ActionItem], ...]  # of other sessions, still open
    improvement: Stored[Note] | None  # None: not named yet
