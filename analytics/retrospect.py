"""The conductor of how well reflecting works: asks the sessions what was revealed, and reads it as habits.

Forecasts, topics and pinned verdicts of a settled session never change: they are read once and kept in a `Revealed`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from analytics import snapshots
from analytics.decisions.forecasts import Outcome, outcome
from analytics.decisions.habits import Habits, habits
from analytics.decisions.results import Verdict
from data.declarations.experiments import Experiment
from data.declarations.metrics import Direction, Metric
from data.workspace.actors import Actor
from data.workspace.records import JsonObject
from data.workspace.sessions.chronicles import RECENT, Chronicle, Raised, Round
from data.workspace.store import Workspace

_Pair = tuple[str, str]  # session and experiment
_Told = TypeVar("_Told", Round, Raised)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pinned:
    """What forecasts are held against."""

    verdict: Verdict | None  # None: nothing that this release can read
    metric: str | None  # key of the one that decided


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """What a session told."""

    rounds: tuple[Round, ...]
    topics: tuple[Raised, ...]


class Revealed:
    """What settled sessions told, by who asked, and what was pinned in them."""

    def __init__(self) -> None:
        self._kept: dict[str | None, dict[str, _Session]] = {}
        self._pinned: dict[_Pair, _Pinned] = {}

    def told(self, workspace: Workspace, actor: Actor) -> Chronicle:
        """Return the whole chronicle. What was read while a veil hid something is not kept."""
        kept = self._kept.setdefault(actor.person, {})
        told = workspace.sessions.chronicle(actor, known=frozenset(kept))
        rounds, topics = _by_session(told.rounds), _by_session(told.topics)
        known = {
            session.key: kept.get(session.key)
            or _Session(rounds=rounds.get(session.key, ()), topics=topics.get(session.key, ()))
            for session in told.sessions
        }
        settled = [session.key for session in told.sessions if session.is_settled]
        if not told.veiled:
            kept.update((key, known[key]) for key in settled)
        return replace(
            told,
            rounds=tuple(one for session in known.values() for one in session.rounds),
            topics=tuple(one for key in settled[-RECENT:] for one in known[key].topics),
        )

    def pinned(self, workspace: Workspace, actor: Actor, rounds: Sequence[Round]) -> Mapping[_Pair, _Pinned]:
        """Return what these rounds revealed."""
        asked = [(one.session, one.experiment) for one in rounds]
        unread = [pair for pair in asked if pair not in self._pinned]
        for pair, readout in (workspace.sessions.pinned(actor, unread) if unread else {}).items():
            self._pinned[pair] = _read(readout)
        return {pair: self._pinned[pair] for pair in asked if pair in self._pinned}


def read(
    workspace: Workspace,
    actor: Actor,
    revealed: Revealed,
    *,
    experiments: Sequence[Experiment],
    metrics: Sequence[Metric],
    now: datetime,
) -> Habits:
    """Return how well reflecting works, as far as this person may know. Raises `Forbidden`."""
    told = revealed.told(workspace, actor)
    directions = {metric.key: metric.direction for metric in metrics}
    answers: dict[_Pair, Outcome] = {}
    for pair, pinned in revealed.pinned(workspace, actor, told.rounds).items():
        direction = directions.get(pinned.metric or "", Direction.UP)
        came = None if pinned.verdict is None else outcome(pair[1], pinned.verdict, direction=direction)
        if came is not None:
            answers[pair] = came
    return habits(told, answers, experiments, now=now)


def _by_session(told: Iterable[_Told]) -> dict[str, tuple[_Told, ...]]:
    found: dict[str, list[_Told]] = {}
    for one in told:
        found.setdefault(one.session, []).append(one)
    return {session: tuple(own) for session, own in found.items()}


def _read(readout: JsonObject) -> _Pinned:
    try:
        return _Pinned(verdict=snapshots.verdict(readout), metric=snapshots.leading(readout))
    except (KeyError, TypeError, ValueError, AttributeError):
        return _Pinned(verdict=None, metric=None)
