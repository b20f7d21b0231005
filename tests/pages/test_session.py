"""Reflect › Session without a browser: one person walks through it; results stay hidden before the forecast."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.declarations.experiments import Status
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase
from pages.parts import fetch
from tests.pages.conftest import titles
from tests.pages.test_people import labels, let_in, press, signed_in, written

HERO = "personalised-hero-banner"
PAGE = "reflect/session.py"


@pytest.fixture
def room(sample: Path, home: Home, app: AppTest) -> AppTest:
    """Give the page on the whole sample."""
    shutil.copytree(sample, home.root)
    st.cache_resource.clear()
    return app.run().switch_page(PAGE).run()


def board() -> Board:
    session = fetch.workspace().sessions.sessions(LOCAL_OWNER)[0]
    return fetch.workspace().sessions.board(LOCAL_OWNER, session.value.key, now=0)


def begin(room: AppTest, *, anonymous: bool = False) -> AppTest:
    room.text_input(key="session-title").set_value("Autumn tests")
    room.multiselect(key="session-tests").set_value([HERO])
    if anonymous:
        room.checkbox(key="session-anonymous").check()
    return press(room, "Start")


def test_an_empty_lobby_says_what_a_session_is_and_offers_one(room: AppTest) -> None:
    assert titles(room) == ["Read your tests together"]
    assert "from a forecast to a decision in an hour" in written(room)
    assert "Start" in labels(room)


def test_one_person_goes_from_the_agenda_to_the_end(room: AppTest) -> None:
    begin(room)
    assert titles(room) == ["What happened since last time?"]
    assert "No promise from earlier sessions waits" in [one.value for one in room.subheader]
    press(room, "Go on: Forecast")
    for name, value in (("low", 5), ("high", 20)):
        room.number_input(key=f"forecast:{board().key}:{HERO}:{name}").set_value(value)
    press(room, "Give my forecast")
    assert "Your forecast: +5% to +20%, 50% to be better." in written(room)
    press(room, "Go on: Reveal")
    assert "1 of 1 ranges held what came out" in [one.value for one in room.subheader]
    assert fetch.workspace().sessions.snapshot(LOCAL_OWNER, board().key, HERO).value["experiment"] == HERO
    press(room, "Go on: Write")
    next(one for one in room.text_input if one.label == "What we learned, card 1").set_value(
        "The picture matters"
    ).run()
    assert [card.text for card in board().cards] == ["The picture matters"]
    assert "What we learned, card 2" in [one.label for one in room.text_input]
    press(room, "Go on: Group")
    press(room, "Go on: Vote")
    press(room, "+1")
    assert board().topics[0].mine == 1
    press(room, "Go on: Discuss")
    press(room, "Go on: Decide")
    press(room, "Decide")
    assert "Ship it (decided by you)" in written(room).replace("*", "")
    assert fetch.workspace().experiment(LOCAL_OWNER, HERO).value.status is Status.DECIDED
    press(room, "Go on: Act")
    room.text_input(key="action-text").set_value("Show it to everybody")
    press(room, "Write it down")
    assert [item.value.text for item in board().actions] == ["Show it to everybody"]
    press(room, "Go on: Improve")
    press(room, "Go on: Summary")
    press(room, "Go on: Closed")
    assert titles(room) == ["What we took along"]
    assert board().phase is Phase.CLOSED
    press(room, "All sessions")
    assert "Over" in [one.value for one in room.subheader]
    assert not room.exception


@pytest.mark.parametrize("screen", ["results/readout.py", "results/segments.py", "results/health.py"])
def test_results_stay_hidden_until_the_forecast_is_given(room: AppTest, screen: str) -> None:
    begin(room)
    press(room, "Go on: Forecast")
    room.switch_page(screen)
    room.query_params["experiment"] = HERO
    room.run()
    assert titles(room) == ["First guess, then look"]
    assert not room.get("plotly_chart")
    room.switch_page("results/overview.py").run()
    assert "Your team is about to guess: give your forecast first." in [
        one.value.replace("\\", "") for one in room.subheader
    ]
    fetch.workspace().sessions.decline(LOCAL_OWNER, board().key, HERO)
    room.switch_page(screen).run()
    assert titles(room) != ["First guess, then look"]


def test_an_older_session_tells_nothing_while_a_new_one_waits_for_the_forecast(room: AppTest) -> None:
    begin(room)
    older = board().key
    for step in ("Go on: Forecast", "I know the result already", "Go on: Reveal", "Go on: Write", "All sessions"):
        press(room, step)
    begin(room)
    press(room, "Go on: Forecast")
    room.query_params["session"] = older
    room.run()
    assert titles(room) != ["Before we look: what do you expect?"]
    assert not room.get("plotly_chart")
    assert "personalised" not in written(room)


def test_what_is_refused_is_said_and_the_page_stays(room: AppTest) -> None:
    begin(room)
    press(room, "Go on: Forecast")
    for name, value in (("low", 20), ("high", 5)):
        room.number_input(key=f"forecast:{board().key}:{HERO}:{name}").set_value(value)
    press(room, "Give my forecast")
    assert "A forecast is a range from a lower to a higher lift" in room.warning[0].value
    assert titles(room) == ["Before we look: what do you expect?"]
    assert board().forecasts == ()


def test_an_anonymous_session_warns_while_few_are_there(room: AppTest) -> None:
    begin(room, anonymous=True)
    press(room, "Go on: Forecast")
    press(room, "I know the result already")
    press(room, "Go on: Reveal")
    press(room, "Go on: Write")
    assert "Fewer than four people are here: who wrote what may be guessed." in [one.value for one in room.warning]


def test_a_session_that_is_not_there_leads_to_the_lobby(room: AppTest) -> None:
    room.query_params["session"] = "nonsense"
    room.run()
    assert titles(room) == ["Read your tests together"]


def test_a_viewer_looks_on_and_starts_nothing(room: AppTest) -> None:
    begin(room)
    viewer = {"sub": "7", "name": "Linh Trần"}
    let_in(viewer, ActorRole.VIEWER)
    signed_in(room, viewer).run()
    assert titles(room) == ["What happened since last time?"]
    assert not [label for label in labels(room) if label.startswith("Go on")]
    press(room, "All sessions")
    assert "Start" not in labels(room)
