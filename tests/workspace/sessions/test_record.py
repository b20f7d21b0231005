"""The chronicle of all sessions: whole once everybody may see it, nothing of it before, and never who it was."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.messages import Forbidden
from data.workspace import engine, ledger
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.records import Kind, Stored
from data.workspace.sessions.chronicles import RECENT, Chronicle, Guess
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Choice
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, key_of, person

LOW, HIGH = 0.0123, 0.0987  # figures that stand nowhere else


def forecasting(workspace: Workspace, *people: tuple[Actor, float], anonymous: bool = False) -> str:
    """Begin a session in which these people forecast one test."""
    session = scenes.start(workspace, LOCAL_OWNER, experiments=("banner",), anonymous=anonymous)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.FORECAST)
    for actor, chance in people:
        workspace.sessions.forecast(actor, session, "banner", low=LOW, high=HIGH, chance=chance)
    return session


def guesses(told: Chronicle) -> list[tuple[Guess, ...]]:
    return [one.guesses for one in told.rounds]


def guess(chance: float, *, is_mine: bool = False) -> Guess:
    return Guess(chance=chance, low=LOW, high=HIGH, is_mine=is_mine)


def test_forecasts_are_told_from_the_reveal_on_and_then_for_good(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = forecasting(workspace, (linh, 0.7), (minh, 0.4))
    workspace.sessions.decline(LOCAL_OWNER, session, "banner")
    for actor in (linh, minh, LOCAL_OWNER):
        told = workspace.sessions.chronicle(actor)
        assert told.rounds == ()
        assert "0.0123" not in repr(told)
    for phase in (Phase.REVEAL, Phase.CLOSED):
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        (only,) = workspace.sessions.chronicle(linh).rounds
        assert (only.session, only.experiment, only.anonymous) == (session, "banner", False)
        assert only.guesses == (guess(0.4), guess(0.7, is_mine=True))
        assert guesses(workspace.sessions.chronicle(minh)) == [(guess(0.4, is_mine=True), guess(0.7))]
        assert guesses(workspace.sessions.chronicle(LOCAL_OWNER)) == [(guess(0.4), guess(0.7))]


def test_the_local_owners_forecast_is_the_owners_alone(workspace: Workspace) -> None:
    linh = person(workspace, "Linh")
    session = forecasting(workspace, (LOCAL_OWNER, 0.7))
    workspace.sessions.decline(linh, session, "banner")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL)
    assert guesses(workspace.sessions.chronicle(LOCAL_OWNER)) == [(guess(0.7, is_mine=True),)]
    assert guesses(workspace.sessions.chronicle(linh)) == [(guess(0.7),)]


def test_a_test_that_waits_for_a_persons_forecast_is_not_told_of_to_them(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    viewer = person(workspace, "Viewer", ActorRole.VIEWER)
    first = forecasting(workspace, (linh, 0.7), (minh, 0.4))
    scenes.walk(workspace, LOCAL_OWNER, first, Phase.DECIDE)
    workspace.sessions.decide(LOCAL_OWNER, first, "banner", choice=Choice.SHIP)
    second = forecasting(workspace, (minh, 0.5))
    hidden = workspace.sessions.chronicle(linh)
    assert (hidden.rounds, hidden.decisions, hidden.veiled) == ((), (), frozenset({"banner"}))
    assert workspace.sessions.pinned(linh, [(first, "banner")]) == {}
    for actor in (minh, viewer):
        told = workspace.sessions.chronicle(actor)
        assert [one.session for one in told.rounds] == [first]
        assert [one.choice for one in told.decisions] == [Choice.SHIP]
        assert workspace.sessions.pinned(actor, [(first, "banner")]) == {(first, "banner"): scenes.readout()}
    workspace.sessions.decline(linh, second, "banner")
    assert [one.session for one in workspace.sessions.chronicle(linh).rounds] == [first]


def test_readouts_are_told_as_far_as_they_are_pinned(workspace: Workspace) -> None:
    session = forecasting(workspace, (LOCAL_OWNER, 0.7))
    pairs = [(session, "banner"), (session, "other"), ("nothing", "banner")]
    assert workspace.sessions.pinned(LOCAL_OWNER, pairs) == {}
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.REVEAL, kind="stop")
    assert workspace.sessions.pinned(LOCAL_OWNER, pairs) == {(session, "banner"): scenes.readout("stop")}


def test_topics_are_told_with_their_votes_once_these_are_counted(workspace: Workspace) -> None:
    linh = person(workspace, "Linh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    named, bare, unvoted = (scenes.write(workspace, linh, session, text) for text in ("costs", "picture", "nothing"))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    workspace.sessions.name_topic(linh, session, named, name="Free delivery", version=None)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.VOTE)
    for actor, topic in ((linh, named), (linh, named), (LOCAL_OWNER, named), (linh, bare)):
        workspace.sessions.vote(actor, session, topic, change=1)
    assert workspace.sessions.chronicle(LOCAL_OWNER).topics == ()
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    told = workspace.sessions.chronicle(LOCAL_OWNER)
    assert [(one.session, one.name, one.votes) for one in told.topics] == [
        (session, "Free delivery", 3), (session, "picture", 1),
    ]  # fmt: skip
    assert unvoted not in repr(told)
    assert key_of(linh) not in repr(told)


def test_topics_are_those_of_the_newest_sessions_alone(workspace: Workspace) -> None:
    sessions = []
    for number in range(RECENT + 2):
        session = scenes.start(workspace, LOCAL_OWNER, experiments=())
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
        card = scenes.write(workspace, LOCAL_OWNER, session, f"topic {number}")
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.VOTE)
        workspace.sessions.vote(LOCAL_OWNER, session, card, change=1)
        scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
        sessions.append(session)
    told = workspace.sessions.chronicle(LOCAL_OWNER)
    assert [session.key for session in told.sessions] == sessions
    assert [one.name for one in told.topics] == [f"topic {number}" for number in range(2, RECENT + 2)]
    known = workspace.sessions.chronicle(LOCAL_OWNER, known=sessions[:-1])
    assert [one.name for one in known.topics] == [f"topic {RECENT + 1}"]
    assert known.sessions == told.sessions


def test_promises_are_told_from_their_first_version_and_without_who(workspace: Workspace) -> None:
    linh = person(workspace, "Linh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    before = datetime.now(UTC)
    added = workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner=key_of(linh), due=date(2026, 5, 9))
    after = datetime.now(UTC)
    workspace.sessions.save_action(
        linh,
        ActionItem(
            key=added.value.key, text="Tell sales", session=session, owner=key_of(linh), done_on=date(2026, 5, 7)
        ),
        version=1,
    )
    told = workspace.sessions.chronicle(LOCAL_OWNER)
    (promise,) = told.actions
    assert before - timedelta(seconds=1) <= promise.promised_at <= after
    assert (promise.session, promise.text, promise.due, promise.done_on) == (
        session,
        "Tell sales",
        None,
        date(2026, 5, 7),
    )
    for text in (key_of(linh), "Linh"):
        assert text not in repr(told)


def test_a_decision_is_told_as_it_stands(workspace: Workspace) -> None:
    session = forecasting(workspace, (LOCAL_OWNER, 0.7))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DECIDE)
    for choice, reason in ((Choice.SHIP, ""), (Choice.RERUN, "We want to be sure")):
        stored: Stored[object] = workspace.sessions.decide(LOCAL_OWNER, session, "banner", choice=choice, reason=reason)
    (taken,) = workspace.sessions.chronicle(LOCAL_OWNER).decisions
    assert (taken.experiment, taken.choice, taken.taken_at) == ("banner", Choice.RERUN, stored.changed_at)


def test_the_number_rises_with_everything_that_may_be_told(workspace: Workspace) -> None:
    turned = workspace.sessions.turned
    seen = [turned(LOCAL_OWNER)]
    session = forecasting(workspace)
    seen.append(turned(LOCAL_OWNER))
    workspace.sessions.forecast(LOCAL_OWNER, session, "banner", low=LOW, high=HIGH, chance=0.7)
    assert turned(LOCAL_OWNER) == seen[-1]  # hidden yet
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DECIDE)
    seen.append(turned(LOCAL_OWNER))
    workspace.sessions.decide(LOCAL_OWNER, session, "banner", choice=Choice.SHIP)
    seen.append(turned(LOCAL_OWNER))
    workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner="")
    seen.append(turned(LOCAL_OWNER))
    assert seen == sorted(set(seen))


def test_what_belongs_to_thousands_is_found_with_each(workspace: Workspace) -> None:
    session = forecasting(workspace, (LOCAL_OWNER, 0.7))
    with engine.reading(workspace._engine) as connection:
        owners = [*(f"nobody-{number}" for number in range(1500)), session]
        found = ledger.within_each(connection, (Kind.FORECAST, Kind.CARD), owners)
        assert list(found) == owners
        assert [owner for owner in owners if found[owner][Kind.FORECAST]] == [session]
        assert found[session] == ledger.within(connection, (Kind.FORECAST, Kind.CARD), session)
        assert ledger.within_each(connection, (Kind.FORECAST,), ()) == {}


@pytest.mark.parametrize("role", ActorRole)
def test_whoever_reads_no_results_is_told_nothing(workspace: Workspace, role: ActorRole) -> None:
    actor = Actor("Somebody", role)
    if role is ActorRole.EXECUTIVE:
        with pytest.raises(Forbidden, match="read_results"):
            workspace.sessions.chronicle(actor)
        with pytest.raises(Forbidden, match="read_results"):
            workspace.sessions.pinned(actor, [])
        with pytest.raises(Forbidden, match="read_results"):
            workspace.sessions.turned(actor)
    else:
        assert workspace.sessions.chronicle(actor).sessions == ()


def test_a_session_that_is_under_way_hides_what_its_board_hides(workspace: Workspace) -> None:
    """The second road: from phase to phase, a chronicle tells exactly what stands on everybody's board."""
    linh = person(workspace, "Linh")
    session = scenes.start(workspace, LOCAL_OWNER, experiments=("banner",))
    for phase in Phase:
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        if phase is Phase.FORECAST:
            workspace.sessions.forecast(LOCAL_OWNER, session, "banner", low=LOW, high=HIGH, chance=0.7)
            workspace.sessions.decline(linh, session, "banner")
        if phase is Phase.WRITE:
            scenes.write(workspace, LOCAL_OWNER, session, "price")
        if phase is Phase.VOTE:
            topic = workspace.sessions.board(LOCAL_OWNER, session, now=NOW).topics[0]
            workspace.sessions.vote(LOCAL_OWNER, session, topic.key, change=1)
        if phase is Phase.DECIDE:
            workspace.sessions.decide(LOCAL_OWNER, session, "banner", choice=Choice.SHIP)
        board, told = workspace.sessions.board(linh, session, now=NOW), workspace.sessions.chronicle(linh)
        shown = [one.chance for one in board.forecasts if not one.declined]
        assert [one.chance for each in told.rounds for one in each.guesses] == shown
        assert [one.votes for one in told.topics] == [topic.total for topic in board.topics if topic.total]
        assert [one.choice for one in told.decisions] == [stored.value.choice for stored in board.decisions]
        assert (told.sessions[0].is_over, told.sessions[0].title) == (phase is Phase.CLOSED, board.title)


def test_a_session_that_was_called_off_tells_nothing_but_what_was_promised_in_it(workspace: Workspace) -> None:
    session = forecasting(workspace, (LOCAL_OWNER, 0.7))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    item = workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner="")
    assert len(workspace.sessions.chronicle(LOCAL_OWNER).rounds) == 1
    workspace.sessions.call_off(LOCAL_OWNER, session)
    told = workspace.sessions.chronicle(LOCAL_OWNER)
    assert (told.sessions, told.rounds, told.topics) == ((), (), ())
    assert [one.text for one in told.actions] == [item.value.text]
