"""Staging: a mapped file becomes the Parquet files of a batch, row by row checked. Runs in the child process only.

First every block is checked, coded and hashed, and what keeps the contract is written to parts; ids leave memory only
as keyed hashes, and the engine that sees them never spills. Then, knowing the whole file, the parts become one file per
experiment: profiles get their names, what occurs twice is counted or numbered.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from data.events import engines
from data.events.contract import DELIVERY, EXPOSURE, Field, Shape, code
from data.events.mapping import Mapping
from data.events.reading.dates import formats
from data.events.reading.delimited import Block
from data.events.reading.desks import Desk
from data.events.reading.files import OpenFile
from data.events.reading.preparation import Preparation, candidates, dated
from data.events.reading.profiles import Profiles
from data.events.reading.rejects import Rejects
from data.events.reading.relay import ahead
from data.events.reading.repeats import Repeats
from data.events.reading.sources import refused

SLICE = 30_000  # rows one thread of the engine checks at a time


@dataclass(slots=True)
class Facts:
    """What the kept rows of one experiment hold."""

    first: datetime | None = None
    last: datetime | None = None
    some_zoned: bool = False
    all_zoned: bool = True
    currencies: set[int] = field(default_factory=set)
    variants: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)

    def add(self, row: dict[str, Any]) -> None:
        """Take in one group of rows."""
        if row["first"] is not None:
            self.first = min(self.first or row["first"], row["first"])
            self.last = max(self.last or row["last"], row["last"])
        self.some_zoned |= row["some_zoned"]
        self.all_zoned &= row["all_zoned"]
        for name, seen in (("currency", self.currencies), ("variant", self.variants), ("event", self.events)):
            if row[name] is not None:
                seen.add(row[name])


@dataclass(slots=True)
class Checked:
    """What is known when every block is read."""

    preparation: Preparation
    profiles: Profiles
    rejects: Rejects
    read: int = 0
    facts: dict[int, Facts] = field(default_factory=dict)  # by the experiment's code
    repeats: Repeats = field(default_factory=Repeats)
    amounts: set[int] = field(default_factory=set)  # places of outcomes that are not rates
    parts: int = 0


class Checker:
    """Checks the blocks of one file, event log or user table, and writes what keeps the contract to parts."""

    def __init__(self, mapping: Mapping, columns: tuple[str, ...], *, desk: Desk, secret: bytes, content: str) -> None:
        limits = desk.limits
        self._mapping = mapping
        self._limits = limits
        self._parts = desk.parts
        self._parts.mkdir()
        self._engine = desk.checking
        always = {name: name for name in mapping.attributes or ()}
        always |= {mapping.fields[one]: str(one) for one in DELIVERY if one in mapping.fields}
        profiles = Profiles(candidates(columns, mapping), always=always, limits=limits)
        self._preparation = Preparation(mapping, profiles, limits=limits)
        self._parameters: dict[str, Any] = {
            "secret": secret,
            "content": content,
            "rows_are_users": Field.USER_ID not in mapping.fields,
            "dated": dated(mapping),
            "people": not dated(mapping),
            "longest_id": limits.user,
            "exposure": code(EXPOSURE),
        }
        self.found = Checked(
            preparation=self._preparation,
            profiles=profiles,
            rejects=Rejects(desk.folder / "rejects.csv", mapping, limits=limits),
        )

    def forget(self, people: Iterable[int]) -> None:
        """Set the people whose rows are refused."""
        self._engine.table("forgotten", pa.table({"code": pa.array(sorted(people), pa.uint64())}))

    def run(self, file: OpenFile, *, seen: Callable[[int], None]) -> Checked:
        """Read every block; `seen` is told the rows read so far."""
        for block, tables in ahead(self._prepared(file)):
            self._check(block, tables)
            if self.found.read > self._limits.rows:
                raise refused(
                    "file.too_many_rows", "The file has more than {limit} rows: split it.", limit=self._limits.rows
                )
            seen(self.found.read)
        self._engine.run("checked_done", "DROP TABLE IF EXISTS checked")
        self.found.rejects.close()
        return self.found

    def _prepared(self, file: OpenFile) -> Iterator[tuple[Block, dict[str, pa.Table]]]:
        types = self._preparation.types()
        profiles = self.found.profiles
        for block in file.blocks(types):
            if "formats" not in self._parameters and len(block.lines):
                self._parameters["formats"] = formats(self._mapping, block)
            tables = {"block": _sliced(self._preparation.block(block))}
            if self._mapping.shape is Shape.USERS:
                tables["outcomes"] = _sliced(self._preparation.outcomes(block))
            yield block, tables
            for name in set(types) - set(self._mapping.used()) - set(profiles.columns):
                del types[name]

    def _check(self, block: Block, tables: dict[str, pa.Table]) -> None:
        found = self.found
        found.read += len(block.lines) + len(block.rejects)
        found.rejects.add_lines(block.rejects)
        if not len(block.lines):
            return
        if self._mapping.shape is Shape.USERS:
            found.amounts.update(row[0] for row in self._perform("check_users", tables))
        else:
            self._perform("check_events", tables)
        self._keep()

    def _perform(self, name: str, tables: engines.Tables) -> list[engines.Row]:
        return self._engine.perform(name, self._parameters, tables=tables)

    def _keep(self) -> None:
        found = self.found
        self._engine.perform("keep_checked", {"part": str(self._parts / f"{found.parts:06}.parquet")})
        found.parts += 1
        with self._engine.query("checked_facts", engines.statement("checked_facts")) as cursor:
            names = [one[0] for one in cursor.description or ()]
            for row in cursor.fetchall():
                group = dict(zip(names, row, strict=True))
                found.facts.setdefault(group["experiment"], Facts()).add(group)
        found.rejects.add_rows(self._engine.perform("checked_problems"))
        arrays = self._engine.arrays(
            "checked_fingerprints", engines.statement("checked_fingerprints"), self._parameters
        )
        found.repeats.add(np.asarray(arrays["fingerprint"], dtype=np.uint64))


def _sliced(table: pa.Table) -> pa.Table:
    """Return the same rows in slices that the engine's threads can share evenly."""
    return pa.concat_tables(table.slice(start, SLICE) for start in range(0, max(table.num_rows, 1), SLICE))
