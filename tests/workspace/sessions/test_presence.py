"""Presence: who is here, who is done, and when the others are told. Times are seconds since 1970, told by the test."""

from sqlalchemy import text

from data.workspace import engine
from data.workspace.actors import Actor, ActorRole
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.presence import NOTED, SEEN
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, key_of, person


def here(workspace: Workspace, actor: Actor, session: str, *, now: int) -> tuple[str, ...]:
    board = workspace.sessions.board(actor, session, now=now)
    return tuple(sorted(board.names[key] for key in board.here))


def test_who_was_seen_within_a_minute_is_here(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, linh)
    assert here(workspace, linh, session, now=NOW) == ()
    workspace.sessions.here(linh, session, now=NOW)
    workspace.sessions.here(minh, session, now=NOW + 30)
    assert here(workspace, linh, session, now=NOW + SEEN) == ("Linh", "Minh")
    assert here(workspace, linh, session, now=NOW + SEEN + 1) == ("Minh",)
    assert workspace.sessions.board(linh, session, now=NOW + 9999).joined == 2


def test_a_sign_of_life_is_written_every_twenty_seconds_and_told_only_when_somebody_comes_or_goes(
    workspace: Workspace,
) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, linh)
    began = workspace.sessions.version(linh, session)

    def signs(actor: Actor, *after: int) -> tuple[int, int]:
        """Return how often the clock went on, and when the last sign was written down, in seconds."""
        for each in after:
            workspace.sessions.here(actor, session, now=NOW + each)
        with engine.reading(workspace._engine) as connection:
            seen = connection.execute(
                text("SELECT seen_at FROM presence WHERE person = :person"), {"person": key_of(actor)}
            )
            return workspace.sessions.version(actor, session) - began, seen.scalar_one() - NOW

    assert signs(linh, 0, 1, NOTED - 1) == (1, 0)
    assert signs(linh, NOTED) == (1, NOTED)
    assert signs(minh, NOTED) == (2, NOTED)
    assert signs(linh, 40, 60, 80) == (2, 80)
    assert signs(linh, 100) == (3, 100)  # Minh has gone
    assert signs(linh, 120) == (3, 120)
    assert signs(minh, 130) == (4, 130)  # and comes back
    assert signs(linh, 400) == (5, 400)
    written = scenes.writes(workspace)
    workspace.sessions.here(linh, session, now=NOW + 500)
    assert scenes.writes(workspace) == written  # never audited


def test_who_is_done_with_a_phase_is_seen_and_starts_anew_in_the_next(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, linh)
    scenes.walk(workspace, linh, session, Phase.WRITE)
    written = scenes.writes(workspace)
    workspace.sessions.here(linh, session, now=NOW)
    clock = workspace.sessions.version(linh, session)
    for actor in (linh, minh):  # Minh's browser has given no sign of life yet
        workspace.sessions.finish(actor, session, done=True)
    assert workspace.sessions.version(linh, session) == clock + 2
    assert set(workspace.sessions.board(linh, session, now=NOW).finished) == {key_of(linh), key_of(minh)}
    workspace.sessions.finish(minh, session, done=False)
    assert workspace.sessions.board(linh, session, now=NOW).finished == (key_of(linh),)
    assert here(workspace, linh, session, now=NOW) == ("Linh",)
    assert scenes.writes(workspace) == written
    scenes.walk(workspace, linh, session, Phase.VOTE)
    assert workspace.sessions.board(linh, session, now=NOW).finished == ()


def test_few_in_an_anonymous_session_are_warned(workspace: Workspace) -> None:
    team = [person(workspace, name) for name in ("Linh", "Minh", "Chi", "Dung")]
    looker = person(workspace, "Viewer", ActorRole.VIEWER)
    named, session = scenes.start(workspace, team[0]), scenes.start(workspace, team[0], anonymous=True)
    workspace.sessions.here(looker, session, now=NOW)
    assert here(workspace, looker, session, now=NOW) == ("Viewer",)
    for number, actor in enumerate(team):
        board = workspace.sessions.board(actor, session, now=NOW)
        assert (board.joined, board.is_small) == (number, True)
        assert not workspace.sessions.board(actor, named, now=NOW).is_small
        workspace.sessions.here(actor, session, now=NOW)
    assert not workspace.sessions.board(looker, session, now=NOW + 9999).is_small
    scenes.walk(workspace, team[0], session, Phase.CLOSED)
    board = workspace.sessions.board(looker, session, now=NOW)
    assert (board.here, board.joined, board.is_small) == ((), 4, False)


def test_a_closed_session_forgets_who_was_there_and_takes_no_more_signs(workspace: Workspace) -> None:
    linh = person(workspace, "Linh")
    session = scenes.start(workspace, linh)
    workspace.sessions.here(linh, session, now=NOW)
    scenes.walk(workspace, linh, session, Phase.CLOSED)
    clock = workspace.sessions.version(linh, session)
    workspace.sessions.here(linh, session, now=NOW + 100)
    with engine.reading(workspace._engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM presence")).scalar_one() == 0
    assert workspace.sessions.version(linh, session) == clock
