"""What a team is told of: tests that can be decided or alarm, promises past their day, sessions under way.

Only that something is so, never what a result says. Of a test nothing is said of its result before its minimum days
are over by time, also when a lead has lifted the veil; an alarm is said at once, as every day of a broken test is lost.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from analytics.decisions.agenda import Line
from analytics.decisions.results import Light
from analytics.decisions.summaries import Place, Reading, Summary
from data.workspace.inbox.records import Change, NoticeKind
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Session

# What stands for the state itself. Which answer makes a test ready is not part of it: another answer is no news.
READY, ALARMED, STARTED = "ready", "alarmed", "started"


def of_tests(lines: Sequence[Line], today: Mapping[str, date]) -> tuple[Change, ...]:
    """Return what is so of tests; `today` by time zone."""
    found = []
    for line in lines:
        key, summary = line.experiment.key, line.summary
        day = summary.as_of or today[line.experiment.time_zone]
        if line.place is Place.WAITING and is_due(summary):
            found.append(Change(kind=NoticeKind.DECISION_READY, subject=key, became=READY, day=day))
        if summary.light is Light.BLOCK and line.place is Place.REPAIR:
            found.append(Change(kind=NoticeKind.HEALTH_ALARM, subject=key, became=ALARMED, day=day))
    return tuple(found)


def is_due(summary: Summary) -> bool:
    """Say whether the minimum days are over, whoever may look before."""
    return summary.day_number is None or summary.day_number >= summary.minimum_days


def unread(lines: Sequence[Line]) -> frozenset[str]:
    """Return the tests of which nothing can be said just now: what was told of them stands."""
    return frozenset(line.experiment.key for line in lines if line.summary.reading is Reading.BROKEN)


def of_actions(items: Sequence[ActionItem], today: date) -> tuple[Change, ...]:
    """Return which promises have passed their day; one that got another day is other news."""
    return tuple(
        Change(kind=NoticeKind.ACTION_OVERDUE, subject=item.key, became=item.due.isoformat(), day=item.due)
        for item in items
        if item.is_open and item.due is not None and item.due < today
    )


def of_sessions(sessions: Sequence[Session], zone: str) -> tuple[Change, ...]:
    """Return which sessions are under way; the day of their start as a clock in `zone` said it."""
    return tuple(
        Change(
            kind=NoticeKind.SESSION_STARTED,
            subject=one.key,
            became=STARTED,
            day=one.started_at.astimezone(ZoneInfo(zone)).date(),
        )
        for one in sessions
        if one.phase is not Phase.CLOSED and one.started_at is not None
    )
