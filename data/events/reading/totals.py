"""Totals: rows that were counted elsewhere, as sums per variant, day and metric. Few rows, so plain exact arithmetic.

Rates: the total is the conversions, and so is the sum of squares. Amounts: from the sum S and the sample standard
deviation s of n users the sum of squares is s²(n − 1) + S²/n. Rows of segments keep
their values as a profile; sums over profiles are those of the whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from data.events import engines
from data.events.batches import Part, profiles_file, rows_file
from data.events.contract import MOST_VALUE, SCALE, Field, Limits, Reason, code, experiment_key
from data.events.mapping import Mapping, Outcome
from data.events.reading.dates import formats
from data.events.reading.delimited import Block
from data.events.reading.files import OpenFile
from data.events.reading.finish import mixed_currencies
from data.events.reading.rejects import Rejects
from data.events.reading.reports import Staged
from data.events.reading.segments import Segments, Settled
from data.events.reading.sources import refused

MOST_ROWS = 200_000
MOST_USERS = 10**12
Row = dict[str, str]


Cell = tuple[str, date | None, int, str]  # variant, day, number of the segments' values (at last: profile), metric


@dataclass(slots=True)
class Sums:
    """Sums of one experiment by cell: users, total × 10⁴, squares × 10⁸."""

    cells: dict[Cell, tuple[int, int, int]] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)

    def add(self, cell: Cell, sums: tuple[int, int, int]) -> None:
        """Add one row's sums."""
        old = self.cells.get(cell, (0, 0, 0))
        self.cells[cell] = (old[0] + sums[0], old[1] + sums[1], old[2] + sums[2])


class Wrong(Exception):
    """A row that breaks the contract: `reason field`."""


def amount(text: str, *, field: str) -> Decimal:
    """Read a finite number within the contract's range, or raise `Wrong`."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise Wrong(f"{Reason.VALUE} {field}") from error
    if not value.is_finite() or "_" in text:
        raise Wrong(f"{Reason.VALUE} {field}")
    return value


def sums_of(outcome: Outcome, row: Row, users: int, *, place: int) -> tuple[int, int, int]:
    """Return (users, total × 10⁴, squares × 10⁸) of one outcome of one row, or raise `Wrong`."""
    texts = [row[name] for name in outcome.columns]
    if not all(texts):
        raise Wrong(f"{Reason.NO_OUTCOME} {place}")
    values = [amount(text, field=str(place)) for text in texts]
    if len(values) == 1:
        if values[0] != values[0].to_integral_value() or not 0 <= values[0] <= users:
            raise Wrong(f"{Reason.COUNT} {place}")
        return users, int(values[0]) * SCALE, int(values[0]) * SCALE**2
    total, spread = values
    if abs(total) > MOST_VALUE * max(users, 1) or spread < 0 or spread > MOST_VALUE or (users == 0 and total):
        raise Wrong(f"{Reason.VALUE_RANGE} {place}")
    with localcontext(prec=80):
        squares = spread * spread * max(users - 1, 0) + (total * total / users if users else 0)
        return users, int((total * SCALE).to_integral_value()), int((squares * SCALE**2).to_integral_value())


class Totaller:
    """Reads one file of totals and writes its sums."""

    def __init__(self, mapping: Mapping, columns: tuple[str, ...], *, folder: Path, limits: Limits) -> None:
        self._mapping = mapping
        self._columns = columns
        self._folder = folder
        self._limits = limits
        self._sums: dict[str, Sums] = {}
        self._segments = Segments(mapping, columns, limits=limits)
        self._rejects = Rejects(folder / "rejects.csv", mapping, limits=limits)
        self._read = 0

    def run(self, file: OpenFile, *, seen: Callable[[int], None]) -> Staged:
        """Read every row, write the files of each experiment, and return the report."""
        types = self._segments.types() | dict.fromkeys(self._mapping.used(), pa.string())
        for block in file.blocks(types):
            self._read += len(block.lines) + len(block.rejects)
            if self._read > MOST_ROWS:
                raise refused("totals.rows", "Totals have few rows; this file has more than {limit}.", limit=MOST_ROWS)
            self._rejects.add_lines(block.rejects)
            self._take(block)
            seen(self._read)
        self._rejects.close()
        experiments: dict[str, Part] = {}
        settled = self._segments.settle()
        for name in sorted(self._sums):
            key = experiment_key(name, {one: part.name for one, part in experiments.items()})
            experiments[key] = self._write(key, name, self._sums[name], settled=settled)
        return Staged(
            read=self._read,
            accepted=self._read - self._rejects.count,
            duplicates=0,
            rejected=self._rejects.count,
            experiments=experiments,
            reasons=dict(self._rejects.reasons),
        )

    def _take(self, block: Block) -> None:
        texts = {name: block.columns.column(name).to_pylist() for name in self._mapping.used()}
        days = self._days(block)
        problems, numbers = [], self._segments.numbers(block.columns)
        for index, line in enumerate(block.lines.tolist()):
            row = {name: (column[index] or "").strip() for name, column in texts.items()}
            try:
                self._add(row, days[index], numbers[index])
            except Wrong as wrong:
                problems.append((line, str(wrong)))
        self._rejects.add_rows(problems)

    def _add(self, row: Row, day: tuple[date | None, str | None], number: int) -> None:
        fields = self._mapping.fields
        experiment = self._mapping.experiment or row[fields[Field.EXPERIMENT]]
        variant = self._mapping.variant or row[fields[Field.VARIANT]]
        currency = row[fields[Field.CURRENCY]].upper() if Field.CURRENCY in fields else ""
        for text, reason, blank in (
            (experiment, Reason.NO_EXPERIMENT, Field.EXPERIMENT),
            (variant, Reason.NO_VARIANT, Field.VARIANT),
        ):
            if not text:
                raise Wrong(f"{reason} {blank}")
            if len(text) > self._limits.name:
                raise Wrong(f"{Reason.TOO_LONG} {blank}")
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise Wrong(f"{Reason.CURRENCY} {Field.CURRENCY}")
        if day[1]:
            raise Wrong(day[1])
        users = amount(row[fields[Field.USERS]] or "-1", field=Field.USERS)
        if users != users.to_integral_value() or not 0 <= users <= MOST_USERS:
            raise Wrong(f"{Reason.COUNT} {Field.USERS}")
        found = [sums_of(one, row, int(users), place=place) for place, one in enumerate(self._mapping.outcomes)]
        sums = self._sums.setdefault(experiment, Sums())
        sums.currencies |= {currency} - {""}
        self._segments.count((experiment, variant, day[0]), number)
        for one, cell in zip(self._mapping.outcomes, found, strict=True):
            sums.add((variant, day[0], number, one.metric), cell)

    def _days(self, block: Block) -> list[tuple[date | None, str | None]]:
        """Return each row's day, or what is wrong with it."""
        if Field.TIMESTAMP not in self._mapping.fields:
            return [(None, None)] * len(block.lines)
        texts = block.columns.column(self._mapping.fields[Field.TIMESTAMP])
        with engines.connect(folders=[]) as engine:
            engine.perform("readings")
            parameters, tables = {"formats": formats(self._mapping, block)}, {"days": pa.table({"text": texts})}
            return [(row[0], row[1]) for row in engine.perform("read_days", parameters, tables=tables)]

    def _write(self, key: str, name: str, sums: Sums, *, settled: Settled) -> Part:
        if len(sums.currencies) > 1:
            raise mixed_currencies(name, sorted(sums.currencies))
        named = Sums()
        for (variant, day, number, metric), one in sums.cells.items():
            named.add((variant, day, settled.profiles[number], metric), one)
        cells = sorted(named.cells.items(), key=lambda one: (one[0][0], one[0][1] or date.min, one[0][2], one[0][3]))
        whole = pa.decimal128(38, 0)
        table = pa.table(
            {
                "variant": pa.array([code(cell[0]) for cell, _ in cells], pa.uint64()),
                "profile": pa.array([cell[2] or None for cell, _ in cells], pa.uint64()),
                "day": pa.array([cell[1] for cell, _ in cells], pa.date32()),
                "metric": pa.array([code(cell[3]) for cell, _ in cells], pa.uint64()),
                "users": pa.array([one[0] for _, one in cells], pa.int64()),
                "total": pa.array([Decimal(one[1]) for _, one in cells], whole),
                "squares": pa.array([Decimal(one[2]) for _, one in cells], whole),
            }
        )
        pyarrow.parquet.write_table(table, self._folder / rows_file(key, totals=True))
        attributes = self._explain(key, settled, {cell[2] for cell, _ in cells})
        days = [cell[1] for cell, _ in cells if cell[1]]
        return Part(
            name=name,
            rows=table.num_rows,
            first=f"{min(days)}T00:00:00" if days else None,
            last=f"{max(days)}T00:00:00" if days else None,
            currency=next(iter(sums.currencies), None),
            variants={code(one): one for one in sorted({cell[0] for cell, _ in cells})},
            events={code(one.metric): one.metric for one in self._mapping.outcomes},
            attributes=attributes,
            left_out=tuple(one for one in self._columns if one not in {*self._mapping.used(), *settled.columns}),
            outcomes={
                one.metric: {
                    "fold": "any" if len(one.columns) == 1 else "sum",
                    "role": "secondary" if place else "primary",
                }
                for place, one in enumerate(self._mapping.outcomes)
            },
        )

    def _explain(self, key: str, settled: Settled, used: set[int]) -> tuple[str, ...]:
        """Write what the `used` profiles mean, if there are any, and return the attributes."""
        meanings = [one for one in settled.meanings if one[0] in used]
        if meanings:
            table = pa.table(
                {
                    "profile": pa.array([one[0] for one in meanings], pa.uint64()),
                    "attribute": pa.array([one[1] for one in meanings], pa.string()),
                    "value": pa.array([one[2] for one in meanings], pa.string()),
                }
            )
            pyarrow.parquet.write_table(table, self._folder / profiles_file(key))
        return tuple(sorted({one[1] for one in meanings}))
