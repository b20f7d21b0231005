"""Presence: who is in a room, who said they are done, and the room's clock. Momentary: no history, no audit."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from data.workspace import tables

SEEN = 60  # seconds after which somebody counts as gone
NOTED = 20  # seconds within which a further sign of life is not written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One person in a room."""

    person: str  # key; empty: the local owner
    seen_at: int  # seconds since 1970; 0: never while this was asked
    here: bool  # what the others were told last
    partakes: bool  # may write, not only look on
    finished: str  # the phase they said they are done with; empty: none


def everybody(connection: Connection, session: str) -> tuple[Seen, ...]:
    """Return everybody who ever came in, by key."""
    columns = tables.presence.c
    rows = connection.execute(select(tables.presence).where(columns.session == session))
    found = (
        Seen(
            person=row.person,
            seen_at=row.seen_at,
            here=row.here,
            partakes=row.partakes,
            finished=row.finished,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.person))


def is_due(connection: Connection, session: str, person: str, *, now: int) -> bool:
    """Say whether a sign of life is worth writing down. `now`: seconds since 1970."""
    columns = tables.presence.c
    wanted = select(columns.seen_at, columns.here).where(columns.session == session, columns.person == person)
    row = connection.execute(wanted).first()
    return row is None or not row.here or now - row.seen_at >= NOTED


def note(connection: Connection, session: str, person: str, *, partakes: bool, now: int) -> None:
    """Write a sign of life down; the clock goes on only when somebody came or went."""
    columns = tables.presence.c
    mine = (columns.session == session) & (columns.person == person)
    gone = (columns.session == session) & (columns.person != person) & columns.here & (columns.seen_at < now - SEEN)
    before = connection.execute(select(columns.here, columns.seen_at).where(mine)).first()
    went = connection.execute(update(tables.presence).where(gone).values(here=False)).rowcount
    _put(connection, session, person, seen_at=now, here=True, partakes=partakes)
    if went or before is None or not before.here or now - before.seen_at > SEEN:
        strike(connection, session)


def finish(connection: Connection, session: str, person: str, *, phase: str) -> None:
    """Write down which phase somebody is done with; empty: none."""
    _put(connection, session, person, finished=phase)
    strike(connection, session)


def clear(connection: Connection, session: str) -> None:
    """Forget who was there."""
    connection.execute(delete(tables.presence).where(tables.presence.c.session == session))


def clock(connection: Connection, session: str) -> int:
    """Return the number that every change in the room raises; 0 before the first."""
    columns = tables.clocks.c
    return connection.execute(select(columns.number).where(columns.session == session)).scalar() or 0


def strike(connection: Connection, session: str) -> None:
    """Raise the clock of one room."""
    columns = tables.clocks.c
    raised = update(tables.clocks).where(columns.session == session).values(number=columns.number + 1)
    if connection.execute(raised).rowcount == 0:
        connection.execute(insert(tables.clocks).values(session=session, number=1))


def strike_all(connection: Connection) -> None:
    """Raise the clocks of all rooms: something changed that stands on every board."""
    connection.execute(update(tables.clocks).values(number=tables.clocks.c.number + 1))


def _put(connection: Connection, session: str, person: str, **changed: str | int | bool) -> None:
    columns = tables.presence.c
    mine = (columns.session == session) & (columns.person == person)
    if connection.execute(update(tables.presence).where(mine).values(**changed)).rowcount == 0:
        fresh = {"seen_at": 0, "here": False, "partakes": True, "finished": ""}
        connection.execute(insert(tables.presence).values(session=session, person=person, **{**fresh, **changed}))
