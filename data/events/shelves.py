"""The rows of a fold in memory, in bins of users: read from DuckDB once, then taken away part by part."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.packing import BLOCK, Narrow, grouped, narrowed, sorted_users, widened

BITS = 58  # of a user, below those that name the bin
BINS = 2 ** (64 - BITS)
AHEAD = 3  # batches that may wait to be binned: bounds the memory where reading is quicker

Rows = dict[str, NDArray[Any]]  # columns of equal length
Bin = dict[str, Narrow]  # the same while they wait
Binned = dict[int, dict[int, Bin]]  # by stack and bin, where there are rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Rows that are taken together."""

    kinds: Collection[int]  # of these kinds are they, and of no other stack's
    unread: Collection[str] = ()  # columns that nobody asks for


class Shelf:
    """Rows (user, at, kind, value and what else they hold) by stack and bin."""

    def __init__(
        self, batches: Iterable[Mapping[str, NDArray[Any]]], *, stacks: Sequence[Stack], pool: Executor
    ) -> None:
        self._bins: list[list[list[Bin]]] = [[[] for _ in range(BINS)] for _ in stacks]
        self._nothing: list[Bin] = []  # by stack, its columns without rows
        self._rows = 0
        waiting: deque[Future[Binned]] = deque()
        for batch in batches:
            self._nothing = self._nothing or [_nothing(stack, batch) for stack in stacks]
            waiting.append(pool.submit(_binned, stacks, batch))
            if len(waiting) > AHEAD:
                self._put(waiting.popleft().result())
        for binned in waiting:
            self._put(binned.result())

    def _put(self, stacked: Binned) -> None:
        for number, bins in stacked.items():
            for slot, rows in bins.items():
                self._bins[number][slot].append(rows)
                self._rows += len(rows["user"].steps)

    def __len__(self) -> int:
        return self._rows

    def take(self, first: int, last: int, *, stack: int) -> Rows:
        """Return the rows of the bins `first` to `last` - 1 of a stack, sorted by user, and forget them."""
        pieces = [rows for held in self._bins[stack][first:last] for rows in held] or [dict(self._nothing[stack])]
        found = {name: widened([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}
        order, user = sorted_users(found.pop("user"))
        return {"user": user} | {name: column.take(order) for name, column in found.items()}


def _nothing(stack: Stack, columns: Mapping[str, NDArray[Any]]) -> Bin:
    return {name: Narrow(column[:0].copy()) for name, column in columns.items() if name not in stack.unread}


def _binned(stacks: Sequence[Stack], columns: Mapping[str, NDArray[Any]]) -> Binned:
    """Return the rows of each stack by the first bits of the user."""
    order, starts = grouped(_places(stacks, columns), groups=BINS * len(stacks))
    edges = starts.tolist()
    narrow = {name: narrowed(column) for name, column in columns.items()}
    found: Binned = {}
    for number, stack in enumerate(stacks):
        own = edges[number * BINS : (number + 1) * BINS + 1]
        filled = [(slot, *ends) for slot, ends in enumerate(pairwise(own)) if ends[0] < ends[1]]
        if not filled:
            continue
        found[number] = {slot: {} for slot, _, _ in filled}
        rows = order[own[0] : own[-1]]
        for name in narrow.keys() - set(stack.unread):
            placed = narrow[name].placed(rows)
            for slot, first, last in filled:
                found[number][slot][name] = placed.copied(first - own[0], last - own[0])
    return found


def _places(stacks: Sequence[Stack], columns: Mapping[str, NDArray[Any]]) -> NDArray[np.uint32]:
    """Return the place of each row: stack by stack, the first bits of the user; block by block, in the cache."""
    kinds = {kind: number for number, stack in enumerate(stacks) for kind in stack.kinds}
    lowest = min(kinds)
    begins = np.array([kinds.get(kind, 0) * BINS for kind in range(lowest, max(kinds) + 1)], dtype=np.uint32)
    user, kind = columns["user"], columns["kind"]
    places = np.empty(len(user), dtype=np.uint32)
    for start in range(0, len(user), BLOCK):
        block = slice(start, start + BLOCK)
        places[block] = user[block] >> np.uint64(BITS)
        places[block] += begins.take(kind[block].astype(np.int64) - lowest)
    return places
