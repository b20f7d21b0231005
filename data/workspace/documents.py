"""Documents: frozen records to JSON and back, with a schema number, so that what an older release wrote still opens.

A body is `{"schema": number, "value": {…}}` in one canonical spelling: the same record is always the same text, and
the audit's digests can be checked. Types are read strictly; a field that an older release did not know takes its
default. When a field changes its meaning, SCHEMA rises by one and UPGRADES says how an older value becomes a newer one.
"""

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from data.messages import Message, Refused
from data.workspace.records import Json, JsonObject, Kind

T = TypeVar("T")

SCHEMA = 1
UPGRADES: Mapping[tuple[Kind, int], Callable[[dict[str, Json]], dict[str, Json]]] = types.MappingProxyType({})


def spelled(value: Json | JsonObject) -> str:
    """Return the one canonical JSON text of a value; NaN and infinity raise ValueError."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def body_of(value: JsonObject, *, salt: str | None = None) -> str:
    """Return the stored text of a record's JSON. A `salt` is never read: it keeps a digest from telling short texts."""
    salted: dict[str, Json] = {} if salt is None else {"salt": salt}
    return spelled({"schema": SCHEMA, "value": dict(value), **salted})


def value_of(kind: Kind, body: str) -> dict[str, Json]:
    """Return a record's JSON, brought to the present schema. Raises `Refused` for what a newer release wrote."""
    read = json.loads(body)
    number, value = read["schema"], read["value"]
    if number > SCHEMA:
        raise Refused(
            Message(
                "document_newer",
                "A newer release of Liftroom wrote this {kind}: upgrade Liftroom to open it.",
                {"kind": kind.value},
            )
        )
    for step in range(number, SCHEMA):
        upgrade = UPGRADES.get((kind, step))
        value = upgrade(value) if upgrade else value
    return cast("dict[str, Json]", value)


def to_json(record: object) -> dict[str, Json]:
    """Return a frozen record as a JSON object: enums and days by their text, tuples as lists."""
    if not dataclasses.is_dataclass(record):
        raise TypeError(f"not a record: {type(record).__name__}")
    return {field.name: _plain(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _plain(value: object) -> Json:
    if dataclasses.is_dataclass(value):
        return to_json(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"not a value of a record: {type(value).__name__}")


def from_json(record: type[T], value: JsonObject) -> T:
    """Return the record of type `record` that `value` spells.

    Raises ValueError with the field's name when a field is unknown, missing without default, or of another type.
    """
    readers = _readers(cast("Any", record))
    unknown = value.keys() - readers.keys()
    if unknown:
        raise ValueError(f"{record.__name__} has no field {min(unknown)}")
    read: dict[str, Any] = {}
    for name, item in value.items():
        try:
            read[name] = readers[name](item)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{record.__name__}.{name}: {error}") from error
    try:
        return record(**read)
    except TypeError as error:
        raise ValueError(f"{record.__name__}: {error}") from error


@cache
def _readers(record: type[object]) -> Mapping[str, Callable[[Json], object]]:
    """Return what reads each field of a record."""
    return {name: _reader(hint) for name, hint in get_type_hints(record).items()}


@cache
def _reader(hint: Any) -> Callable[[Json], object]:  # noqa: ANN401  a type hint has no narrower type
    """Return what reads a value of this type: thousands of records are read at once, so each hint is read once."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        option = _reader(next(each for each in get_args(hint) if each is not types.NoneType))
        return lambda value: None if value is None else option(value)
    if origin is tuple:
        return partial(_tuple, get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        item = _reader(get_args(hint)[1])
        return lambda value: {key: item(each) for key, each in _of(dict, value).items()}
    if dataclasses.is_dataclass(hint):
        return lambda value: from_json(cast("type[object]", hint), _of(dict, value))
    if hint is float:
        return lambda value: float(value) if type(value) is int else _of(float, value)
    if hint in (str, int, bool):
        return partial(_of, hint)
    if issubclass(hint, datetime | date):
        return lambda value: hint.fromisoformat(_of(str, value))
    return lambda value: hint(_of(str, value))


def _tuple(parts: tuple[Any, ...], value: Json) -> tuple[object, ...]:
    items = _of(list, value)
    if parts[-1] is Ellipsis:
        read = _reader(parts[0])
        return tuple([read(item) for item in items])
    return tuple(_reader(part)(item) for part, item in zip(parts, items, strict=True))


def _of(wanted: type[T], value: Json) -> T:
    if type(value) is not wanted:
        raise TypeError(f"expected {wanted.__name__}, found {type(value).__name__}")
    return value
