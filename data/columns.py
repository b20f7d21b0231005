"""Columns: how a file is read, from what is asked, what was remembered of files like it, and the first guess.

What is asked wins over what is remembered, which wins over the guess. Facts about one file alone, its experiment and
its variant, are not remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.arrivals import Arrival
from data.events.contract import Field, Shape
from data.events.mapping import Mapping, Outcome, check, signature
from data.events.reading import reader
from data.events.reading.guesses import guess
from data.messages import Message, NotFound, Refused
from data.requests import ImportRequest
from data.workspace.actors import Actor
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a file shows before it is imported."""

    name: str  # of the file
    names: tuple[str, ...]  # of its columns
    rows: tuple[tuple[str, ...], ...]  # the first rows, as text


def seen(arrival: Arrival, request: ImportRequest) -> Columns:
    """Return the columns and first rows of a file. Raises `Refused` for what is no table."""
    head = reader.preview(arrival.file, name=arrival.name, encoding=request.encoding)
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
        attributes=base.attributes if request.attributes is None else request.attributes,
        variant=request.variant,
        experiment=None if Field.EXPERIMENT in fields else request.experiment or base.experiment,
    )


def _outcome(metric: str, given: Sequence[str], shape: Shape, columns: Columns) -> Outcome:
    """Return one outcome; in totals `SUM,SD` are two columns unless one column is called so."""
    split = shape is Shape.TOTALS and len(given) == 1 and given[0] not in columns.names
    names = tuple(given[0].split(",")) if split else tuple(given)
    missing = next((name for name in names if name not in columns.names), None)
    if missing is not None:
        raise Refused(Message("mapping.column", "The file has no column “{column}”.", {"column": missing[:100]}))
    return Outcome(metric=metric, columns=names)
