"""What a page asks for: pickers whose choice stands in the address, so that every view has a link."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from analytics.decisions.results import Readout
from analytics.present import wording
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from data.workspace.records import Stored
from pages.parts import address
from pages.parts.visitor import LANGUAGE, say
from pages.parts.visitor import language as spoken

Named = TypeVar("Named", Experiment, Metric)
EXPERIMENT, DAY = "experiment", "day"
ABOUT_ONE = ("readout", "segments", "health")  # the screens that read one experiment
TONGUE = "language"  # the picker; the address says `lang`


def experiment(names: Mapping[str, str]) -> str | None:
    """Ask which experiment (key → name); an address that names none of them falls back to the first.

    An address that names an experiment is a link: without a day it means today, whatever was read before.
    """
    if not names:
        return None
    linked = st.query_params.get(EXPERIMENT)
    if linked is not None and (linked not in names or DAY not in st.query_params):
        address.settle(DAY, None)
    _follow_address(EXPERIMENT, list(names))
    chosen = st.selectbox(
        say(Message("experiment_picker", "Experiment")),
        list(names),
        format_func=lambda key: names[key],
        key=EXPERIMENT,
        on_change=_remember_experiment,
        persist_state="session",
    )
    address.settle(EXPERIMENT, chosen)
    address.restore(EXPERIMENT, DAY, LANGUAGE)
    return chosen


def choice(name: str, label: Message, names: Mapping[str, str]) -> str:
    """Ask for one of `names` (key → word), kept in the address under `name`; nothing is asked where there is only one.

    An address that names none of them falls back to the first.
    """
    if len(names) == 1:
        return next(iter(names))
    _follow_address(name, list(names))
    chosen = st.selectbox(
        say(label),
        list(names),
        format_func=names.__getitem__,
        key=name,
        on_change=_remember_choice,
        args=(name,),
        width=240,
    )
    st.query_params[name] = chosen
    return chosen


def day(readout: Readout) -> date | None:
    """Ask for the day to read; None is the last one. Undated tests have only that."""
    first, last = readout.first_day, readout.as_of
    if first is None or last is None or first >= last:
        address.write(DAY, None)
        return None
    numbers = range(1, (last - first).days + 2)
    asked = address.read(DAY, {str(number) for number in numbers})
    address.write(DAY, asked)  # a day that this test does not have leaves the address
    key = f"{DAY}:{readout.experiment.key}"
    st.session_state[key] = numbers[-1] if asked is None else int(asked)
    chosen = st.slider(
        say(Message("day_slider", "As it was on day")),
        min_value=numbers[0],
        max_value=numbers[-1],
        key=key,
        on_change=_remember_day,
        args=(key,),
    )
    return None if chosen == numbers[-1] else first + timedelta(days=chosen - 1)


def language() -> None:
    """Ask for the language; one that was chosen stands in the address, else the browser's is spoken."""
    address.settle(LANGUAGE, address.read(LANGUAGE, wording.LANGUAGES))
    address.restore(LANGUAGE)
    st.session_state[TONGUE] = spoken()
    st.segmented_control(
        say(Message("language_picker", "Language")),
        list(wording.LANGUAGES),
        format_func=wording.LANGUAGES.__getitem__,
        key=TONGUE,
        required=True,
        on_change=_remember_language,
    )


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


def _follow_address(name: str, options: list[str]) -> None:
    """Let the address win over what was chosen before, where it names an option."""
    asked = st.query_params.get(name)
    if asked in options and st.session_state.get(name) != asked:
        st.session_state[name] = asked
    elif st.session_state.get(name) not in options:
        st.session_state.pop(name, None)


def _remember_experiment() -> None:
    address.write(EXPERIMENT, st.session_state[EXPERIMENT])
    address.write(DAY, None)


def _remember_choice(name: str) -> None:
    st.query_params[name] = st.session_state[name]


def _remember_day(key: str) -> None:
    address.write(DAY, str(st.session_state[key]))


def _remember_language() -> None:
    address.write(LANGUAGE, st.session_state[TONGUE])
