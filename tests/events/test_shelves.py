"""The shelf gives back the rows it was given: each once, in its stack, by user and then in the order they came."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.events.shelves import Parts, Shelf, Stack

STACKS = (Stack(kinds={-1}, unread={"kind"}), Stack(kinds={0, 3}), Stack(kinds={1}, unread={"value"}))
USERS = st.integers(0, 5) | st.integers(2**63, 2**63 + 3) | st.integers(0, 2**64 - 1)
MOMENTS = st.integers(0, 2**50) | st.integers(0, 2**30).map(lambda second: second * 1_000_000)
VALUES = st.integers(-(2**63), 2**63 - 1) | st.integers(1 - 2**63 // 1000, 5 - 2**63 // 1000).map(lambda of: of * 1000)
ROWS = st.tuples(USERS, MOMENTS, st.sampled_from([-1, 0, 1, 3]), VALUES)
KINDS = {"user": np.uint64, "at": np.int64, "kind": np.int8, "value": np.int64}

Row = tuple[int, int, int, int]


def columns(rows: list[Row]) -> dict[str, NDArray[Any]]:
    return {
        name: np.array([row[place] for row in rows], dtype=kind) for place, (name, kind) in enumerate(KINDS.items())
    }


@given(
    batches=st.lists(st.lists(ROWS, max_size=20), max_size=4),
    count=st.integers(1, 20),
    slices=st.sampled_from([1, 2, 8]),
    about=st.sampled_from([0, 3, 1000]),
)
def test_every_row_is_taken_once_from_its_stack_by_user(
    batches: list[list[Row]], count: int, slices: int, about: int
) -> None:
    highest = 2**64 // slices - 1
    batches = [[(row[0] & highest, *row[1:]) for row in rows] for rows in batches]
    with ThreadPoolExecutor(2) as pool:
        parts = Parts(lowest=0, highest=highest, count=count)
        shelf = Shelf(map(columns, [[], *batches]), stacks=STACKS, parts=parts, pool=pool, rows=about)
    every = [row for rows in batches for row in rows]
    assert len(shelf) == len(every)
    for number, stack in enumerate(STACKS):
        taken = [shelf.take(part, stack=number) for part in range(count)]
        own = sorted((row for row in every if row[2] in stack.kinds), key=lambda row: row[0])
        for place, name in enumerate(KINDS):
            if name in stack.unread:
                assert all(name not in rows for rows in taken)
            else:
                assert np.concatenate([rows[name] for rows in taken]).tolist() == [row[place] for row in own]


@given(users=st.lists(USERS, min_size=1), count=st.integers(1, 256), low=st.sampled_from([0, 2**61, 2**64 - 2**61]))
def test_parts_are_ranges_of_users_in_order(users: list[int], count: int, low: int) -> None:
    span = 2**64 if low == 0 else 2**61
    own = sorted({low, low + span - 1, *(low + user % span for user in users)})
    found = Parts(lowest=low, highest=low + span - 1, count=count).of(np.array(own, dtype=np.uint64)).tolist()
    assert found == [(user - low) * 2**16 // span * count // 2**16 for user in own]
    assert (found[0], found[-1]) == (0, count - 1)
