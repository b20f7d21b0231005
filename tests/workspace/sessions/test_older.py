"""Sessions that an older release wrote, and a workspace whose momentary tables are empty."""

import pytest
from sqlalchemy import inspect, text

from data.workspace import engine, ledger
from data.workspace.actors import LOCAL_OWNER
from data.workspace.records import JsonObject, Kind
from data.workspace.sessions.boards import Passage
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW

OLD, CARD = "AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBB"
# As the first release wrote them: no field that came later.
BODIES: dict[tuple[Kind, str], JsonObject] = {
    (Kind.SESSION, OLD): {"key": OLD, "title": "The first one", "phase": "summary", "experiments": ["banner"]},
    (Kind.CARD, f"{OLD}/{CARD}"): {"text": "price", "prompt": "learned"},
    (Kind.FORECAST, f"{OLD}/0f3a"): {"experiment": "banner", "person": "", "low": 0, "high": 0.1, "chance": 0.5},
    (Kind.BALLOT, f"{OLD}/owner"): {"votes": {CARD: 2}},
    (Kind.DECISION, f"{OLD}/banner"): {"experiment": "banner", "choice": "ship"},
    (Kind.ACTION, "CCCCCCCCCCCCCCCCCCCCCC"): {"key": "CCCCCCCCCCCCCCCCCCCCCC", "text": "Tell sales", "session": OLD},
}


@pytest.fixture
def old(workspace: Workspace) -> Workspace:
    """Give a workspace that holds a session of an older release."""
    with engine.writing(workspace._engine) as connection:
        for (kind, key), body in BODIES.items():
            ledger.write(connection, LOCAL_OWNER, kind=kind, key=key, value=body, version=None)
    return workspace


def test_a_session_of_an_older_release_opens_and_goes_on(old: Workspace) -> None:
    board = old.sessions.board(LOCAL_OWNER, OLD, now=NOW)
    began = scenes.present(old, OLD).changed_at
    assert (board.title, board.phase, board.anonymous, board.is_led) == ("The first one", Phase.SUMMARY, False, True)
    assert (board.phase_began_at, board.minutes) == (began, (Passage(phase=Phase.SUMMARY, began_at=began),))
    assert [(card.text, card.prompt, card.author) for card in board.cards] == [("price", Prompt.LEARNED, "local owner")]
    assert [(topic.key, topic.total, topic.mine) for topic in board.topics] == [(CARD, 2, 2)]
    assert [(one.low, one.declined) for one in board.forecasts] == [(0.0, False)]
    assert [one.value.follows for one in board.decisions] == [True]
    assert [one.value.is_open for one in board.actions] == [True]
    assert board.clock == old.sessions.version(LOCAL_OWNER, OLD) == 0
    scenes.step(old, LOCAL_OWNER, OLD, Phase.CLOSED)
    assert old.sessions.version(LOCAL_OWNER, OLD) == 1
    assert old.verify(LOCAL_OWNER).faults == ()


def test_a_session_goes_on_in_a_workspace_that_came_without_what_is_momentary(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    workspace.sessions.here(LOCAL_OWNER, session, now=NOW)
    with engine.writing(workspace._engine) as connection:
        for table in ("presence", "clocks"):
            connection.execute(text(f"DELETE FROM {table}"))
    board = workspace.sessions.board(LOCAL_OWNER, session, now=NOW)
    assert (board.here, board.joined, board.clock) == ((), 0, 0)
    workspace.sessions.here(LOCAL_OWNER, session, now=NOW)
    assert workspace.sessions.version(LOCAL_OWNER, session) == 1
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.CLOSED)


def test_keys_are_in_the_order_of_bytes_on_every_server(workspace: Workspace) -> None:
    if workspace._engine.dialect.name == "postgresql":
        with workspace._engine.connect() as connection:
            for table in ("documents", "document_history"):
                kinds = {column["name"]: column["type"] for column in inspect(connection).get_columns(table)}
                assert getattr(kinds["key"], "collation", None) == "C"
    owners = ("a", "A", "a-", "a.", "a/b", "a0", "b")
    with engine.writing(workspace._engine) as connection:
        for owner in owners:
            for element in ("1", "é".encode().hex(), "Z", "~"):
                ledger.write(connection, LOCAL_OWNER, kind=Kind.PLACE, key=f"{owner}/{element}", value={}, version=None)
        found = {owner: tuple(ledger.within(connection, {Kind.PLACE}, owner)[Kind.PLACE]) for owner in owners}
    assert found.pop("a") == ("1", "Z", "b/1", "b/Z", "b/c3a9", "b/~", "c3a9", "~")
    assert set(found.values()) == {("1", "Z", "c3a9", "~")}
