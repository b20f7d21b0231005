"""Runs the steps of a fold in an open engine: from rows of the lake to what they add to the history.

Each step is a static SQL file; a query is a head (which rows), `fold_local` (on which day) and a last part (what).
Definitions of metrics, variants, profiles, periods and the time zone enter as tables and are joined.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.events import additions, engines, journeys, tallies
from data.events.additions import Sums
from data.events.engines import Engine
from data.events.journeys import People, Rules, States
from data.events.scenes import Scene
from data.events.shelves import Parts, Rows, Shelf, Stack
from data.events.tallies import Cells
from data.home import sync
from data.messages import Message, Refused

MOST_VARIANTS = 1000
PART = 1_000_000  # rows that one thread walks through at once, about: bounds the memory, not the result
FEW = 0.01  # of a part's rows: one thread is through them sooner than two, and writes half as many files
WAITING = 300_000  # rows of sums that wait to be merged; the same
WORKERS = 2
KEPT = 31 * 2**20  # bytes; blocks above 32 MiB teach the C library nothing
LARGE = pa.schema(
    [(name, pa.int64()) for name in ("sign", "population", "metric", "day", "cell", "u1", "u0", "y1", "y0")]
)  # changes that are too large for 64 bits
DOUBLED = pa.schema([("day", pa.int32()), ("amount", pa.int64())])


def prepare(engine: Engine, scene: Scene, profiles: Sequence[Path]) -> None:
    """Make the tables of definitions; `profiles` are files."""
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
    _traits(engine, profiles)
    engine.perform("fold_tables", {"periods": len(plan.period_days()), "variants": len(ranked)})


def _traits(engine: Engine, profiles: Sequence[Path]) -> None:
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


def contribute(
    engine: Engine,
    scene: Scene,
    head: str,
    parameters: Mapping[str, Any],
    *,
    target: Path,
    older: bool = False,
    rows: int,
) -> None:
    """Add what the rows of `head` (name of a source file) contribute; write their per-user table into the folder.

    rows: about how many they are.
    older: some rows were folded before (those that are not `fresh`): what they contributed alone is subtracted.
    """
    given = scene.parameters | dict(parameters)
    text = engines.statement(head) + scene.placing + engines.statement("fold_rows")
    text += "FROM rows" if older else "SELECT * EXCLUDE (fresh) FROM rows"
    lowest, highest = given.get("lowest", 0), given.get("highest", 2**64 - 1)
    names = [f"{name:02x}" for name in range(lowest >> 56, (highest >> 56) + 1)]  # of the parts in files
    many = 1 if rows < FEW * PART else min(len(names), WORKERS * max(1, round(rows / PART / WORKERS)))
    parts = Parts(lowest=lowest, highest=highest, count=many)
    profiles = [row[0] for row in engine.run("fold_profiles", "SELECT profile FROM numbers ORDER BY number")]
    cells = Cells(
        variants=np.array(scene.ranked, dtype=np.uint64),
        profiles=np.array([0, *profiles], dtype=np.uint64),
        periods=len(scene.plan.period_days()),
    )
    parquet.write_table(cells.table(), target / "cells.parquet")
    rules = scene.rules
    groups = journeys.groups(rules)
    stacks = _stacks(rules, groups)
    work = Work(scene=scene, rules=rules, groups=groups, stacks=stacks, older=older, target=target, cells=cells)
    _keep_freed_memory()
    sums: list[Sums] = []
    tables: dict[str, list[pa.Table]] = {}
    with ThreadPoolExecutor(WORKERS) as pool, ThreadPoolExecutor(1) as disk:
        batches = engine.batches("fold_rows", text, given)
        shelf = Shelf(batches, stacks=work.stacks, parts=parts, pool=pool, rows=rows)
        synced: list[Future[None]] = []
        for found, aside, written in pool.map(partial(_part, work, shelf), range(many), names[:many]):
            synced += [disk.submit(sync, path) for path in written]  # while other work goes on, not at the end
            sums.append(found)
            if sum(len(part["day"]) for part in sums) > WAITING:
                sums = [additions.merged(sums)]
            for name, table in aside.items():
                tables.setdefault(name, []).append(table)
        added = {name: pa.concat_tables(parts) for name, parts in tables.items()}
        large = added.pop("large")
        engine.perform("fold_add", tables=added | {"sums": pa.table(additions.merged(sums))})
        if large.num_rows:
            engine.perform("fold_add_large", tables={"large": large})
        for done in synced:
            done.result()


def _keep_freed_memory() -> None:
    """Let every thread keep up to twice as much memory as this for its next arrays: to give it back costs a twentieth.

    The C library goes by the largest block that was ever freed (`M_MMAP_THRESHOLD` in mallopt(3)); nobody touches it.
    """
    np.empty(KEPT, dtype=np.int8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all parts of a slice of the users have in common."""

    scene: Scene
    rules: Rules
    groups: Sequence[Sequence[int]]  # families that are walked together
    stacks: Sequence[Stack]  # exposures, then the events of every group
    older: bool
    target: Path
    cells: Cells


Added = tuple[Sums, dict[str, pa.Table]]


def _stacks(rules: Rules, groups: Sequence[Sequence[int]]) -> list[Stack]:
    stacks = [Stack(kinds={-1}, unread={"kind"})]
    for families in groups:
        kinds = {role.kind for family in families for role in rules.families[family]}
        stacks.append(Stack(kinds=kinds, unread=() if rules.valued & set(families) else {"value"}))
    return stacks


def _part(work: Work, shelf: Shelf, part: int, place: str) -> tuple[Sums, dict[str, pa.Table], tuple[Path, ...]]:
    """Return what the users of a part add, and the files, named by `place`, that hold their per-user table."""
    rows = [shelf.take(part, stack=number) for number in range(len(work.stacks))]
    people, states, found = _walked(work, rows, sign=1)
    files = tallies.write(people, states, cells=work.cells, folder=work.target, place=place)
    if not work.older:
        return *found, files
    known = [_known(held) for held in rows]
    people, states, gone = _walked(work, known, sign=-1)
    files += tallies.write(people, states, cells=work.cells, folder=work.target, place=place, gone=True)
    aside = {name: pa.concat_tables([table, gone[1][name]]) for name, table in found[1].items()}
    return additions.joined([found[0], gone[0]]), aside, files


def _known(rows: Rows) -> Rows:
    """Return the rows that are not fresh."""
    places = np.flatnonzero(~rows["fresh"])
    return {name: column.take(places) for name, column in rows.items() if name != "fresh"}


def _walked(work: Work, rows: Sequence[Rows], *, sign: int) -> tuple[People, dict[int, States], Added]:
    """Walk through the rows of every stack: what they add, times `sign`."""
    rules = work.rules
    people = journeys.exposed(rows[0], rules)
    states: dict[int, States] = {}
    aside = []
    for families, held in zip(work.groups, rows[1:], strict=True):
        found, left = journeys.walked(held, people, rules, families)
        states |= found
        aside.append(left)
    sums, large = [], [LARGE.empty_table()]
    plan = work.scene.plan
    for family, population, change in tallies.changes(people, states, plan, rules):
        gathered = additions.gathered(change)
        for metric, (reading, scale) in enumerate(zip(plan.readings(), plan.scales(), strict=True)):
            if reading.family != family:
                continue
            added = additions.added(tallies.read(gathered, reading), scale)
            if added is None:
                read = tallies.read(change, reading)
                large.append(_large(read, sign=sign, population=population, metric=metric))
            else:
                sums.append(additions.placed(added, population=population, metric=metric, sign=sign))
    tables = {
        "large": pa.concat_tables(large),
        "arrived": tallies.arrivals(people, rules, sign=sign),
        "found": tallies.findings(people, aside, sign=sign),
    }
    return people, states, (additions.joined(sums), tables)


def _large(read: Mapping[str, NDArray[Any]], **place: int) -> pa.Table:
    """Return changes of a metric, with their sign, population and metric, as a table of those too large for 64 bits."""
    rows = len(read["day"])
    columns = {name: read[name] if name in read else np.full(rows, place.get(name, 0)) for name in LARGE.names}
    return pa.table(columns).cast(LARGE)


def doubles(engine: Engine, scene: Scene, heads: tuple[str, str], parameters: Mapping[str, Any], *, sign: int) -> None:
    """Count, by day and times `sign`, the rows that the second head sets aside of those of the first."""
    found = [
        (day, factor * rows)
        for head, factor in zip(heads, (sign, -sign), strict=True)
        for day, rows, _, _ in days(engine, scene, head, parameters)
    ]
    doubled = pa.table({"day": [day for day, _ in found], "amount": [amount for _, amount in found]}, DOUBLED)
    text = "INSERT INTO findings SELECT 'duplicates', \"day\", amount FROM doubled"
    with engine.query("fold_doubles", text, tables={"doubled": doubled}):
        pass


def days(engine: Engine, scene: Scene, head: str, parameters: Mapping[str, Any]) -> list[tuple[int, int, int, int]]:
    """Return, for every day with rows of `head`: day, rows, first and last local moment (microseconds since 1970)."""
    text = engines.statement(head) + scene.placing + engines.statement("fold_days")
    rows = engine.run("fold_days", text, scene.parameters | dict(parameters))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def peaks(engine: Engine, *, sign: int) -> dict[tuple[int, int, int], int]:
    """Return the largest x of one user by (metric, variant, day), of what was contributed with `sign`."""
    rows = engine.perform("fold_peaks", {"sign": sign})
    return {(metric, variant, day): peak for metric, variant, day, peak in rows}
