"""What the room knows: the board of this person, the pinned readouts, and what happened since the last time."""

import time
from datetime import UTC, datetime

from analytics import snapshots
from analytics.decisions import happenings
from analytics.decisions.happenings import Event
from data import visits
from data.declarations.experiments import Experiment, Role
from data.declarations.metrics import Direction, Metric
from data.workspace.actors import Actor
from data.workspace.records import JsonObject
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.store import Sessions
from pages.parts import fetch, forecast_veil, surveys


def sessions() -> Sessions:
    """Return the door of the sessions."""
    return fetch.workspace().sessions


def board(actor: Actor, session: str) -> Board:
    """Return what this person, who is here now, may see of a session. Raises `NotFound`."""
    now = int(time.time())
    sessions().here(actor, session, now=now)
    return sessions().board(actor, session, now=now)


def pinned(actor: Actor, session: str, experiment: str) -> JsonObject:
    """Return a readout as it was revealed. Raises `NotFound` before that.

    Raises `AwaitsForecast` while another session waits for this person's forecast: an old one must not tell.
    """
    forecast_veil.require(fetch.workspace(), actor, experiment)
    return sessions().snapshot(actor, session, experiment).value


def pinned_all(actor: Actor, shown: Board) -> dict[str, JsonObject]:
    """Return every readout that is revealed, by experiment."""
    if not shown.phase.has_reached(Phase.REVEAL):
        return {}
    return {key: pinned(actor, shown.key, key) for key in shown.experiments}


def snapshot(actor: Actor, experiment: str) -> JsonObject:
    """Return what is pinned of an experiment at the reveal, whether or not the facilitator gave a forecast."""
    return snapshots.taken(fetch.revealed(actor, experiment))


def leading_metric(actor: Actor, experiment: Experiment) -> Metric | None:
    """Return the metric that decides; None where none does."""
    leading = next((use.metric for use in experiment.metrics if use.role is Role.PRIMARY), None)
    return next((one for one in fetch.values(fetch.metrics(actor)) if one.key == leading), None)


def leading_direction(actor: Actor, experiment: Experiment) -> Direction:
    """Return which way is better of the metric that decides."""
    metric = leading_metric(actor, experiment)
    return Direction.UP if metric is None else metric.direction


def happened(actor: Actor, session: str) -> tuple[Event, ...]:
    """Return what happened to the tests since the session before this one; nothing before the first."""
    known = (one.value for one in sessions().sessions(actor))
    earlier = [one.key for one in known if one.key != session and one.called_off_at is None]
    noted = next((found for key in earlier if (found := visits.kept(fetch.home(), f"session {key}"))), None)
    lines, today = surveys.lines(), datetime.now(UTC).date()
    if visits.kept(fetch.home(), f"session {session}") is None:
        stands = happenings.standing(lines, today)
        visits.keep(fetch.home(), f"session {session}", stands, now=datetime.now(UTC))
    return () if noted is None else happenings.happenings(lines, noted.seen, today)
