"""What an event file must hold: its shapes, fields, the reasons a row is rejected, and the codes names become.

Names (events, variants, metrics, attributes) are coded by their own hash, so a code does not depend on what was
imported before it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from data.messages import Message


class Shape(StrEnum):
    """What a row of the file stands for."""

    EVENTS = "events"  # something a user did
    USERS = "users"  # a user, with outcomes as columns
    TOTALS = "totals"  # a whole variant, already counted


class Field(StrEnum):
    """The columns the contract knows; every other column is an outcome, an attribute, or left out."""

    EXPERIMENT = "experiment"  # name of the experiment; absent: the whole file is one experiment
    USER_ID = "user_id"  # hashed at the door; absent in a user table: rows are users
    TIMESTAMP = "timestamp"  # of the event, of the exposure (user tables) or the day (totals)
    EVENT = "event"  # name of the event
    VARIANT = "variant"  # name of the variant
    VALUE = "value"  # amount of the event
    CURRENCY = "currency"  # ISO 4217 code of the amount
    EVENT_ID = "event_id"  # the same id twice counts once
    MESSAGE = "message"  # deliveries: which message
    AUDIENCE = "audience"  # deliveries: to whom
    CHANNEL = "channel"  # deliveries: by which way
    USERS = "users"  # totals: users of the variant


DELIVERY = (Field.MESSAGE, Field.AUDIENCE, Field.CHANNEL)
REQUIRED: Mapping[Shape, tuple[Field, ...]] = {
    Shape.EVENTS: (Field.USER_ID, Field.TIMESTAMP, Field.EVENT),
    Shape.USERS: (Field.VARIANT,),
    Shape.TOTALS: (Field.VARIANT, Field.USERS),
}
OPTIONAL: Mapping[Shape, tuple[Field, ...]] = {
    Shape.EVENTS: (Field.EXPERIMENT, Field.VARIANT, Field.VALUE, Field.CURRENCY, Field.EVENT_ID, *DELIVERY),
    Shape.USERS: (Field.EXPERIMENT, Field.USER_ID, Field.TIMESTAMP, Field.CURRENCY),
    Shape.TOTALS: (Field.EXPERIMENT, Field.TIMESTAMP, Field.CURRENCY),
}


class Reason(StrEnum):
    """Why a row was set aside. The codes stand in `rejects.csv`; the sentences in `REASONS`."""

    COLUMNS = "columns"
    QUOTING = "quoting"
    CONTROL_CHARACTER = "control_character"
    SYNTAX = "syntax"
    TOO_LONG = "too_long"
    NO_EXPERIMENT = "no_experiment"
    NO_USER = "no_user"
    FORGOTTEN = "forgotten"
    NO_TIMESTAMP = "no_timestamp"
    TIMESTAMP = "timestamp"
    TIME_RANGE = "time_range"
    NO_EVENT = "no_event"
    NO_VARIANT = "no_variant"
    VALUE = "value"
    VALUE_RANGE = "value_range"
    NO_OUTCOME = "no_outcome"
    CURRENCY = "currency"
    COUNT = "count"


REASONS: Mapping[Reason, Message] = {
    Reason.COLUMNS: Message("reason.columns", "The row has more or fewer columns than the header."),
    Reason.QUOTING: Message("reason.quoting", "A quotation mark is opened and not closed."),
    Reason.CONTROL_CHARACTER: Message("reason.control_character", "The row holds a NUL character."),
    Reason.SYNTAX: Message("reason.syntax", "The line is not a JSON object of plain values."),
    Reason.TOO_LONG: Message("reason.too_long", "A field is longer than the limit."),
    Reason.NO_EXPERIMENT: Message("reason.no_experiment", "The experiment is blank."),
    Reason.NO_USER: Message("reason.no_user", "The user id is blank."),
    Reason.FORGOTTEN: Message("reason.forgotten", "The user asked to be forgotten."),
    Reason.NO_TIMESTAMP: Message("reason.no_timestamp", "The time is blank."),
    Reason.TIMESTAMP: Message("reason.timestamp", "The time cannot be read."),
    Reason.TIME_RANGE: Message("reason.time_range", "The time lies outside the years 1970 to 2100."),
    Reason.NO_EVENT: Message("reason.no_event", "The event is blank."),
    Reason.NO_VARIANT: Message("reason.no_variant", "The variant is blank."),
    Reason.VALUE: Message("reason.value", "The value is not a finite number."),
    Reason.VALUE_RANGE: Message("reason.value_range", "The value is beyond ten thousand million."),
    Reason.NO_OUTCOME: Message("reason.no_outcome", "The outcome is blank."),
    Reason.CURRENCY: Message("reason.currency", "The currency is not a three-letter code."),
    Reason.COUNT: Message("reason.count", "The counts are not whole, negative, or more conversions than users."),
}

EXPOSURE = "exposure"
KNOWN_EVENTS = frozenset(
    {EXPOSURE, "delivery", "click", "view", "purchase", "form_fill", "unsubscribe", "satisfaction"}
)
SCALE = 10_000  # values are whole numbers of ten-thousandths
MOST_VALUE = Decimal(10) ** 10
FIRST_TIME, LAST_TIME = datetime(1970, 1, 1), datetime(2101, 1, 1)  # the last is excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may cost before it is refused. Sizes are bytes, times seconds."""

    unpacked: int = 64 << 30  # text after decompression
    rows: int = 1_000_000_000
    columns: int = 2_000
    header: int = 1 << 20  # the header line
    block: int = 24 << 20  # text parsed at once; also the longest line
    field: int = 10_000  # characters of one field
    name: int = 200  # characters of an experiment, event, variant or attribute value
    user: int = 512  # characters of a user id or event id
    experiments: int = 1_000  # in one file
    names: int = 1_000  # events, and variants, in one file
    attributes: int = 20  # kept unless a person chooses
    attribute_values: int = 50  # of a kept attribute unless a person chose it
    chosen_values: int = 1_000  # of an attribute a person chose
    profiles: int = 1_000_000  # different combinations of attribute values
    memory: int = 1536 << 20  # DuckDB's share
    address_space: int = 8 << 30  # of the child; the imports alone need more than 2 GiB
    output: int = 64 << 30  # any one file the child writes
    seconds: float = 7200.0  # wall time of the child
    rejects: int = 1_000_000  # lines of rejects.csv; every rejected row is counted


def code(name: str) -> int:
    """Return the 64-bit code of a name: the first 8 bytes of its SHA-256, big-endian."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def slug(name: str) -> str:
    """Return `name` as a key: lower-case letters, digits, `-` and `_`, at most 64; `experiment` if nothing is left."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-")[:64].strip("-") or "experiment"


def experiment_key(name: str, taken: Mapping[str, str]) -> str:
    """Return the key of an experiment; a key that `taken` (key → name) gives to another name gets a short hash."""
    key = slug(name)
    if taken.get(key, name) == name:
        return key
    return f"{key[:57].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def event_name(name: str) -> str:
    """Return the event's name as it is kept: the contract's own spelling where it is one of those, else as given."""
    plain = re.sub(r"[\s-]+", "_", name.lower())
    return plain if plain in KNOWN_EVENTS else name
