"""A block of text becomes the table that SQL checks: names as codes, attributes as profiles, the rest still text."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.events.contract import DELIVERY, EXPOSURE, Field, Limits, Reason, Shape, event_name
from data.events.mapping import Mapping
from data.events.reading.delimited import Block
from data.events.reading.names import Problems, Register, column
from data.events.reading.profiles import Profiles
from data.events.reading.sources import refused

TEXT, NAMES = pa.string(), pa.dictionary(pa.int32(), pa.string())
NAMED = (Field.EXPERIMENT, Field.EVENT, Field.VARIANT, Field.CURRENCY, *DELIVERY)


def candidates(columns: Iterable[str], mapping: Mapping) -> tuple[str, ...]:
    """Return the columns that may be attributes when nobody chose."""
    return tuple(name for name in columns if name not in mapping.used()) if mapping.attributes is None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Names seen so far in a file."""

    experiments: Register
    events: Register
    variants: Register
    currencies: Register


def registers(limits: Limits) -> Registers:
    """Return empty registers that refuse a file whose names are as many as ids would be."""

    def register(field: Field, limit: int) -> Register:
        return Register(
            limit=limit,
            full=lambda: refused(
                "file.names",
                "The column for “{field}” holds more than {limit} different names: choose the right column.",
                field=str(field),
                limit=limit,
            ),
        )

    return Registers(
        experiments=register(Field.EXPERIMENT, limits.experiments),
        events=register(Field.EVENT, limits.names),
        variants=register(Field.VARIANT, limits.names),
        currencies=register(Field.CURRENCY, limits.names),
    )


class Preparation:
    """Prepares the blocks of one file, in order."""

    def __init__(self, mapping: Mapping, profiles: Profiles, *, limits: Limits) -> None:
        self._mapping = mapping
        self._profiles = profiles
        self._limits = limits
        self.registers = registers(limits)

    def types(self) -> dict[str, pa.DataType]:
        """Return the columns that are needed, and whether as plain text or as dictionaries."""
        fields = self._mapping.fields
        wanted = dict.fromkeys(self._profiles.columns, NAMES)
        wanted |= {name: NAMES if field in NAMED else TEXT for field, name in fields.items()}
        return wanted | {name: TEXT for one in self._mapping.outcomes for name in one.columns}

    def block(self, block: Block) -> pa.Table:
        """Return the table `block` of the SQL: one row per row of the file."""
        table, rows = block.columns.unify_dictionaries(), len(block.lines)
        problems = Problems(rows)
        names = {
            "experiment": self._named(table, Field.EXPERIMENT, problems, fixed=self._mapping.experiment),
            "event": self._named(table, Field.EVENT, problems, fixed=EXPOSURE),
            "variant": self._named(table, Field.VARIANT, problems, fixed=self._mapping.variant),
            "currency": self._named(table, Field.CURRENCY, problems, fixed=None),
        }
        return pa.table(
            {
                "line": block.lines,
                **names,
                "profile": self._profiles.numbers(table),
                **{field: self._text(table, Field(field)) for field in ("user_id", "timestamp", "value", "event_id")},
                "problem": problems.column(),
            }
        )

    def outcomes(self, block: Block) -> pa.Table:
        """Return the table `outcomes` of the SQL: one row per row of the file and outcome."""
        pieces = [
            pa.table(
                {
                    "line": block.lines,
                    "place": pa.array(np.full(len(block.lines), place, dtype=np.int32)),
                    "event": pa.array(np.full(len(block.lines), self.registers.events.code(one.metric), np.uint64)),
                    "amount": block.columns.column(one.columns[0]),
                }
            )
            for place, one in enumerate(self._mapping.outcomes)
        ]
        return pa.concat_tables(pieces)

    def _text(self, table: pa.Table, field: Field) -> pa.ChunkedArray | pa.Array:
        name = self._mapping.fields.get(field)
        if name is None:
            return pa.nulls(table.num_rows, TEXT)
        return pc.ascii_trim_whitespace(table.column(name))

    def _named(self, table: pa.Table, field: Field, problems: Problems, *, fixed: str | None) -> pa.Array:
        register = getattr(self.registers, f"{field}s" if field is not Field.CURRENCY else "currencies")
        name = self._mapping.fields.get(field)
        if name is None or (fixed and field is not Field.EVENT):
            if fixed is None:
                return pa.nulls(table.num_rows, pa.uint64())
            return pa.array(np.full(table.num_rows, register.code(fixed), dtype=np.uint64))
        read = column(table.column(name))
        needed = {Field.EXPERIMENT: Reason.NO_EXPERIMENT, Field.EVENT: Reason.NO_EVENT}
        if field in needed:
            problems.add(needed[field], field, read.marked(lambda text: not text))
        too_long = read.marked(lambda text: len(text) > self._limits.name)
        problems.add(Reason.TOO_LONG, field, too_long)
        if field is Field.CURRENCY:
            wrong = read.marked(lambda text: bool(text) and not (len(text) == 3 and text.isascii() and text.isalpha()))
            problems.add(Reason.CURRENCY, field, wrong)
            return read.numbered(lambda text: register.code(text.upper()) if len(text) == 3 else 0)
        spelled = event_name if field is Field.EVENT else str
        return read.numbered(lambda text: register.code(spelled(text)) if len(text) <= self._limits.name else 0)


def dated(mapping: Mapping) -> bool:
    """Return whether rows have times of their own."""
    return mapping.shape is Shape.EVENTS or Field.TIMESTAMP in mapping.fields
