"""When something is news: once when it comes about, and again only after it was over and a week has passed.

What flaps is told once a week at most, however often it is looked at and by however many processes: writers queue, and
the key of a notice is a digest of what it says and of how many there were before.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from data.workspace import tables
from data.workspace.documents import spelled
from data.workspace.inbox.records import Change, Found, Notice, NoticeKind

_Name = tuple[str, str, str]  # kind, subject, what it became
QUIET = 7 * 86_400  # seconds after a notice within which the same is not told again


def tell(connection: Connection, found: Found, *, kinds: frozenset[NoticeKind], now: int) -> tuple[Notice, ...]:
    """Write down what is news, and what of these kinds is no longer so; return the news. `now`: seconds since 1970."""
    earlier, true = _told(connection, kinds), _true(found)
    _end(connection, earlier, true, found.unknown)
    return tuple(
        write(connection, change, occurrence=sum(_name(row) == name for row in earlier) + 1, now=now)
        for name, change in sorted(_fresh(earlier, true, now).items(), key=lambda item: item[1].day)
    )


def is_news(connection: Connection, found: Found, *, kinds: frozenset[NoticeKind], now: int) -> bool:
    """Say whether `tell` would write anything: most looks find what was told already."""
    earlier, true = _told(connection, kinds), _true(found)
    ended = (not row.over and _name(row) not in true and row.subject not in found.unknown for row in earlier)
    return any(ended) or bool(_fresh(earlier, true, now))


def write(connection: Connection, change: Change, *, occurrence: int, now: int) -> Notice:
    """Write one notice down."""
    latest = connection.execute(select(func.max(tables.notices.c.number))).scalar() or 0
    notice = Notice(
        key=identity(change, occurrence),
        number=latest + 1,
        kind=change.kind,
        subject=change.subject,
        became=change.became,
        day=change.day,
        told_at=now,
    )
    connection.execute(
        insert(tables.notices).values(
            key=notice.key,
            number=notice.number,
            kind=notice.kind.value,
            subject=notice.subject,
            became=notice.became,
            day=notice.day.isoformat(),
            told_at=notice.told_at,
            over=False,
        )
    )
    return notice


def identity(change: Change, occurrence: int) -> str:
    """Return the key of a notice. `occurrence`: 1 for the first of its kind, subject and state, 2 for the second …"""
    said = spelled([change.kind.value, change.subject, change.became, occurrence])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def read(row: Row[Any], *, is_unread: bool) -> Notice:
    """Return a stored notice."""
    return Notice(
        key=row.key,
        number=row.number,
        kind=NoticeKind(row.kind),
        subject=row.subject,
        became=row.became,
        day=date.fromisoformat(row.day),
        told_at=row.told_at,
        is_over=row.over,
        is_unread=is_unread,
    )


def _end(connection: Connection, rows: Iterable[Row[Any]], still: Collection[_Name], unknown: frozenset[str]) -> None:
    """Note what is no longer so."""
    over = [row.key for row in rows if not row.over and _name(row) not in still and row.subject not in unknown]
    if over:
        connection.execute(update(tables.notices).where(tables.notices.c.key.in_(over)).values(over=True))


def _told(connection: Connection, kinds: frozenset[NoticeKind]) -> Sequence[Row[Any]]:
    columns = tables.notices.c
    wanted = select(tables.notices).where(columns.kind.in_([kind.value for kind in kinds]))
    return connection.execute(wanted.order_by(columns.number)).all()


def _fresh(earlier: Sequence[Row[Any]], true: Mapping[_Name, Change], now: int) -> dict[_Name, Change]:
    """Return what is so and was never told, or was over and told long ago."""
    last = {_name(row): row for row in earlier}
    return {
        name: change
        for name, change in true.items()
        if name not in last or (last[name].over and now - last[name].told_at >= QUIET)
    }


def _true(found: Found) -> dict[_Name, Change]:
    return {(one.kind.value, one.subject, one.became): one for one in found.changes}


def _name(row: Row[Any]) -> _Name:
    return row.kind, row.subject, row.became
