"""Ballots: five votes, three on one topic, whatever the order of clicks and however many windows click at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.messages import Refused
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.sessions.ballots import _check
from data.workspace.sessions.boards import Board
from data.workspace.sessions.limits import VOTES, VOTES_ON_ONE, new_key
from data.workspace.sessions.phases import Phase
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, person

EITHER = pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])


def voting(workspace: Workspace, *, anonymous: bool, cards: int = 3) -> tuple[str, tuple[str, ...], Actor, Actor]:
    """Return a session in which two people vote on some topics."""
    session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=anonymous)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    keys = tuple(sorted(scenes.write(workspace, linh, session, f"card {number}") for number in range(cards)))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.VOTE)
    return session, keys, linh, minh


def mine(board: Board) -> dict[str, int]:
    return {topic.key: topic.mine for topic in board.topics if topic.mine}


def totals(board: Board) -> dict[str, int | None]:
    return {topic.key: topic.total for topic in board.topics}


@EITHER
def test_a_person_has_five_votes_and_gives_at_most_three_to_one_topic(workspace: Workspace, anonymous: bool) -> None:
    session, (one, two, three), linh, minh = voting(workspace, anonymous=anonymous)

    def vote(topic: str, change: int) -> None:
        workspace.sessions.vote(linh, session, topic, change=change)

    for topic in (one, one, one):
        vote(topic, 1)
    with pytest.raises(Refused, match="A topic takes 3 of your votes"):
        vote(one, 1)
    for topic in (two, two):
        vote(topic, 1)
    with pytest.raises(Refused, match="You have given all 5 votes: take one back first"):
        vote(three, 1)
    with pytest.raises(Refused, match="You have given this topic no vote"):
        vote(three, -1)
    vote(two, -1)
    vote(three, 1)
    board = workspace.sessions.board(linh, session, now=NOW)
    assert (mine(board), board.votes_left) == ({one: 3, two: 1, three: 1}, 0)
    assert workspace.sessions.board(minh, session, now=NOW).votes_left == VOTES
    for change in (0, 2, -2, 5):
        with pytest.raises(Refused, match="one by one"):
            vote(one, change)
    with pytest.raises(Refused, match="no such topic"):
        vote(new_key(), 1)


@EITHER
def test_totals_are_hidden_until_the_vote_is_over_and_then_lead_with_the_most(
    workspace: Workspace, anonymous: bool
) -> None:
    session, (one, two, three), linh, minh = voting(workspace, anonymous=anonymous)
    before = list(totals(workspace.sessions.board(linh, session, now=NOW)))
    for actor, topic in ((linh, three), (minh, three), (minh, one)):
        workspace.sessions.vote(actor, session, topic, change=1)
    workspace.sessions.finish(minh, session, done=True)
    board = workspace.sessions.board(linh, session, now=NOW)
    assert (totals(board), board.finished) == (dict.fromkeys(before), (scenes.key_of(minh),))
    assert mine(board) == {three: 1}
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    for actor in (linh, minh, LOCAL_OWNER):
        board = workspace.sessions.board(actor, session, now=NOW)
        assert list(totals(board).items()) == [(three, 2), (one, 1), (two, 0)]
        assert (board.topic, board.finished, board.votes_left) == (three, (), 0)


def test_topics_with_as_many_votes_stay_in_their_order(workspace: Workspace) -> None:
    session, _, linh, _ = voting(workspace, anonymous=False, cards=6)
    keys = list(totals(workspace.sessions.board(linh, session, now=NOW)))
    for topic in (keys[4], keys[2]):
        workspace.sessions.vote(linh, session, topic, change=1)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    board = workspace.sessions.board(linh, session, now=NOW)
    assert list(totals(board)) == [keys[2], keys[4], keys[0], keys[1], keys[3], keys[5]]
    assert board.topic == keys[2]


@EITHER
def test_eight_windows_clicking_at_once_give_no_vote_too_many_and_lose_none(
    workspace: Workspace, anonymous: bool
) -> None:
    session, keys, linh, minh = voting(workspace, anonymous=anonymous)
    clicks = [
        (actor, topic, change) for _ in range(4) for actor in (linh, minh) for topic in keys for change in (1, 1, -1)
    ]

    def click(wanted: tuple[Actor, str, int]) -> tuple[Actor, str, int]:
        actor, topic, change = wanted
        try:
            workspace.sessions.vote(actor, session, topic, change=change)
        except Refused:
            return actor, topic, 0
        return wanted

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(click, clicks))
    for actor in (linh, minh):
        board = workspace.sessions.board(actor, session, now=NOW)
        held = mine(board)
        assert sum(held.values()) <= VOTES
        assert max(held.values(), default=0) <= VOTES_ON_ONE
        assert min(held.values(), default=0) >= 0
        assert held == {
            topic: count
            for topic in keys
            if (count := sum(change for who, where, change in taken if who is actor and where == topic))
        }
        assert board.votes_left == VOTES - sum(held.values())
    assert workspace.verify(LOCAL_OWNER).faults == ()


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1, -1])), max_size=40))
def test_no_order_of_clicks_breaks_a_limit(clicks: list[tuple[str, int]]) -> None:
    votes: dict[str, int] = {}
    for topic, change in clicks:
        wanted = {**votes, topic: votes.get(topic, 0) + change}
        try:
            _check(wanted, topic)
        except Refused:
            continue
        votes = wanted
        assert sum(votes.values()) <= 5
        assert all(0 <= count <= 3 for count in votes.values())
