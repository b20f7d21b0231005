"""Audit: one row for every write, in the same transaction, each hash covering its row and the hash before it.

`verify` finds rows that were changed, removed or slipped in, and documents or versions that differ from what was
audited. Whoever can rewrite the whole database can also rewrite the whole chain: keep a `head` elsewhere to see that.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from data.workspace import tables
from data.workspace.actors import Actor
from data.workspace.documents import spelled
from data.workspace.records import Kind, Verb

START = "0" * 64  # what stands before the first row


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One write."""

    sequence: int  # 1, 2, 3 … without a gap
    at: datetime  # UTC
    actor: str
    role: str
    action: str
    kind: str
    key: str
    version: int
    digest: str  # sha256 of the body
    hash: str  # sha256 of the row and the hash before it


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What a check of the whole chain found."""

    rows: int
    head: str  # the last hash
    faults: tuple[str, ...]  # where something was tampered with; empty: whole


def digest_of(body: str) -> str:
    """Return the sha256 of a body, in hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def latest(connection: Connection, kinds: frozenset[Kind]) -> int:
    """Return the number of the last write of one of these kinds; 0 before the first."""
    return max(map(int, connection.execute(_last_of(kinds)).one()))


def append(
    connection: Connection, actor: Actor, *, at: str, action: Verb, kind: Kind, key: str, version: int, body: str
) -> None:
    """Add the row of one write to the end of the chain; the caller's transaction is the only writing one."""
    last = connection.execute(
        select(tables.audit.c.sequence, tables.audit.c.hash).order_by(tables.audit.c.sequence.desc()).limit(1)
    ).first()
    row = {
        "sequence": last.sequence + 1 if last else 1,
        "at": at,
        "actor": actor.name,
        "role": actor.role.value,
        "action": action.value,
        "kind": kind.value,
        "key": key,
        "version": version,
        "digest": digest_of(body),
        "previous": last.hash if last else START,
    }
    connection.execute(insert(tables.audit).values(**row, hash=_hash_of(row)))


def rows(connection: Connection, *, newest: int | None = None) -> tuple[AuditRow, ...]:
    """Return the rows, newest first, at most `newest` of them."""
    wanted = select(tables.audit).order_by(tables.audit.c.sequence.desc()).limit(newest)
    return tuple(
        AuditRow(
            sequence=row.sequence,
            at=datetime.fromisoformat(row.at),
            actor=row.actor,
            role=row.role,
            action=row.action,
            kind=row.kind,
            key=row.key,
            version=row.version,
            digest=row.digest,
            hash=row.hash,
        )
        for row in connection.execute(wanted)
    )


def verify(connection: Connection) -> AuditReport:
    """Recompute the chain and compare it with every version and every document."""
    chain = connection.execute(select(tables.audit).order_by(tables.audit.c.sequence)).all()
    faults = [*_broken_links(chain), *_broken_texts(connection, chain)]
    return AuditReport(rows=len(chain), head=chain[-1].hash if chain else START, faults=tuple(faults))


@cache
def _last_of(kinds: frozenset[Kind]) -> Select[*tuple[Any, ...]]:
    """Return the question after the last write of each kind: one step into the index, however many rows there are."""
    columns = tables.audit.c
    last = (select(func.max(columns.sequence)).where(columns.kind == kind.value) for kind in sorted(kinds))
    return select(*(func.coalesce(each.scalar_subquery(), 0) for each in last))


def _hash_of(row: dict[str, str | int]) -> str:
    return hashlib.sha256(spelled([row[name] for name in sorted(row)]).encode()).hexdigest()


def _broken_links(chain: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[str]:
    previous = START
    for number, row in enumerate(chain, start=1):
        values = dict(row._mapping)
        said = values.pop("hash")
        if row.sequence != number:
            yield f"audit row {number} is missing"
            return
        if row.previous != previous or said != _hash_of(values):
            yield f"audit row {number} was changed"
        previous = row.hash


def _broken_texts(connection: Connection, chain: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[str]:
    audited = {(row.kind, row.key, row.version): row.digest for row in chain}
    newest: dict[tuple[str, str], str] = {}
    columns = tables.document_history.c
    for row in connection.execute(select(tables.document_history).order_by(columns.kind, columns.key, columns.version)):
        name = (row.kind, row.key, row.version)
        newest[row.kind, row.key] = digest_of(row.body)
        if audited.pop(name, None) != digest_of(row.body):
            yield f"version {row.version} of {row.kind} {row.key} is not what was audited"
    for kind, key, version in audited:
        yield f"version {version} of {kind} {key} is missing"
    for row in connection.execute(select(tables.documents)):
        if newest.pop((row.kind, row.key), None) != digest_of(row.body):
            yield f"{row.kind} {row.key} is not its last version"
    for kind, key in newest:
        yield f"{kind} {key} is missing"
