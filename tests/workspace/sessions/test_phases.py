"""Phases: every move and every step, legal and illegal, in every phase."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.messages import Refused
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import BELONGS, MOVES, MOVES_WITHOUT_EXPERIMENTS, Phase, Step
from data.workspace.sessions.records import Choice, Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import EXPERIMENTS


def phases(names: str) -> tuple[Phase, ...]:
    return tuple(Phase(name) for name in names.split())


# Every legal move, forwards and back, made once.
WALK = phases(
    "forecast reveal write group vote discuss decide discuss decide act decide act improve act improve summary "
    "improve summary closed"
)
SHORT_WALK = phases("write group vote discuss act discuss act improve act improve summary improve summary closed")

# From the brief of the room: what belongs to which phase.
OPEN = phases("agenda forecast reveal write group vote discuss decide act improve summary")
STEPS = {
    "hand_over": OPEN,
    "take_over": OPEN,
    "rename": OPEN,
    "start_timer": OPEN,
    "stop_timer": OPEN,
    "add_action": OPEN,
    "forecast": phases("forecast"),
    "decline": phases("forecast"),
    "save_card": phases("write group"),
    "put": phases("group"),
    "name_topic": phases("group"),
    "vote": phases("vote"),
    "finish": phases("write vote"),
    "discuss": phases("discuss"),
    "save_note": phases("discuss decide act improve summary"),
    "decide": phases("decide"),
    "improve": phases("improve"),
}


@pytest.mark.parametrize(("experiments", "walk"), [(EXPERIMENTS, WALK), ((), SHORT_WALK)], ids=["with", "without"])
def test_a_session_makes_every_legal_move_and_no_other(
    workspace: Workspace, experiments: tuple[str, ...], walk: tuple[Phase, ...]
) -> None:
    session = scenes.start(workspace, LOCAL_OWNER, experiments=experiments)
    made: set[tuple[Phase, Phase]] = set()
    legal = {(one, other) for one, other in zip((Phase.AGENDA, *walk), walk, strict=False)}
    for here, there in zip((Phase.AGENDA, *walk), walk, strict=False):
        before = scenes.present(workspace, session)
        assert before.value.phase is here
        assert set(workspace.sessions.board(LOCAL_OWNER, session, now=0).moves) == {t for f, t in legal if f is here}
        for target in Phase:
            if (here, target) not in legal:
                with pytest.raises(Refused, match=rf"From “{here}” a session does not go to “{target}”: take the"):
                    scenes.step(workspace, LOCAL_OWNER, session, target)
        assert scenes.present(workspace, session) == before
        after = scenes.step(workspace, LOCAL_OWNER, session, there).value
        assert after.phase is there
        assert after.phase_began_at is not None
        assert timedelta(0) <= datetime.now(UTC) - after.phase_began_at < timedelta(minutes=5)
        made.add((here, there))
    assert made == legal
    for target in Phase:
        with pytest.raises(Refused, match="This session is closed and stays as it is: start a new one"):
            scenes.step(workspace, LOCAL_OWNER, session, target)
    passed = [one.phase for one in workspace.sessions.board(LOCAL_OWNER, session, now=0).minutes]
    assert passed == [Phase.AGENDA, *walk]


def test_the_tables_of_moves_say_what_is_walked_here() -> None:
    for table, walk in ((MOVES, WALK), (MOVES_WITHOUT_EXPERIMENTS, SHORT_WALK)):
        legal = {(one, other) for one, other in zip((Phase.AGENDA, *walk), walk, strict=False)}
        assert {(phase, to) for phase, targets in table.items() for to in targets} == legal
    assert set(BELONGS) == set(Step)


def calls(workspace: Workspace, session: str, lead: Actor, topic: str) -> dict[str, Callable[[], object]]:
    """Return one call of each step; whoever takes part, a new card and no second forecast."""
    rooms = workspace.sessions
    board = rooms.board(lead, session, now=0)
    name, note, better = (
        next((one.version for one in board.topics if one.key == topic), None),
        next((one.note.version for one in board.topics if one.key == topic and one.note), None),
        board.improvement.version if board.improvement else None,
    )
    return {
        "hand_over": lambda: rooms.hand_over(lead, session, scenes.key_of(lead)),
        "take_over": lambda: rooms.take_over(lead, session),
        "rename": lambda: rooms.rename(lead, session, f"At {board.phase}"),
        "start_timer": lambda: rooms.start_timer(lead, session, minutes=5),
        "stop_timer": lambda: rooms.stop_timer(lead, session),
        "add_action": lambda: rooms.add_action(lead, session, "Ask five visitors", owner=scenes.key_of(lead)),
        "forecast": lambda: rooms.forecast(lead, session, EXPERIMENTS[0], low=0.0, high=0.1, chance=0.6),
        "decline": lambda: rooms.decline(lead, session, EXPERIMENTS[1]),
        "save_card": lambda: rooms.save_card(lead, session, new_key(), text="x", prompt=Prompt.NEXT, version=None),
        "put": lambda: rooms.put(lead, session, topic, ""),
        "name_topic": lambda: rooms.name_topic(lead, session, topic, name="Price", version=name),
        "vote": lambda: rooms.vote(lead, session, topic, change=1),
        "finish": lambda: rooms.finish(lead, session, done=True),
        "discuss": lambda: rooms.discuss(lead, session, topic),
        "save_note": lambda: rooms.save_note(lead, session, topic, text="Because", version=note),
        "decide": lambda: rooms.decide(lead, session, EXPERIMENTS[0], choice=Choice.SHIP),
        "improve": lambda: rooms.improve(lead, session, "Start on time.", version=better),
    }


def test_every_step_belongs_to_its_phases_and_is_refused_in_all_others(workspace: Workspace) -> None:
    lead = scenes.person(workspace, "Linh", ActorRole.LEAD)
    session, topic = scenes.start(workspace, lead), new_key()
    for phase in Phase:
        scenes.walk(workspace, lead, session, phase)
        if phase is Phase.WRITE:
            topic = scenes.write(workspace, lead, session, "The picture sold")
        for name, call in calls(workspace, session, lead, topic).items():
            if phase in STEPS[name]:
                call()
                continue
            before = scenes.writes(workspace), workspace.sessions.version(lead, session)
            with pytest.raises(Refused, match=r"this session is at “|This session is closed and stays as it is"):
                call()
            assert (scenes.writes(workspace), workspace.sessions.version(lead, session)) == before


def test_what_is_said_about_a_wrong_phase_names_the_right_one(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    with pytest.raises(Refused) as caught:
        workspace.sessions.vote(LOCAL_OWNER, session, "x", change=1)
    assert str(caught.value) == "Votes are given in “vote”; this session is at “agenda”: look at the page again."


def test_a_session_that_nobody_could_have_started_is_refused(workspace: Workspace) -> None:
    scenes.declare(workspace)
    for title in ("", " \n ", "x" * 121):
        with pytest.raises(Refused, match=r"write something first|may have 120: shorten it"):
            workspace.sessions.start(LOCAL_OWNER, title)
    with pytest.raises(Refused, match="20 experiments at most, at each once"):
        workspace.sessions.start(LOCAL_OWNER, "Twice", experiments=("banner", "banner"))
    with pytest.raises(Exception, match="There is no experiment “nothing”"):
        workspace.sessions.start(LOCAL_OWNER, "Unknown", experiments=("nothing",))
    assert workspace.sessions.sessions(LOCAL_OWNER) == ()


def test_sessions_are_listed_with_the_newest_first_and_their_title_is_one_line(workspace: Workspace) -> None:
    first = workspace.sessions.start(LOCAL_OWNER, "  Tháng\n ba ")
    second = workspace.sessions.start(LOCAL_OWNER, "April", anonymous=True)
    assert workspace.sessions.sessions(LOCAL_OWNER) == (second, first)
    assert (first.value.title, first.value.anonymous, second.value.anonymous) == ("Tháng ba", False, True)
    assert replace(first.value, key="") != replace(second.value, key="")
