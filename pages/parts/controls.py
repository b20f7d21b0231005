"""What a page asks for: pickers whose choice stands in the address, so that every view has a link."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from analytics.decisions.results import Readout
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from data.workspace.records import Stored
from pages.parts.visitor import say

Named = TypeVar("Named", Experiment, Metric)
EXPERIMENT, DAY = "experiment", "day"


def experiment(names: Mapping[str, str]) -> str | None:
    """Ask which experiment (key → name); an address that names none of them falls back to the first."""
    if not names:
        return None
    _follow_address(EXPERIMENT, list(names))
    chosen = st.selectbox(
        say(Message("experiment_picker", "Experiment")),
        list(names),
        format_func=lambda key: names[key],
        key=EXPERIMENT,
        on_change=_remember_experiment,
        persist_state="session",
    )
    st.query_params[EXPERIMENT] = chosen
    return chosen


def day(readout: Readout) -> date | None:
    """Ask for the day to read; None is the last one. Undated tests have only that."""
    first, last = readout.first_day, readout.as_of
    if first is None or last is None or first >= last:
        return None
    numbers = list(range(1, (last - first).days + 2))
    key = f"{DAY}:{readout.experiment.key}"
    asked = st.query_params.get(DAY, "")
    if asked.isdecimal() and int(asked) in numbers and st.session_state.get(key) != int(asked):
        st.session_state[key] = int(asked)
    if st.session_state.get(key) not in numbers:
        st.session_state[key] = numbers[-1]
    chosen = st.slider(
        say(Message("day_slider", "As it was on day")),
        min_value=numbers[0],
        max_value=numbers[-1],
        key=key,
        on_change=_remember_day,
        args=(key,),
    )
    return None if chosen == numbers[-1] else first + timedelta(days=chosen - 1)


def choice(label: Message, name: str, options: Mapping[str, str], *, listed: bool = False) -> str:
    """Ask for one of a few things (name in the address → word); what is none of them falls back to the first.

    listed: as a list that opens, for words too many or too long to stand side by side.
    """
    key, first = f"choice:{name}", next(iter(options))
    _follow_address(name, list(options), key=key)
    st.session_state.setdefault(key, first)
    if listed:
        st.selectbox(
            say(label),
            list(options),
            format_func=options.__getitem__,
            key=key,
            on_change=_remember_choice,
            args=(name, first),
        )
    else:
        st.segmented_control(
            say(label),
            list(options),
            format_func=options.__getitem__,
            key=key,
            required=True,
            on_change=_remember_choice,
            args=(name, first),
            label_visibility="collapsed",
        )
    chosen: str = st.session_state[key]
    return chosen


def record(label: Message, known: Sequence[Stored[Named]], *, new: Message) -> Stored[Named] | None:
    """Ask which declared record to edit; None is a new one."""
    by_key: dict[str, Stored[Named]] = {stored.value.key: stored for stored in known}
    chosen = st.selectbox(
        say(label),
        ["", *by_key],
        index=1 if by_key else 0,
        format_func=lambda key: by_key[key].value.name if key else say(new),
        key=f"record:{label.code}",
    )
    return by_key.get(chosen)


def draft_name(kind: str, chosen: Stored[Named] | None) -> str:
    """Return the name of the form that edits `chosen`."""
    return f"{kind}:{chosen.value.key if chosen is not None else ''}"


def _follow_address(name: str, options: list[str], *, key: str | None = None) -> None:
    """Let the address win over what was chosen before, where it names an option; `key` is the picker's, if another."""
    asked, key = st.query_params.get(name), key or name
    if asked in options and st.session_state.get(key) != asked:
        st.session_state[key] = asked
    elif st.session_state.get(key) not in options:
        st.session_state.pop(key, None)


def _remember_choice(name: str, first: str) -> None:
    chosen = st.session_state[f"choice:{name}"]
    if chosen == first:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen


def _remember_experiment() -> None:
    st.query_params[EXPERIMENT] = st.session_state[EXPERIMENT]
    st.query_params.pop(DAY, None)


def _remember_day(key: str) -> None:
    st.query_params[DAY] = str(st.session_state[key])
