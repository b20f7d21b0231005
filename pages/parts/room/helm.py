"""The helm: who leads, and what whoever leads may do with the session itself."""

import streamlit as st

from analytics.present import reflection
from data.messages import Message
from data.workspace.rights import Action, may
from data.workspace.sessions.boards import Board
from data.workspace.sessions.limits import TITLE
from pages.parts import blocks, team
from pages.parts.room import acts, topics
from pages.parts.visitor import actor, language, plain, say

HELM = "room-leads"  # whether it is open
CALLING_OFF = "room-calling-off"  # the session that somebody is asked about


def draw(board: Board) -> None:
    """Say who leads; whoever leads may hand over, run the timer, rename and call off, and a lead may take over."""
    name = {"name": reflection.name(board, board.facilitator, language())}
    leads = Message("room_you_lead", "You lead") if board.is_led else Message("room_leads", "{name} leads", name)
    with st.popover(plain(say(leads)), key=HELM, on_change="rerun"):
        if board.is_led:
            topics.timer(board)
            _hand_over(board)
            _rename(board)
            _call_off(board)
        elif may(actor(), Action.DECIDE):
            st.button(say(Message("room_take", "Lead from now on")), on_click=acts.take_over, args=(board,), key="take")
        else:
            why = Message("room_leads_why", "They go from step to step for everybody, and may let somebody else lead.")
            blocks.quiet(say(why))
    if board.is_led and st.session_state.get(CALLING_OFF) == board.key:
        _asked(board)


def _hand_over(board: Board) -> None:
    others = {key: called for key, called in team.names(actor()).items() if key != board.person}
    if not others:
        return
    widget = f"hand:{board.key}"
    who = say(Message("room_hand_to", "Let somebody else lead"))
    st.selectbox(who, list(others), format_func=lambda key: others[key], key=widget)
    st.button(say(Message("room_hand", "Hand over")), on_click=acts.hand_over, args=(board, widget), key="hand")


def _rename(board: Board) -> None:
    widget = f"title:{board.key}:{board.version}"
    st.text_input(
        say(Message("session_title", "What it is about")), value=board.title, key=widget, max_chars=TITLE,
        on_change=acts.rename, args=(board, widget),
    )  # fmt: skip


def _call_off(board: Board) -> None:
    st.button(
        say(Message("room_call_off", "Call this session off …")), on_click=_ask, args=(board.key,), key="call-off",
        type="tertiary",
    )  # fmt: skip


def _asked(board: Board) -> None:
    """Ask once more, over the page: what is called off does not come back."""

    def draw() -> None:
        told = Message(
            "call_off_told",
            "Everybody's browser shows that it is over. What all could see stays readable in the list, what was "
            "hidden stays hidden, and promises stay open. It cannot be taken up again.",
        )
        st.markdown(say(told))
        with st.container(horizontal=True):
            yes = say(Message("call_off_yes", "Call it off"))
            if st.button(yes, key="call-off-yes", type="primary", on_click=acts.call_off, args=(board,)):
                _asked_enough()
                st.rerun()
            if st.button(say(Message("call_off_no", "Keep it")), key="call-off-no"):
                _asked_enough()
                st.rerun()

    title = say(Message("call_off_title", "Call this session off?"))
    st.dialog(title, on_dismiss=_asked_enough)(draw)()


def _ask(session: str) -> None:
    st.session_state[CALLING_OFF] = session
    st.session_state[HELM] = False


def _asked_enough() -> None:
    st.session_state[CALLING_OFF] = None
