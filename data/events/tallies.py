"""From users' states to what each day adds: tables of steps, arrivals and findings, equal rows counted once.

Also the per-user table, for what does not add up: shares of single users, quantiles, free combinations of segments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.events.journeys import NEVER, Columns, Flags, People, Rules, States, local_day
from data.events.packing import Integers, counted
from data.events.plan import DAY, Plan

EVERYONE, MATURED, CROSSED = 0, 1, 2  # populations, as stored
COUNTS = ("n0", "n1")
TOTALS = ("n0", "s0", "n1", "s1")
BEFORE = {"n0": "p0", "s0": "q0", "n1": "p1", "s1": "q1"}
NUMBERS = (*TOTALS, *BEFORE.values())
NOTHING = States(
    person=np.zeros(0, np.int32), day=np.zeros(0, np.int32), totals={}, before={}, last=np.zeros(0, np.bool_)
)


def steps(people: People, families: Mapping[int, States], plan: Plan, rules: Rules) -> tuple[pa.Table, pa.Table]:
    """Return the steps of all populations: those whose values are read, and those whose counts alone are.

    Columns: population, family, sums, day, cell, totals after and before, weight.
    """
    nothing = np.zeros(0, dtype=np.int64)
    tables = {sums: [_shaped({}, nothing, population=EVERYONE, family=0, sums=sums)] for sums in (True, False)}
    for number, states in families.items():
        for population, step in _populations(people, states, plan.families[number].window_days, rules).items():
            rows = slice(None) if step.rows is None else step.rows
            owner = people.cell[states.person[rows]]
            for sums in sorted(plan.sums_of(number)):
                names = [name for name in states.totals if sums or name in COUNTS]
                columns = {"day": step.day, "cell": owner}
                columns |= {name: states.totals[name][rows] for name in names}
                if step.fresh is not True:
                    held = {BEFORE[name]: states.before[name][rows] for name in names}
                    fresh = step.fresh
                    columns |= held if fresh is None else {name: np.where(fresh, 0, held[name]) for name in held}
                tallied, weight = _tallied(columns, plain=sums)
                tables[sums].append(_shaped(tallied, weight, population=population, family=number, sums=sums))
    return pa.concat_tables(tables[True]), pa.concat_tables(tables[False])


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
        found[MATURED] = Steps(rows=rows, day=matured(people.at[states.person[rows]], window, rules), fresh=True)
    if (people.crossed < NEVER).any():
        crossed = people.crossed[states.person]
        following = np.append(states.day[1:], 0)
        replaced = ~states.last & (following <= crossed)  # a later step holds on the day of crossing
        rows = np.flatnonzero((crossed < NEVER) & ~replaced)
        day = np.maximum(states.day[rows], crossed[rows])
        found[CROSSED] = Steps(rows=rows, day=day, fresh=states.day[rows] <= crossed[rows])
    return found


def matured(at: Integers, window: int, rules: Rules) -> Integers:
    """Return the days by whose end `window` days (24 h each) have passed since `at`."""
    if rules.undated:
        return np.zeros(len(at), dtype=np.int64)
    return local_day(at + window * DAY - 1, rules)


def _tallied(columns: Columns, *, plain: bool) -> tuple[dict[str, Integers], Integers]:
    """Return the different rows of `columns` and how often each occurs; rows with values differ anyway (`plain`)."""
    if plain:
        return dict(columns), np.ones(len(columns["day"]), dtype=np.int64)
    found, weight = counted(*columns.values())
    return dict(zip(columns, found, strict=True)), weight


def _shaped(columns: Mapping[str, Integers], weight: Integers, *, population: int, family: int, sums: bool) -> pa.Table:
    rows = len(weight)
    nothing = np.zeros(rows, dtype=np.int64)
    return pa.table(
        {
            "population": np.full(rows, population, dtype=np.int8),
            "family": np.full(rows, family, dtype=np.int8),
            "sums": np.full(rows, sums, dtype=np.bool_),
            "day": columns.get("day", nothing).astype(np.int32),
            "cell": columns.get("cell", nothing),
            **{name: columns.get(name, nothing) for name in NUMBERS},
            "weight": weight,
        }
    )


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
        (day, place), users = counted(days, cell)
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


def findings(people: People, aside: Mapping[str, tuple[Integers, Integers]], *, sign: int) -> pa.Table:
    """Return what was set aside: kind, day, amount (times `sign`)."""
    every = dict(aside)
    for kind, days in (("early_exposures", people.early), ("late_exposures", people.late)):
        every[kind] = (days, np.ones(len(days), dtype=np.int64))
    kinds: list[str] = []
    found: list[tuple[Integers, Integers]] = []
    for kind, (days, amounts) in every.items():
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


def write(
    people: People, families: Mapping[int, States], *, variants: NDArray[np.uint64], profiles: NDArray[np.uint64],
    targets: tuple[Path, Path],
) -> None:  # fmt: skip
    """Write the per-user table of a slice: people, and their present totals by family.

    `variants` and `profiles` hold the codes by rank and by profile number (number 0: no attributes, code 0).
    """
    variant, profile = _named(people.cell & 1023, variants), _named(people.cell >> 20, profiles)
    table = {
        "user": people.user, "at": people.at, "day": people.day.astype(np.int32), "variant": variant,
        "period": ((people.cell >> 10) & 1023).astype(np.int16), "profile": profile,
        "crossed": pa.array(people.crossed.astype(np.int32), mask=people.crossed == NEVER),
    }  # fmt: skip
    parquet.write_table(pa.table(table), targets[0], use_dictionary=["variant", "period", "profile", "day"])
    parts = [_present(people, states, number, variants, profiles) for number, states in families.items()]
    present = pa.concat_tables(parts) if parts else _present(people, NOTHING, 0, variants, profiles)
    parquet.write_table(present, targets[1], use_dictionary=["family", "variant", "profile", "n0", "n1"])


def _named(position: Integers, codes: NDArray[np.uint64]) -> pa.DictionaryArray:
    """Return codes by position, as Parquet stores them: nothing has to be looked up again."""
    return pa.DictionaryArray.from_arrays(pa.array(position.astype(np.int32)), pa.array(codes))


def _present(
    people: People, states: States, family: int, variants: NDArray[np.uint64], profiles: NDArray[np.uint64]
) -> pa.Table:
    """Return the present totals of one family, one row per user with an event in it."""
    rows = np.flatnonzero(states.last)
    owner = states.person[rows]
    nothing = np.zeros(len(rows), dtype=np.int64)
    totals = {name: states.totals[name][rows] if name in states.totals else nothing for name in TOTALS}
    named = {"user": people.user[owner], "family": np.full(len(rows), family, dtype=np.int8)}
    cell = people.cell[owner]
    codes = {"variant": _named(cell & 1023, variants), "profile": _named(cell >> 20, profiles)}
    return pa.table(named | codes | totals)
