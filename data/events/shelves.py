"""The rows of a fold in memory, in parts of the users: read from DuckDB once, then taken away part by part."""

import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.packing import Narrow, Words, grouped, narrowed, sorted_users, widened

AHEAD = 24  # batches that may wait to be parted: bounds the memory where reading is quicker
MAPPED = 2**17  # bytes that are worth a mapping of their own: a process has 65,530 of them
FINE = 16  # bits of a user that say which part is theirs

Rows = dict[str, NDArray[Any]]  # columns of equal length
Parted = dict[int, tuple[dict[str, Narrow], list[int]]]  # by stack: its rows, part after part, and where each begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Rows that are taken together."""

    kinds: Collection[int]  # of these kinds are they, and of no other stack's
    unread: Collection[str] = ()  # columns that nobody asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Users from `lowest` to `highest`, whose number is a power of two, in `count` parts of nearly equal ranges."""

    lowest: int
    highest: int
    count: int

    def of(self, user: Words) -> NDArray[np.uint32]:
        """Return the part of each user."""
        bits = (self.highest - self.lowest).bit_length()
        part = (user - np.uint64(self.lowest)) >> np.uint64(max(bits - FINE, 0))
        part *= np.uint64(self.count)
        part >>= np.uint64(min(bits, FINE))
        return part.astype(np.uint32)


class Shelf:
    """Rows (user, at, kind, value and what else they hold) by stack and part."""

    def __init__(
        self,
        batches: Iterable[Mapping[str, NDArray[Any]]],
        *,
        stacks: Sequence[Stack],
        parts: Parts,
        pool: Executor,
        rows: int,
    ) -> None:
        """Read all batches, of about so many `rows` together: memory for these is laid out at once."""
        self._kept = [[_Kept() for _ in range(parts.count)] for _ in stacks]
        self._nothing: list[dict[str, Narrow]] = []  # by stack, its columns without rows
        self._rows, self._expected = 0, rows
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(1) as keeper:  # one after the other: rows stay in their order
            for batch in batches:
                self._nothing = self._nothing or [_nothing(stack, batch) for stack in stacks]
                waiting.append(keeper.submit(self._put, pool.submit(_parted, stacks, parts, batch)))
                if len(waiting) > AHEAD:
                    waiting.popleft().result()
            for kept in waiting:
                kept.result()

    def _put(self, parted: Future[Parted]) -> None:
        stacked = parted.result()
        rows = sum(edges[-1] for _, edges in stacked.values())
        more = max(self._expected - self._rows, rows) / max(rows, 1)  # times as many are to come, with these
        for number, (columns, edges) in stacked.items():
            for kept, (first, last) in zip(self._kept[number], pairwise(edges), strict=True):
                if first < last:
                    kept.put(columns, first, last, room=math.ceil((last - first) * more))
        self._rows += rows

    def __len__(self) -> int:
        return self._rows

    def take(self, part: int, *, stack: int) -> Rows:
        """Return the rows of a part and stack, sorted by user, and forget them."""
        kept = self._kept[stack][part]
        found = {name: widened(kept.take(name) or [nothing]) for name, nothing in self._nothing[stack].items()}
        order, user = sorted_users(found.pop("user"))
        return {"user": user} | {name: column.take(order) for name, column in found.items()}


class _Kept:
    """Rows of a part, each column in as few stretches of memory as can be."""

    __slots__ = ("_columns",)

    def __init__(self) -> None:
        self._columns: dict[str, list[_Stretch]] = {}

    def put(self, columns: Mapping[str, Narrow], first: int, last: int, *, room: int) -> None:
        """Add the rows from position `first` to `last` - 1; the first stretch has `room` for more."""
        for name, column in columns.items():
            stretches = self._columns.setdefault(name, [])
            if not stretches:
                stretches.append(_Stretch(column, room))
            elif not stretches[-1].takes(column, last - first):
                stretches.append(_Stretch(column, max(last - first, stretches[-1].used)))
            stretches[-1].put(column.steps[first:last])

    def take(self, name: str) -> list[Narrow]:
        """Return what there is of a column, and forget it."""
        return [stretch.filled for stretch in self._columns.pop(name, ())]


class _Stretch:
    """Memory for numbers that are narrowed alike; the system has it back as soon as they are forgotten."""

    __slots__ = ("_kind", "_steps", "used")

    def __init__(self, kind: Narrow, room: int) -> None:
        self._kind, self.used = kind.kind, 0  # rows that are there
        self._steps = _memory(kind.steps.dtype, room)

    def takes(self, more: Narrow, rows: int) -> bool:
        """Whether there is room for so many rows, narrowed as they are."""
        return more.kind == self._kind and self.used + rows <= len(self._steps)

    def put(self, steps: NDArray[Any]) -> None:
        """Add rows."""
        self._steps[self.used : self.used + len(steps)] = steps
        self.used += len(steps)

    @property
    def filled(self) -> Narrow:
        """The rows that are there."""
        _, low, unit = self._kind
        return Narrow(self._steps[: self.used], low, unit)


def _memory(kind: np.dtype[Any], rows: int) -> NDArray[Any]:
    """Return room for numbers; nothing is taken from the system before it is written to."""
    size = rows * kind.itemsize
    if size < MAPPED:
        return np.empty(rows, dtype=kind)
    return np.frombuffer(mmap(-1, size, flags=MAP_PRIVATE | MAP_ANONYMOUS), dtype=kind)


def _nothing(stack: Stack, columns: Mapping[str, NDArray[Any]]) -> dict[str, Narrow]:
    return {name: Narrow(column[:0].copy()) for name, column in columns.items() if name not in stack.unread}


def _parted(stacks: Sequence[Stack], parts: Parts, columns: Mapping[str, NDArray[Any]]) -> Parted:
    """Return the rows of each stack, part after part, in their order."""
    kinds = {kind: number for number, stack in enumerate(stacks) for kind in stack.kinds}
    stack_of = np.array([kinds.get(kind, 0) for kind in range(min(kinds), max(kinds) + 1)], dtype=np.uint32)
    place = parts.of(columns["user"])
    place += (stack_of * np.uint32(parts.count)).take(columns["kind"].astype(np.int64) - min(kinds))
    order, starts = grouped(place, groups=parts.count * len(stacks))
    narrow = {name: narrowed(column) for name, column in columns.items()}
    found: Parted = {}
    for number, stack in enumerate(stacks):
        edges = starts[number * parts.count : (number + 1) * parts.count + 1]
        rows = order[edges[0] : edges[-1]]
        if len(rows):
            placed = {name: column.placed(rows) for name, column in narrow.items() if name not in stack.unread}
            found[number] = placed, (edges - edges[0]).tolist()
    return found
