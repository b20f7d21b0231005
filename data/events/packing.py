"""Sorting and counting rows of integers by packing each row into one machine word: what processors do best.

Rows that do not fit into 64 bits are sorted column by column, with the same result, and not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
UNITS = (1_000_000, 1_000, 1)  # of integers that are narrowed
SPAN = 2**28  # units between the zeros that narrowed integers count from, so that those of a day mostly share theirs
LOWEST = -(2**63)  # that 64 bits hold
GLANCE = 64  # numbers that mostly tell already that they are no multiples of a unit


def ordered(*keys: NDArray[np.integer[Any]]) -> Integers | slice:
    """Return positions that sort by the first key, then the second …; all in place when they are sorted already."""
    if _ascending(keys):
        return slice(None)
    packed = _packed(keys, room=64 - _room(keys[0]))
    return np.lexsort(keys[::-1]) if packed is None else positions(packed[0], width=sum(packed[1]))


def positions(words: NDArray[np.unsignedinteger[Any]], *, width: int) -> Integers:
    """Return positions that sort `words` of so many bits, equal ones in their order; both have to fit into 64 bits."""
    placed, shift = _sorted(words, width)
    return _positions(placed, shift)


def grouped(words: NDArray[np.unsignedinteger[Any]], *, groups: int) -> tuple[Integers, Integers]:
    """Return positions that sort `words`, equal ones in their order, and where each of 0 … `groups` begins in them."""
    placed, shift = _sorted(words, groups.bit_length())
    edges = np.searchsorted(placed, np.arange(groups + 1, dtype=placed.dtype) << placed.dtype.type(shift))
    return _positions(placed, shift), edges


def _sorted(words: NDArray[np.unsignedinteger[Any]], width: int) -> tuple[NDArray[Any], int]:
    """Return `words` of so many bits with their positions as last bits, sorted, and how many bits those are."""
    shift = _room(words)
    kind = np.uint32 if width + shift <= 32 else np.uint64  # narrow words are sorted in half the time
    placed: NDArray[Any] = words.astype(kind)
    placed <<= kind(shift)
    placed |= np.arange(len(words), dtype=kind)
    placed.sort()
    return placed, shift


def _positions(placed: NDArray[Any], shift: int) -> Integers:
    placed &= placed.dtype.type(2**shift - 1)
    return placed.astype(np.int64)


def _room(rows: NDArray[Any]) -> int:
    """Return how many bits a position takes."""
    return max(len(rows) - 1, 1).bit_length()


def sorted_users(user: Words) -> tuple[Integers, Words]:
    """Return positions that sort 64-bit `user`, equal ones in their order, and the users sorted.

    Codes of users are spread evenly, so as many of their first bits as leave room for the position tell nearly all
    apart; the few that are still mixed are compared whole.
    """
    if len(user) == 0:
        return np.zeros(0, dtype=np.int64), user
    room = 64 - _room(user)
    word = user - user.min()
    surplus = max(int(word.max()).bit_length() - room, 0)
    word >>= np.uint64(surplus)
    order = positions(word, width=room)
    found = user.take(order)
    if surplus:
        _part_mixed(order, found, word)
    return order, found


def _part_mixed(order: Integers, found: Words, word: Words) -> None:
    """Sort, in place, those stretches of `order` and of users `found` in which one `word` stands for several users."""
    wrong = np.flatnonzero(found[1:] < found[:-1])
    if len(wrong):
        first = starts_of(word[order])
        stretch = np.unique(np.searchsorted(first, wrong, side="right") - 1)
        sizes = np.diff(np.append(first, len(order)))[stretch]
        mixed = spread(first[stretch], sizes)
        parted = np.argsort(found[mixed], kind="stable")
        order[mixed], found[mixed] = order[mixed][parted], found[mixed][parted]


def counted(*keys: NDArray[np.integer[Any]]) -> tuple[list[Integers], Integers] | None:
    """Return the different rows of `keys`, as sorted columns, and how often each occurs; None: they fit in no word."""
    packed = _packed(keys, room=64)
    if packed is None:
        return None
    words, widths, lows = packed
    if 2 ** sum(widths) <= len(words):  # a table of all possible ones is quicker than sorting while it is small
        every = np.bincount(words)
        seen = np.flatnonzero(every)
        rest, counts = seen.astype(np.uint64), every[seen]
    else:
        words.sort()
        first = starts_of(words)
        counts = np.diff(np.append(first, len(words)))
        rest = words[first].astype(np.uint64)
    columns = []
    for width, low in zip(reversed(widths), reversed(lows), strict=True):
        mask = np.uint64(2**width - 1)
        columns.append((rest & mask).astype(np.int64) + low)
        rest = rest >> np.uint64(width) if width < 64 else rest
    return columns[::-1], counts


def starts_of(*keys: NDArray[Any]) -> Integers:
    """Return where a new combination of sorted `keys` begins."""
    return np.flatnonzero(_changed(*keys))


def numbered(*keys: NDArray[Any]) -> tuple[Integers, NDArray[np.int32]]:
    """Return where a new combination of sorted `keys` begins, and which one, counted from 0, each row holds."""
    changed = _changed(*keys)
    number = changed.astype(np.int32)
    np.cumsum(number, out=number)
    number -= 1
    return np.flatnonzero(changed), number


def _changed(*keys: NDArray[Any]) -> NDArray[np.bool_]:
    rows = len(keys[0])
    changed = np.ones(rows, dtype=np.bool_)
    if rows:
        np.not_equal(keys[0][1:], keys[0][:-1], out=changed[1:])
        for key in keys[1:]:
            changed[1:] |= key[1:] != key[:-1]
    return changed


def spread(first: Integers, sizes: Integers) -> Integers:
    """Return every position of stretches that begin at `first` and are `sizes` long, one stretch after the other."""
    ends = np.cumsum(sizes)
    places: Integers = np.arange(sizes.sum()) + np.repeat(first - (ends - sizes), sizes)
    return places


@dataclass(frozen=True, slots=True)
class Narrow:
    """Integers as `low` + `unit` * `steps`: half the memory while they wait, if a coarser unit or their range allow."""

    steps: NDArray[Any]
    low: int = 0
    unit: int = 1

    @property
    def kind(self) -> tuple[np.dtype[Any], int, int]:
        """What numbers have in common whose steps mean the same."""
        return self.steps.dtype, self.low, self.unit

    def placed(self, order: Integers) -> "Narrow":
        """Return the numbers in another order."""
        return Narrow(self.steps.take(order), self.low, self.unit)


def narrowed(numbers: NDArray[Any]) -> Narrow:
    """Return `numbers` in 32 bits where that loses nothing: moments are whole seconds or milliseconds in most files."""
    if numbers.dtype == np.int64 and len(numbers):
        low, high = int(numbers.min()), int(numbers.max())
        for unit in UNITS:
            zero = low - low % (unit * SPAN)
            if zero >= LOWEST and (high - zero) // unit < 2**32 and not (numbers[:GLANCE] % unit).any():
                above = numbers - zero
                steps = above // unit if unit > 1 else above
                if unit == 1 or np.array_equal(steps * unit, above):
                    return Narrow(steps.astype(np.uint32), zero, unit)
    return Narrow(numbers)


def widened(pieces: Sequence[Narrow]) -> NDArray[Any]:
    """Return the numbers of all pieces, one after the other."""
    whole: NDArray[Any] = np.empty(
        sum(len(piece.steps) for piece in pieces),
        dtype=np.int64 if any(piece.steps.dtype == np.uint32 for piece in pieces) else pieces[0].steps.dtype,
    )
    start = 0
    for piece in pieces:
        part = whole[start : start + len(piece.steps)]
        part[:] = piece.steps
        if piece.unit != 1:
            part *= piece.unit
        if piece.low:
            part += piece.low
        start += len(part)
    return whole


def _ascending(keys: tuple[NDArray[np.integer[Any]], ...]) -> bool:
    """Whether rows are sorted: files mostly come in the order of time, and to see it costs a tenth of sorting."""
    alike = np.ones(max(len(keys[0]) - 1, 0), dtype=np.bool_)
    for key in keys:
        if (alike & (key[1:] < key[:-1])).any():
            return False
        alike &= key[1:] == key[:-1]
    return True


def _packed(
    keys: tuple[NDArray[np.integer[Any]], ...], *, room: int
) -> tuple[NDArray[np.unsignedinteger[Any]], list[int], list[int]] | None:
    """Return each row as one word of at most `room` bits, with widths and lowest values of the keys; None: no room."""
    if len(keys[0]) == 0:
        return np.zeros(0, dtype=np.uint32), [0] * len(keys), [0] * len(keys)
    lows = [int(key.min()) for key in keys]
    widths = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lows, strict=True)]
    if sum(widths) > room:
        return None
    kind = np.uint32 if sum(widths) <= 32 else np.uint64  # narrow words are made and sorted in half the time
    words: NDArray[Any] = np.zeros(len(keys[0]), dtype=kind)
    for key, low, width in zip(keys, lows, widths, strict=True):
        if width:
            words <<= kind(min(width, 63))
            wide: NDArray[Any] = key.view(kind) if key.dtype.itemsize == words.itemsize else key.astype(kind)
            words |= wide - kind(low % 2 ** (8 * words.itemsize)) if low else wide  # wraps around to what is meant
    return words, widths, lows
