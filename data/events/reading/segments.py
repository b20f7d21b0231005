"""Which columns of a file of totals are segments: what its rows are counted by beside variant and day.

A file of totals has few rows, so few values say nothing: its sums and shares would all pass for attributes. A column
is a segment when it holds words and rows of the same variant and day differ in it; numbers only when a person chose
the column.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from data.events import mapping as mappings
from data.events.contract import Limits
from data.events.reading.preparation import NAMES, candidates
from data.events.reading.profiles import Profiles

NUMBER = re.compile(r"[-+(]?[\d.,' ]*\d[\d.,' ]*(e[-+]?\d+)?\s*%?\)?", re.IGNORECASE)
NONE = -1  # the number of rows without any segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of the segments."""

    profiles: Mapping[int, int]  # number of a row → profile; 0: none
    meanings: tuple[tuple[int, str, str], ...]  # profile, attribute, value
    columns: tuple[str, ...]  # that are kept


class Segments:
    """The segments of one file."""

    def __init__(self, mapping: mappings.Mapping, columns: Sequence[str], *, limits: Limits) -> None:
        self._chosen = frozenset(mapping.attributes or ())
        always = {name: name for name in mapping.attributes or ()}
        self._profiles = Profiles(candidates(columns, mapping), always=always, limits=limits)
        self._rows: dict[Hashable, set[int]] = defaultdict(set)  # by whatever else the rows are counted by

    def types(self) -> dict[str, pa.DataType]:
        """Return the columns that are needed."""
        return dict.fromkeys(self._profiles.columns, NAMES)

    def numbers(self, block: pa.Table) -> list[int]:
        """Return each row's number: the same for the same values."""
        found = self._profiles.numbers(block.unify_dictionaries())
        return [NONE if number is None else int(number) for number in found.to_pylist()]

    def count(self, rest: Hashable, number: int) -> None:
        """Say that a row with this number counts, and by what `rest` (experiment, variant, day) it is counted."""
        self._rows[rest].add(number)

    def settle(self) -> Settled:
        """Decide which columns are segments, now that every row is known."""
        values = self._profiles.combinations()
        for name in self._profiles.columns:
            if name not in self._chosen and not self._divides(name, values):
                self._profiles.leave_out(name)
        numbers, meanings = (table.to_pylist() for table in self._profiles.tables())
        left_out = self._profiles.left_out
        return Settled(
            profiles={NONE: 0} | {row["number"]: row["profile"] or 0 for row in numbers},
            meanings=tuple((row["profile"], row["attribute"], row["value"]) for row in meanings),
            columns=tuple(name for name in self._profiles.columns if name not in left_out),
        )

    def _divides(self, name: str, values: Sequence[dict[str, str]]) -> bool:
        found = [{values[one].get(name, "") if one != NONE else "" for one in group} for group in self._rows.values()]
        texts = set().union(*found) - {""}
        return any(len(group) > 1 for group in found) and not all(NUMBER.fullmatch(text) for text in texts)
