"""The variants of an experiment and its planned split: weights are asked for as soon as a variant is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from analytics.present import catalogue
from data.declarations.experiments import Allocation, Experiment
from data.messages import Message, Refused
from pages.parts import blocks, fields
from pages.parts.drafts import Draft
from pages.parts.visitor import language, plain, say

WIDTH = 165  # pixels of one weight: two fit beside each other on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One row of the split as it stands in the form."""

    starts_on: date | None
    weights: tuple[float | None, ...]  # aligned with the variants; None: left open

    @property
    def is_blank(self) -> bool:
        """Say whether nobody touched the row."""
        return self.starts_on is None and not any(weight is not None for weight in self.weights)

    @property
    def is_whole(self) -> bool:
        """Say whether every variant has its weight."""
        return bool(self.weights) and all(weight is not None for weight in self.weights)

    def allocation(self) -> Allocation:
        """Return the row as it is declared. Raises `Refused` unless every variant has its weight."""
        weights = tuple(weight for weight in self.weights if weight is not None)
        if not self.is_whole:
            raise Refused(
                Message(
                    "split_incomplete", "The planned split has no weight for every variant: fill the row, or empty it."
                )
            )
        return Allocation(starts_on=self.starts_on, weights=weights)


def variants(base: Experiment, draft: Draft) -> tuple[str, ...]:
    """Ask for the variants, control first."""
    note = Message("experiment_variants_note", "As they stand in the data, one per line. The first is the control.")
    label = Message("experiment_variants", "Variants, control first")
    return fields.lines(label, base.variants, key=draft.key("variants"), note=note)


def periods(base: Experiment, named: tuple[str, ...], draft: Draft) -> tuple[Period, ...]:
    """Ask for the weights of the variants `named`, in one row for each period."""
    st.markdown(say(Message("split", "**Planned split**: how many parts each variant gets. 1 and 1 is half and half.")))
    if not named:
        blocks.quiet(say(Message("split_nameless", "Name the variants first: each then gets its part here.")))
        return ()
    slot = draft.key("periods")
    count = st.session_state.setdefault(slot, max(1, len(base.allocation)))
    rows = tuple(_period(base, named, draft, place=place, dated=count > 1) for place in range(count))
    if all(row.is_blank for row in rows):
        unknown = Message(
            "split_empty", "Left empty, the split counts as unknown: it cannot be checked then, and no variant can win."
        )
        blocks.quiet(say(unknown))
    with st.container(horizontal=True):
        if not any(weight is not None for weight in rows[-1].weights):
            st.button(
                say(Message("split_equal", "Equal parts for all")),
                key=draft.key("equal"),
                on_click=_fill,
                args=([_key(draft, name, place=count - 1) for name in named],),
            )
        st.button(
            say(Message("split_later", "Another split from a later day")),
            key=draft.key("later"),
            on_click=_add,
            args=(slot,),
        )
    return rows


def allocation(rows: Sequence[Period]) -> tuple[Allocation, ...]:
    """Return the rows as they are declared, by day. Raises `Refused` for a row that is begun and not finished."""
    declared = [row.allocation() for row in rows if not row.is_blank]
    return tuple(sorted(declared, key=lambda period: period.starts_on or date.min))


def so_far(rows: Sequence[Period]) -> tuple[Allocation, ...]:
    """Return the rows that are finished."""
    return tuple(row.allocation() for row in rows if row.is_whole)


def _period(base: Experiment, named: tuple[str, ...], draft: Draft, *, place: int, dated: bool) -> Period:
    """Ask for one row. Its day is asked only where there is more than one, or it has one already."""
    known = base.allocation[place] if place < len(base.allocation) else Allocation(starts_on=None, weights=())
    stored = dict(zip(base.variants, known.weights, strict=False))
    starts_on = None
    typed: dict[str, float | None] = {}
    with st.container(horizontal=True):
        if dated or known.starts_on is not None:
            first = Message("split_from_first", "From (open: at once)")
            starts_on = st.date_input(
                say(Message("split_from", "From") if place else first),
                value=known.starts_on,
                key=draft.key(f"from:{place}"),
                width=WIDTH,
            )
        for name in dict.fromkeys(named):
            key = _key(draft, name, place=place)
            st.session_state.setdefault(key, stored.get(name))
            typed[name] = st.number_input(
                plain(name), min_value=0.0, value=None, step=1.0, format="%g", key=key, width=WIDTH
            )
    row = Period(starts_on=starts_on, weights=tuple(typed[name] for name in named))
    if row.is_whole:
        blocks.quiet(catalogue.split(named, row.allocation().weights, language()))
    return row


def _key(draft: Draft, name: str, *, place: int) -> str:
    return draft.key(f"weight:{place}:{name}")


def _fill(keys: Sequence[str]) -> None:
    """Give every variant of a row one part."""
    for key in keys:
        st.session_state[key] = 1.0


def _add(slot: str) -> None:
    st.session_state[slot] += 1
