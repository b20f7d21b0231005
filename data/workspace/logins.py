"""Logins: how long a person stays signed in, whatever the browser's cookie says, and how that ends.

A provider vouches for somebody at one moment. From then on a login lasts twelve hours at most and an hour without a
visit, and it can be ended from here. A cookie whose login is not known counts only while the vouching is fresh: what
was ended and forgotten cannot come back.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from data.messages import Forbidden, Message
from data.workspace import tables
from data.workspace.actors import person_key
from data.workspace.documents import spelled

LONGEST = 12 * 60 * 60  # seconds from the vouching
IDLE = 60 * 60  # seconds without a visit
FRESH = 10 * 60  # seconds within which an unknown login may begin
AHEAD = 2 * 60  # seconds by which a provider's clock may be ahead of ours
NOTED = 60  # seconds within which a further visit is not written down


class Over(StrEnum):
    """Why a login holds no longer."""

    TOO_LONG = "too_long"
    IDLE = "idle"
    ENDED = "ended"
    UNKNOWN = "unknown"  # an old cookie of a login that was forgotten, or never was


class LoginOver(Forbidden):
    """A person must sign in again."""

    def __init__(self, why: Over) -> None:
        super().__init__(_SAID[why])
        self.why = why


_SAID = {
    Over.TOO_LONG: Message("login_too_long", "You have been signed in for twelve hours: please sign in again."),
    Over.IDLE: Message("login_idle", "You were away for more than an hour: please sign in again."),
    Over.ENDED: Message("login_ended", "You were signed out: please sign in again."),
    Over.UNKNOWN: Message("login_unknown", "This sign-in is no longer known here: please sign in again."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a provider vouches for."""

    issuer: str
    subject: str
    began_at: int  # `iat`, seconds since 1970
    nonce: str  # tells one login from the next of the same second
    name: str = ""
    email: str = ""

    @property
    def person(self) -> str:
        """The key of the person."""
        return person_key(self.issuer, self.subject)

    @property
    def login(self) -> str:
        """The key of this login."""
        return hashlib.sha256(spelled([self.issuer, self.subject, self.began_at, self.nonce]).encode()).hexdigest()


def check(connection: Connection, claims: Claims, *, now: int) -> bool:
    """Return whether this visit is worth writing down. `now`: seconds since 1970. Raises `LoginOver`."""
    columns = tables.logins.c
    row = connection.execute(select(tables.logins).where(columns.key == claims.login)).first()
    if now - claims.began_at > LONGEST:
        raise LoginOver(Over.TOO_LONG)
    if row is None:
        if not -AHEAD <= now - claims.began_at <= FRESH:
            raise LoginOver(Over.UNKNOWN)
        return True
    if row.ended:
        raise LoginOver(Over.ENDED)
    if now - row.seen_at > IDLE:
        raise LoginOver(Over.IDLE)
    return bool(now - row.seen_at >= NOTED)


def note(connection: Connection, claims: Claims, *, now: int) -> None:
    """Write down a visit that `check` let pass; what can hold no longer is forgotten. Raises `LoginOver`."""
    check(connection, claims, now=now)
    columns = tables.logins.c
    connection.execute(delete(tables.logins).where(columns.began_at < now - LONGEST - AHEAD))
    seen = update(tables.logins).where(columns.key == claims.login).values(seen_at=now)
    if connection.execute(seen).rowcount == 0:
        connection.execute(
            insert(tables.logins).values(
                key=claims.login, person=claims.person, began_at=claims.began_at, seen_at=now, ended=False
            )
        )


def end(connection: Connection, person: str, *, only: str | None = None) -> None:
    """End every login of a person, or `only` the one of this key."""
    columns = tables.logins.c
    chosen = columns.person == person if only is None else (columns.person == person) & (columns.key == only)
    connection.execute(update(tables.logins).where(chosen).values(ended=True))


def last_seen(connection: Connection) -> dict[str, int]:
    """Return when each person who is signed in was last here, in seconds since 1970."""
    columns = tables.logins.c
    rows = connection.execute(select(columns.person, columns.seen_at).where(~columns.ended).order_by(columns.seen_at))
    return {row.person: row.seen_at for row in rows}
