"""Records of the inbox: what is true now, and what was told of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NoticeKind(StrEnum):
    """What people are told of."""

    DECISION_READY = "decision_ready"  # a test says enough to be decided; never what it says
    HEALTH_ALARM = "health_alarm"  # a check blocks a verdict
    ACTION_OVERDUE = "action_overdue"  # what was promised has passed its day
    SESSION_STARTED = "session_started"
    WEBHOOK_OFF = "webhook_off"  # nobody answered for days; for those who can mend it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that is so."""

    kind: NoticeKind
    subject: str  # key of the experiment, action or session
    became: str  # what it became; another word is other news
    day: date  # since when, as far as it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that is so at one moment."""

    changes: Collection[Change] = ()
    unknown: frozenset[str] = frozenset()  # subjects that could not be looked at: what was told of them stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that was told."""

    key: str  # a digest of what it says: the same news has the same key, whoever finds it
    number: int  # 1, 2, 3 … in the order of telling
    kind: NoticeKind
    subject: str
    became: str
    day: date
    told_at: int  # seconds since 1970
    is_over: bool = False  # no longer so
    is_unread: bool = True  # by whoever asks
