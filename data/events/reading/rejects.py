"""The rejects file: line, column and reason of every row that was set aside, never a value."""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from data.events.contract import REASONS, Field, Limits, Reason
from data.events.mapping import Mapping

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Counts rejected rows and writes them to a file, which exists only when there are any."""

    def __init__(self, path: Path, mapping: Mapping, *, limits: Limits) -> None:
        self._path = path
        self._mapping = mapping
        self._left = limits.rejects
        self._rows: list[tuple[int, str, Reason]] = []
        self._begun = False
        self.reasons: Counter[Reason] = Counter()

    @property
    def count(self) -> int:
        """Rejected rows so far."""
        return self.reasons.total()

    def add_lines(self, rows: Iterable[tuple[int, str, Reason]]) -> None:
        """Take in rows that are no rows of the table at all."""
        for line, column, reason in rows:
            self.reasons[reason] += 1
            if self._left > 0:
                self._left -= 1
                self._rows.append((line, column, reason))

    def add_rows(self, rows: Iterable[tuple[int, str]]) -> None:
        """Take in rows (line, `reason field`) that break the contract, and write what there is."""
        self.add_lines((line, self._column(problem), Reason(problem.split(" ")[0])) for line, problem in rows)
        self._write()

    def close(self) -> None:
        """Write what is left."""
        self._write()

    def _column(self, problem: str) -> str:
        field = problem.split(" ")[1]
        if field.isdigit():
            return self._mapping.outcomes[int(field)].columns[0]
        return self._mapping.fields.get(Field(field), "")

    def _write(self) -> None:
        if not self._rows:
            return
        with self._path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if not self._begun:
                writer.writerow(["line", "column", "reason", "meaning"])
                self._begun = True
            for line, column, reason in sorted(self._rows):
                writer.writerow(
                    [line, f"'{column}" if column.startswith(FORMULA) else column, reason, str(REASONS[reason])]
                )
        self._rows.clear()
