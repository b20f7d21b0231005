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
PRACTICES = "practices"


def show(name: str, key: str) -> None:
    """Go to a learning or practice: a callback; the address then names it alone."""
    st.session_state[QUESTION] = ""
    _go(name, key)


def everything() -> None:
    """Go back to all learnings, and ask nothing: a callback."""
    st.session_state[QUESTION] = ""
    st.query_params.clear()


def save_learning(learning: Learning, draft: Draft) -> None:
    """Save over the version the form was opened on, and show it. Raises `Conflict`, `Refused`."""
    saved = knowledge.door().save_learning(actor(), learning, version=draft.version)
    draft.close()
    notices.leave(Message("saved", "“{name}” is saved.", {"name": saved.value.claim}))
    _go(LEARNING, saved.value.key)
    st.rerun()


def save_practice(practice: Practice, draft: Draft) -> None:
    """Save over the version the form was opened on. Raises `Conflict`, `Refused`."""
    saved = knowledge.door().save_practice(actor(), practice, version=draft.version)
    draft.close()
    notices.leave(Message("saved", "“{name}” is saved.", {"name": saved.value.title}))
    _go(PRACTICE, saved.value.key)
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
    st.query_params.clear()
    st.rerun()


def _go(name: str, key: str) -> None:
    st.query_params.from_dict({name: key} | ({VIEW: PRACTICES} if name == PRACTICE else {}))
