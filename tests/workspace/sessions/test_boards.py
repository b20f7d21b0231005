"""Boards: what a person may not see yet is not in their board at all, in no phase and no field."""

from dataclasses import fields

import pytest

from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.boards import Hidden
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, key_of, person

BEFORE_REVEAL = ("agenda", "forecast")
BEFORE_GROUP = (*BEFORE_REVEAL, "reveal", "write")
BEFORE_DISCUSS = (*BEFORE_GROUP, "group", "vote")
HIDDEN = {Phase.FORECAST: Hidden.FORECASTS, Phase.WRITE: Hidden.CARDS, Phase.VOTE: Hidden.VOTES}

# What may be seen by whom in which phase, by a text that stands in nothing else.
LINHS_FORECAST, MINHS_FORECAST = 0.0123, 0.0456
LINHS_CARD, MINHS_CARD = "the price of linh", "the picture of minh"


def act(workspace: Workspace, phase: Phase, session: str, linh: Actor, minh: Actor) -> None:
    """Do what is done in a phase, two people each."""
    rooms = workspace.sessions
    if phase is Phase.FORECAST:
        for actor, low in ((linh, LINHS_FORECAST), (minh, MINHS_FORECAST)):
            rooms.forecast(actor, session, "banner", low=low, high=0.2, chance=0.6)
    if phase is Phase.WRITE:
        for actor, words in ((linh, LINHS_CARD), (minh, MINHS_CARD)):
            scenes.write(workspace, actor, session, words)
        rooms.finish(minh, session, done=True)
    topics = rooms.board(linh, session, now=NOW).topics
    if phase is Phase.VOTE:
        for actor in (linh, minh):
            rooms.vote(actor, session, topics[0].key, change=1)
    if phase is Phase.DISCUSS:
        rooms.save_note(minh, session, topics[0].key, text="the note", version=None)
    if phase is Phase.DECIDE:
        rooms.decide(linh, session, "banner", choice=Choice.SHIP)
    if phase is Phase.ACT:
        rooms.add_action(minh, session, "the promise", owner=key_of(minh))
    if phase is Phase.IMPROVE:
        rooms.improve(minh, session, "the improvement", version=None)


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
def test_what_is_hidden_is_not_in_the_board_in_any_phase(workspace: Workspace, anonymous: bool) -> None:
    linh, minh = person(workspace, "Linh", ActorRole.LEAD), person(workspace, "Minh")
    looker = person(workspace, "Viewer", ActorRole.VIEWER)
    session = scenes.start(workspace, LOCAL_OWNER, anonymous=anonymous)
    for phase in Phase:
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        act(workspace, phase, session, linh, minh)
        for actor in (linh, minh, looker, LOCAL_OWNER):
            board = workspace.sessions.board(actor, session, now=NOW)
            said = repr(board)
            reached = list(Phase).index(phase)
            assert (board.phase, board.person) == (phase, key_of(actor))
            for owner, guess, words in ((linh, LINHS_FORECAST, LINHS_CARD), (minh, MINHS_FORECAST, MINHS_CARD)):
                given, written = reached >= 1, reached >= 3
                assert (str(guess) in said) is (given and (owner is actor or phase not in BEFORE_REVEAL))
                assert (words in said) is (written and (owner is actor or phase not in BEFORE_GROUP))
            assert board.written == (2 if reached >= 3 else 0)
            assert [topic.total for topic in board.topics if topic.total is not None] == (
                [] if phase in BEFORE_DISCUSS else [2, 0]
            )
            assert ("the note" in said) is (reached >= 6)
            assert ("the promise" in said) is (reached >= 8)
            assert ("the improvement" in said) is (reached >= 9)
            assert board.hidden == HIDDEN.get(phase)
            assert "voice" not in said
            assert "salt" not in said


def test_a_name_on_a_board_never_tells_whose_hidden_card_is_counted(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    scenes.write(workspace, minh, session, "hidden")
    board = workspace.sessions.board(linh, session, now=NOW)
    assert board.written == 1
    assert "Minh" not in repr(board)
    assert key_of(minh) not in repr(board)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    assert workspace.sessions.board(linh, session, now=NOW).cards[0].author == "Minh"


def test_in_an_anonymous_session_no_board_says_who_wrote_what(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=True)
    for phase in scenes.route(scenes.present(workspace, session).value):
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        if phase is not Phase.ACT:  # promises are signed
            act(workspace, phase, session, linh, minh)
        for actor in (linh, LOCAL_OWNER):
            board = workspace.sessions.board(actor, session, now=NOW)
            assert {card.author for card in board.cards} <= {None}
            mentions = [board.cards, board.topics, board.improvement]
            assert key_of(minh) not in repr(mentions)
            assert "Minh" not in repr(mentions)


def test_a_lead_or_admin_sees_no_more_than_others(workspace: Workspace) -> None:
    minh, admin = person(workspace, "Minh"), person(workspace, "Head", ActorRole.ADMIN)
    session = scenes.start(workspace, admin)
    scenes.walk(workspace, admin, session, Phase.WRITE)
    scenes.write(workspace, minh, session, MINHS_CARD)
    board = workspace.sessions.board(admin, session, now=NOW)
    assert (board.cards, board.written) == ((), 1)
    assert MINHS_CARD not in repr(board)


def test_a_person_who_was_renamed_or_removed_keeps_their_cards(workspace: Workspace) -> None:
    minh = person(workspace, "Minh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    scenes.write(workspace, minh, session, "price")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    workspace.people.admit(LOCAL_OWNER, key_of(minh), role=ActorRole.MEMBER, name="Minh Anh", version=2)
    workspace.people.remove(LOCAL_OWNER, key_of(minh), version=3)
    assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).cards[0].author == "Minh Anh"


def test_a_board_holds_the_number_that_a_browser_polls(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    for phase in tuple(Phase)[1:]:
        board = workspace.sessions.board(LOCAL_OWNER, session, now=NOW)
        assert board.clock == workspace.sessions.version(LOCAL_OWNER, session)
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        assert workspace.sessions.version(LOCAL_OWNER, session) > board.clock
    assert {field.name for field in fields(board)} >= {"version", "clock"}
