"""Batches: what `batch.json` says of one imported file, as records. Reads and writes that file; touches no rows.

A batch is an immutable folder `lake/<batch>/`. Codes of variants and events are the first 8 bytes of sha256 of their
names, so they mean the same in every batch.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from data.events.contract import code as code

SCHEMA = 1
MANIFEST = "batch.json"
REJECTS = "rejects.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One experiment's share of a batch."""

    name: str  # as it stands in the data
    rows: int  # event rows, or rows of totals
    first: str | None = None  # earliest `time` of the rows, ISO, as stored; None: undated
    last: str | None = None  # latest `time`
    zoned: str = "none"  # do times carry an offset: none, all, mixed
    currency: str | None = None  # ISO 4217 code of the amounts; None: not stated
    variants: Mapping[int, str] = field(default_factory=dict)  # code → name
    events: Mapping[int, str] = field(default_factory=dict)  # code → name
    attributes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # columns that were not taken as attributes
    outcomes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # metric key → {"fold", "role"}
    overlaps: bool = False  # some row stands in another batch of the experiment too


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One imported file. `read` = `accepted` + `duplicates` + `rejected`, in rows of the file."""

    batch: str  # the folder's name
    origin: str  # what the import was: hash of content, mapping and options; outlives the forgetting of a person
    content: str  # sha256 of the file
    file: str  # its base name
    shape: str  # events, users, totals
    mapping: Mapping[str, Any]
    options: Mapping[str, Any]  # what the importer asked for: experiment, variant, control, weights, time_zone
    imported_at: str  # UTC, ISO; rises from batch to batch
    read: int
    accepted: int
    duplicates: int
    rejected: int
    forgotten: int = 0  # event rows taken out since, because a person was forgotten
    replaces: tuple[str, ...] = ()  # older batches that no longer count
    experiments: Mapping[str, Part] = field(default_factory=dict)  # experiment key → its share

    @property
    def scope(self) -> tuple[str, str | None]:
        """What a user table or totals are the state of, within an experiment: (shape, fixed variant)."""
        return self.shape, self.options.get("variant")

    @property
    def totals(self) -> bool:
        """Whether the rows are totals per variant instead of events of users."""
        return self.shape == "totals"


def rows_file(key: str, *, totals: bool = False) -> str:
    """Return the name of the file that holds an experiment's rows within a batch."""
    return f"{key}.totals.parquet" if totals else f"{key}.parquet"


def profiles_file(key: str) -> str:
    """Return the name of the file that holds an experiment's attribute profiles within a batch."""
    return f"{key}.profiles.parquet"


def as_document(batch: Batch) -> dict[str, Any]:
    """Return what `batch.json` holds."""
    document = asdict(batch)
    document["scope"] = list(batch.scope)
    return {"schema": SCHEMA} | document


def from_document(document: Mapping[str, Any]) -> Batch:
    """Return the batch that a `batch.json` describes; raises KeyError or TypeError when it is not one."""
    names = Batch.__dataclass_fields__.keys()
    held = {name: value for name, value in document.items() if name in names}
    parts = {key: _part(part) for key, part in document["experiments"].items()}
    whole = Batch(**held | {"experiments": parts, "origin": document.get("origin") or document["batch"]})
    return replace(whole, replaces=tuple(whole.replaces))


def read_batch(folder: Path) -> Batch:
    """Return the batch in `folder`; raises FileNotFoundError when it vanished."""
    return from_document(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _part(document: Mapping[str, Any]) -> Part:
    names = Part.__dataclass_fields__.keys()
    part = Part(**{name: value for name, value in document.items() if name in names})
    return replace(
        part,
        variants={int(number): name for number, name in part.variants.items()},
        events={int(number): name for number, name in part.events.items()},
        attributes=tuple(part.attributes),
        left_out=tuple(part.left_out),
    )
