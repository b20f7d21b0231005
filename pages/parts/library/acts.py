"""What is written in the library: one call of the store per action."""

from dataclasses import replace

import streamlit as st

from data.messages import Message
from data.workspace.library.records import Learning, Practice
from data.workspace.records import Stored
from pages.parts import notices
from pages.parts.drafts import Draft
from pages.parts.library import knowledge
from pages.parts.visitor import actor

QUESTION, LEARNING, PRACTICE, VIEW = "q", "learning", "practice", "view"  # in the address
FROM = "from"  # likewise: the experiment a new learning is made of
PRACTICES = "practices"


def show(name: str, key: str) -> None:
    """Go to a learning or practice, and ask nothing: a callback."""
    st.session_state[QUESTION] = ""
    _go(learning=key if name == LEARNING else None, practice=key if name == PRACTICE else None)


def everything() -> None:
    """Go back to all learnings, and ask nothing: a callback."""
    st.session_state[QUESTION] = ""
    _go()


def save_learning(learning: Learning, draft: Draft) -> None:
    """Save over the version the form was opened on, and show it. Raises `Conflict`, `Refused`."""
    saved = knowledge.door().save_learning(actor(), learning, version=draft.version)
    draft.close()
    notices.leave(Message("saved", "“{name}” is saved.", {"name": saved.value.claim}))
    _go(learning=saved.value.key)
    st.rerun()


def save_practice(practice: Practice, draft: Draft) -> None:
    """Save over the version the form was opened on. Raises `Conflict`, `Refused`."""
    saved = knowledge.door().save_practice(actor(), practice, version=draft.version)
    draft.close()
    notices.leave(Message("saved", "“{name}” is saved.", {"name": saved.value.title}))
    _go(practice=saved.value.key)
    st.rerun()


def archive_learning(stored: Stored[Learning]) -> None:
    """Take a learning from the shelf; its history stays. Raises `Conflict`."""
    knowledge.door().save_learning(actor(), replace(stored.value, archived=True), version=stored.version)
    _gone(stored.value.claim)


def archive_practice(stored: Stored[Practice]) -> None:
    """Take a practice from the shelf; its history stays. Raises `Conflict`."""
    knowledge.door().save_practice(actor(), replace(stored.value, archived=True), version=stored.version)
    _gone(stored.value.title)


def _gone(name: str) -> None:
    notices.leave(Message("library_gone", "“{name}” is off the shelf; its history is kept.", {"name": name}))
    _go()
    st.rerun()


def _go(*, learning: str | None = None, practice: str | None = None) -> None:
    """Let the address name one thing or none; filters, which stand in it too, stay as they are."""
    wanted = {LEARNING: learning, PRACTICE: practice, VIEW: PRACTICES if practice else None, FROM: None}
    for name, value in wanted.items():
        if value is not None:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
