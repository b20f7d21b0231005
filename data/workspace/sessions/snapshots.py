"""Snapshots: the readouts of a session as they were revealed. Each is written once; later data cannot rewrite it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from data.messages import Message, NotFound, Refused
from data.workspace import ledger
from data.workspace.documents import spelled
from data.workspace.records import JsonObject, Kind, Stored
from data.workspace.sessions.limits import SNAPSHOT
from data.workspace.sessions.rooms import Room


def pin(room: Room, readouts: Mapping[str, JsonObject]) -> None:
    """Keep the readout of every experiment of the session. Raises `Refused` for a missing, unasked or unfit one."""
    asked = room.session.experiments
    for experiment in (*asked, *readouts):
        if experiment not in readouts or experiment not in asked:
            raise Refused(
                Message(
                    "snapshot_missing",
                    "The readouts of exactly this session's experiments are pinned, “{experiment}” is not among both: "
                    "load the page again.",
                    {"experiment": experiment[:80]},
                )
            )
    for experiment in asked:
        _check(experiment, readouts[experiment])
        key = key_of(room.session.key, experiment)
        if ledger.find(room.connection, Kind.SNAPSHOT, key) is not None:
            raise Refused(
                Message("snapshot_fixed", "A pinned readout is never written again: start a new session for a new one.")
            )
        value = readouts[experiment]
        ledger.write(room.connection, room.actor, kind=Kind.SNAPSHOT, key=key, value=value, version=None)


def get(room: Room, experiment: str) -> Stored[JsonObject]:
    """Return a pinned readout. Raises `NotFound` while nothing is pinned."""
    found = ledger.find(room.connection, Kind.SNAPSHOT, key_of(room.session.key, experiment))
    if found is None:
        raise NotFound(
            Message(
                "snapshot_unknown",
                "No readout of “{experiment}” is pinned in this session: reveal it first.",
                {"experiment": experiment[:80]},
            )
        )
    return found


def those(connection: Connection, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], JsonObject]:
    """Return the readouts pinned for these pairs of session and experiment, as far as they are there."""
    wanted = {key_of(*pair): pair for pair in pairs}
    return {wanted[key]: stored.value for key, stored in ledger.those(connection, Kind.SNAPSHOT, wanted).items()}


def key_of(session: str, experiment: str) -> str:
    """Return the key of a snapshot."""
    return f"{session}/{experiment}"


def verdict_of(readout: JsonObject) -> str:
    """Return the kind of the verdict that a readout gives; empty if it gives none."""
    verdict = readout.get("verdict")
    kind = verdict.get("kind") if isinstance(verdict, dict) else None
    return kind if isinstance(kind, str) else ""


def _check(experiment: str, readout: JsonObject) -> None:
    """What is in a readout is not looked at, but what a decision and a later release need of it."""
    try:
        size = len(spelled(dict(readout)))
    except (TypeError, ValueError):
        size = 0  # holds what is no JSON
    fits = 0 < size <= SNAPSHOT
    if fits and type(readout.get("schema")) is int and verdict_of(readout):
        return
    raise Refused(
        Message(
            "snapshot_unfit",
            "The readout of “{experiment}” cannot be pinned, it is not whole or above {megabytes} MB: read it anew.",
            {"experiment": experiment[:80], "megabytes": SNAPSHOT // 1_000_000},
        )
    )
