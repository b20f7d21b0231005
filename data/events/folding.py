"""Runs the steps of a fold in an open engine: from rows of the lake to what they add to the history.

Each step is a static SQL file; a query is a head (which rows), `fold_local` (on which day) and a last part (what).
Definitions of metrics, variants, profiles, periods and the time zone enter as tables and are joined.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.events import engines, journeys, packing, tallies
from data.events.engines import Engine, EngineFault
from data.events.journeys import Rules
from data.events.scenes import Scene
from data.messages import Message, Refused

MOST_VARIANTS = 1000
PART = 1_000_000  # rows that one thread walks through at once: bounds the memory, not the result
WORKERS = 2


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
    engine.table("readings", plan.readings())
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
    exposures, hits = (
        Shelf(engine.columns(step, text + engines.statement(step), given)) for step in ("fold_exposures", "fold_hits")
    )
    low, high = (given.get(name, end) >> 56 for name, end in (("lowest", 0), ("highest", 2**64 - 1)))
    parts = min(high + 1 - low, max(1, (len(exposures) + len(hits)) // PART))
    edges = [low + (high + 1 - low) * part // parts for part in range(parts + 1)]
    profiles = [row[0] for row in engine.run("fold_profiles", "SELECT profile FROM numbers ORDER BY number")]
    work = Work(
        engine=engine, scene=scene, rules=scene.rules, sign=sign, target=target,
        variants=np.array(scene.ranked, dtype=np.uint64), profiles=np.array([0, *profiles], dtype=np.uint64),
    )  # fmt: skip
    with ThreadPoolExecutor(WORKERS) as pool:
        done = [
            pool.submit(_contribute_part, work, exposures, hits, first=first, last=last)
            for first, last in pairwise(edges)
        ]
        for future in done:
            future.result()
    engine.perform("fold_counts")
    _add_moments(engine, {}, sign=sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all parts of a slice of the users have in common."""

    engine: Engine
    scene: Scene
    rules: Rules
    sign: int
    target: Path | None
    variants: NDArray[np.uint64]  # codes by rank
    profiles: NDArray[np.uint64]  # codes by number; number 0: no attributes


class Shelf:
    """Columns of rows, from which stretches of users are taken, sorted by user."""

    def __init__(self, columns: Mapping[str, NDArray[Any]]) -> None:
        self._columns = columns
        self._board = (columns["user"] >> np.uint64(56)).astype(np.uint8)

    def __len__(self) -> int:
        return len(self._board)

    def part(self, first: int, last: int) -> dict[str, NDArray[Any]]:
        """Return the rows of users whose first byte is `first` to `last` - 1, sorted by user."""
        rows = np.flatnonzero((self._board >= first) & (self._board <= last - 1))
        found = {name: column[rows] for name, column in self._columns.items()}
        order = packing.ordered_users(found["user"])
        return {name: column[order] for name, column in found.items()}


def _contribute_part(work: Work, exposures: Shelf, hits: Shelf, *, first: int, last: int) -> None:
    engine, scene, rules = work.engine, work.scene, work.rules
    people = journeys.exposed(_coded(exposures.part(first, last), work), rules)
    states, aside = journeys.walked(hits.part(first, last), people, rules)
    amounts, counts = tallies.steps(people, states, scene.plan, rules)
    _add_moments(engine, {"tallies": amounts}, sign=work.sign)
    found = {
        "counted": counts,
        "arrived": tallies.arrivals(people, rules, sign=work.sign),
        "found": tallies.findings(people, aside, sign=work.sign),
    }
    text = "INSERT INTO counts FROM counted; INSERT INTO arrivals FROM arrived; INSERT INTO findings FROM found"
    with engine.query("fold_aside", text, tables=found):
        pass
    if work.target is not None:
        name = f"{first:03}.parquet"
        tallies.write(
            people,
            states,
            variants=work.variants,
            profiles=work.profiles,
            targets=(work.target / f"people-{name}", work.target / f"totals-{name}"),
        )


def _coded(rows: dict[str, NDArray[Any]], work: Work) -> dict[str, NDArray[Any]]:
    """Return exposures with the variant's rank and the profile's number; an unknown profile has no attributes."""
    rank, known = _position(rows["variant"], work.variants)
    number, described = _position(rows["profile"], work.profiles)
    coded = {name: rows[name] for name in ("user", "at")} | {"rank": rank, "number": number * described}
    return coded if known.all() else {name: column[known] for name, column in coded.items()}


def _position(codes: NDArray[np.uint64], known: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each of `codes` stands in `known`, and whether it does."""
    order = np.argsort(known)
    place = order[np.minimum(np.searchsorted(known, codes, sorter=order), len(known) - 1)]
    return place, known[place] == codes


def _add_moments(engine: Engine, tables: Mapping[str, pa.Table], *, sign: int) -> None:
    """Add up moments in 64-bit products, which is faster; in 128-bit ones when DuckDB says that these overflow."""
    text = engines.statement("fold_moments")
    for products in (text.replace("::HUGEINT", "::BIGINT"), text):
        try:
            with engine.query("fold_moments", products, {"sign": sign}, tables=dict(tables)):
                return
        except EngineFault:
            if products == text:
                raise


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
