"""Which column is what: the mapping a person confirms, and the first guess at it from names and sample rows."""

import hashlib
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from data.events.contract import OPTIONAL, REQUIRED, Field, Shape
from data.messages import Message, Refused


class Dates(StrEnum):
    """How 03/04/2026 is read."""

    DETECTED = "detected"  # from the file, which must leave no doubt
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A column of results in a user table, or one or two in totals."""

    metric: str  # key of the metric it feeds, also the name of its events
    columns: tuple[str, ...]  # users: the value; totals: (conversions,) or (sum, sample standard deviation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column is what. Pre-period columns (covariates) will stand beside `outcomes`."""

    shape: Shape
    fields: Lookup[Field, str] = field(default_factory=dict)  # field → column
    outcomes: tuple[Outcome, ...] = ()
    attributes: tuple[str, ...] | None = None  # columns kept; None: those with few values
    variant: str | None = None  # the whole file's variant, instead of a column
    experiment: str | None = None  # name of the whole file's experiment, instead of a column
    dates: Dates = Dates.DETECTED

    def document(self) -> dict[str, Any]:
        """Return the mapping as plain JSON values, always the same for the same mapping."""
        content = asdict(self)
        content["fields"] = {str(key): self.fields[key] for key in sorted(self.fields)}
        content["outcomes"] = [{"metric": one.metric, "columns": list(one.columns)} for one in self.outcomes]
        content["attributes"] = None if self.attributes is None else list(self.attributes)
        return content

    @classmethod
    def of(cls, document: Lookup[str, Any]) -> Self:
        """Return the mapping that `document` describes."""
        attributes = document.get("attributes")
        return cls(
            shape=Shape(document["shape"]),
            fields={Field(key): column for key, column in document["fields"].items()},
            outcomes=tuple(
                Outcome(metric=one["metric"], columns=tuple(one["columns"])) for one in document["outcomes"]
            ),
            attributes=None if attributes is None else tuple(attributes),
            variant=document.get("variant"),
            experiment=document.get("experiment"),
            dates=Dates(document.get("dates", Dates.DETECTED)),
        )

    def used(self) -> tuple[str, ...]:
        """Return every column that is a field or an outcome."""
        return (*self.fields.values(), *(column for one in self.outcomes for column in one.columns))


def signature(columns: Sequence[str]) -> str:
    """Return what a mapping is remembered by: the same columns in any order, however they are spelled in case."""
    names = sorted(name.strip().casefold() for name in columns)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def missing(mapping: Mapping) -> tuple[Field, ...]:
    """Return the required fields that `mapping` leaves open."""
    given = set(mapping.fields) | ({Field.VARIANT} if mapping.variant else set())
    return tuple(one for one in REQUIRED[mapping.shape] if one not in given)


def check(mapping: Mapping, columns: Sequence[str]) -> None:
    """Raise `Refused` unless `mapping` can be followed on a file with these columns."""
    for name in (*mapping.used(), *(mapping.attributes or ())):
        if name not in columns:
            raise Refused(Message("mapping.column", "The file has no column “{column}”.", {"column": name[:100]}))
    person = mapping.fields.get(Field.USER_ID)
    if person is not None and person in (mapping.attributes or ()):
        raise Refused(
            Message(
                "mapping.person",
                "The column “{column}” tells who the user is, which is never kept: choose other attributes.",
                {"column": person[:100]},
            )
        )
    allowed = {*REQUIRED[mapping.shape], *OPTIONAL[mapping.shape]}
    for one in mapping.fields:
        if one not in allowed:
            raise Refused(
                Message(
                    "mapping.field",
                    "A file of shape “{shape}” has no field “{field}”.",
                    {"shape": str(mapping.shape), "field": str(one)},
                )
            )
    for one in missing(mapping):
        raise Refused(
            Message(
                "mapping.missing",
                "No column is chosen for “{field}”: say which one holds it.",
                {"field": str(one)},
            )
        )
    if not mapping.experiment and Field.EXPERIMENT not in mapping.fields:
        raise Refused(Message("mapping.experiment", "Say which experiment this file belongs to."))
    _check_outcomes(mapping)


def _check_outcomes(mapping: Mapping) -> None:
    names = [one.metric for one in mapping.outcomes]
    if len(names) != len(set(names)):
        raise Refused(Message("mapping.outcome_twice", "Two outcomes feed the same metric: give each its own name."))
    most = 2 if mapping.shape is Shape.TOTALS else 1
    if any(not one.metric or not 1 <= len(one.columns) <= most for one in mapping.outcomes):
        raise Refused(
            Message("mapping.outcome", "An outcome is one column; in totals also a sum and a standard deviation.")
        )
    if mapping.shape is Shape.EVENTS and mapping.outcomes:
        raise Refused(Message("mapping.no_outcomes", "An event log has no outcome columns: its events are outcomes."))
    if mapping.shape is not Shape.EVENTS and not mapping.outcomes:
        raise Refused(Message("mapping.outcomes", "Choose at least one outcome column."))
