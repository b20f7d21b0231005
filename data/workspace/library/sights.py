"""Sights: what one person may find at this moment. Asked on every search, never kept in the index.

What is written in a session is found once its phase shows it to everybody. While a session waits for this person's
forecast of a test, nothing is found that was written about its results: its decisions, all that stands in sessions
that looked at it, and learnings and practices that rest on it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from data.workspace import ledger
from data.workspace.actors import Actor
from data.workspace.library.index import Match
from data.workspace.records import Json, Kind
from data.workspace.sessions import forecasts
from data.workspace.sessions.phases import Phase

_SHOWN = frozenset(phase.value for phase in Phase if phase.has_reached(Phase.GROUP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one person may find."""

    open: frozenset[str]  # keys of the sessions that show what was written in them
    dim: frozenset[str]  # keys of the sessions that looked at a test this person is to forecast
    veiled: frozenset[str]  # keys of the tests this person is to forecast
    untold: frozenset[tuple[Kind, str]]  # kind and key of learnings and practices that rest on such a test

    def shows(self, match: Match) -> bool:
        """Say whether this person may find it."""
        if match.kind is Kind.EXPERIMENT:
            return True
        if match.session in self.dim or match.experiment in self.veiled or (match.kind, match.key) in self.untold:
            return False
        within = match.kind in (Kind.CARD, Kind.TOPIC, Kind.NOTE, Kind.DECISION)
        return match.session in self.open if within else True


def of(connection: Connection, actor: Actor) -> Sight:
    """Return what this person may find now."""
    veiled = frozenset(forecasts.veiled(connection, actor))
    sessions = {row.value["key"]: row.value for row in ledger.every(connection, Kind.SESSION)}
    return Sight(
        open=frozenset(str(key) for key, session in sessions.items() if session.get("phase") in _SHOWN),
        dim=frozenset(str(key) for key, session in sessions.items() if _holds(session.get("experiments"), veiled)),
        veiled=veiled,
        untold=_untold(connection, veiled) if veiled else frozenset(),
    )


def _untold(connection: Connection, veiled: frozenset[str]) -> frozenset[tuple[Kind, str]]:
    learnings = (row.value for row in ledger.every(connection, Kind.LEARNING))
    resting = frozenset(str(one["key"]) for one in learnings if _holds(one.get("experiments"), veiled))
    practices = (row.value for row in ledger.every(connection, Kind.PRACTICE))
    upon = frozenset(str(one["key"]) for one in practices if _holds(one.get("learnings"), resting))
    return frozenset({(Kind.LEARNING, key) for key in resting} | {(Kind.PRACTICE, key) for key in upon})


def _holds(listed: Json, some: frozenset[str]) -> bool:
    return isinstance(listed, list) and not some.isdisjoint(str(each) for each in listed)
