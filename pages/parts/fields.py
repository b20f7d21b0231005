"""Form fields for what people declare: percents and numbers that may be left open, lists typed line by line."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from data.messages import Message
from pages.parts.visitor import plain, say

E = TypeVar("E", bound=StrEnum)
BESIDE = 30  # options that stand side by side


def text(label: Message, value: str, *, key: str, longest: int = 200) -> str:
    """Ask for one line."""
    return st.text_input(say(label), value=value, key=key, max_chars=longest).strip()


def paragraph(label: Message, value: str, *, key: str, longest: int = 2000) -> str:
    """Ask for a few sentences."""
    return st.text_area(say(label), value=value, key=key, max_chars=longest, height=110).strip()


def lines(label: Message, values: Sequence[str], *, key: str, note: Message) -> tuple[str, ...]:
    """Ask for several things, one per line."""
    typed = st.text_area(say(label), value="\n".join(values), key=key, help=say(note), height=110)
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def percent(label: Message, share: float | None, *, key: str) -> float | None:
    """Ask for a percentage that may be left open; returns a fraction."""
    typed = st.number_input(
        say(label),
        value=None if share is None else round(share * 100, 6),
        min_value=0.0,
        step=0.5,
        format="%g",
        key=key,
    )
    return None if typed is None else round(typed / 100, 8)


def number(label: Message, value: float | None, *, key: str) -> float | None:
    """Ask for a positive number that may be left open."""
    return st.number_input(say(label), value=value, min_value=0.0, format="%g", key=key)


def days(label: Message, value: int | None, *, key: str) -> int | None:
    """Ask for a whole number of days that may be left open."""
    return st.number_input(say(label), value=value, min_value=1, step=1, key=key)


def whole(label: Message, value: int | None, *, key: str, note: Message) -> int | None:
    """Ask for a whole number that may be left open."""
    return st.number_input(say(label), value=value, min_value=1, step=1, key=key, help=say(note))


def several(
    label: Message, options: Sequence[str], chosen: Sequence[str], *, key: str, note: Message | None = None
) -> tuple[str, ...]:
    """Ask for some of a file's columns: side by side while they are few, in a list when they are many."""
    spoken, help_ = say(label), None if note is None else say(note)
    if len(options) <= BESIDE:
        return tuple(
            st.pills(
                spoken, options, selection_mode="multi", default=list(chosen), format_func=plain, key=key, help=help_
            )
        )
    return tuple(st.multiselect(spoken, options, default=list(chosen), key=key, help=help_))


def choice(label: Message, value: E, *, names: Mapping[E, Message], key: str) -> E:
    """Ask for one of a few kinds."""
    options = list(names)
    return st.selectbox(
        say(label), options, index=options.index(value), format_func=lambda option: say(names[option]), key=key
    )
