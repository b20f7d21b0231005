"""Texts that several people write: everybody reads the saved one, whoever writes keeps theirs until it is saved."""

from collections.abc import Callable

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.records import Conflict, Stored
from data.workspace.sessions.records import Note
from pages.parts.room import acts
from pages.parts.visitor import language, plain, say

Save = Callable[[str, int | None], Stored[Note]]
LONGEST = 4000  # characters


def shared(label: Message, stored: Stored[Note] | None, *, key: str, save: Save | None) -> None:
    """Show a text of everybody's, and let whoever may (`save` is not None) write in it."""
    slot = f"text:{key}"
    if slot not in st.session_state:
        if stored is not None and stored.value.text:
            st.text(stored.value.text)
        if save is not None:
            change = Message("text_change", "Change it") if stored else label
            st.button(say(change), key=f"{slot}:open", on_click=_open, args=(slot, stored))
        return
    widget = f"{slot}:area"
    st.text_area(
        say(label), key=widget, max_chars=LONGEST, height=120, on_change=_keep, args=(slot, widget, save)
    )  # fmt: skip
    _conflict(slot, widget, save)
    st.button(say(Message("text_done", "Done")), key=f"{slot}:close", on_click=_close, args=(slot, widget))


def _open(slot: str, stored: Stored[Note] | None) -> None:
    text = stored.value.text if stored else ""
    st.session_state[slot] = (stored.version if stored else None, text)
    st.session_state[f"{slot}:area"] = text


@acts.told
def _keep(slot: str, widget: str, save: Save) -> None:
    """Save what was typed; what somebody else saved meanwhile is shown beside it."""
    if slot not in st.session_state or st.session_state.get(widget, "") == st.session_state[slot][1]:
        return
    text = st.session_state[widget]
    try:
        st.session_state[slot] = (save(text, st.session_state[slot][0]).version, text)
        st.session_state.pop(f"{slot}:theirs", None)
    except Conflict as fault:
        st.session_state[f"{slot}:theirs"] = fault.theirs


def _conflict(slot: str, widget: str, save: Save | None) -> None:
    theirs = st.session_state.get(f"{slot}:theirs")
    if theirs is None:
        return
    meanwhile = Message("text_meanwhile", "{author} saved this meanwhile:", {"author": theirs.author})
    st.warning(plain(reflection.told(meanwhile, language())))
    st.text(theirs.value.text)
    with st.container(horizontal=True):
        mine = say(Message("text_mine", "Save mine over it"))
        st.button(mine, key=f"{slot}:mine", on_click=_over, args=(slot, widget, save))
        theirs_instead = say(Message("text_theirs", "Take the saved one"))
        st.button(theirs_instead, key=f"{slot}:take", on_click=_take, args=(slot, widget))


@acts.told
def _over(slot: str, widget: str, save: Save) -> None:
    theirs = st.session_state[f"{slot}:theirs"]
    st.session_state[slot] = (theirs.version, theirs.value.text)
    _keep(slot, widget, save)


def _take(slot: str, widget: str) -> None:
    theirs = st.session_state.pop(f"{slot}:theirs")
    st.session_state[slot] = (theirs.version, theirs.value.text)
    st.session_state[widget] = theirs.value.text


def _close(slot: str, widget: str) -> None:
    if f"{slot}:theirs" in st.session_state:
        return  # it was not saved yet: nothing that was typed is lost
    for name in (slot, widget, f"{slot}:theirs"):
        st.session_state.pop(name, None)
