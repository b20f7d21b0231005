"""Columns: how a file is read, from what is asked, what was remembered of files like it, and the first guess.

What is asked wins over what is remembered, which wins over the guess. Facts about one file alone, its experiment and
its variant, are not remembered.
"""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.arrivals import Arrival
from data.events.contract import Field, Shape
from data.events.mapping import Dates, Mapping, Outcome, check, signature
from data.events.reading import dates
from data.events.reading.guesses import guess
from data.messages import Message, NotFound, Refused
from data.requests import ImportRequest, Kept
from data.workspace.actors import Actor
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a file shows before it is imported."""

    name: str  # of the file
    names: tuple[str, ...]  # of its columns
    rows: tuple[tuple[str, ...], ...]  # the first rows, as text

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Columns whose first dates can all be read two ways, such as 03/04/2026."""
        texts = {name: [row[place] for row in self.rows] for place, name in enumerate(self.names)}
        return tuple(name for name in self.names if dates.is_doubtful(texts[name]))


def seen(arrival: Arrival, request: ImportRequest) -> Columns:
    """Return the columns and first rows of a file. Raises `Refused` for what is no table."""
    head = arrival.reader.preview(name=arrival.name, encoding=request.encoding)
    return Columns(name=arrival.name, names=head.columns, rows=head.rows)


def mapped(workspace: Workspace, actor: Actor, columns: Columns, request: ImportRequest) -> Mapping:
    """Return how the file is read; it may still lack a required field (see `confirmed`)."""
    shape = Shape(request.shape) if request.shape else None
    base = remembered(workspace, actor, columns.names)
    if base is None or (shape is not None and base.shape is not shape):
        base = guess(columns.names, columns.rows, shape=shape, name=columns.name).mapping
    elif Field.EXPERIMENT not in base.fields:
        guessed = guess(columns.names, columns.rows, shape=base.shape, name=columns.name).mapping
        base = replace(base, experiment=guessed.experiment)
    return _asked(base, columns, request)


def confirmed(mapping: Mapping, columns: Columns) -> Mapping:
    """Return `mapping` if the file can be read so; raises `Refused` with one sentence otherwise."""
    check(mapping, columns.names)
    return mapping


def remembered(workspace: Workspace, actor: Actor, names: Sequence[str]) -> Mapping | None:
    """Return how a file with these columns was read the last time, if these are all its columns still."""
    try:
        mapping = Mapping.of(workspace.mapping(actor, signature(names)).value)
    except (NotFound, ValueError, KeyError):
        return None
    used = {*mapping.used(), *(mapping.attributes or ())}
    return mapping if used <= set(names) else None


def remember(workspace: Workspace, actor: Actor, names: Sequence[str], mapping: Mapping) -> None:
    """Keep `mapping` for the next file with these columns."""
    document: dict[str, Any] = replace(mapping, experiment=None, variant=None).document()
    try:
        present = workspace.mapping(actor, signature(names))
    except NotFound:
        workspace.save_mapping(actor, signature(names), document, version=None)
        return
    if dict(present.value) != document:
        workspace.save_mapping(actor, signature(names), document, version=present.version)


def _asked(base: Mapping, columns: Columns, request: ImportRequest) -> Mapping:
    asked = {Field(name): column for name, column in request.fields.items()}
    outcomes = tuple(_outcome(metric, given, base.shape, columns) for metric, given in request.outcomes.items())
    claimed = {*asked.values(), *(column for one in outcomes for column in one.columns)}
    kept_fields = {field: column for field, column in base.fields.items() if column not in claimed}
    fields = {field: column for field, column in (kept_fields | asked).items() if column}
    if request.variant is not None:
        fields.pop(Field.VARIANT, None)
    if request.experiment is not None:
        fields.pop(Field.EXPERIMENT, None)
    taken = set(fields.values())
    kept = tuple(one for one in base.outcomes if not taken & set(one.columns))
    return replace(
        base,
        fields=fields,
        outcomes=outcomes or kept,
        attributes=_attributes(base, request, fields),
        dates=base.dates if request.dates is None else Dates(request.dates),
        variant=request.variant,
        experiment=None if Field.EXPERIMENT in fields else request.experiment or base.experiment,
    )


def _attributes(base: Mapping, request: ImportRequest, fields: Lookup[Field, str]) -> tuple[str, ...] | None:
    """Return the columns to keep; one that was remembered as an attribute and is a field now is no attribute."""
    if request.attributes is None:
        remembered = base.attributes
        return None if remembered is None else tuple(name for name in remembered if name not in fields.values())
    return None if request.attributes is Kept.FEW_VALUES else tuple(dict.fromkeys(request.attributes))


def _outcome(metric: str, given: Sequence[str], shape: Shape, columns: Columns) -> Outcome:
    """Return one outcome; in totals `SUM,SD` are two columns unless one column is called so."""
    split = shape is Shape.TOTALS and len(given) == 1 and given[0] not in columns.names
    names = tuple(given[0].split(",")) if split else tuple(given)
    missing = next((name for name in names if name not in columns.names), None)
    if missing is not None:
        raise Refused(Message("mapping.column", "The file has no column “{column}”.", {"column": missing[:100]}))
    return Outcome(metric=metric, columns=names)
