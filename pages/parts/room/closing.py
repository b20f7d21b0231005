"""The end of a session: everything on one page, and the files to take along."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from analytics.exports import session_files
from analytics.exports.forms import MIMES, Form
from analytics.present import reflection
from data.messages import Message
from data.workspace.sessions.boards import Board
from pages.parts import blocks, fetch
from pages.parts.library import related
from pages.parts.room import knowledge, outcomes, pinned, table
from pages.parts.visitor import actor, language, plain, say

FILES: Mapping[Form, Message] = {
    Form.PDF: Message("minutes_pdf", "Pages to print (PDF)"),
    Form.MARKDOWN: Message("minutes_markdown", "Text (Markdown)"),
    Form.CSV: Message("minutes_csv", "Plain table (CSV)"),
}


def summary(board: Board) -> None:
    """Show what was decided, promised and learned."""
    left, right = st.columns(2, gap="large")
    with left:
        if board.decisions:
            blocks.heading(say(Message("summary_decisions", "Decided")))
        for stored in board.decisions:
            blocks.quiet(fetch.experiment(actor(), stored.value.experiment).value.name)
            outcomes.decided(board, stored)
            related.offer(stored.value.experiment)
        blocks.heading(say(Message("summary_actions", "Promised")))
        for item in board.actions:
            pinned.action(item, board)
        if not board.actions:
            st.markdown(say(Message("actions_none", "Nobody has promised anything yet.")))
        if board.improvement is not None and board.improvement.value.text:
            blocks.heading(say(Message("summary_improve", "Better next time")))
            st.text(board.improvement.value.text)
        _topics(board)
    with right:
        pinned.beside(board)


def called_off(board: Board) -> None:
    """Say who called the session off, and show what everybody could see of it by then."""
    told = Message("called_off_told", "Nothing more can be written here. Promises stay open.")
    st.markdown(plain(f"{reflection.called_off(board, language())} {say(told)}"))
    if board.hidden is not None:
        blocks.quiet(reflection.hidden(board, language()))
    for stored in board.decisions:
        blocks.quiet(fetch.experiment(actor(), stored.value.experiment).value.name)
        outcomes.decided(board, stored)
    if board.actions:
        blocks.heading(say(Message("summary_actions", "Promised")))
    for item in board.actions:
        pinned.action(item, board)
    _topics(board)


def offer(board: Board) -> None:
    """Offer what this person may see now as files, and as text for a chat."""
    with st.popover(plain(say(Message("take_along", "Take it along"))), key="minutes", on_change="rerun") as files:
        if not files.open:
            return
        snapshots = knowledge.pinned_all(actor(), board)
        for form, label in FILES.items():
            st.download_button(
                plain(say(label)),
                data=partial(session_files.written, board, snapshots, form, language=language()),
                file_name=session_files.file_name(board, form),
                mime=MIMES[form],
                on_click="ignore",
                key=f"minutes_{form.value}",
                width="stretch",
            )
        blocks.quiet(say(Message("minutes_chat", "To paste into a chat:")))
        st.code(session_files.chat(board, snapshots, language()), language=None, wrap_lines=True, height=160)
        if board.hidden is not None:
            blocks.quiet(reflection.hidden(board, language()))


def _topics(board: Board) -> None:
    """Show every topic by its votes, those without one too."""
    if not board.topics:
        return
    blocks.heading(say(Message("summary_topics", "What was said")))
    table.draw(board, board.topics)
