"""Dispatches: messages that wait to be sent. One process at a time has one, for as long as its lease runs.

An attempt is counted when it begins: a process that dies in the middle leaves a message that somebody sends again once
the lease is over, with the same id. So it arrives at least once, and whoever receives it knows it by its id.
"""

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data.courier.answers import Answer, Trouble
from data.workspace import tables
from data.workspace.inbox.records import Notice, NoticeKind
from data.workspace.outbox.records import Sent, State

# Seconds from one attempt to the next, as the Standard Webhooks specification gives an example: ten in three days.
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
ATTEMPTS = len(WAITS) + 1
JITTER = 0.1  # share of a wait that is added by chance at most, so that not all come back at once
LEASE = 120  # seconds: far longer than an attempt may take
KEPT = 30 * 86_400  # seconds for which what is over is kept
TEST = "test"  # kind of a message that only tries the way


def put(connection: Connection, notice: Notice, *, body: str, now: int) -> None:
    """Let a notice be sent; the same one is never there twice."""
    columns = tables.dispatches.c
    over = (columns.state != State.WAITING.value) & (columns.made_at < now - KEPT)
    connection.execute(delete(tables.dispatches).where(over))
    _insert(connection, message_of(notice.key), kind=notice.kind.value, subject=notice.subject, body=body, now=now)


def put_test(connection: Connection, *, key: str, body: str, now: int) -> None:
    """Let a message be sent that only tries the way."""
    _insert(connection, key, kind=TEST, subject="", body=body, now=now)


def message_of(notice: str) -> str:
    """Return the id of the message about a notice: the same wherever and whenever it is made."""
    return f"msg_{notice}"


def new_test() -> str:
    """Return the id of a test."""
    return f"msg_{secrets.token_hex(16)}"


def due(
    connection: Connection, *, now: int, held: Collection[str], tests_only: bool, only: str | None
) -> Row[Any] | None:
    """Return the message that waits longest; `held`: tests of which it is not said yet that they can be decided."""
    columns = tables.dispatches.c
    waits = (columns.state == State.WAITING.value) & (columns.due_at <= now) & (columns.leased_until <= now)
    wanted = select(tables.dispatches).where(waits)
    if tests_only:
        wanted = wanted.where(columns.kind == TEST)
    if only is not None:
        wanted = wanted.where(columns.key == only)
    if held:
        wanted = wanted.where(~((columns.kind == NoticeKind.DECISION_READY.value) & columns.subject.in_(held)))
    return connection.execute(wanted.order_by(columns.due_at, columns.key).limit(1)).first()


def lease(connection: Connection, key: str, *, now: int) -> str:
    """Take a message for oneself, and count the attempt."""
    columns, mine = tables.dispatches.c, secrets.token_hex(16)
    taken = {"lease": mine, "leased_until": now + LEASE, "attempts": columns.attempts + 1}
    connection.execute(update(tables.dispatches).where(columns.key == key).values(**taken))
    return mine


def settle(connection: Connection, key: str, lease: str, *, answer: Answer, now: int) -> State | None:
    """Write down what was answered; None: somebody else has the message by now, and their answer counts."""
    columns = tables.dispatches.c
    mine = (columns.key == key) & (columns.lease == lease) & (columns.state == State.WAITING.value)
    row = connection.execute(select(columns.attempts, columns.kind).where(mine)).first()
    if row is None:
        return None
    last = row.attempts >= ATTEMPTS or row.kind == TEST or answer.status == 410
    state = State.ARRIVED if answer.arrived else State.GIVEN_UP if last else State.WAITING
    changed = {
        "state": state.value,
        "status": answer.status,
        "trouble": answer.trouble.value if answer.trouble else None,
        "lease": "",
        "leased_until": 0,
        "due_at": now if state is not State.WAITING else now + _wait(row.attempts, answer),
    }
    connection.execute(update(tables.dispatches).where(mine).values(**changed))
    return state


def give_up(connection: Connection, trouble: Trouble, *, key: str | None = None) -> None:
    """Send a message no more; without a key, none of those that wait."""
    columns = tables.dispatches.c
    which = columns.state == State.WAITING.value
    if key is not None:
        which &= columns.key == key
    changed = {"state": State.GIVEN_UP.value, "trouble": trouble.value, "lease": "", "leased_until": 0}
    connection.execute(update(tables.dispatches).where(which).values(**changed))


def is_test(connection: Connection, key: str) -> bool:
    """Say whether a message only tries the way."""
    return connection.scalar(select(tables.dispatches.c.kind).where(tables.dispatches.c.key == key)) == TEST


def arrived_since(connection: Connection, key: str) -> bool:
    """Say whether anything arrived since this message was made."""
    columns = tables.dispatches.c
    made = select(columns.made_at).where(columns.key == key).scalar_subquery()
    arrived = (columns.state == State.ARRIVED.value) & (columns.due_at >= made)
    return bool(connection.execute(select(func.count()).select_from(tables.dispatches).where(arrived)).scalar())


def latest(connection: Connection, *, most: int) -> tuple[Sent, ...]:
    """Return what became of the latest messages, the newest first."""
    columns = tables.dispatches.c
    wanted = select(tables.dispatches).order_by(columns.made_at.desc(), columns.key).limit(most)
    return tuple(
        Sent(
            key=row.key,
            kind=None if row.kind == TEST else NoticeKind(row.kind),
            made_at=row.made_at,
            state=State(row.state),
            attempts=row.attempts,
            status=row.status,
            trouble=None if row.trouble is None else Trouble(row.trouble),
            due_at=row.due_at,
        )
        for row in connection.execute(wanted)
    )


def _insert(connection: Connection, key: str, *, kind: str, subject: str, body: str, now: int) -> None:
    fresh = {"attempts": 0, "lease": "", "leased_until": 0, "state": State.WAITING.value}
    row = {"key": key, "kind": kind, "subject": subject, "body": body, "made_at": now, "due_at": now}
    connection.execute(insert(tables.dispatches).values(**row, **fresh))


def _wait(attempts: int, answer: Answer) -> int:
    planned = WAITS[attempts - 1]
    extra = secrets.randbelow(max(int(planned * JITTER), 1) + 1)
    return max(planned + extra, answer.retry_after or 0)
