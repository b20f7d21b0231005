"""The first guess at a mapping: common spellings of column names, and what sample rows look like."""

import re
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass

from data.events.contract import Field, Shape, slug
from data.events.mapping import Mapping, Outcome, missing
from data.messages import Message

SPELLINGS: Lookup[Field, tuple[str, ...]] = {
    Field.EXPERIMENT: (
        "experiment", "experiment_name", "experiment_id", "experiment_key", "test_name", "test_id", "campaign",
        "campaign_name", "campaign_id",
    ),
    Field.USER_ID: (
        "user_id", "userid", "user", "uid", "customer_id", "customerid", "customer", "client_id", "visitor_id",
        "visitorid", "subscriber_id", "member_id", "account_id", "player_id", "contact_id", "person_id",
        "anonymous_id", "device_id", "cookie_id", "session_id", "id",
    ),
    Field.TIMESTAMP: (
        "timestamp", "event_timestamp", "event_time", "ts", "time", "datetime", "date_time", "occurred_at",
        "created_at", "exposed_at", "sent_at", "date", "event_date", "day",
    ),
    Field.EVENT: ("event", "event_name", "event_type", "action", "activity"),
    Field.VARIANT: (
        "variant", "variant_name", "variation", "variation_name", "variation_id", "variant_id", "test_group",
        "testgroup", "treatment_group", "experiment_group", "ab_group", "group", "arm", "bucket", "cell", "version",
        "treatment", "segment", "condition",
    ),
    Field.VALUE: ("value", "event_value", "amount", "revenue", "price", "order_value"),
    Field.CURRENCY: ("currency", "currency_code"),
    Field.EVENT_ID: ("event_id", "eventid", "message_id", "insert_id", "event_uuid"),
    Field.MESSAGE: ("message", "message_name", "template", "creative"),
    Field.AUDIENCE: ("audience", "audience_name"),
    Field.CHANNEL: ("channel",),
    Field.USERS: (
        "users", "n_users", "num_users", "total_users", "user_count", "visitors", "unique_visitors", "n", "recipients",
        "sample_size", "participants", "count",
    ),
}  # fmt: skip
OUTCOMES = re.compile(
    r"(visit(ed|s)?|conver(sion|sions|ted|t)|purchase[sd]?|bought|spend|spent|revenue|sales|order(s|ed)?|click(ed|s)?"
    r"|open(ed|s)?|sign_?ups?|signed_up|subscribed|unsubscribed?|responded|response|form_fill(ed|s)?|retention_?\w*"
    r"|retained\w*|churn(ed)?|call(ed)?|callback|sum_\w+|amount|outcome\w*|target|satisfaction|profit|margin)"
)
BOOLEAN = frozenset({"0", "1", "true", "false"})
SPREAD = re.compile(r"(.*?)_?(sd|std|stddev|stdev|standard_deviation)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A mapping to show to a person first, and what it leaves open."""

    mapping: Mapping
    missing: tuple[Field, ...]  # required and not found
    notes: tuple[Message, ...]  # what the guess rests on where a person should look


def plain(name: str) -> str:
    """Return a column name as spellings know it: no case, no marks, words joined by `_`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip().lstrip("\ufeff"))
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def _find(columns: Sequence[str], field: Field) -> str | None:
    names: dict[str, str] = {}
    for column in columns:
        names.setdefault(plain(column), column)
        names.setdefault(plain(column.lower()), column)
    return next((names[spelling] for spelling in SPELLINGS[field] if spelling in names), None)


def _fields(columns: Sequence[str], wanted: Sequence[Field]) -> dict[Field, str]:
    found: dict[Field, str] = {}
    for field in wanted:
        column = _find([name for name in columns if name not in found.values()], field)
        if column is not None:
            found[field] = column
    return found


def shape_of(columns: Sequence[str]) -> Shape:
    """Tell the shapes apart: an event column makes a log; a count of users without user ids makes totals."""
    if _find(columns, Field.EVENT) and _find(columns, Field.TIMESTAMP) and _find(columns, Field.USER_ID):
        return Shape.EVENTS
    if _find(columns, Field.USERS) and not _find(columns, Field.USER_ID):
        return Shape.TOTALS
    return Shape.USERS


def _outcomes(columns: Sequence[str], rows: Sequence[Sequence[str]], *, taken: set[str]) -> tuple[Outcome, ...]:
    rates: list[Outcome] = []
    amounts: list[Outcome] = []
    for position, column in enumerate(columns):
        if column in taken:
            continue
        seen = {row[position].strip().lower() for row in rows if position < len(row)} - {""}
        spelled = {"true", "false"} & seen and seen <= BOOLEAN
        if spelled or (OUTCOMES.fullmatch(plain(column)) and all(_number(text) for text in seen)):
            outcome = Outcome(metric=slug(column).replace("-", "_"), columns=(column,))
            (rates if seen <= BOOLEAN else amounts).append(outcome)
    return (*rates, *amounts)


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text in BOOLEAN
    return True


def _totals(columns: Sequence[str], rows: Sequence[Sequence[str]], *, taken: set[str]) -> tuple[Outcome, ...]:
    free = [column for column in columns if column not in taken]
    names = {plain(column): column for column in free}
    spreads = {match[1]: column for name, column in names.items() if (match := SPREAD.fullmatch(name))}
    found = []
    for column in free:
        position, name = columns.index(column), plain(column)
        texts = [row[position].strip() for row in rows if position < len(row)]
        if column in spreads.values() or not texts or not all(text and _number(text) for text in texts):
            continue
        stem = re.sub(r"^(sum|total)_|_(sum|total)$", "", name)
        spread = spreads.get(name) or spreads.get(stem)
        metric = stem if spread else re.sub(r"^(n|num|total)_", "", name)
        found.append(Outcome(metric=metric, columns=(column, spread) if spread else (column,)))
    return tuple(found)


def guess(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, shape: Shape | None = None, name: str = ""
) -> Guess:
    """Guess the mapping of a file with these columns and first rows; `name` (of the file) proposes the experiment."""
    shape = shape or shape_of(columns)
    wanted: dict[Shape, list[Field]] = {
        Shape.EVENTS: [field for field in Field if field is not Field.USERS],
        Shape.USERS: [Field.EXPERIMENT, Field.USER_ID, Field.TIMESTAMP, Field.VARIANT, Field.CURRENCY],
        Shape.TOTALS: [Field.EXPERIMENT, Field.USERS, Field.TIMESTAMP, Field.VARIANT, Field.CURRENCY],
    }
    fields = _fields(columns, wanted[shape])
    taken = set(fields.values())
    outcomes: tuple[Outcome, ...] = ()
    if shape is Shape.USERS:
        outcomes = _outcomes(columns, rows, taken=taken)
    elif shape is Shape.TOTALS:
        outcomes = _totals(columns, rows, taken=taken)
    experiment = None if Field.EXPERIMENT in fields else name.split(".")[0].strip() or None
    mapping = Mapping(shape=shape, fields=fields, outcomes=outcomes, experiment=experiment)
    notes = []
    if shape is Shape.USERS and Field.USER_ID not in fields:
        notes.append(Message("guess.rows_are_users", "No column holds a user id, so every row is taken as one user."))
    if shape is not Shape.EVENTS and not outcomes:
        notes.append(Message("guess.no_outcome", "No column looks like an outcome: choose at least one."))
    return Guess(mapping=mapping, missing=missing(mapping), notes=tuple(notes))
