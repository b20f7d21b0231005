"""The optional part of the import form: what the file cannot say itself, and what may be said later too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

import streamlit as st

from data.events.contract import Field
from data.events.mapping import Dates
from data.intake import Preview
from data.messages import Message, Refused
from data.requests import ImportRequest, Kept, read_weights
from pages.parts import blocks, fields
from pages.parts.visitor import say

ORDERS = {
    Dates.DETECTED: Message("dates_detected", "let the whole file tell"),
    Dates.DAY_FIRST: Message("dates_day_first", "day first: the third of April"),
    Dates.MONTH_FIRST: Message("dates_month_first", "month first: the fourth of March"),
}
SHOWN = 4  # variants of the example


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What was filled in."""

    dates: str | None
    split: str  # as typed
    time_zone: str | None
    attributes: tuple[str, ...]

    def added(self, request: ImportRequest) -> ImportRequest:
        """Return `request` with what was filled in. Raises `Refused` for a split that cannot be read."""
        weights = read_weights(self.split)
        if weights is None:
            raise Refused(
                Message(
                    "mapping_split_unread",
                    "The planned split “{text}” cannot be read: write each variant with its parts, like old=1, new=1.",
                    {"text": self.split},
                )
            )
        return replace(
            request,
            dates=self.dates,
            weights=weights,
            time_zone=self.time_zone,
            attributes=self.attributes or Kept.FEW_VALUES,
        )


def ask(preview: Preview, *, key: str) -> Extras:
    """Ask for the order of dates where it is open, and for what few need, folded away."""
    dates = _dates(preview, key=f"{key}:dates")
    with blocks.folded(Message("mapping_more", "Planned split, time zone and attributes (may be left as it is)")):
        split = st.text_input(
            say(Message("mapping_split", "Planned split: how many parts each variant gets")),
            placeholder=_example(preview),
            help=say(
                Message(
                    "mapping_split_note",
                    "Write each variant as it stands in the file, an equal sign and its parts, with commas between: "
                    "old=1, new=1 is half and half. Without it the split cannot be checked, and no variant can win.",
                )
            ),
            key=f"{key}:split",
            max_chars=2000,
        )
        time_zone = st.selectbox(
            say(Message("mapping_zone", "Time zone in which the experiment’s days begin")),
            sorted(available_timezones()),
            index=None,
            placeholder=say(Message("mapping_zone_open", "The workspace’s own")),
            key=f"{key}:zone",
        )
        attributes = _attributes(preview, key=f"{key}:attributes")
    return Extras(dates=dates, split=split.strip(), time_zone=time_zone, attributes=attributes)


def _dates(preview: Preview, *, key: str) -> str | None:
    """Ask what 03/04/2026 means if the first rows leave it open, or somebody chose before."""
    chosen = preview.mapping.dates
    if not preview.columns.doubtful and chosen is Dates.DETECTED:
        return None
    label = Message("mapping_dates", "How to read a date such as 03/04/2026")
    return fields.choice(label, chosen, names=ORDERS, key=key).value


def _attributes(preview: Preview, *, key: str) -> tuple[str, ...]:
    """Ask which columns are kept beside the fields; none chosen: those with few values."""
    free = [name for name in preview.columns.names if name != preview.mapping.fields.get(Field.USER_ID)]
    return fields.several(
        Message("mapping_attributes", "Attributes to keep (none chosen: every free column with at most 50 values)"),
        free,
        [name for name in preview.mapping.attributes or () if name in free],
        key=key,
        note=Message(
            "mapping_attributes_note",
            "Attributes, such as device or country, let you compare groups of users later. Once you choose some, only "
            "those are kept, also with more values.",
        ),
    )


def _example(preview: Preview) -> str:
    """Return the split of the variants in the first rows as one would type it."""
    named = preview.mapping.fields.get(Field.VARIANT)
    names: Sequence[str] = ("old", "new")
    if named in preview.columns.names:
        place = preview.columns.names.index(named)
        names = sorted({row[place].strip() for row in preview.columns.rows} - {""})[:SHOWN] or names
    return ", ".join(f"{name}=1" for name in names)
