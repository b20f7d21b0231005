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


def choice(label: Message, name: str, options: Mapping[str, str], *, listed: bool = False) -> str:
    """Ask for one of a few things (name in the address → word); nothing is asked where there is only one.

    What the address names and is none of them falls back to the first, which the address leaves out.
    listed: as a list that opens, for words too many or too long to stand side by side.
    """
    key, first = f"choice:{name}", next(iter(options))
    if st.query_params.get(name, first) not in options:
        del st.query_params[name]
    if len(options) == 1:
        return first
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
            width=240,
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


def record(label: Message, name: str, known: Sequence[Stored[Named]], *, new: Message) -> Stored[Named] | None:
    """Ask which declared record to edit, `name` in the address; None is a new one, which the address leaves out."""
    by_key: dict[str, Stored[Named]] = {stored.value.key: stored for stored in known}
    key, options = f"record:{label.code}", ["", *by_key]
    if st.query_params.get(name, "") not in options:
        del st.query_params[name]
    _follow_address(name, options, key=key)
    st.session_state.setdefault(key, next(iter(by_key), ""))
    chosen = st.selectbox(
        say(label),
        options,
        format_func=lambda key: by_key[key].value.name if key else say(new),
        key=key,
        on_change=_remember_record,
        args=(name, key),
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


def _remember_record(name: str, key: str) -> None:
    st.query_params.pop(name, None)
    if st.session_state[key]:
        st.query_params[name] = st.session_state[key]


def _remember_experiment() -> None:
    address.write(EXPERIMENT, st.session_state[EXPERIMENT])
    address.write(DAY, None)


def _remember_day(key: str) -> None:
    address.write(DAY, str(st.session_state[key]))


def _remember_language() -> None:
    address.write(LANGUAGE, st.session_state[TONGUE])
