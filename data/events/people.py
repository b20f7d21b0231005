"""The per-user tables that the folds left, opened for a query: everybody in the test as of now, and what they had done.

What does not add up over days is read here: how users' values are distributed, who did what at all, single days.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from data.events import engines, manifest
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.home import Home

PEOPLE = -1  # the family of the files that hold people, not totals
EVERYBODY = {"lowest": 0, "highest": 2**64 - 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTables:
    """The files of one rollup's per-user tables."""

    files: dict[str, list[str]]  # `people`, `cells`, `totals`
    generations: dict[str, tuple[int, int]]  # path → (position of its fold, family of events)

    @property
    def complete(self) -> bool:
        """Whether there is a user at all."""
        return all(self.files.values())

    def register(self, engine: Engine) -> None:
        """Make the table `generations` that the queries join."""
        engine.table(
            "generations",
            pa.table(
                {
                    "path": pa.array(self.generations, pa.string()),
                    "generation": pa.array([one[0] for one in self.generations.values()], pa.int32()),
                    "family": pa.array([one[1] for one in self.generations.values()], pa.int32()),
                }
            ),
        )


def tables(home: Home, key: str, held: Manifest, *, families: Sequence[int]) -> UserTables:
    """Return the per-user tables of a rollup, with the totals of these families of events."""
    files: dict[str, list[str]] = {"people": [], "cells": [], "totals": []}
    generations: dict[str, tuple[int, int]] = {}
    for generation, name in enumerate(held.folders):
        folder = manifest.folder(home, key) / name
        parts = [("people", PEOPLE, "people-??")]
        parts += [("totals", family, f"totals-{family}-??") for family in families]
        for kind, family, pattern in parts:
            for path in sorted(folder.glob(f"{pattern}.parquet")):
                files[kind].append(str(path))
                generations[str(path)] = generation, family
        if (folder / "cells.parquet").exists():
            files["cells"].append(str(folder / "cells.parquet"))
    if not families:
        del files["totals"]
    return UserTables(files=files, generations=generations)


def statement(name: str) -> str:
    """Return the whole text of a query over the per-user tables whose last part is `sql/<name>.sql`."""
    return head() + engines.statement(name)


def head() -> str:
    """Return the parts before the last one."""
    return "WITH " + engines.statement("people_now") + engines.statement("people_totals")
