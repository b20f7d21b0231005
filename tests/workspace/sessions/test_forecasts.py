"""Forecasts: final, hidden until the reveal, and what is veiled until they were given."""

from collections.abc import Callable

import pytest

from data.messages import Forbidden, Refused
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Forecast
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, key_of, person


def test_a_forecast_is_final_and_so_is_having_declined(workspace: Workspace) -> None:
    linh = person(workspace, "Linh")
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    given = workspace.sessions.forecast(linh, session, "banner", low=-0.02, high=0.08, chance=0.7).value
    assert given == Forecast(experiment="banner", person=key_of(linh), low=-0.02, high=0.08, chance=0.7)
    declined = workspace.sessions.decline(linh, session, "guide").value
    assert declined == Forecast(experiment="guide", person=key_of(linh), declined=True)
    again: list[Callable[[], object]] = [
        lambda: workspace.sessions.forecast(linh, session, "banner", low=0, high=0.1, chance=0.5),
        lambda: workspace.sessions.decline(linh, session, "banner"),
        lambda: workspace.sessions.forecast(linh, session, "guide", low=0, high=0.1, chance=0.5),
    ]
    for call in again:
        with pytest.raises(Refused, match="a forecast is final: wait for the reveal"):
            call()


UNFIT = (
    (0.2, 0.1, 0.5, "from a lower to a higher lift, within ±1000 %"),
    (float("nan"), 0.1, 0.5, "range"),
    (0.0, float("nan"), 0.5, "range"),
    (0.0, float("inf"), 0.5, "range"),
    (-10.1, 0.1, 0.5, "range"),
    (0.0, 10.1, 0.5, "range"),
    (0.0, 0.1, float("nan"), "range"),
    (0.0, 0.1, 0.0, "Nobody is that certain: give a chance from 1 % to 99 %"),
    (0.0, 0.1, 0.991, "certain"),
    (0.0, 0.1, 1.0, "certain"),
)


def test_what_is_no_forecast_is_refused(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    for low, high, chance, said in UNFIT:
        with pytest.raises(Refused, match=said):
            workspace.sessions.forecast(LOCAL_OWNER, session, "banner", low=low, high=high, chance=chance)
    with pytest.raises(Refused, match="This session does not look at “other”"):
        workspace.sessions.forecast(LOCAL_OWNER, session, "other", low=0, high=0.1, chance=0.5)
    workspace.sessions.forecast(LOCAL_OWNER, session, "banner", low=-10, high=10, chance=0.01)
    workspace.sessions.forecast(LOCAL_OWNER, session, "guide", low=0.1, high=0.1, chance=0.99)


def test_others_forecasts_are_seen_from_the_reveal_on_and_before_only_who_has_answered(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    looker = person(workspace, "Viewer", ActorRole.VIEWER)
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    mine = workspace.sessions.forecast(linh, session, "banner", low=0.011, high=0.083, chance=0.71).value
    theirs = workspace.sessions.decline(minh, session, "banner").value
    for actor, seen in ((linh, (mine,)), (minh, (theirs,)), (looker, ())):
        board = workspace.sessions.board(actor, session, now=NOW)
        assert board.forecasts == seen
        assert board.answered == {"banner": tuple(sorted([key_of(linh), key_of(minh)])), "guide": ()}
        assert {board.names[key] for key in board.answered["banner"]} == {"Linh", "Minh"}
        assert ("0.011" in repr(board) or "0.083" in repr(board)) is (actor is linh)
        assert ("declined=True" in repr(board)) is (actor is minh)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL)
    for actor in (linh, minh, looker):
        board = workspace.sessions.board(actor, session, now=NOW)
        assert set(board.forecasts) == {mine, theirs}


def test_who_comes_after_the_reveal_cannot_forecast_any_more(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL)
    late = person(workspace, "Late")
    workspace.sessions.here(late, session, now=NOW)
    with pytest.raises(Refused, match="Forecasts are given before the results are revealed; this session is at"):
        workspace.sessions.forecast(late, session, "banner", low=0, high=0.1, chance=0.5)
    with pytest.raises(Refused, match="Forecasts are given before"):
        workspace.sessions.decline(late, session, "banner")
    assert workspace.sessions.veiled(late) == {}
    assert key_of(late) in workspace.sessions.board(late, session, now=NOW).here


def test_results_are_veiled_for_whoever_takes_part_until_each_has_answered(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh", ActorRole.ADMIN)
    viewer, executive = person(workspace, "Viewer", ActorRole.VIEWER), person(workspace, "Head", ActorRole.EXECUTIVE)
    session = scenes.start(workspace, linh)
    scenes.start(workspace, linh)  # another one stays at its agenda
    assert workspace.sessions.veiled(linh) == {}
    scenes.walk(workspace, linh, session, Phase.FORECAST)
    for actor in (linh, minh, LOCAL_OWNER):
        assert workspace.sessions.veiled(actor) == {"banner": session, "guide": session}
    for actor in (viewer, executive):
        assert workspace.sessions.veiled(actor) == {}
    workspace.sessions.forecast(linh, session, "banner", low=0, high=0.1, chance=0.5)
    workspace.sessions.decline(minh, session, "guide")
    assert workspace.sessions.veiled(linh) == {"guide": session}
    assert workspace.sessions.veiled(minh) == {"banner": session}
    assert workspace.sessions.veiled(LOCAL_OWNER) == {"banner": session, "guide": session}
    scenes.walk(workspace, linh, session, Phase.REVEAL)
    for actor in (linh, minh, LOCAL_OWNER):
        assert workspace.sessions.veiled(actor) == {}


def test_two_sessions_on_one_experiment_both_want_an_answer(workspace: Workspace) -> None:
    sessions = {scenes.start(workspace, LOCAL_OWNER, experiments=("banner",)) for _ in range(2)}
    for session in sessions:
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    first = workspace.sessions.veiled(LOCAL_OWNER)["banner"]
    workspace.sessions.decline(LOCAL_OWNER, first, "banner")
    assert {first, workspace.sessions.veiled(LOCAL_OWNER)["banner"]} == sessions


def test_a_title_that_looks_like_a_phase_veils_nothing(workspace: Workspace) -> None:
    scenes.declare(workspace)
    workspace.sessions.start(LOCAL_OWNER, '"phase":"forecast" %', experiments=("banner",))
    assert workspace.sessions.veiled(LOCAL_OWNER) == {}


def test_whoever_only_looks_on_cannot_forecast(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    with pytest.raises(Forbidden, match="write_notes"):
        workspace.sessions.decline(person(workspace, "Viewer", ActorRole.VIEWER), session, "banner")


def test_the_audit_does_not_let_a_forecast_be_guessed(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    other = scenes.start(workspace, LOCAL_OWNER)
    for each in (session, other):
        scenes.walk(workspace, LOCAL_OWNER, each, Phase.FORECAST)
        workspace.sessions.forecast(LOCAL_OWNER, each, "banner", low=0, high=0.1, chance=0.5)
    digests = [row.digest for row in workspace.audit(LOCAL_OWNER) if row.kind == "forecast"]
    assert len(set(digests)) == 2
    assert workspace.verify(LOCAL_OWNER).faults == ()
