"""Sums of changes in 64-bit words against Python's own integers, which never overflow."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.events.additions import CLAMP, MOMENTS, Scale, Sums, added, gathered, merged, placed

Row = tuple[int, int, int, int, int, int]  # day, cell, u1, u0, y1, y0
NAMES = ("day", "cell", "u1", "u0", "y1", "y0")
PLACES = (st.integers(0, 2), st.sampled_from([0, 1, 2**40]))
AMOUNTS = st.integers(-(10**6), 10**6)
COUNTS = st.integers(0, 3)


def columns(rows: list[Row]) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    return {name: np.array([row[place] for row in rows], dtype=np.int64) for place, name in enumerate(NAMES)}


def rounded(x: int, scale: Scale) -> int:
    whole = (abs(x) + 50) // 100 * (-1 if x < 0 else 1) if scale.amount else x
    return max(-CLAMP, min(CLAMP, whole))


def recount(rows: list[Row], scale: Scale) -> dict[tuple[int, int], list[int]]:
    """Return, by day and cell, the ten moments and the peak."""
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(MOMENTS) + [-(2**62)])
    for day, cell, u1, u0, y1, y0 in rows:
        x1, x0 = (u if scale.cap is None else min(u, scale.cap) for u in (u1, u0))
        r1, r0 = rounded(x1, scale), rounded(x0, scale)
        more = (
            x1 - x0, x1**2 - x0**2, y1 - y0, y1**2 - y0**2, x1 * y1 - x0 * y0, u1 - u0, u1**2 - u0**2,
            r1 - r0, r1**2 - r0**2, r1**3 - r0**3,
        )  # fmt: skip
        held = found[day, cell]
        held[:-1] = [old + new for old, new in zip(held[:-1], more, strict=True)]
        held[-1] = max(held[-1], x1)
    return dict(found)


def listed(sums: Sums) -> dict[tuple[int, int], list[int]]:
    places = zip(sums["day"].tolist(), sums["cell"].tolist(), strict=True)
    numbers = zip(*(sums[name].tolist() for name in (*MOMENTS, "peak")), strict=True)
    return {place: list(row) for place, row in zip(places, numbers, strict=True)}


@pytest.mark.parametrize("scale", [Scale(cap=None, amount=True), Scale(cap=5000, amount=True)], ids=["plain", "capped"])
@given(rows=st.lists(st.tuples(*PLACES, AMOUNTS, AMOUNTS, COUNTS, COUNTS), max_size=20))
def test_amounts_add_up_to_what_single_integers_give(scale: Scale, rows: list[Row]) -> None:
    found = added(gathered(columns(rows)), scale)
    assert found is not None
    assert listed(found) == recount(rows, scale)


@pytest.mark.parametrize("scale", [Scale(cap=None, amount=False), Scale(cap=2, amount=False)], ids=["plain", "capped"])
@given(rows=st.lists(st.tuples(*PLACES, COUNTS, COUNTS, COUNTS, COUNTS), max_size=20))
def test_equal_changes_count_as_often_as_they_occur(scale: Scale, rows: list[Row]) -> None:
    found = added(gathered(columns(rows)), scale)
    assert found is not None
    assert listed(found) == recount(rows, scale)


@given(largest=st.integers(10**5, 10**14), often=st.integers(1, 50))
def test_what_64_bits_cannot_hold_is_handed_on(largest: int, often: int) -> None:
    rows: list[Row] = [(0, 0, largest, 0, 1, 0)] * often
    scale = Scale(cap=None, amount=True)
    found, exact = added(gathered(columns(rows)), scale), recount(rows, scale)
    if found is None:
        assert 4 * max(abs(moment) for moment in exact[0, 0]) > 2**62  # no more cautious than two bits
    else:
        assert listed(found) == exact


@given(rows=st.lists(st.tuples(*PLACES, AMOUNTS, AMOUNTS, COUNTS, COUNTS), min_size=2, max_size=20))
def test_merged_parts_say_what_all_rows_together_say(rows: list[Row]) -> None:
    scale = Scale(cap=None, amount=True)
    parts = [added(gathered(columns(half)), scale) for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :])]
    found = merged([placed(part, population=0, metric=0, sign=1) for part in parts if part is not None])
    assert listed(found) == recount(rows, scale)


def test_sums_that_would_overflow_together_stay_apart() -> None:
    part = added(gathered(columns([(0, 0, 10**5, 0, 0, 0)])), Scale(cap=None, amount=False))
    assert part is not None
    part = placed(part | {"rrr": np.array([2**61])}, population=0, metric=0, sign=1)
    assert merged([part] * 4)["rrr"].tolist() == [2**61] * 4
