"""What a reader asks of the overview. Every choice stands in the address; one that no experiment has falls back."""

import math
from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from analytics.decisions import agenda
from analytics.decisions.agenda import Choice, Line
from analytics.present import wording
from data.declarations.experiments import Status
from data.messages import Message
from pages.parts import address, blocks
from pages.parts.visitor import language, say

Shown = TypeVar("Shown")
PER_PAGE = 20
STATUS = "status_choice"  # the picker; the address says `status`
NOTHING = {"find": "", STATUS: "", "channel": None, "owner": None, "waiting": False}  # what nobody asks for
NAMES = ("find", "status", "channel", "owner", "waiting")  # in the address


def choice(lines: Sequence[Line]) -> Choice:
    """Ask which lines to show; folded away until something is asked for."""
    with st.expander(say(Message("filters", "Find and filter")), type="compact", expanded=_is_asked()):
        text = st.text_input(
            say(Message("find", "Words in name, hypothesis, owner or audience")), key="find", bind="query-params"
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            status = _status(agenda.statuses(lines))
            channel = named(Message("filter_channel", "Channel"), "channel", agenda.channels(lines))
            owner = named(Message("filter_owner", "Owner"), "owner", agenda.owners(lines))
        waiting = st.toggle(
            say(Message("filter_waiting", "Only what waits for a decision")), key="waiting", bind="query-params"
        )
    return Choice(status=status, channel=channel, owner=owner, waiting=waiting, text=text)


def named(label: Message, name: str, known: Sequence[str]) -> str | None:
    """Ask for one of the words people wrote, `name` in the address; nothing is asked where there is none."""
    if not known:
        return None
    everything = say(Message("filter_all", "All"))
    return st.selectbox(say(label), known, index=None, placeholder=everything, key=name, bind="query-params", width=180)


def page(shown: Sequence[Shown]) -> Sequence[Shown]:
    """Return what stands on the page asked for; the picker stands below them, where there is more than one."""
    pages = math.ceil(len(shown) / PER_PAGE)
    if pages <= 1:
        return shown
    if st.session_state.get("page", 1) > pages:
        st.session_state["page"] = pages
    with st.container(key="turn"):
        number = st.pagination(pages, key="page", bind="query-params")
    return shown[(number - 1) * PER_PAGE : number * PER_PAGE]


def summary(shown: int, total: int) -> None:
    """Say how many lines a filter leaves, and offer all of them again."""
    if shown == total:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        counted = {"shown": shown, "total": total}
        blocks.quiet(say(Message("filter_shown", "{shown:,} of {total:,} experiments", counted)))
        st.button(say(Message("filter_clear", "Show all")), on_click=_clear, type="tertiary")


def _status(known: Sequence[Status]) -> Status | None:
    """Ask for a status; the address holds its stable name, the screen its word."""
    words = {"": say(Message("filter_all", "All")), **{one.value: wording.label(one, language()) for one in known}}
    asked = address.read("status", words)
    address.write("status", asked or None)
    st.session_state[STATUS] = asked or ""
    label = say(Message("filter_status", "Status"))
    st.selectbox(label, list(words), format_func=words.__getitem__, key=STATUS, on_change=_remember_status, width=180)
    chosen = st.session_state[STATUS]
    return Status(chosen) if chosen else None


def _remember_status() -> None:
    """Put the chosen status into the address."""
    address.write("status", st.session_state[STATUS] or None)


def _is_asked() -> bool:
    return any(name in st.query_params for name in NAMES)


def _clear() -> None:
    """Ask for nothing any more."""
    for name, nothing in NOTHING.items():
        if name in st.session_state:
            st.session_state[name] = nothing
    address.write("status", None)
