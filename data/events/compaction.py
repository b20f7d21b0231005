"""Merges what several folds of one rollup left: small folders into one, extremes of days, the largest users."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from data.events import engines, manifest
from data.events.manifest import GONE, Days, Manifest, Peaks
from data.home import Home

Found = tuple[int, int, int, int]  # day, rows, first and last moment
PeakTable = Mapping[tuple[int, int, int], int]  # (metric, variant, day) → largest x of one user


def compact(home: Home, key: str, held: Manifest) -> Manifest:
    """Write the folders of `held` as one and make that the state. The rollup's lock must be held."""
    root = manifest.folder(home, key)
    target = root / secrets.token_hex(8)
    target.mkdir()
    folders = [root / name for name in held.folders]
    with engines.connect(folders=[root]) as engine:
        history: dict[str, object] = {}
        for name in ("moments", "users", "findings", "cells"):
            history[name] = [str(folder / f"{name}.parquet") for folder in folders]
            history[f"{name}_target"] = str(target / f"{name}.parquet")
        engine.perform("compact_history", history)
        for name in _tables(folders):
            files = {str(path): n for n, folder in enumerate(folders) for path in folder.glob(f"{name}-??.parquet")}
            generations = {"path": list(files), "generation": list(files.values())}
            engine.table("generations", pa.table(generations))
            given = {"files": list(files), "target": str(target / f"{name}-00.parquet")}
            engine.perform("compact_users", given)
    state = replace(held, folders=(target.name,))
    manifest.save(home, key, state)
    return state


def merged(days: Days, found: Iterable[Found]) -> Days:
    """Return `days` with what was found of further rows."""
    result = dict(days)
    for day, rows, first, last in found:
        known = result.get(day, (0, first, last))
        result[day] = (known[0] + rows, min(known[1], first), max(known[2], last))
    return result


def listed(peaks: PeakTable) -> Peaks:
    """Return `peaks` as they stand in the manifest."""
    return tuple((*place, peak) for place, peak in sorted(peaks.items()))


def raised(held: Peaks, removed: PeakTable, added: PeakTable) -> Peaks | None:
    """Return the peaks after some users' states were `removed` and others `added`; None when only a recount can tell.

    A peak that was removed and is not reached again may now be another user's, of whom nothing is known here.
    """
    peaks = {(metric, variant, day): peak for metric, variant, day, peak in held}
    for place, peak in removed.items():
        if peak >= peaks.get(place, peak) and added.get(place, peak - 1) < peak:
            return None
    for place, peak in added.items():
        peaks[place] = max(peak, peaks.get(place, peak))
    return listed(peaks)


def _tables(folders: Iterable[Path]) -> list[str]:
    """Return the parts of the per-user table: people first, who say which folder knows a user best, then totals."""
    names = {path.stem.rpartition("-")[0] for folder in folders for path in folder.glob("*-??.parquet")}
    return sorted(name for name in names if not name.startswith(GONE))
