"""From users' states to what each day adds: tables of steps, arrivals and findings, equal rows counted once.

Also the per-user table, for what does not add up: shares of single users, quantiles, free combinations of segments.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.events.journeys import NEVER, Flags, People, Rules, States, local_day
from data.events.manifest import GONE
from data.events.packing import Integers, counted
from data.events.plan import DAY, Plan, Reading

EVERYONE, MATURED, CROSSED = 0, 1, 2  # populations, as stored
PROFILE, VARIANT = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F  # odd numbers that mix codes into one


def changes(
    people: People, families: Mapping[int, States], plan: Plan, rules: Rules
) -> Iterator[tuple[int, int, dict[str, NDArray[Any]]]]:
    """Give, by family of events and population, what users' steps change in the numbers that metrics read.

    Columns: day, cell, and of every number, such as n0, its total after the step (n0_after) and before it (n0_before).
    """
    for family, states in families.items():
        own = [reading for reading in plan.readings() if reading.family == family]
        names = states.totals.keys() & {name for reading in own for name in (reading.x, reading.y)}
        for population, steps in _populations(people, states, plan.families[family].window_days, rules).items():
            person = states.person if steps.rows is None else states.person.take(steps.rows)
            yield (
                family,
                population,
                {"day": steps.day, "cell": people.cell.take(person)} | _numbers(states, steps, names),
            )


def read(change: Mapping[str, NDArray[Any]], reading: Reading) -> dict[str, NDArray[Any]]:
    """Return the rows of `change` that change one metric; none when nobody can have done what it counts.

    Columns: u1 and u0 (numerator after and before), of ratios y1 and y0 (denominator), and all that are no numbers.
    """
    found = {name: column for name, column in change.items() if "_" not in name}
    changed = np.zeros(len(change["day"]), dtype=np.bool_)
    for letter, name, once in (("u", reading.x, reading.any_x), ("y", reading.y, reading.any_y)):
        if f"{name}_after" not in change:
            continue
        after, before = change[f"{name}_after"], change[f"{name}_before"]
        if once:
            after, before = np.minimum(after, 1), np.minimum(before, 1)
        changed |= after != before
        found |= {f"{letter}1": after, f"{letter}0": before}
    if changed.all():
        return found
    places = np.flatnonzero(changed)
    return {name: column.take(places) for name, column in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Which states count in a population, and when."""

    rows: Integers | None  # positions of the states; None: all
    day: NDArray[Any]
    fresh: Flags | bool | None  # steps before which the person was not in the population; True: all, None: those before


def _populations(people: People, states: States, window: int | None, rules: Rules) -> dict[int, Steps]:
    found = {EVERYONE: Steps(rows=None, day=states.day, fresh=None)}
    if window is not None:
        rows = np.flatnonzero(states.last)
        found[MATURED] = Steps(
            rows=rows, day=matured(people.at.take(states.person.take(rows)), window, rules), fresh=True
        )
    crossers = people.crossed < NEVER
    if crossers.any():
        rows = np.flatnonzero(crossers.take(states.person))
        crossed = people.crossed.take(states.person.take(rows))
        following = np.append(states.day, 0).take(rows + 1)
        held = states.last.take(rows) | (following > crossed)  # no later step holds on the day of crossing
        rows, crossed = rows[held], crossed[held]
        day = states.day.take(rows)
        found[CROSSED] = Steps(rows=rows, day=np.maximum(day, crossed), fresh=day <= crossed)
    return found


def matured(at: Integers, window: int, rules: Rules) -> Integers:
    """Return the days by whose end `window` days (24 h each) have passed since `at`."""
    if rules.undated:
        return np.zeros(len(at), dtype=np.int64)
    return local_day(at + window * DAY - 1, rules)


def _numbers(states: States, steps: Steps, names: Collection[str]) -> dict[str, Integers]:
    found: dict[str, Integers] = {}
    for name in sorted(names):
        total, before = states.totals[name], states.before[name]
        if steps.rows is not None:
            total, before = total.take(steps.rows), before.take(steps.rows)
        found[f"{name}_after"] = total
        found[f"{name}_before"] = before if steps.fresh is None else np.where(steps.fresh, 0, before)
    return found


def arrivals(people: People, rules: Rules, *, sign: int) -> pa.Table:
    """Return who came into each population on each day: population, window_days, day, cell, users (times `sign`)."""
    groups = [(EVERYONE, 0, people.day, people.cell)]
    for window in rules.windows:
        days = matured(people.at, window, rules)
        groups.append((MATURED, window, days, people.cell))
    crossed = people.crossed < NEVER
    groups.append((CROSSED, 0, people.crossed[crossed], people.cell[crossed]))
    tables = []
    for population, window, days, cell in groups:
        found = counted(days, cell)
        assert found is not None, "a day and a cell fit into a word"
        (day, place), users = found
        tables.append(
            pa.table(
                {
                    "population": np.full(len(users), population, dtype=np.int8),
                    "window_days": np.full(len(users), window, dtype=np.int32),
                    "day": day.astype(np.int32),
                    "cell": place,
                    "users": sign * users,
                }
            )
        )
    return pa.concat_tables(tables)


def findings(people: People, aside: Sequence[Mapping[str, tuple[Integers, Integers]]], *, sign: int) -> pa.Table:
    """Return what was set aside: kind, day, amount (times `sign`)."""
    every = [item for left in aside for item in left.items()]
    for kind, days in (("early_exposures", people.early), ("late_exposures", people.late)):
        every.append((kind, (days, np.ones(len(days), dtype=np.int64))))
    kinds: list[str] = []
    found: list[tuple[Integers, Integers]] = []
    for kind, (days, amounts) in every:
        day, place = np.unique(days, return_inverse=True)
        sums = np.zeros(len(day), dtype=np.int64)
        np.add.at(sums, place, sign * amounts)
        kinds += [kind] * len(day)
        found.append((day, sums))
    return pa.table(
        {
            "kind": pa.array(kinds, pa.string()),
            "day": np.concatenate([day for day, _ in found]).astype(np.int32),
            "amount": np.concatenate([sums for _, sums in found]),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Every cell that this fold numbers, in order: a profile in a period in a variant.

    In the per-user table cells bear names: codes that do not depend on the numbers of this fold.
    """

    variants: NDArray[np.uint64]  # codes by rank
    profiles: NDArray[np.uint64]  # codes by number; number 0: no attributes, code 0
    periods: int

    def table(self) -> pa.Table:
        """Return every cell: its code, variant, period and profile."""
        profile, period, variant = (
            axis.ravel()
            for axis in np.meshgrid(
                self.profiles, np.arange(self.periods, dtype=np.uint64), self.variants, indexing="ij"
            )
        )
        code = (profile * np.uint64(PROFILE) + variant) * np.uint64(
            VARIANT
        ) + period  # odd factors: wraps, never merges
        return pa.table({"cell": code, "variant": variant, "period": period.astype(np.int16), "profile": profile})


def write(
    people: People, families: Mapping[int, States], *, cells: Cells, folder: Path, place: str, gone: bool = False
) -> tuple[Path, ...]:
    """Write a part of the per-user table into `folder`: people, and of every family their present totals.

    `gone`: it is what earlier folders say of these users and no longer holds. Returns the files, not yet synced.
    """
    prefix = GONE if gone else ""
    codes = cells.table().column("cell").combine_chunks()

    def named(place: NDArray[np.int32]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(place), codes, safe=False)

    table = {
        "user": people.user, "at": people.at, "day": people.day.astype(np.int32), "cell": named(people.cell),
        "crossed": pa.array(people.crossed.astype(np.int32), mask=people.crossed == NEVER),
    }  # fmt: skip
    files = [folder / f"{prefix}people-{place}.parquet"]
    _write(table, files[0], repeating=("cell", "day"))
    for family, states in families.items():
        rows = np.flatnonzero(states.last)
        owner = states.person.take(rows)
        totals = {number: total.take(rows) for number, total in states.totals.items()}
        table = {"user": people.user.take(owner), "cell": named(people.cell.take(owner)), **totals}
        repeating = ("cell", *(number for number in totals if "n" in number))
        files.append(folder / f"{prefix}totals-{family}-{place}.parquet")
        _write(table, files[-1], repeating=repeating)
    return tuple(files)


def _write(table: Mapping[str, Any], target: Path, *, repeating: Sequence[str]) -> None:
    """Write columns; those whose values repeat are packed by a dictionary, and nothing else would make them smaller.

    Files are read whole, so nobody would look up the smallest and largest values; what has no gaps says so, which saves
    a third of the time.
    """
    columns = pa.table(table)
    gapless = [field.with_nullable(columns.column(field.name).null_count > 0) for field in columns.schema]
    columns = columns.cast(pa.schema(gapless))
    options = {"use_dictionary": list(repeating), "compression": "none", "write_statistics": False}
    parquet.write_table(columns, target, **options)
