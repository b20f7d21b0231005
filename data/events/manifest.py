"""What a rollup holds: which batches under which plan, in which files. Replaced by rename, so it is old or new, whole.

`rollup/<experiment>/manifest.json` names folders beside it, oldest first; a folder that it does not name is left over
from a fold that was killed and is deleted by the next one.
"""

import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.home import Home, replace_file, sync
from data.messages import Message, NotFound

NAME = "manifest.json"
ROWS = ("moments", "users", "findings")  # what every folder holds, one Parquet file each
GONE = "gone-"  # before the names of per-user files with what earlier folders hold of users whom this one knows better

Peaks = tuple[tuple[int, int, int, int], ...]  # metric (position), variant (code), day, largest total of one user
Days = Mapping[int, tuple[int, int, int]]  # day → rows, first and last moment (microseconds, local)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The state of one experiment's rollup. Days are days since 1970; 0 for everything when `dated` is false."""

    setting: str  # fingerprint of plan, SQL and reading of time; another one means that everything is folded anew
    batches: tuple[str, ...]  # folded, sorted
    folders: tuple[str, ...]  # generations, oldest first; their rows add up
    dated: bool
    totals: bool  # folded from totals files: no users
    metrics: tuple[str, ...]  # keys in the order of the stored positions
    variants: Mapping[int, str]  # code → name
    attributes: Mapping[str, tuple[str, ...]]  # attribute → values, sorted
    days: Days
    peaks: Peaks
    first_exposure: int | None  # day of the first exposure that counts; None: nobody is exposed
    undated: int = 0  # event rows without a time in a dated experiment: set aside


def folder(home: Home, key: str) -> Path:
    """Return where the rollup of experiment `key` lies."""
    return home.rollup / key


def load(home: Home, key: str) -> Manifest | None:
    """Return the rollup's manifest; None when there is none, or none that can be trusted."""
    try:
        document = json.loads((folder(home, key) / NAME).read_text(encoding="utf-8"))
        held = from_document(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    needed = [f"{name}/{rows}.parquet" for name in held.folders for rows in ROWS]
    needed += [f"{name}/{GONE}people-00.parquet" for name in held.folders[1:]]
    return held if all((folder(home, key) / path).exists() for path in needed) else None


def state(home: Home, key: str) -> Manifest:
    """Return the state of a rollup; raises `NotFound` when there is none."""
    held = load(home, key)
    if held is None:
        raise NotFound(
            Message("history.missing", "“{experiment}” has no history yet: import its events.", {"experiment": key})
        )
    return held


def from_document(document: Mapping[str, Any]) -> Manifest:
    """Return the manifest that `document` describes; raises KeyError, TypeError or ValueError when it is not one."""
    return Manifest(
        setting=document["setting"],
        batches=tuple(document["batches"]),
        folders=tuple(document["folders"]),
        dated=document["dated"],
        totals=document["totals"],
        metrics=tuple(document["metrics"]),
        variants={int(number): name for number, name in document["variants"].items()},
        attributes={name: tuple(values) for name, values in document["attributes"].items()},
        days={int(day): tuple(facts) for day, facts in document["days"].items()},
        peaks=tuple(tuple(peak) for peak in document["peaks"]),
        first_exposure=document["first_exposure"],
        undated=document["undated"],
    )


def save(home: Home, key: str, manifest: Manifest, *, settled: Collection[str] = ()) -> None:
    """Make `manifest` the state of the rollup; then delete the folders that no state names any more.

    settled: folders that the state before names too; they lie safe on the disk.
    """
    root = folder(home, key)
    for name in sorted({*manifest.folders} - {*settled}):
        for path in (root / name).iterdir():
            sync(path)
        sync(root / name)
    sync(root)
    replace_file(root / NAME, json.dumps(asdict(manifest), ensure_ascii=False).encode())
    sweep(home, key, manifest)


def sweep(home: Home, key: str, manifest: Manifest | None) -> None:
    """Delete folders and half-written files that `manifest` does not name. The rollup's lock must be held."""
    root = folder(home, key)
    named = set(manifest.folders) if manifest else set()
    for path in root.iterdir() if root.exists() else ():
        if path.is_dir() and path.name not in named:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f".{NAME}"):
            path.unlink(missing_ok=True)
