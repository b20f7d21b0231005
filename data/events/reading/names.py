"""Names become codes: each distinct text of a block is looked at once, each row by its number in the dictionary."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.events.contract import Field, Reason, code

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One dictionary column of a block."""

    texts: tuple[str, ...]  # trimmed distinct texts; the last is "" and stands for NULL
    places: Places  # each row's position in `texts`

    def marked(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for each row whether its text passes `test`."""
        return np.fromiter((test(text) for text in self.texts), dtype=bool, count=len(self.texts))[self.places]

    def numbered(self, number: Callable[[str], int]) -> pa.Array:
        """Return each row's `number` of its text as an unsigned 64-bit column; blank texts are NULL."""
        numbers = np.fromiter((number(text) if text else 0 for text in self.texts), np.uint64, len(self.texts))
        return pa.array(numbers[self.places], mask=self.marked(lambda text: not text))


def column(array: pa.ChunkedArray) -> Column:
    """Read a dictionary column whose chunks share one dictionary."""
    whole = array.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = (
            whole.chunk(0)
            if whole.num_chunks
            else pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
        )
    texts = tuple((text or "").strip() for text in whole.dictionary.to_pylist())
    places = whole.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int64)
    return Column(texts=(*texts, ""), places=places)


@dataclass(slots=True)
class Register:
    """Names seen so far in a file, with their codes; refuses more than `limit`."""

    limit: int
    full: Callable[[], Exception]  # what to raise beyond the limit
    codes: dict[str, int] = field(default_factory=dict)

    def code(self, name: str) -> int:
        """Return the code of `name`, remembering it."""
        if name not in self.codes:
            if len(self.codes) >= self.limit:
                raise self.full()
            self.codes[name] = code(name)
        return self.codes[name]

    def name(self, number: int) -> str:
        """Return the name with this code."""
        return next(name for name, one in self.codes.items() if one == number)


class Problems:
    """The first thing wrong with each row, as `reason field`; most rows have none."""

    def __init__(self, rows: int) -> None:
        self._texts: list[str] = []
        self._places = np.full(rows, -1, dtype=np.int32)

    def add(self, reason: Reason, field: Field, rows: NDArray[np.bool_]) -> None:
        """Mark `rows` unless something is wrong with them already."""
        if rows.any():
            self._texts.append(f"{reason} {field}")
            self._places[rows & (self._places < 0)] = len(self._texts) - 1

    def column(self) -> pa.Array:
        """Return the problems as text, NULL where there is none."""
        return pa.array([*self._texts, ""]).take(pa.array(self._places, mask=self._places < 0))
