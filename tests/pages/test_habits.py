"""How well reflecting works, where a session begins: in the lobby and on the agenda, for whoever may know it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from pages.parts import fetch
from tests.pages.test_people import let_in, press, signed_in, written
from tests.pages.test_session import HERO, PAGE
from tests.workspace.sessions import scenes

FIRST = "From the second session on, this place says what became of your promises"


@pytest.fixture
def room(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.run().switch_page(PAGE).run()


def walked(topic: str, *, to: Phase = Phase.CLOSED, leader: Actor = LOCAL_OWNER) -> str:
    """Let a session go to its end in the store: one test, one topic, one promise."""
    sessions = fetch.workspace().sessions
    session = sessions.start(leader, f"About {topic}", experiments=(HERO,)).value.key
    for phase in list(Phase)[1 : list(Phase).index(to) + 1]:
        stored = scenes.present(fetch.workspace(), session)
        pinned = {HERO: scenes.readout("keep_collecting")} if phase is Phase.REVEAL else {}
        sessions.move(leader, session, phase, version=stored.version, readouts=pinned)
        if phase is Phase.FORECAST:
            sessions.forecast(leader, session, HERO, low=0.0, high=0.1, chance=0.7)
        if phase is Phase.WRITE:
            scenes.write(fetch.workspace(), leader, session, topic)
        if phase is Phase.VOTE:
            card = sessions.board(leader, session, now=0).topics[0].key
            sessions.vote(leader, session, card, change=1)
        if phase is Phase.ACT:
            sessions.add_action(
                leader, session, "Ask [five](https://x.example) visitors", owner="", due=date(2026, 1, 9)
            )
    return session


def test_before_there_is_anything_to_look_back_on_the_lobby_says_what_will_stand_there(room: AppTest) -> None:
    assert FIRST in written(room)
    assert "Since we began" not in written(room)


def test_a_session_begins_with_what_became_of_the_last_ones(room: AppTest) -> None:
    for topic in ("Free *delivery*", "The free *delivery* again"):
        walked(topic)
    room.run()
    for where in ("lobby", "agenda"):
        said = written(room)
        assert "Since we began" in said
        assert "Actions done: 0 of 2; the oldest open one waits 0 days" in said
        assert "“Free *delivery*” came up in 2 sessions, with nothing done" in said
        assert "Ended and not decided: " in said
        if where == "lobby":
            room.text_input(key="session-title").set_value("Autumn tests")
            press(room, "Start")
    raw = " ".join(one.value for one in room.markdown)
    assert r"Free \*delivery\*" in raw
    assert not room.exception


def test_a_change_is_seen_at_once(room: AppTest) -> None:
    session = walked("Search", to=Phase.ACT)
    room.run()
    assert "Actions done: 0 of 1" in written(room)
    stored = fetch.workspace().sessions.open_actions(LOCAL_OWNER)[0]
    done = replace(stored.value, done_on=date(2026, 11, 20))
    fetch.workspace().sessions.save_action(LOCAL_OWNER, done, version=stored.version)
    room.run()
    assert "Actions done: 1 of 1" in written(room)
    assert session in fetch.workspace().sessions.sessions(LOCAL_OWNER)[0].value.key


def test_the_details_are_drawn_once_somebody_unfolds_them(room: AppTest) -> None:
    walked("Search")
    room.run()
    assert "What became of promises" not in [one.value for one in room.subheader]
    room.session_state["habits"] = True
    room.run()
    headings = [one.value for one in room.subheader]
    for heading in ("What became of promises", "From the end of a test to its decision", "Forecasts"):
        assert heading in headings
    assert "too few forecasts with an answer to tell" in written(room)
    assert "One forecast per person and test" in written(room)


def test_a_viewer_sees_the_teams_habits_and_an_executive_no_session_at_all(room: AppTest) -> None:
    walked("Search")
    viewer, head = {"sub": "7", "name": "Linh Trần"}, {"sub": "9", "name": "Head"}
    let_in(viewer, ActorRole.VIEWER)
    signed_in(room, viewer).run()
    assert "Actions done: 0 of 1" in written(room)
    let_in(head, ActorRole.EXECUTIVE)
    signed_in(room, head).run()
    assert "Actions done" not in written(room)
    assert "Since we began" not in written(room)


def test_what_waits_for_ones_forecast_is_left_out_until_it_is_given(room: AppTest) -> None:
    first = walked("Search", to=Phase.DECIDE)
    fetch.workspace().sessions.decide(LOCAL_OWNER, first, HERO, choice=Choice.RERUN)
    room.run()
    decided = "One decision so far, 1 day after the end of its test; still waiting: 2"
    assert decided in written(room)
    second = walked("Search", to=Phase.AGENDA)
    fetch.workspace().sessions.move(LOCAL_OWNER, second, Phase.FORECAST, version=1)
    room.run()
    assert "One decision so far" not in written(room)
    fetch.workspace().sessions.decline(LOCAL_OWNER, second, HERO)
    room.run()
    assert decided in written(room)
