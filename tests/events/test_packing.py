"""Sorting and counting by packed words against NumPy's own column by column sort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.events.packing import counted, ordered, sorted_users, starts_of

SMALL = st.integers(-3, 3)
LARGE = st.integers(-(2**62), 2**62)


@pytest.mark.parametrize("numbers", [SMALL, LARGE], ids=["packed", "too wide to pack"])
def test_rows_are_ordered_by_the_first_key_then_the_second(numbers: st.SearchStrategy[int]) -> None:
    @given(rows=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
    def law(rows: list[tuple[int, int]]) -> None:
        first, second = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        order = ordered(first, second)
        assert list(zip(first[order].tolist(), second[order].tolist(), strict=True)) == sorted(rows)

    law()


@pytest.mark.parametrize("numbers", [SMALL, st.integers(-(2**30), 2**30)], ids=["by a table", "by sorting"])
def test_equal_rows_are_counted_once(numbers: st.SearchStrategy[int]) -> None:
    @given(rows=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
    def law(rows: list[tuple[int, int]]) -> None:
        found = counted(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))
        assert found is not None
        columns, counts = found
        different = list(zip(*(column.tolist() for column in columns), strict=True))
        assert different == sorted(set(rows))
        assert counts.tolist() == [rows.count(row) for row in different]

    law()


def test_rows_too_wide_for_a_word_are_not_counted() -> None:
    assert counted(np.array([0, 2**40]), np.array([0, 2**24])) is None


@given(users=st.lists(st.integers(0, 7) | st.integers(2**64 - 8, 2**64 - 1) | st.integers(0, 2**64 - 1), max_size=40))
def test_users_who_share_all_packed_bits_are_kept_apart(users: list[int]) -> None:
    codes = np.array(users, dtype=np.uint64)
    order, found = sorted_users(codes)
    assert order.tolist() == sorted(range(len(users)), key=users.__getitem__)
    assert found.tolist() == sorted(users)


def test_a_new_combination_begins_where_any_key_changes() -> None:
    assert starts_of(np.array([1, 1, 2, 2]), np.array([5, 6, 6, 6])).tolist() == [0, 1, 2]
