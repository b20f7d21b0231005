"""What stands around every step of a session: its head, the steps, who leads and where it can go."""

from collections.abc import Callable, Mapping

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.rights import Action, may
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase
from pages.parts import blocks, team
from pages.parts.room import acts, cards, closing, opening, outcomes, pulse, topics
from pages.parts.visitor import actor, language, plain, say

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
    st.title(say(reflection.TITLES[board.phase]), anchor=False)
    _steps(board)
    trouble = st.session_state.pop(acts.TROUBLE, None)
    if trouble is not None:
        st.warning(plain(say(trouble)))
    STEPS[board.phase](board)
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        _moves(board)
        if board.phase is not Phase.CLOSED and board.partakes:
            _lead(board)
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


def _lead(board: Board) -> None:
    """Say who leads; whoever leads may hand over and run the timer, and a lead may take over."""
    name = {"name": reflection.name(board, board.facilitator, language())}
    leads = Message("room_you_lead", "You lead") if board.is_led else Message("room_leads", "{name} leads", name)
    with st.popover(plain(say(leads)), key="room-leads"):
        if board.is_led:
            topics.timer(board)
            _hand_over(board)
        elif may(actor(), Action.DECIDE):
            st.button(say(Message("room_take", "Lead from now on")), on_click=acts.take_over, args=(board,), key="take")
        else:
            why = Message("room_leads_why", "They go from step to step for everybody, and may let somebody else lead.")
            blocks.quiet(say(why))


def _hand_over(board: Board) -> None:
    others = {key: called for key, called in team.names(actor()).items() if key != board.person}
    if not others:
        return
    widget = f"hand:{board.key}"
    who = say(Message("room_hand_to", "Let somebody else lead"))
    st.selectbox(who, list(others), format_func=lambda key: others[key], key=widget)
    st.button(say(Message("room_hand", "Hand over")), on_click=acts.hand_over, args=(board, widget), key="hand")
