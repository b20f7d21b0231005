"""Runs the steps of a fold in an open engine: from rows of the lake to what they add to the history.

Each step is a static SQL file; a query is a head (which rows), `fold_local` (on which day) and a last part (what).
Definitions of metrics, variants, profiles, periods and the time zone enter as tables and are joined.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.events import additions, engines, journeys, packing, tallies
from data.events.additions import Sums
from data.events.engines import Engine
from data.events.journeys import Rules
from data.events.packing import Integers
from data.events.scenes import Scene
from data.messages import Message, Refused

MOST_VARIANTS = 1000
PART = 1_000_000  # rows that one thread walks through at once: bounds the memory, not the result
WAITING = 300_000  # rows of sums that wait to be merged; the same
WORKERS = 2
BIN_BITS = 58  # of a user, below those that name the bin
BINS = 2 ** (64 - BIN_BITS)


def prepare(engine: Engine, scene: Scene, profiles: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Make the tables of definitions, and return the attributes of `profiles` (files) with their values, sorted."""
    plan = scene.plan
    if len(scene.ranked) > MOST_VARIANTS:
        raise Refused(
            Message(
                "rollup.many_variants",
                "“{experiment}” has {count} variants, more than {most}: map the right column as variant.",
                {"experiment": plan.experiment.name, "count": len(scene.ranked), "most": MOST_VARIANTS},
            )
        )
    ranked = scene.ranked
    engine.table("ranks", pa.table({"variant": pa.array(ranked, pa.uint64()), "rank": pa.array(range(len(ranked)))}))
    kinds = {role.event: role.kind for role in plan.roles(scene.events)}
    engine.table(
        "kinds",
        pa.table(
            {
                "event": pa.array(kinds, pa.uint64()),
                "kind": pa.array(kinds.values(), pa.int8() if len(kinds) < 128 else pa.int16()),
            }
        ),
    )
    scales = plan.scales()
    engine.table(
        "scales",
        pa.table(
            {
                "metric": pa.array(range(len(scales)), pa.int16()),
                "amount": pa.array([scale.amount for scale in scales], pa.bool_()),
                "cap": pa.array([scale.cap for scale in scales], pa.int64()),
            }
        ),
    )
    moments, found = scene.offsets
    engine.table("offsets", pa.table({"since": pa.array(moments, pa.int64()), "offset": pa.array(found, pa.int64())}))
    engine.perform("fold_tables")
    return _traits(engine, profiles)


def _traits(engine: Engine, profiles: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Make `numbers` (profile, number from 1) and `traits` (number, attribute, trait; '' for everybody)."""
    files = [str(path) for path in profiles]
    query = 'SELECT DISTINCT profile, attribute, "value" FROM read_parquet($files) ORDER BY ALL'
    rows = engine.run("fold_traits", query, {"files": files}) if files else []
    numbers = {profile: number for number, profile in enumerate(sorted({row[0] for row in rows}), start=1)}
    traits = [(number, "", "") for number in (0, *numbers.values())]
    traits += [(numbers[profile], attribute, value) for profile, attribute, value in rows]
    engine.table(
        "numbers",
        pa.table(
            {
                "profile": pa.array(numbers.keys(), pa.uint64()),
                "number": pa.array(numbers.values(), pa.int64()),
            }
        ),
    )
    engine.table(
        "traits",
        pa.table(
            {
                "number": pa.array([trait[0] for trait in traits], pa.int64()),
                "attribute": pa.array([trait[1] for trait in traits], pa.string()),
                "trait": pa.array([trait[2] for trait in traits], pa.string()),
            }
        ),
    )
    attributes: dict[str, set[str]] = {}
    for _, attribute, value in rows:
        attributes.setdefault(attribute, set()).add(value)
    return {name: tuple(sorted(attributes[name])) for name in sorted(attributes)}


def contribute(
    engine: Engine, scene: Scene, head: str, parameters: Mapping[str, Any], *, sign: int, target: Path | None = None
) -> None:
    """Add what the rows of `head` (name of a source file) contribute, times `sign`.

    The per-user table is written into the folder `target`, if there is one.
    """
    given = scene.parameters | dict(parameters)
    text = engines.statement(head) + scene.placing
    with ThreadPoolExecutor(WORKERS) as pool:
        exposures, hits = (
            Shelf(list(pool.map(_binned, engine.batches(step, text + engines.statement(step), given))))
            for step in ("fold_exposures", "fold_hits")
        )
    low, high = (given.get(name, end) >> BIN_BITS for name, end in (("lowest", 0), ("highest", 2**64 - 1)))
    parts = min(high + 1 - low, max(WORKERS, (len(exposures) + len(hits)) // PART))
    edges = [low + (high + 1 - low) * part // parts for part in range(parts + 1)]
    profiles = [row[0] for row in engine.run("fold_profiles", "SELECT profile FROM numbers ORDER BY number")]
    work = Work(
        scene=scene, rules=scene.rules, sign=sign, target=target,
        variants=np.array(scene.ranked, dtype=np.uint64), profiles=np.array([0, *profiles], dtype=np.uint64),
    )  # fmt: skip
    sums: list[Sums] = []
    tables: dict[str, list[pa.Table]] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        for found, aside in pool.map(partial(_part, work, exposures, hits), pairwise(edges)):
            sums.append(found)
            if sum(len(part["day"]) for part in sums) > WAITING:
                sums = [additions.merged(sums)]
            for name, table in aside.items():
                tables.setdefault(name, []).append(table)
    added = {name: pa.concat_tables(parts) for name, parts in tables.items()} | {
        "sums": pa.table(additions.merged(sums))
    }
    engine.perform("fold_add", {"sign": sign}, tables=added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all parts of a slice of the users have in common."""

    scene: Scene
    rules: Rules
    sign: int
    target: Path | None
    variants: NDArray[np.uint64]  # codes by rank
    profiles: NDArray[np.uint64]  # codes by number; number 0: no attributes


Bins = list[dict[str, NDArray[Any]]]


def _binned(columns: Mapping[str, NDArray[Any]]) -> Bins:
    """Return rows by the first bits of the user."""
    narrow = {name: packing.narrowed(column) for name, column in columns.items()}
    place = (narrow["user"] >> np.uint64(BIN_BITS)).astype(np.uint8)
    order = np.argsort(place, kind="stable")
    edges = np.append(0, np.cumsum(np.bincount(place, minlength=BINS)))
    chosen = [order[first:last] for first, last in pairwise(edges)]
    return [{name: column[rows] for name, column in narrow.items()} for rows in chosen]


class Shelf:
    """Rows in bins of users, from which parts are taken away to be worked on."""

    def __init__(self, batches: Sequence[Bins]) -> None:
        self._bins = [[bins[number] for bins in batches] for number in range(BINS)]
        self._rows = sum(len(piece["user"]) for pieces in self._bins for piece in pieces)

    def __len__(self) -> int:
        return self._rows

    def take(self, first: int, last: int) -> dict[str, NDArray[Any]]:
        """Return the rows of the bins `first` to `last` - 1, sorted by user, and forget them."""
        pieces = [piece for held in self._bins[first:last] for piece in held]
        found: dict[str, NDArray[Any]] = {}
        for name in list(pieces[0]):
            found[name] = np.concatenate([piece.pop(name) for piece in pieces])
        order = packing.ordered_users(found["user"])
        return {name: column[order] for name, column in found.items()}


def _part(work: Work, exposures: Shelf, hits: Shelf, edges: tuple[int, int]) -> tuple[Sums, dict[str, pa.Table]]:
    """Return what the users between two first bytes add, by table; write their part of the per-user table."""
    rules = work.rules
    people = journeys.exposed(exposures.take(*edges), rules)
    states, aside = journeys.walked(hits.take(*edges), people, rules)
    if work.target is not None:
        tallies.write(
            people, states, variants=work.variants, profiles=work.profiles, folder=work.target, name=f"{edges[0]:02}"
        )
    sums, large = [], [pa.table(_changes({}, population=0, metric=0))]
    scales = work.scene.plan.scales()
    for population, metric, change in tallies.changes(people, states, work.scene.plan, rules):
        added = additions.added(change, scales[metric])
        if added is None:
            large.append(_changes(change, population=population, metric=metric))
        else:
            sums.append(additions.placed(added, population=population, metric=metric))
    return additions.joined(sums), {
        "large": pa.concat_tables(large),
        "arrived": tallies.arrivals(people, rules),
        "found": tallies.findings(people, aside),
    }


def _changes(change: Mapping[str, Integers], *, population: int, metric: int) -> pa.Table:
    """Return changes as a table of those that are too large for 64 bits."""
    nothing = np.zeros(len(change.get("day", ())), dtype=np.int64)
    columns = {name: change.get(name, nothing) for name in ("day", "cell", "u1", "u0", "y1", "y0")}
    return pa.table(
        {"population": np.full(len(nothing), population), "metric": np.full(len(nothing), metric)}
        | {name: column.astype(np.int64) for name, column in columns.items()}
    )


def doubles(engine: Engine, scene: Scene, heads: tuple[str, str], parameters: Mapping[str, Any], *, sign: int) -> None:
    """Count, by day and times `sign`, the rows that the second head sets aside of those of the first."""
    for head, factor in zip(heads, (sign, -sign), strict=True):
        for day, rows, _, _ in days(engine, scene, head, parameters):
            engine.run(
                "fold_doubles",
                "INSERT INTO findings VALUES ('duplicates', $day, $amount)",
                {"day": day, "amount": factor * rows},
            )


def days(engine: Engine, scene: Scene, head: str, parameters: Mapping[str, Any]) -> list[tuple[int, int, int, int]]:
    """Return, for every day with rows of `head`: day, rows, first and last local moment (microseconds since 1970)."""
    text = engines.statement(head) + scene.placing + engines.statement("fold_days")
    rows = engine.run("fold_days", text, scene.parameters | dict(parameters))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def peaks(engine: Engine, *, sign: int) -> dict[tuple[int, int, int], int]:
    """Return the largest x of one user by (metric, variant, day), of what was contributed with `sign`."""
    rows = engine.perform("fold_peaks", {"sign": sign})
    return {(metric, variant, day): peak for metric, variant, day, peak in rows}
