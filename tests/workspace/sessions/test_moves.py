"""Moves: who may make them, what two people at once see, and how a session changes hands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from data.messages import Forbidden, NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import EXPERIMENTS, NOW, key_of, person


def test_only_the_facilitator_moves_a_session_points_at_topics_and_runs_the_timer(workspace: Workspace) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh", ActorRole.ADMIN)
    session = scenes.start(workspace, leader)
    calls: list[Callable[[], object]] = [
        lambda: scenes.step(workspace, other, session, Phase.FORECAST),
        lambda: workspace.sessions.hand_over(other, session, key_of(other)),
        lambda: workspace.sessions.start_timer(other, session, minutes=5),
        lambda: workspace.sessions.stop_timer(other, session),
    ]
    for call in calls:
        with pytest.raises(Forbidden, match="Only the facilitator does this"):
            call()
    scenes.walk(workspace, leader, session, Phase.WRITE)
    topic = scenes.write(workspace, other, session, "Price")
    scenes.walk(workspace, leader, session, Phase.DISCUSS)
    with pytest.raises(Forbidden, match="Only the facilitator"):
        workspace.sessions.discuss(other, session, topic)
    board = workspace.sessions.board(other, session, now=NOW)
    assert (board.is_led, board.moves) == (False, ())
    assert workspace.sessions.board(leader, session, now=NOW).moves == (Phase.DECIDE,)


def test_a_second_move_from_the_same_state_is_told_where_the_session_is(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    workspace.sessions.move(LOCAL_OWNER, session, Phase.FORECAST, version=1)
    with pytest.raises(Refused, match="local owner changed this session in the meantime, it is at “forecast”"):
        workspace.sessions.move(LOCAL_OWNER, session, Phase.FORECAST, version=1)
    with pytest.raises(Refused, match="in the meantime"):
        workspace.sessions.move(LOCAL_OWNER, session, Phase.REVEAL, version=1)
    assert scenes.present(workspace, session).version == 2


def test_of_eight_who_press_at_once_one_moves_the_session(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())

    def press(_: int) -> bool:
        try:
            workspace.sessions.move(LOCAL_OWNER, session, Phase.WRITE, version=1)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(press, range(8))) == 1
    assert scenes.present(workspace, session).version == 2


def test_a_session_is_handed_over_to_whoever_takes_part_and_to_nobody_else(workspace: Workspace) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh")
    viewer = person(workspace, "Viewer", ActorRole.VIEWER)
    session = scenes.start(workspace, leader)
    for nobody in (key_of(viewer), "f" * 64, ""):
        with pytest.raises(Refused, match="This person may not take part here"):
            workspace.sessions.hand_over(leader, session, nobody)
    assert workspace.sessions.hand_over(leader, session, key_of(leader)).version == 1  # nothing to do
    workspace.sessions.hand_over(leader, session, key_of(other))
    with pytest.raises(Forbidden, match="Only the facilitator"):
        scenes.step(workspace, leader, session, Phase.FORECAST)
    scenes.step(workspace, other, session, Phase.FORECAST)
    assert [row.action for row in workspace.audit(LOCAL_OWNER, newest=2)] == ["move", "hand_over"]
    assert workspace.sessions.board(leader, session, now=NOW).facilitator == key_of(other)


def test_whoever_decides_may_take_a_session_over_also_from_somebody_who_was_removed(workspace: Workspace) -> None:
    leader, lead = person(workspace, "Linh"), person(workspace, "Minh", ActorRole.LEAD)
    session = scenes.start(workspace, leader)
    with pytest.raises(Forbidden, match=r"does not allow this \(decide\)"):
        workspace.sessions.take_over(person(workspace, "Chi"), session)
    workspace.people.remove(LOCAL_OWNER, key_of(leader), version=2)
    with pytest.raises(Forbidden, match="has changed"):
        scenes.step(workspace, leader, session, Phase.FORECAST)
    workspace.sessions.take_over(lead, session)
    assert workspace.sessions.take_over(lead, session).version == 2  # nothing to do
    scenes.step(workspace, lead, session, Phase.FORECAST)
    assert workspace.sessions.board(lead, session, now=NOW).is_led


def test_one_person_alone_leads_writes_votes_and_closes(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    workspace.sessions.here(LOCAL_OWNER, session, now=NOW)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    card = scenes.write(workspace, LOCAL_OWNER, session, "I learned")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.VOTE)
    workspace.sessions.vote(LOCAL_OWNER, session, card, change=1)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.ACT)
    workspace.sessions.add_action(LOCAL_OWNER, session, "Write it down", owner="")
    board = workspace.sessions.board(LOCAL_OWNER, session, now=NOW)
    assert (board.facilitator, board.person, board.here, board.names) == ("", "", ("",), {"": "local owner"})
    assert (board.cards[0].author, board.cards[0].version, board.topics[0].total) == ("local owner", 1, 1)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.CLOSED)
    closed = scenes.present(workspace, session).value
    assert (closed.joined, closed.closed_at is not None) == (1, True)


def test_a_timer_runs_for_whole_minutes_and_ends_with_its_phase(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    for minutes in (0, -1, 61):
        with pytest.raises(Refused, match="1 to 60 minutes"):
            workspace.sessions.start_timer(LOCAL_OWNER, session, minutes=minutes)
    for minutes in (1, 60):
        ends_at = workspace.sessions.start_timer(LOCAL_OWNER, session, minutes=minutes).value.timer_ends_at
        assert ends_at is not None
        assert abs(ends_at - datetime.now(UTC) - timedelta(minutes=minutes)) < timedelta(minutes=1)
    assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).timer_ends_at == ends_at
    assert workspace.sessions.stop_timer(LOCAL_OWNER, session).value.timer_ends_at is None
    workspace.sessions.start_timer(LOCAL_OWNER, session, minutes=5)
    assert scenes.step(workspace, LOCAL_OWNER, session, Phase.FORECAST).value.timer_ends_at is None


def test_a_session_that_is_not_there_is_not_found(workspace: Workspace) -> None:
    for session in ("", "unknown", "two words", "../../secret", "x" * 5000):
        with pytest.raises(NotFound, match="There is no session"):
            workspace.sessions.board(LOCAL_OWNER, session, now=NOW)
        with pytest.raises(NotFound, match="There is no session"):
            workspace.sessions.move(LOCAL_OWNER, session, Phase.FORECAST, version=1)
        with pytest.raises(NotFound, match="There is no session"):
            workspace.sessions.here(LOCAL_OWNER, session, now=NOW)
        assert workspace.sessions.version(LOCAL_OWNER, session) == 0


def test_the_clock_goes_on_with_every_write_of_its_session_and_with_no_other(workspace: Workspace) -> None:
    session, other = (scenes.start(workspace, LOCAL_OWNER, experiments=()) for _ in range(2))
    before = workspace.sessions.version(LOCAL_OWNER, other)
    seen = [workspace.sessions.version(LOCAL_OWNER, session)]
    for phase in (Phase.WRITE, Phase.GROUP):
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        seen.append(workspace.sessions.version(LOCAL_OWNER, session))
        scenes.write(workspace, LOCAL_OWNER, session, "Price")
        seen.append(workspace.sessions.version(LOCAL_OWNER, session))
        assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).clock == seen[-1]
    assert seen == list(range(seen[0], seen[0] + 5))
    assert workspace.sessions.version(LOCAL_OWNER, other) == before


def test_experiments_are_fixed_at_the_start(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).experiments == EXPERIMENTS


def test_what_was_cached_of_results_stays_true_while_a_team_writes(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    before = workspace.latest(LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    scenes.write(workspace, LOCAL_OWNER, session, "Price")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.CLOSED)
    assert workspace.latest(LOCAL_OWNER) == before
    policy = workspace.policy(LOCAL_OWNER)
    workspace.save_policy(LOCAL_OWNER, policy.value, version=policy.version)
    assert workspace.latest(LOCAL_OWNER) == scenes.writes(workspace) > before
