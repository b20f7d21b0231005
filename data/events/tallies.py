"""From users' states to what each day adds: tables of steps, arrivals and findings, equal rows counted once.

Also the per-user table, for what does not add up: shares of single users, quantiles, free combinations of segments.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from data.events.journeys import NEVER, Integers, People, Rules, States, local_day, ordered, starts_of
from data.events.plan import DAY, Plan

EVERYONE, MATURED, CROSSED = 0, 1, 2  # populations, as stored
NUMBERS = ("n0", "s0", "n1", "s1", "p0", "q0", "p1", "q1")


def steps(people: People, states: States, plan: Plan, rules: Rules) -> pa.Table:
    """Return the steps of all populations: population, family, sums, day, cell, totals after and before, weight."""
    cells, cell = np.unique(people.cell, return_inverse=True)
    tables = []
    for population, (rows, day, before) in _populations(people, states, plan, rules).items():
        for number, family in enumerate(plan.families):
            own = np.flatnonzero(states.family[rows] == number)
            if len(own) == 0:
                continue
            keys = [day[own], cell[states.person[rows[own]]].astype(np.int64)]
            after, earlier = states.totals[:, rows[own]], before[:, own]
            for sums in sorted(plan.sums_of(number)):
                kept: tuple[int, ...] = (0, 1, 2, 3) if sums else (0, 2)
                kept = kept if family.second else kept[: len(kept) // 2]
                table = _tallied(keys + [after[n] for n in kept] + [earlier[n] for n in kept], plain=sums)
                names = [NUMBERS[n] for n in kept] + [NUMBERS[4 + n] for n in kept]
                columns = dict(zip(("day", "cell", *names), table[:-1], strict=True))
                columns["cell"] = cells[columns["cell"]]
                tables.append(_shaped(columns, table[-1], population=population, family=number, sums=sums))
    return (
        pa.concat_tables(tables) if tables else _shaped({}, np.zeros(0, np.int64), population=0, family=0, sums=False)
    )


def _populations(
    people: People, states: States, plan: Plan, rules: Rules
) -> dict[int, tuple[Integers, Integers, Integers]]:
    """Return for every population: rows of `states`, the day on which each step counts, and the totals before it."""
    everyone = np.arange(len(states.person))
    found = {EVERYONE: (everyone, states.day, states.before)}
    windows = np.array([family.window_days or 0 for family in plan.families], dtype=np.int64)
    if rules.windows:
        rows = np.flatnonzero(states.last & (windows[states.family] > 0))
        day = matured(people.at[states.person[rows]], windows[states.family[rows]], rules)
        found[MATURED] = (rows, day, np.zeros((4, len(rows)), dtype=np.int64))
    crossed = people.crossed[states.person] if len(people.user) else states.day
    if len(people.user) and (people.crossed < NEVER).any():
        following = np.append(states.day[1:], 0)
        replaced = ~states.last & (following <= crossed)  # a later step holds on the day of crossing
        rows = np.flatnonzero((crossed < NEVER) & ~replaced)
        entered = states.day[rows] <= crossed[rows]
        before = np.where(entered, 0, states.before[:, rows])
        found[CROSSED] = (rows, np.maximum(states.day[rows], crossed[rows]), before)
    return found


def matured(at: Integers, windows: Integers, rules: Rules) -> Integers:
    """Return the days by whose end so many days (24 h each) have passed since `at`."""
    if rules.undated:
        return np.zeros(len(at), dtype=np.int64)
    return local_day(at + windows * DAY - 1, rules)


def _tallied(columns: list[Integers], *, plain: bool) -> list[Integers]:
    """Return the different rows of `columns` and how often each occurs; rows with values differ anyway (`plain`)."""
    rows = len(columns[0])
    if plain:
        return [*columns, np.ones(rows, dtype=np.int64)]
    order = ordered(*columns)
    columns = [column[order] for column in columns]
    first = starts_of(*columns)
    return [*(column[first] for column in columns), np.diff(np.append(first, rows))]


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
        days = matured(people.at, np.full(len(people.at), window, dtype=np.int64), rules)
        groups.append((MATURED, window, days, people.cell))
    crossed = people.crossed < NEVER
    groups.append((CROSSED, 0, people.crossed[crossed], people.cell[crossed]))
    tables = []
    for population, window, days, cell in groups:
        cells, place = np.unique(cell, return_inverse=True)
        day, position, users = _tallied([days, place.astype(np.int64)], plain=False) if len(days) else [days] * 3
        tables.append(
            pa.table(
                {
                    "population": np.full(len(day), population, dtype=np.int8),
                    "window_days": np.full(len(day), window, dtype=np.int32),
                    "day": day.astype(np.int32),
                    "cell": cells[position] if len(day) else day,
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
    people: People, states: States, *, variants: NDArray[np.uint64], profiles: NDArray[np.uint64],
    targets: tuple[Path, Path],
) -> None:  # fmt: skip
    """Write the per-user table of a slice: people, and their present totals by family.

    `variants` and `profiles` hold the codes by rank and by profile number (number 0: no attributes, code 0).
    """
    variant, profile = variants[people.cell & 65535], profiles[people.cell >> 32]
    table = {
        "user": people.user, "at": people.at, "day": people.day.astype(np.int32), "variant": variant,
        "period": ((people.cell >> 16) & 65535).astype(np.int16), "profile": profile,
        "crossed": pa.array(people.crossed.astype(np.int32), mask=people.crossed == NEVER),
    }  # fmt: skip
    parquet.write_table(pa.table(table), targets[0], use_dictionary=["variant", "period", "profile", "day"])
    rows = np.flatnonzero(states.last)
    owner = states.person[rows]
    present = {"user": people.user[owner], "family": states.family[rows].astype(np.int8)}
    present |= {"variant": variant[owner], "profile": profile[owner]}
    present |= {name: states.totals[number, rows] for number, name in enumerate(NUMBERS[:4])}
    parquet.write_table(pa.table(present), targets[1], use_dictionary=["family", "variant", "profile", "n0", "n1"])
