"""Before the room: sessions that go on, a new one, those that are over, and what was promised in them."""

import streamlit as st

from analytics.present import reflection
from data.declarations.experiments import Status
from data.messages import Message
from data.workspace.records import Stored
from data.workspace.rights import Action, may
from data.workspace.sessions.limits import EXPERIMENTS, TITLE
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Session
from pages.parts import address, blocks, fetch, fields
from pages.parts.room import acts, habits
from pages.parts.visitor import actor, plain, say

READABLE = (Status.ENDED, Status.RUNNING, Status.DECIDED)  # in this order


def draw(sessions: tuple[Stored[Session], ...]) -> None:
    """Draw the list of sessions, and the form of a new one."""
    st.title(say(Message("lobby_title", "Read your tests together")), anchor=False)
    why = Message(
        "lobby_why",
        "A session takes the team from a forecast to a decision in an hour: guess, reveal, write, vote, talk, decide. "
        "What you learn stays.",
    )
    st.markdown(say(why))
    going = [stored for stored in sessions if not stored.value.is_over]
    over = [stored for stored in sessions if stored.value.phase is Phase.CLOSED]
    called_off = [stored for stored in sessions if stored.value.called_off_at is not None]
    if going:
        blocks.heading(say(Message("lobby_going", "Under way")))
        _listed(going)
    habits.draw()
    if may(actor(), Action.WRITE_NOTES):
        _new()
    if over:
        blocks.heading(say(Message("lobby_over", "Over")))
        _listed(over)
    if called_off:
        with blocks.folded(reflection.CALLED_OFF):
            _listed(called_off)


def _listed(sessions: list[Stored[Session]]) -> None:
    for stored in sessions:
        session = stored.value
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                plain(session.title), key=f"session:{session.key}", type="tertiary",
                on_click=address.write, args=(acts.SESSION, session.key),
            )  # fmt: skip
            blocks.quiet(say(reflection.standing(session)))


def _new() -> None:
    blocks.heading(say(Message("lobby_new", "Start one")))
    known = {stored.value.key: stored.value for stored in fetch.experiments(actor())}
    waiting = [key for status in READABLE for key, one in known.items() if one.status is status]
    with st.form("new-session", border=True):
        title = fields.text(Message("session_title", "What it is about"), "", key="session-title", longest=TITLE)
        experiments = st.multiselect(
            say(Message("session_tests", "Tests to read")), waiting, format_func=lambda key: known[key].name,
            key="session-tests", max_selections=EXPERIMENTS, placeholder=say(Message("session_choose", "Choose tests")),
        )  # fmt: skip
        anonymous = st.checkbox(
            say(Message("session_anonymous", "Nobody shall know who wrote which card")), key="session-anonymous"
        )
        if st.form_submit_button(say(Message("session_start", "Start"))) and title:
            acts.start(title, experiments=experiments, anonymous=anonymous)
