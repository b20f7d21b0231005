"""Sorting and counting rows of integers by packing each row into one machine word: what processors do best.

Rows that do not fit into 64 bits are sorted column by column, with the same result.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Words = NDArray[np.uint64]


def ordered(*keys: NDArray[np.integer[Any]]) -> Integers | slice:
    """Return positions that sort by the first key, then the second …; all in place when they are sorted already."""
    if _ascending(keys):
        return slice(None)
    rows = len(keys[0])
    shift = max(rows - 1, 1).bit_length()
    packed = _packed(keys, room=64 - shift)
    if packed is None:
        return np.lexsort(keys[::-1])
    return _positions((packed[0] << np.uint64(shift)) | np.arange(rows, dtype=np.uint64), shift)


def ordered_users(user: Words) -> Integers:
    """Return positions that sort 64-bit `user`; as good as all of its bits are packed with the positions."""
    rows = len(user)
    shift = max(rows - 1, 1).bit_length()
    bits = np.uint64(shift)
    order = _positions(((user >> bits) << bits) | np.arange(rows, dtype=np.uint64), shift)
    found = user[order]
    wrong = np.flatnonzero(found[1:] < found[:-1])
    if len(wrong):  # users who share all the packed bits lie mixed: sort those stretches by the whole value
        prefixes = np.unique(found[wrong] >> bits)
        mixed = np.flatnonzero(np.isin(found >> bits, prefixes))
        order[mixed] = order[mixed][np.argsort(found[mixed], kind="stable")]
    return order


def counted(*keys: NDArray[np.integer[Any]]) -> tuple[list[Integers], Integers]:
    """Return the different rows of `keys`, as columns, and how often each occurs."""
    packed = _packed(keys, room=64)
    if packed is None:
        order = np.lexsort(keys[::-1])
        sorted_keys = [key[order] for key in keys]
        first = starts_of(*sorted_keys)
        return [key[first].astype(np.int64) for key in sorted_keys], np.diff(np.append(first, len(order)))
    words, widths, lows = packed
    words.sort()
    first = starts_of(words)
    counts = np.diff(np.append(first, len(words)))
    rest = words[first]
    columns = []
    for width, low in zip(reversed(widths), reversed(lows), strict=True):
        mask = np.uint64(2**width - 1)
        columns.append((rest & mask).astype(np.int64) + low)
        rest = rest >> np.uint64(width) if width < 64 else rest
    return columns[::-1], counts


def starts_of(*keys: NDArray[Any]) -> Integers:
    """Return where a new combination of sorted `keys` begins."""
    rows = len(keys[0])
    changed = np.ones(rows, dtype=np.bool_)
    if rows:
        np.not_equal(keys[0][1:], keys[0][:-1], out=changed[1:])
        for key in keys[1:]:
            changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


def narrowed(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return 64-bit integers as 32-bit ones if all fit: half the memory while they wait."""
    limits = np.iinfo(np.int32)
    if numbers.dtype == np.int64 and len(numbers) and limits.min <= numbers.min() and numbers.max() <= limits.max:
        return numbers.astype(np.int32)
    return numbers


def _ascending(keys: tuple[NDArray[np.integer[Any]], ...]) -> bool:
    """Whether rows are sorted: files mostly come in the order of time, and to see it costs a tenth of sorting."""
    alike = np.ones(max(len(keys[0]) - 1, 0), dtype=np.bool_)
    for key in keys:
        if (alike & (key[1:] < key[:-1])).any():
            return False
        alike &= key[1:] == key[:-1]
    return True


def _positions(words: Words, shift: int) -> Integers:
    words.sort()
    words &= np.uint64(2**shift - 1)
    return words.view(np.int64)


def _packed(keys: tuple[NDArray[np.integer[Any]], ...], *, room: int) -> tuple[Words, list[int], list[int]] | None:
    """Return each row as one word of at most `room` bits, with widths and lowest values of the keys; None: no room."""
    if len(keys[0]) == 0:
        return np.zeros(0, dtype=np.uint64), [0] * len(keys), [0] * len(keys)
    lows = [int(key.min()) for key in keys]
    widths = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lows, strict=True)]
    if sum(widths) > room:
        return None
    words = np.zeros(len(keys[0]), dtype=np.uint64)
    for key, low, width in zip(keys, lows, widths, strict=True):
        if width:
            words <<= np.uint64(min(width, 63))
            wide = key.astype(np.int64, copy=False)
            words |= (wide - low if low else wide).view(np.uint64)
    return words, widths, lows
