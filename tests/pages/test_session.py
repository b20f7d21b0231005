"""Reflect › Session without a browser: one person walks through it; results stay hidden before the forecast."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

from data.declarations.experiments import Status
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions.boards import Board
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
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


def on_table(room: AppTest, *acts: Mapping[str, object]) -> AppTest:
    """Do things on the table of cards, as a browser tells of them."""
    done = json.loads(room.get("bidi_component")[0].proto.json)["done"]
    told = [{"id": done + number, **act} for number, act in enumerate(acts, start=1)]
    return sent(room, told)


def sent(room: AppTest, told: object) -> AppTest:
    """Send what a browser says was done on the table."""
    part = room.get("bidi_component")[0].proto.id
    states = room._tree.get_widget_states()
    state = states.widgets.add(id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{part}__events")
    state.json_trigger_value = json.dumps([{"event": "acted", "value": told}])
    return room._run(states)


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
    on_table(room, {"what": "vote", "topic": board().topics[0].key, "change": 1})
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


def to_grouping(room: AppTest, *texts: str) -> None:
    """Start a session without tests, and lay cards on its table."""
    room.text_input(key="session-title").set_value("Autumn")
    press(room, "Start")
    press(room, "Go on: Write")
    for text in texts:
        key = new_key()
        fetch.workspace().sessions.save_card(
            LOCAL_OWNER, board().key, key, text=text, prompt=Prompt.LEARNED, version=None
        )
    press(room.run(), "Go on: Group")


def test_what_is_done_on_the_table_is_done_once_and_in_order(room: AppTest) -> None:
    to_grouping(room, "Price", "Picture", "Name")
    one, two, three = (card.key for card in board().cards)
    acts = [
        {"id": 1, "what": "put", "card": two, "topic": one},
        {"id": 2, "what": "name", "topic": one, "name": "What sold", "version": None},
    ]
    sent(room, acts)
    sent(room, [*acts, {"id": 3, "what": "put", "card": three, "topic": one}])  # told again before it was answered
    assert [(topic.name, topic.cards) for topic in board().topics] == [("What sold", (one, two, three))]
    assert not room.warning
    press(room, "Go on: Vote")
    on_table(room, *[{"what": "vote", "topic": one, "change": 1}] * 3, {"what": "vote", "topic": one, "change": -1})
    assert board().topics[0].mine == 2
    press(room, "Go on: Discuss")
    assert not room.exception


def test_what_is_told_of_a_stale_table_is_refused_and_said(room: AppTest) -> None:
    to_grouping(room, "Price", "Picture", "Name")
    one, two, three = (card.key for card in board().cards)
    fetch.workspace().sessions.put(LOCAL_OWNER, board().key, two, one)  # somebody else was quicker
    on_table(room, {"what": "put", "card": three, "topic": two})
    said = [one.value.replace("\\", "") for one in room.warning]
    assert said == ["There is no such topic any more: look at the board again."]
    fetch.workspace().sessions.name_topic(LOCAL_OWNER, board().key, one, name="Theirs", version=None)
    on_table(room, {"what": "name", "topic": one, "name": "Mine", "version": None})
    assert "Theirs" in room.warning[0].value
    assert "Mine" in room.warning[0].value
    assert [topic.name for topic in board().topics] == ["Theirs", ""]


@pytest.mark.parametrize(
    "told",
    [
        None, "x", 7, [None, "x", 7, {}], [{"id": "1", "what": "put"}], [{"id": True, "what": "put"}],
        [{"id": 1}], [{"id": 1, "what": "drop"}], [{"id": 1, "what": "put", "card": 7, "topic": ["x"]}],
        [{"id": 1, "what": "put", "card": "\x00", "topic": "../x"}], [{"id": 1, "what": "vote", "change": 5}],
        [{"id": 1, "what": "name", "topic": {}, "name": "x" * 999, "version": "1"}],
    ],
)  # fmt: skip
def test_nonsense_from_a_browser_changes_nothing_and_breaks_nothing(room: AppTest, told: object) -> None:
    to_grouping(room, "Price")
    before = board()
    sent(room, told)
    assert not room.exception
    assert titles(room) == ["What belongs together?"]
    assert (board().topics, board().cards) == (before.topics, before.cards)


def test_the_table_is_drawn_whatever_the_random_key_of_the_session(
    room: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = secrets.token_urlsafe
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=None: f"__{chance(size)[4:]}__")
    to_grouping(room, "Price", "Picture")
    assert "__" in board().key
    one, two = (card.key for card in board().cards)
    on_table(room, {"what": "put", "card": two, "topic": one})
    assert [len(topic.cards) for topic in board().topics] == [2]
    assert not room.exception


def test_a_session_is_called_off_only_after_it_was_asked_again(room: AppTest) -> None:
    begin(room)
    press(room, "Go on: Forecast")
    press(room, "Call this session off …")
    assert board().called_off_at is None
    press(room, "Keep it")
    assert "Call it off" not in labels(room.run())
    press(room, "Call this session off …")
    press(room, "Call it off")
    assert titles(room) == ["This session was called off"]
    assert "Called off by you" in written(room)
    assert not fetch.workspace().sessions.veiled(LOCAL_OWNER)
    press(room, "All sessions")
    assert "Under way" not in [one.value for one in room.subheader]
    assert not room.exception


def test_a_session_is_renamed_by_whoever_leads(room: AppTest) -> None:
    begin(room)
    next(one for one in room.text_input if one.value == "Autumn tests").set_value("Tháng mười").run()
    assert board().title == "Tháng mười"
    assert "Tháng mười" in written(room)


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
