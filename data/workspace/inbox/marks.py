"""Marks: what each person has read. Nobody else can see it, and nothing is written into the audit."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, func, insert, select

from data.workspace import tables
from data.workspace.inbox import changes
from data.workspace.inbox.records import Notice, NoticeKind


def inbox(connection: Connection, person: str, *, since: int, most: int) -> tuple[Notice, ...]:
    """Return what was told since then (seconds since 1970), the newest first, as far as this person has read it."""
    columns, marks = tables.notices.c, tables.notice_marks.c
    mine = and_(marks.notice == columns.key, marks.person == person)
    wanted = (
        select(tables.notices, marks.person.label("reader"))
        .join_from(tables.notices, tables.notice_marks, mine, isouter=True)
        .where(columns.told_at >= since)
        .order_by(columns.number.desc())
        .limit(most)
    )
    return tuple(changes.read(row, is_unread=row.reader is None) for row in connection.execute(wanted))


def unread(connection: Connection, person: str, *, since: int, most: int) -> tuple[tuple[NoticeKind, str], ...]:
    """Return kind and subject of what this person has not read among the same."""
    columns, marks = tables.notices.c, tables.notice_marks.c
    newest = select(func.max(columns.number)).scalar_subquery()
    read = select(marks.notice).where(marks.person == person, marks.notice == columns.key).exists()
    shown = (columns.number > newest - most) & (columns.told_at >= since)
    rows = connection.execute(select(columns.kind, columns.subject).where(shown, ~read))
    return tuple((NoticeKind(row.kind), row.subject) for row in rows)


def mark(connection: Connection, person: str, keys: Collection[str]) -> None:
    """Note that this person has read these; what was never told is passed over."""
    columns, marks = tables.notices.c, tables.notice_marks.c
    known = set(connection.scalars(select(columns.key).where(columns.key.in_(keys))))
    noted = set(connection.scalars(select(marks.notice).where(marks.person == person, marks.notice.in_(keys))))
    rows = [{"person": person, "notice": key} for key in sorted(known - noted)]
    if rows:
        connection.execute(insert(tables.notice_marks), rows)
