"""A session that should not have begun: who may call it off and rename it, in which phase, and what is left of it."""

from collections.abc import Callable

import pytest

from data.home import Home
from data.messages import Forbidden, Refused
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions import seals
from data.workspace.sessions.boards import Hidden
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import EXPERIMENTS, NOW, key_of, person, readout

OPEN = tuple(phase for phase in Phase if phase is not Phase.CLOSED)


@pytest.mark.parametrize("phase", OPEN)
def test_a_session_is_called_off_in_every_phase_by_whoever_leads_and_nothing_is_written_in_it_any_more(
    workspace: Workspace, phase: Phase
) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh", ActorRole.ADMIN)
    session = scenes.start(workspace, leader)
    scenes.walk(workspace, leader, session, phase)
    before = workspace.sessions.version(other, session)
    with pytest.raises(Forbidden, match="Only the facilitator does this"):
        workspace.sessions.call_off(other, session)
    with pytest.raises(Forbidden, match="Only the facilitator does this"):
        workspace.sessions.rename(other, session, "Mine")
    assert workspace.sessions.version(other, session) == before
    stored = workspace.sessions.call_off(leader, session)
    assert (stored.value.phase, stored.value.called_off_by) == (phase, key_of(leader))
    assert stored.value.called_off_at is not None
    assert workspace.audit(LOCAL_OWNER, newest=1)[0].action == "call_off"
    assert workspace.sessions.version(other, session) > before
    board = workspace.sessions.board(other, session, now=NOW)
    assert (board.is_over, board.called_off_at) == (True, stored.value.called_off_at)
    assert board.names[board.called_off_by] == "Linh"
    assert workspace.sessions.board(leader, session, now=NOW).moves == ()
    writes = scenes.writes(workspace)
    calls: list[Callable[[], object]] = [
        lambda: workspace.sessions.call_off(leader, session),
        lambda: workspace.sessions.rename(leader, session, "Later"),
        lambda: workspace.sessions.take_over(other, session),
        lambda: workspace.sessions.add_action(leader, session, "Tell sales", owner=key_of(leader)),
        lambda: workspace.sessions.save_card(leader, session, new_key(), text="x", prompt=Prompt.NEXT, version=None),
        lambda: workspace.sessions.move(
            leader, session, Phase.REVEAL, version=stored.version, readouts={key: readout() for key in EXPERIMENTS}
        ),
    ]
    for call in calls:
        with pytest.raises(Refused, match="was called off and stays as it is: start a new one"):
            call()
    assert scenes.writes(workspace) == writes


def test_a_closed_session_is_neither_called_off_nor_renamed(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.CLOSED)
    with pytest.raises(Refused, match="This session is closed"):
        workspace.sessions.call_off(LOCAL_OWNER, session)
    with pytest.raises(Refused, match="This session is closed"):
        workspace.sessions.rename(LOCAL_OWNER, session, "Later")


def test_a_session_that_was_called_off_waits_for_nobodys_forecast(workspace: Workspace) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh")
    session, second = (scenes.start(workspace, leader) for _ in range(2))
    for key in (session, second):
        scenes.walk(workspace, leader, key, Phase.FORECAST)
    workspace.sessions.call_off(leader, session)
    assert set(workspace.sessions.veiled(other).values()) == {second}
    workspace.sessions.call_off(leader, second)
    assert workspace.sessions.veiled(other) == {}


def test_what_was_hidden_when_it_was_called_off_stays_hidden(workspace: Workspace) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, leader)
    scenes.walk(workspace, leader, session, Phase.FORECAST)
    workspace.sessions.forecast(leader, session, EXPERIMENTS[0], low=0.0, high=0.1, chance=0.6)
    scenes.walk(workspace, leader, session, Phase.WRITE)
    scenes.write(workspace, leader, session, "Hers")
    scenes.write(workspace, other, session, "His")
    workspace.sessions.call_off(leader, session)
    board = workspace.sessions.board(other, session, now=NOW)
    assert ([card.text for card in board.cards], board.written, board.hidden) == (["His"], 2, Hidden.CARDS)
    assert board.topics == ()


def test_of_an_anonymous_session_that_was_called_off_the_secret_and_who_was_there_are_gone(
    workspace: Workspace, home: Home
) -> None:
    leader, other = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, leader, anonymous=True)
    scenes.walk(workspace, leader, session, Phase.WRITE)
    for who in (leader, other):
        workspace.sessions.here(who, session, now=NOW)
        scenes.write(workspace, who, session, "Price")
    assert seals.find(home, session) is not None
    workspace.sessions.call_off(leader, session)
    assert seals.find(home, session) is None
    workspace.sessions.here(other, session, now=NOW)
    for who in (leader, other):
        board = workspace.sessions.board(who, session, now=NOW)
        assert (board.cards, board.here, board.joined, board.written) == ((), (), 2, 2)


def test_what_was_promised_outlives_a_session_that_was_called_off(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    item = workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner="")
    workspace.sessions.call_off(LOCAL_OWNER, session)
    assert workspace.sessions.open_actions(LOCAL_OWNER) == (item,)
    later = workspace.sessions.board(LOCAL_OWNER, scenes.start(workspace, LOCAL_OWNER), now=NOW)
    assert later.earlier_actions == (item,)


def test_a_session_is_renamed_by_whoever_leads_and_its_title_is_one_line(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    workspace.sessions.start_timer(LOCAL_OWNER, session, minutes=5)
    before = scenes.present(workspace, session)
    assert workspace.sessions.rename(LOCAL_OWNER, session, " Retrospective ") == before  # nothing to do
    after = workspace.sessions.rename(LOCAL_OWNER, session, " Thử\n lại ")
    assert (after.value.title, after.version) == ("Thử lại", before.version + 1)
    assert after.value.timer_ends_at == before.value.timer_ends_at
    assert workspace.audit(LOCAL_OWNER, newest=1)[0].action == "rename"
    for title in ("", " \n ", "x" * 121):
        with pytest.raises(Refused, match=r"write something first|may have 120: shorten it"):
            workspace.sessions.rename(LOCAL_OWNER, session, title)
    assert scenes.present(workspace, session) == after
