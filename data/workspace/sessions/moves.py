"""Moves: a session begins, goes from phase to phase, changes hands, ends or is called off; and what is pointed at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from data.home import Home
from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import Actor
from data.workspace.records import JsonObject, Kind, Stored, Verb
from data.workspace.sessions import contents, limits, participants, phases, presence, rooms, seals, snapshots, topics
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Session
from data.workspace.sessions.rooms import Room

_VOTED = contents.TOPICS | {Kind.BALLOT}


def start(
    connection: Connection, actor: Actor, title: str, *, experiments: Sequence[str], anonymous: bool, home: Home
) -> Stored[Session]:
    """Begin a session, led by whoever begins it. Raises `Refused`, or `NotFound` for an unknown experiment."""
    if len(experiments) > limits.EXPERIMENTS or len(set(experiments)) < len(experiments):
        raise Refused(
            Message(
                "session_experiments",
                "A session looks at {most} experiments at most, at each once: leave some out.",
                {"most": limits.EXPERIMENTS},
            )
        )
    for experiment in experiments:
        ledger.get(connection, Kind.EXPERIMENT, experiment)
    now = rooms.now()
    session = Session(
        key=limits.new_key(),
        title=limits.check_line(title, longest=limits.TITLE),
        experiments=tuple(experiments),
        anonymous=anonymous,
        facilitator=rooms.person_of(actor),
        started_at=now,
        phase_began_at=now,
    )
    if anonymous:
        seals.make(home, session.key)
    saved = door.save(connection, actor, Kind.SESSION, session.key, record=session, version=None)
    presence.strike(connection, session.key)
    return saved


def move(room: Room, to: Phase, *, version: int, readouts: Mapping[str, JsonObject]) -> Stored[Session]:
    """Go to another phase, from the session as it was at `version`; into `reveal` with the readouts to pin.

    Raises `Forbidden` for whoever does not lead, `Refused` for what is not legal or was overtaken.
    """
    room.check_led()
    session = room.session
    if room.stored.version != version:
        raise Refused(
            Message(
                "session_moved",
                "{name} changed this session in the meantime, it is at “{phase}”: look at the page again.",
                {"name": room.stored.author, "phase": phases.SAID[session.phase]},
            )
        )
    phases.check_move(session.phase, to, experiments=bool(session.experiments))
    if to is Phase.REVEAL:
        snapshots.pin(room, readouts)
    elif readouts:
        raise Refused(Message("readouts_early", "Readouts are pinned at the reveal alone: load the page again."))
    now = rooms.now()
    moved = replace(session, phase=to, phase_began_at=now, timer_ends_at=None)
    if to is Phase.DISCUSS and not session.topic:
        moved = replace(moved, topic=next(iter(contents.read(room, _VOTED).ranked()), ""))
    if to is Phase.CLOSED:
        moved = replace(_ended(room, moved), closed_at=now)
    return room.save_session(moved, action=Verb.MOVE)


def hand_over(room: Room, person: str) -> Stored[Session]:
    """Let somebody else lead. Raises `Forbidden` for whoever does not lead, `Refused` for whoever cannot."""
    room.check_led()
    if person == room.person:
        return room.stored
    participants.check(room.connection, person)
    return room.save_session(replace(room.session, facilitator=person), action=Verb.HAND_OVER)


def take_over(room: Room) -> Stored[Session]:
    """Lead from now on, whoever led before."""
    if room.is_led:
        return room.stored
    return room.save_session(replace(room.session, facilitator=room.person), action=Verb.HAND_OVER)


def rename(room: Room, title: str) -> Stored[Session]:
    """Give the session another title. Raises `Forbidden` for whoever does not lead, `Refused`."""
    room.check_led()
    line = limits.check_line(title, longest=limits.TITLE)
    if line == room.session.title:
        return room.stored
    return room.save_session(replace(room.session, title=line), action=Verb.RENAME)


def call_off(room: Room) -> Stored[Session]:
    """End a session that should not have begun, where it stands: what was hidden then stays hidden for good.

    What was promised in it outlives it, like every promise. Raises `Forbidden` for whoever does not lead.
    """
    room.check_led()
    ended = _ended(room, replace(room.session, timer_ends_at=None))
    return room.save_session(replace(ended, called_off_at=rooms.now(), called_off_by=room.person), action=Verb.CALL_OFF)


def set_timer(room: Room, minutes: int | None) -> Stored[Session]:
    """Let a timer run for some minutes from now; None stops it. Raises `Forbidden`, `Refused`."""
    room.check_led()
    if minutes is not None and not 1 <= minutes <= limits.MINUTES:
        raise Refused(
            Message("timer_minutes", "A timer runs for 1 to {most} minutes: choose another number.",
                    {"most": limits.MINUTES})
        )  # fmt: skip
    ends_at = None if minutes is None else rooms.now() + timedelta(minutes=minutes)
    return room.save_session(replace(room.session, timer_ends_at=ends_at))


def discuss(room: Room, topic: str) -> Stored[Session]:
    """Let everybody look at a topic. Raises `Forbidden`, `Refused`."""
    room.check_led()
    topics.check(contents.read(room, contents.TOPICS), topic)
    return room.save_session(replace(room.session, topic=topic))


def _ended(room: Room, session: Session) -> Session:
    """End a session. Its secret goes before anybody is told that it is over, so that none outlives its session."""
    if session.anonymous:
        seals.destroy(room.home, session.key)
    joined = sum(one.partakes for one in presence.everybody(room.connection, session.key))
    presence.clear(room.connection, session.key)
    return replace(session, joined=joined)
