"""What stands around every step of a session: its head, the steps, who leads and where it can go."""

from collections.abc import Callable, Mapping

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase
from pages.parts import blocks
from pages.parts.room import acts, cards, closing, helm, opening, outcomes, pulse, topics
from pages.parts.visitor import language, plain, say

STEPS: Mapping[Phase, Callable[[Board], None]] = {
    Phase.AGENDA: opening.agenda,
    Phase.FORECAST: opening.forecast,
    Phase.REVEAL: opening.reveal,
    Phase.WRITE: cards.write,
    Phase.GROUP: cards.group,
    Phase.VOTE: topics.vote,
    Phase.DISCUSS: topics.discuss,
    Phase.DECIDE: outcomes.decide,
    Phase.ACT: outcomes.act,
    Phase.IMPROVE: outcomes.improve,
    Phase.SUMMARY: closing.summary,
    Phase.CLOSED: closing.summary,
}


def draw(board: Board) -> None:
    """Draw the room as it is now."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        blocks.quiet(reflection.dateline(board, language()))
        pulse.enter(board)
    off = board.called_off_at is not None
    st.title(say(_OFF if off else reflection.TITLES[board.phase]), anchor=False)
    if not off:
        _steps(board)
    trouble = st.session_state.pop(acts.TROUBLE, None)
    if trouble is not None:
        st.warning(plain(reflection.told(trouble, language())))
    (closing.called_off if off else STEPS[board.phase])(board)
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        _moves(board)
        if board.partakes and not board.is_over:
            helm.draw(board)
        closing.offer(board)
        st.button(say(Message("room_leave", "All sessions")), on_click=acts.leave, key="room-leave")


def _steps(board: Board) -> None:
    """Name every step, the present one strongly."""
    walked = [phase for phase in Phase if phase is not Phase.CLOSED]
    if not board.experiments:
        walked = [phase for phase in walked if phase not in (Phase.FORECAST, Phase.REVEAL, Phase.DECIDE)]
    names = (
        f"**{say(reflection.STEPS[phase])}**" if phase is board.phase else f":gray[{say(reflection.STEPS[phase])}]"
        for phase in walked
    )
    st.markdown(" › ".join(names))


def _moves(board: Board) -> None:
    """Let the facilitator go on, or back."""
    for phase in sorted(board.moves, key=lambda phase: not phase.has_reached(board.phase)):
        onward = phase.has_reached(board.phase)
        step = {"step": reflection.STEPS[phase]}
        label = Message("move_on", "Go on: {step}", step) if onward else Message("move_back", "Back: {step}", step)
        st.button(plain(say(label)), key=f"move:{phase}", on_click=acts.move, args=(board, phase))


_OFF = Message("title_called_off", "This session was called off")
