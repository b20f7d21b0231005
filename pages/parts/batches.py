"""Imported files: what they brought, and the way back."""

from collections.abc import Sequence

import streamlit as st

from analytics.present import intakes
from data.events.batches import Batch
from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks, record, visitor
from pages.parts.visitor import language, say


def listing(known: Sequence[Batch]) -> None:
    """List what was imported, newest first, and offer to take one file out again."""
    blocks.heading(say(Message("batches", "What was imported")))
    if not known:
        st.markdown(say(Message("batches_none", "Nothing yet.")))
        return
    blocks.table(intakes.table(known, language()))
    if may(visitor.actor(), Action.IMPORT_EVENTS):
        _removal({batch.batch: intakes.line(batch, language()) for batch in known})


def _removal(lines: dict[str, str]) -> None:
    with blocks.folded(Message("undo_open", "Take an import out again")):
        with st.form("undo", border=False):
            st.selectbox(
                say(Message("undo_which", "Import")), list(lines), format_func=lambda key: lines[key], key="undo"
            )
            chosen = st.form_submit_button(say(Message("undo", "Take it out")))
        if chosen:
            record.undo(st.session_state["undo"])
