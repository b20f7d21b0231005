"""Editing with others around: what a form was opened on, kept until it is saved, so that a conflict can be seen."""

from typing import Any

import streamlit as st

from analytics.present import conflicts
from data.messages import Message
from data.workspace.records import Conflict, Stored
from pages.parts import blocks
from pages.parts.visitor import language, plain, say


class Draft:
    """A form's memory: the version it was opened on, and a name for its widgets that changes when it starts anew."""

    def __init__(self, name: str, stored: Stored[Any] | None) -> None:
        self._slot = f"draft:{name}"
        base, generation = st.session_state.get(self._slot, (None, 0))
        self.base: Stored[Any] | None = base or stored
        self._generation: int = generation
        st.session_state[self._slot] = (self.base, generation)

    def close(self) -> None:
        """Forget what was typed: it is saved."""
        st.session_state[self._slot] = (None, self._generation + 1)

    @property
    def version(self) -> int | None:
        """The version to save over; None creates."""
        return None if self.base is None else self.base.version

    def key(self, field: str) -> str:
        """Return the key of one field's widget."""
        return f"{self._slot}:{self._generation}:{field}"


def start_anew(name: str) -> None:
    """Open a form again on what is stored now; what was typed is dropped."""
    slot = f"draft:{name}"
    _, generation = st.session_state.get(slot, (None, 0))
    st.session_state[slot] = (None, generation + 1)


def name_of(record: Any) -> str:  # noqa: ANN401  any declared record
    """Return the name of the form that edits `record`."""
    return f"{type(record).__name__}:{record.key}"


def conflict(fault: Conflict) -> None:
    """Show both texts, and let the person keep theirs or ours."""
    st.warning(plain(say(fault.message)))
    blocks.table(conflicts.differences(fault.mine, fault.theirs.value, language()))
    with st.container(horizontal=True):
        st.button(
            say(Message("conflict_mine", "Keep editing mine")), on_click=_rebase, args=(fault.theirs,), key="keep-mine"
        )
        st.button(
            say(Message("conflict_theirs", "Take the saved one")),
            on_click=start_anew,
            args=(name_of(fault.theirs.value),),
            key="take-theirs",
        )


def _rebase(theirs: Stored[Any]) -> None:
    """Let the next save go over their version: the person has seen it."""
    slot = f"draft:{name_of(theirs.value)}"
    _, generation = st.session_state[slot]
    st.session_state[slot] = (theirs, generation)
