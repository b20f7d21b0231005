"""Decisions: what is done about an experiment, held against what its pinned verdict recommends."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.records import Kind, Stored
from data.workspace.sessions import limits, snapshots
from data.workspace.sessions.records import Choice, Decision
from data.workspace.sessions.rooms import Room

# By kind of verdict, what follows the policy that gave it; a kind that is not here recommends nothing.
RECOMMENDED: Mapping[str, frozenset[Choice]] = MappingProxyType(
    {
        "ship": frozenset({Choice.SHIP}),
        "stop": frozenset({Choice.STOP, Choice.ITERATE}),
        "no_difference": frozenset({Choice.STOP, Choice.ITERATE}),
        "inconclusive": frozenset({Choice.RERUN, Choice.ITERATE, Choice.STOP}),
        "keep_collecting": frozenset({Choice.RERUN}),
        "untrusted": frozenset({Choice.RERUN}),
    }
)


def decide(room: Room, experiment: str, *, choice: Choice, reason: str) -> Stored[Decision]:
    """Decide about an experiment; a later decision stands in place of an earlier one, which stays in the history.

    Raises `NotFound` for an experiment without pinned readout, `Refused` for an overruling without reason.
    """
    verdict = snapshots.verdict_of(snapshots.get(room, experiment).value)
    words = reason.strip()
    limits.check_text(words, longest=limits.REASON)
    follows = choice in RECOMMENDED.get(verdict, frozenset())
    if not follows and len(words) < limits.GROUNDS:
        raise Refused(
            Message(
                "decision_unfounded",
                "The verdict recommends something else: say in {least} letters or more why you decide so.",
                {"least": limits.GROUNDS},
            )
        )
    record = Decision(
        experiment=experiment,
        choice=choice,
        reason=words,
        snapshot=snapshots.key_of(room.session.key, experiment),
        verdict=verdict,
        follows=follows,
        person=room.person,
    )
    before = room.find(Kind.DECISION, experiment, Decision)
    return room.save(Kind.DECISION, experiment, record=record, version=before.version if before else None)


def latest(connection: Connection) -> dict[str, Stored[Decision]]:
    """Return the latest decision about each experiment, of whatever session."""
    found = [door.read(Decision, row) for row in ledger.every(connection, Kind.DECISION)]
    return {stored.value.experiment: stored for stored in sorted(found, key=lambda stored: stored.changed_at)}
