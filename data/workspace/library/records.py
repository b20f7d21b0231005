"""Records of the library: what the team holds to be true, what it advises, and what a search finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.workspace.records import Kind


class Change(StrEnum):
    """Which way a metric is moved; whether that is good is the metric's own business."""

    RAISES = "raises"
    LOWERS = "lowers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What the team holds to be true. How well tests bear it out is computed from them, and never kept."""

    key: str  # random, see `limits.new_key`
    claim: str  # in people's words, one line
    lever: str  # what is done, e.g. “free delivery”
    audience: str = ""  # for whom; empty: for everybody
    metric: str  # key
    change: Change
    experiments: tuple[str, ...] = ()  # keys of the tests that speak for or against it, each once
    channel: str = ""  # where it was seen; empty: anywhere
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A page of advice."""

    key: str  # random, see `limits.new_key`
    title: str  # one line
    text: str = ""  # plain, with line breaks
    learnings: tuple[str, ...] = ()  # keys of what it rests on, each once
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A piece of what somebody wrote, and where in it the words are that were looked for."""

    text: str  # as it was written, in one line; “…” stands for what is left out; empty: only the title matches
    marks: tuple[tuple[int, int], ...] = ()  # first character and the one after the last, in order, never overlapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was found; this person may see it now."""

    kind: Kind  # experiment, card, topic, note, decision, action, learning or practice
    key: str  # as it is stored: SESSION/element for what belongs to a session
    title: str  # what it stands under: its own name, or that of its session or experiment
    excerpt: Excerpt
    experiment: str = ""  # key of the one experiment it is about; empty: none, or several
    session: str = ""  # key of the session it belongs to; empty: none
    choice: str = ""  # of a decision, what was decided
    changed_at: datetime  # UTC; in an anonymous session the beginning of the phase
    rank: float  # the larger the closer; to be compared within one answer only


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found, the closest first."""

    found: tuple[Found, ...] = ()
    partly: bool = False  # nothing holds all words: these hold some of them
    more: bool = False  # there is more than was asked for
