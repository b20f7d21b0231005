"""The rows of a fold in memory, in bins of users: read from DuckDB once, then taken away part by part."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.packing import Narrow, narrowed, ordered_users, widened

BITS = 58  # of a user, below those that name the bin
BINS = 2 ** (64 - BITS)

Rows = dict[str, NDArray[Any]]  # columns of equal length
Bin = dict[str, Narrow]  # the same while they wait


class Shelf:
    """Rows (user, at, kind, value and what else they hold) by bin; those of a kind below 0, exposures, lie apart."""

    def __init__(self, batches: Iterable[Mapping[str, NDArray[Any]]], *, pool: Executor) -> None:
        self._bins: list[list[Bin]] = [[] for _ in range(2 * BINS)]
        self._rows = 0
        for bins in pool.map(_binned, batches):
            for held, rows in zip(self._bins, bins, strict=True):
                held.append(rows)
                self._rows += len(rows["user"].steps)

    def __len__(self) -> int:
        return self._rows

    def take(self, first: int, last: int, *, exposures: bool) -> Rows:
        """Return the exposures or the other rows of the bins `first` to `last` - 1, sorted by user, and forget them."""
        start = BINS if exposures else 0
        pieces = [rows for held in self._bins[start + first : start + last] for rows in held]
        found = {name: widened([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}
        order = ordered_users(found["user"])
        return {name: column.take(order) for name, column in found.items()}


def _binned(columns: Mapping[str, NDArray[Any]]) -> list[Bin]:
    """Return rows by the first bits of the user, exposures after the others."""
    place = (columns["user"] >> np.uint64(BITS)).astype(np.uint8) + BINS * (columns["kind"] < 0).astype(np.uint8)
    order = np.argsort(place, kind="stable")
    edges = list(pairwise([0, *np.cumsum(np.bincount(place, minlength=2 * BINS)).tolist()]))
    bins: list[Bin] = [{} for _ in edges]
    for name, column in columns.items():
        placed = narrowed(column).placed(order)
        for rows, (first, last) in zip(bins, edges, strict=True):
            rows[name] = placed.copied(first, last)
    return bins
