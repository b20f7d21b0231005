"""What changes in users' metrics add to the moments of each day and cell: exact sums in 64-bit words.

Where a product or a sum would not fit, the single changes are handed on, and DuckDB adds them up in 128 bits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.packing import Integers, counted, ordered, starts_of

PLACE = ("sign", "population", "metric", "day", "cell")
MOMENTS = ("x", "xx", "y", "yy", "xy", "u", "uu", "r", "rr", "rrr")
ROOM = 2.0**62  # for the sums of one group
CLAMP = 10**10  # of r, as in `fold_add.sql`

Sums = dict[str, NDArray[Any]]  # a row per place: PLACE, MOMENTS and `peak`, the largest x after a change


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a metric's numerator u becomes x, and x the r whose cubes are added up."""

    cap: int | None  # in stored units; None: x is u
    amount: bool  # r is x in units of 1/100


def gathered(change: Mapping[str, Integers]) -> Mapping[str, Integers]:
    """Return changes by their first two columns, day and cell; of equal ones one, with their number as `weight`."""
    found = counted(*change.values())
    if found is not None:
        columns = dict(zip(change, found[0], strict=True))
        return columns if len(found[1]) == len(change["day"]) else columns | {"weight": found[1]}
    order = ordered(change["day"], change["cell"])
    return {name: column[order] for name, column in change.items()}


def added(columns: Mapping[str, Integers], scale: Scale) -> Sums | None:
    """Return what changes add by `day` and `cell`; None when 64 bits do not suffice.

    `columns`, in order, hold day, cell, u1 and u0 (numerator after and before the change), y1 and y0 if the metric is a
    ratio, and weight (how many changes a row stands for) unless each stands for itself.
    """
    weight = columns.get("weight")
    first = starts_of(columns["day"], columns["cell"])
    if len(first) == 0:
        return {name: np.zeros(0, dtype=np.int64) for name in ("day", "cell", *MOMENTS, "peak")}
    u1, u0 = columns["u1"], columns["u0"]
    x1, x0 = (u if scale.cap is None else np.minimum(u, scale.cap) for u in (u1, u0))
    r1, r0 = (_rounded(x, scale) for x in (x1, x0))
    several = int(np.diff(np.append(first, len(u1))).max() if weight is None else np.add.reduceat(weight, first).max())
    largest = max(_largest(number) for name, number in columns.items() if name[0] in "uy")
    if 2 * several * max(largest**2, max(_largest(r1), _largest(r0)) ** 3) > ROOM:
        return None

    def summed(difference: Integers) -> Integers:
        return np.add.reduceat(difference if weight is None else difference * weight, first)

    def powers(after: Integers, before: Integers) -> tuple[Integers, Integers]:
        more = after - before
        once = summed(more)
        return once, once if _single(after, before) else summed(more * (after + before))  # a - b, a² - b²

    sums = {
        "day": columns["day"].take(first),
        "cell": columns["cell"].take(first),
        "peak": np.maximum.reduceat(x1, first),
    }
    sums["x"], sums["xx"] = powers(x1, x0)
    sums["u"], sums["uu"] = (sums["x"], sums["xx"]) if scale.cap is None else powers(u1, u0)
    sums["r"], sums["rr"] = powers(r1, r0) if r1 is not x1 else (sums["x"], sums["xx"])
    sums["rrr"] = sums["r"] if _single(r1, r0) else summed(r1 * r1 * r1 - r0 * r0 * r0)
    if "y1" in columns:
        sums["y"], sums["yy"] = powers(columns["y1"], columns["y0"])
        sums["xy"] = summed(x1 * columns["y1"] - x0 * columns["y0"])
    else:
        sums["y"] = sums["yy"] = sums["xy"] = np.zeros(len(first), dtype=np.int64)
    return sums


def joined(parts: Sequence[Sums]) -> Sums:
    """Return the rows of several parts."""
    if not parts:
        return {name: np.zeros(0, dtype=np.int64) for name in (*PLACE, *MOMENTS, "peak")}
    return {name: np.concatenate([part[name] for part in parts]) for name in (*PLACE, *MOMENTS, "peak")}


def merged(parts: Sequence[Sums]) -> Sums:
    """Return the sums of several parts, each with one row per place, by place; if one may not fit, rows stay apart."""
    columns = joined(parts)
    order = ordered(*(columns[name] for name in PLACE))
    columns = {name: column if isinstance(order, slice) else column.take(order) for name, column in columns.items()}
    first = starts_of(*(columns[name] for name in PLACE))
    if len(first) == 0 or len(parts) * max(_largest(columns[name]) for name in MOMENTS) > ROOM:
        return columns
    found = {name: columns[name].take(first) for name in PLACE}
    found |= {name: np.add.reduceat(columns[name], first) for name in MOMENTS}
    return found | {"peak": np.maximum.reduceat(columns["peak"], first)}


def placed(sums: Sums, *, population: int, metric: int, sign: int) -> Sums:
    """Return `sums`, times `sign`, with the population and the metric's position that they belong to."""
    rows = len(sums["day"])
    return {
        name: sign * sums[name] if name in MOMENTS else sums[name] for name in ("day", "cell", *MOMENTS, "peak")
    } | {
        "sign": np.full(rows, sign, dtype=np.int8),
        "population": np.full(rows, population, dtype=np.int8),
        "metric": np.full(rows, metric, dtype=np.int16),
    }


def _rounded(x: Integers, scale: Scale) -> Integers:
    """Return r, rounded half away from zero; `x` itself where it is not an amount."""
    if scale.amount:
        x = np.sign(x) * ((np.abs(x) + 50) // 100) if x.min() < 0 else (x + 50) // 100
    return x if _largest(x) <= CLAMP else np.clip(x, -CLAMP, CLAMP)


def _largest(number: Integers) -> float:
    return max(abs(float(number.min())), abs(float(number.max())))


def _single(*numbers: Integers) -> bool:
    """Whether all are 0 or 1: their powers are they themselves."""
    return all(number.min() >= 0 and number.max() <= 1 for number in numbers)
