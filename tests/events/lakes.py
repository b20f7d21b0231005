"""Batches as tests write them: rows of events through DuckDB, and a manifest, published like an import's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from data.events import engines, lake
from data.events.batches import Batch, Part, profiles_file, rows_file
from data.events.contract import code
from data.events.identity import user_code
from data.home import Home

EVENTS = """
COPY (
    SELECT
        "user"::UBIGINT AS "user", "time"::TIMESTAMP AS "time", zoned::BOOLEAN AS zoned, event::UBIGINT AS event,
        variant::UBIGINT AS variant, profile::UBIGINT AS profile, "value"::BIGINT AS "value",
        event_id::UBIGINT AS event_id, occurrence::UINTEGER AS occurrence
    FROM given
) TO $path (FORMAT parquet)
"""
PROFILES = "COPY (SELECT profile::UBIGINT AS profile, attribute, value FROM given) TO $path (FORMAT parquet)"


def row(
    user: int, event: str = "exposure", *, time: datetime | None = None, variant: str | None = None,
    value: int | None = None, event_id: str | None = None, profile: int | None = None, occurrence: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Return one event row; names are coded as in the lake."""
    return {
        "user": user, "time": time, "zoned": False, "event": code(event),
        "variant": code(variant) if variant else None, "profile": profile, "value": value,
        "event_id": code(event_id) if event_id else None, "occurrence": occurrence,
    }  # fmt: skip


def part(rows: Sequence[dict[str, Any]], *, name: str = "test", currency: str | None = None) -> Part:
    """Return what a manifest says of these rows."""
    times = sorted(one["time"] for one in rows if one["time"] is not None)
    return Part(
        name=name,
        rows=len(rows),
        first=times[0].isoformat() if times else None,
        last=times[-1].isoformat() if times else None,
        currency=currency,
        variants={code(name): name for name in ("control", "treatment")},
        events={code(name): name for name in ("exposure", "purchase")},
    )


def batch_of(name: str, parts: dict[str, Part], *, shape: str = "events", content: str | None = None) -> Batch:
    """Return a manifest of these parts; every row of the file was accepted."""
    rows = sum(one.rows for one in parts.values())
    return Batch(
        batch=name, origin=name, content=content or name, file=f"{name}.csv", shape=shape, mapping={}, options={},
        imported_at="", read=rows, accepted=rows, duplicates=0, rejected=0, experiments=parts,
    )  # fmt: skip


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write event rows as the reader does."""
    names = ("user", "time", "zoned", "event", "variant", "profile", "value", "event_id", "occurrence")
    types = [
        pa.uint64(), pa.timestamp("us"), pa.bool_(), pa.uint64(), pa.uint64(), pa.uint64(), pa.int64(), pa.uint64(),
        pa.uint32(),
    ]  # fmt: skip
    content = pa.table({name: pa.array([r[name] for r in rows], kind) for name, kind in zip(names, types, strict=True)})
    with engines.connect(folders=[path.parent]) as engine:
        engine.table("given", content)
        engine.run("write rows", EVENTS, {"path": str(path)})


def write_profiles(path: Path, profiles: dict[int, dict[str, str]]) -> None:
    """Write attribute profiles as the reader does."""
    flat = [(number, name, value) for number, held in profiles.items() for name, value in held.items()]
    columns = {"profile": [p for p, _, _ in flat], "attribute": [a for _, a, _ in flat], "value": [v for *_, v in flat]}
    with engines.connect(folders=[path.parent]) as engine:
        engine.table("given", pa.table(columns))
        engine.run("write profiles", PROFILES, {"path": str(path)})


def add(
    home: Home, name: str, rows: Sequence[dict[str, Any]], *, key: str = "test", replaces: tuple[str, ...] = (),
    profiles: dict[int, dict[str, str]] | None = None,
) -> Batch:  # fmt: skip
    """Publish one batch of one experiment."""
    batch = replace(batch_of(name, {key: part(rows)}), replaces=replaces)
    with lake.staging(home) as staged:
        write_rows(staged / rows_file(key), rows)
        if profiles:
            write_profiles(staged / profiles_file(key), profiles)
        lake.synced(staged)
        with home.locked("lake"):
            return lake.publish(home, staged, batch)


def rows_in(home: Home, key: str = "test") -> list[tuple[Any, ...]]:
    """Return every event row of an experiment in the live batches, sorted."""
    files = [lake.folder(home, batch) / rows_file(key) for batch in lake.batches(home) if key in batch.experiments]
    rows = [tuple(row.values()) for file in files for row in table_of(file).to_pylist()]
    return sorted(rows, key=lambda row: [(cell is None, cell) for cell in row])


def table_of(path: Path) -> pa.Table:
    """Read a Parquet file by the second road: Arrow's own reader."""
    with parquet.ParquetFile(path) as file:
        return file.read()


def person(home: Home, user: str) -> int:
    """Return the hash of a user id in this home."""
    return user_code(home.secret, user)
