"""What the lake holds, counted: per experiment and per batch, and a fingerprint that changes exactly when it does."""

import hashlib
from collections.abc import Sequence
from typing import Any

from data.declarations.metrics import EXPOSURE
from data.events import engines, lake
from data.events.batches import Batch, rows_file
from data.events.contract import code
from data.home import Home

RETRIES = 5  # when batches are replaced while they are counted


def census(home: Home) -> dict[str, Any]:
    """Return `{"experiments", "batches", "fingerprint"}` as the status command answers it.

    Experiments have `users` (exposed, whatever the variant), `events` (each counted once across files; 0 for totals),
    and `first` and `last` (ISO, times as stored; null: undated).
    """
    for attempt in range(RETRIES):
        batches = lake.batches(home)
        try:
            return {
                "experiments": [_experiment(home, key, batches) for key in _keys(batches)],
                "batches": [_batch(batch) for batch in batches],
                "fingerprint": fingerprint(batches),
            }
        except engines.EngineFault:
            if attempt == RETRIES - 1 or lake.batches(home) == batches:
                raise
    raise AssertionError


def fingerprint(batches: Sequence[Batch]) -> str:
    """Return the same 16 letters for the same batches, in whatever order they came."""
    names = sorted(batch.batch for batch in batches)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def _keys(batches: Sequence[Batch]) -> list[str]:
    return sorted({key for batch in batches for key in batch.experiments})


def _experiment(home: Home, key: str, batches: Sequence[Batch]) -> dict[str, Any]:
    held = [batch for batch in batches if key in batch.experiments]
    totals = held[0].totals
    paths = [str(lake.folder(home, batch) / rows_file(key, totals=totals)) for batch in held]
    with engines.connect(folders=[home.lake]) as engine:
        ((users, events, first, last),) = engine.perform(
            "census_totals" if totals else "census_events",
            {
                "rows": paths,
                "exposure": code(EXPOSURE),
                "overlaps": any(batch.experiments[key].overlaps for batch in held),
            },
        )
    return {
        "experiment": key,
        "users": users,
        "events": int(events),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
    }


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.origin,
        "file": batch.file,
        "shape": batch.shape,
        "imported_at": batch.imported_at,
        "read": batch.read,
        "accepted": batch.accepted,
        "duplicates": batch.duplicates,
        "rejected": batch.rejected,
        "forgotten": batch.forgotten,
        "experiments": sorted(batch.experiments),
    }
