"""Attributes: which columns are kept, and the profile each row has. A profile is one combination of attribute values.

Columns with few values are kept; a column that turns out to have many is dropped when it does, and the profiles are
renamed at the end from what is left.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.events.contract import Limits
from data.events.reading.names import column
from data.messages import Message, Refused

TABLE = 1 << 20  # combinations of values that are counted in a table rather than looked up


class Profiles:
    """The profiles of one file. `always` maps columns to attribute names that are kept with many values too."""

    def __init__(self, candidates: Sequence[str], *, always: Mapping[str, str], limits: Limits) -> None:
        self._limits = limits
        self._always = dict(always)
        self._names = {name: always.get(name, name) for name in (*always, *candidates)}
        self._values: dict[str, dict[str, int]] = {name: {"": 0} for name in self._names}
        self._dropped: dict[str, None] = {}
        self._numbers: dict[bytes, int] = {}
        self._order = tuple(self._names)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that are still kept."""
        return tuple(name for name in self._order if name not in self._dropped)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that turned out to have too many values, or came after as many as are kept."""
        kept = {name for _, name in self._kept()}
        return tuple(name for name in self._order if name not in kept)

    def _kept(self) -> list[tuple[int, str]]:
        kept = [(place, name) for place, name in enumerate(self._order) if name not in self._dropped]
        return kept[: self._limits.attributes + len(self._always)]

    def numbers(self, table: pa.Table) -> pa.Array:
        """Return each row's profile number; NULL for rows without any attribute."""
        matrix = np.zeros((table.num_rows, len(self._order)), dtype=np.uint16, order="F")
        for place, name in enumerate(self._order):
            if name not in self._dropped:
                matrix[:, place] = self._coded(name, table.column(name))
        if not self.columns or not table.num_rows:
            return pa.nulls(table.num_rows, pa.int32())
        groups, first = _grouped(matrix)
        numbers = np.fromiter((self._number(matrix[row]) for row in first), dtype=np.int32, count=len(first))
        while len(self._numbers) > self._limits.profiles and len(self._dropped) < len(self._order):
            self._drop(max(self.columns, key=lambda name: len(self._values[name])))
            if len(self._numbers) > 2 * self._limits.profiles:
                break
        blank = matrix[first].max(axis=1) == 0
        return pa.array(numbers[groups], mask=blank[groups])

    def _coded(self, name: str, texts: pa.ChunkedArray) -> NDArray[np.uint16]:
        read, known = column(texts), self._values[name]
        for text in read.texts:
            if text not in known:
                known[text] = len(known)
                most = self._limits.chosen_values if name in self._always else self._limits.attribute_values
                if len(known) - 1 > most or len(text) > self._limits.name:
                    self._drop(name)
                    return np.zeros(len(read.places), dtype=np.uint16)
        return np.fromiter((known[text] for text in read.texts), np.uint16, len(read.texts))[read.places]

    def _drop(self, name: str) -> None:
        if name in self._always:
            raise Refused(
                Message(
                    "attribute.values",
                    "The column “{column}” has more values than an attribute can have: leave it out.",
                    {"column": name[:100]},
                )
            )
        self._dropped[name] = None

    def _number(self, row: NDArray[np.uint16]) -> int:
        return self._numbers.setdefault(row.tobytes(), len(self._numbers))

    def combinations(self) -> list[dict[str, str]]:
        """Return the values of every number, by column that is still kept; blanks are left away."""
        texts = {name: list(self._values[name]) for name in self.columns}
        places = [(place, name) for place, name in enumerate(self._order) if name in texts]
        rows = (np.frombuffer(packed, dtype=np.uint16) for packed in self._numbers)
        return [{name: texts[name][row[place]] for place, name in places if row[place]} for row in rows]

    def leave_out(self, name: str) -> None:
        """Keep the column `name` no longer."""
        self._dropped[name] = None

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """Return (number, profile) and (profile, attribute, value): what became of the numbers, and what they mean."""
        kept = self._kept()
        texts = {name: list(self._values[name]) for _, name in kept}
        codes: list[int | None] = []
        meanings: dict[int, list[tuple[str, str]]] = {}
        for packed in self._numbers:
            row = np.frombuffer(packed, dtype=np.uint16)
            pairs = [(self._names[name], texts[name][row[place]]) for place, name in kept if row[place]]
            profile = _profile(pairs) if pairs else None
            codes.append(profile)
            if profile is not None:
                meanings[profile] = pairs
        flat = [(profile, *pair) for profile, pairs in meanings.items() for pair in pairs]
        numbers = pa.table({"number": pa.array(range(len(codes)), pa.int32()), "profile": pa.array(codes, pa.uint64())})
        return numbers, pa.table(
            {
                "profile": pa.array([one[0] for one in flat], pa.uint64()),
                "attribute": pa.array([one[1] for one in flat], pa.string()),
                "value": pa.array([one[2] for one in flat], pa.string()),
            }
        )


def _profile(pairs: Sequence[tuple[str, str]]) -> int:
    text = "\x1e".join(f"{attribute}\x1f{value}" for attribute, value in sorted(pairs))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _grouped(matrix: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row's group of equal rows, and the first row of each group."""
    groups, size = np.zeros(len(matrix), dtype=np.int64), 1
    for place in range(matrix.shape[1]):
        values = int(matrix[:, place].max(initial=0)) + 1
        if size * values > TABLE:
            groups, size = _renumbered(groups, size)
        groups, size = groups * values + matrix[:, place], size * values
    groups, size = _renumbered(groups, size)
    first = np.empty(size, dtype=np.int64)
    first[groups[::-1]] = np.arange(len(matrix))[::-1]  # of rows with one group the last that is set stays
    return groups, first


def _renumbered(groups: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], int]:
    """Return numbers below `size` as numbers without gaps, and how many there are."""
    if size > TABLE:
        encoded = pa.array(groups).dictionary_encode()
        return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)
    occurring = np.bincount(groups, minlength=size) > 0
    return (np.cumsum(occurring) - 1)[groups], int(occurring.sum())
