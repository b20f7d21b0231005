"""The pulse of the room: a small fragment that looks each second whether anybody did anything, and shows the time left.

It holds no board: when nothing changed it costs one tiny query; when something did, the whole page is drawn anew.
"""

import time
from datetime import UTC, datetime

import streamlit as st

from analytics.present import reflection
from data.messages import Forbidden
from data.workspace.actors import Actor
from data.workspace.sessions.boards import Board
from data.workspace.sessions.presence import NOTED
from pages.parts import blocks, sign_in
from pages.parts.room import knowledge
from pages.parts.visitor import language

SECONDS = 1.0  # between two looks; others must see a change within three


@st.fragment(run_every=SECONDS)
def beat(session: str, clock: int, ends_at: datetime | None) -> None:
    """Draw the page anew if the room is not as it was at `clock`."""
    try:
        watcher = sign_in.watcher()
        present = knowledge.sessions().version(watcher, session)
        _sign(watcher, session, int(time.time()))
    except Forbidden:
        st.rerun()  # the gate says why
    if present != clock:
        st.rerun()
    if ends_at is not None:
        blocks.quiet(reflection.time_left(ends_at, datetime.now(UTC), language()))


def _sign(watcher: Actor, session: str, now: int) -> None:
    """Give a sign of life as often as one is written down; `now`: seconds since 1970."""
    given = f"room-here:{session}"
    if now - st.session_state.get(given, 0) >= NOTED:
        knowledge.sessions().here(watcher, session, now=now)
        st.session_state[given] = now


def enter(board: Board) -> None:
    """Begin to look."""
    beat(board.key, board.clock, board.timer_ends_at)
