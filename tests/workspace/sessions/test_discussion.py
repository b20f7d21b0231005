"""Discussion: the topic everybody looks at, texts that belong to everybody, decisions, actions, the improvement."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.decisions.results import VerdictKind
from data.messages import Forbidden, NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.records import Conflict
from data.workspace.sessions.decisions import RECOMMENDED
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Choice, Decision
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, key_of, person

# From the ladder of verdicts: what a team that follows its policy does.
FOLLOWS = {
    "ship": {Choice.SHIP},
    "stop": {Choice.STOP, Choice.ITERATE},
    "no_difference": {Choice.STOP, Choice.ITERATE},
    "inconclusive": {Choice.RERUN, Choice.ITERATE, Choice.STOP},
    "keep_collecting": {Choice.RERUN},
    "untrusted": {Choice.RERUN},
}


def test_the_facilitator_chooses_what_everybody_looks_at(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    keys = [scenes.write(workspace, LOCAL_OWNER, session, text) for text in ("price", "picture")]
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).topic == keys[0]
    workspace.sessions.discuss(LOCAL_OWNER, session, keys[1])
    with pytest.raises(Refused, match="no such topic"):
        workspace.sessions.discuss(LOCAL_OWNER, session, new_key())
    for phase in (Phase.DECIDE, Phase.DISCUSS):  # coming back finds what was looked at
        scenes.step(workspace, LOCAL_OWNER, session, phase)
        assert workspace.sessions.board(LOCAL_OWNER, session, now=NOW).topic == keys[1]


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
def test_a_note_belongs_to_everybody_and_two_who_write_it_see_both_texts(workspace: Workspace, anonymous: bool) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, LOCAL_OWNER, anonymous=anonymous)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    topic = scenes.write(workspace, linh, session, "price")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.DISCUSS)
    workspace.sessions.save_note(linh, session, topic, text="Cheaper\nwins", version=None)
    for version in (None, 2):
        with pytest.raises(Conflict, match=r"(Linh|someone) saved version 1") as caught:
            workspace.sessions.save_note(minh, session, topic, text="y" * 20_000, version=version)
        assert (caught.value.mine.text, caught.value.theirs.value.text) == ("y" * 20_000, "Cheaper\nwins")  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="10001 characters"):
        workspace.sessions.save_note(minh, session, topic, text="y" * 10_001, version=1)
    with pytest.raises(Refused, match="no such topic"):
        workspace.sessions.save_note(minh, session, new_key(), text="y", version=None)
    workspace.sessions.save_note(minh, session, topic, text="Cheaper\nwins, on phones", version=1)
    note = workspace.sessions.board(linh, session, now=NOW).topics[0].note
    assert note is not None
    assert (note.value.text, note.version) == ("Cheaper\nwins, on phones", 2)
    assert note.author == ("someone" if anonymous else "Minh")


def test_the_improvement_is_one_sentence_by_anybody(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, linh)
    scenes.walk(workspace, linh, session, Phase.IMPROVE)
    workspace.sessions.improve(linh, session, " Start\non time. ", version=None)
    with pytest.raises(Conflict, match="Linh saved version 1") as caught:
        workspace.sessions.improve(minh, session, "Fewer topics.", version=None)
    assert caught.value.theirs.value.text == "Start on time."  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="301 characters and may have 300"):
        workspace.sessions.improve(minh, session, "x" * 301, version=1)
    workspace.sessions.improve(minh, session, "Fewer topics.", version=1)
    better = workspace.sessions.board(linh, session, now=NOW).improvement
    assert better is not None
    assert (better.value.text, better.author) == ("Fewer topics.", "Minh")


def test_every_verdict_recommends_something(workspace: Workspace) -> None:
    assert set(RECOMMENDED) == set(VerdictKind)
    assert {kind: set(choices) for kind, choices in RECOMMENDED.items()} == FOLLOWS


def test_overruling_a_verdict_needs_a_reason(workspace: Workspace) -> None:
    lead = person(workspace, "Linh", ActorRole.LEAD)
    for kind in (*FOLLOWS, "from_a_later_release"):
        session = scenes.start(workspace, lead)
        scenes.walk(workspace, lead, session, Phase.DECIDE, kind=kind)
        for choice in Choice:
            follows = choice in FOLLOWS.get(kind, set())
            for reason in () if follows else ("", "  because  ", "x" * 9 + "    "):
                with pytest.raises(Refused, match="say in 10 letters or more why you decide so"):
                    workspace.sessions.decide(lead, session, "banner", choice=choice, reason=reason)
            reason = "" if follows else " ten letters "
            decided = workspace.sessions.decide(lead, session, "banner", choice=choice, reason=reason).value
            assert decided == Decision(
                experiment="banner",
                choice=choice,
                reason=reason.strip(),
                snapshot=f"{session}/banner",
                verdict=kind,
                follows=follows,
                person=key_of(lead),
            )


def test_a_later_decision_stands_and_the_earlier_stays_in_the_history(workspace: Workspace) -> None:
    linh, minh = (person(workspace, name, ActorRole.LEAD) for name in ("Linh", "Minh"))
    session = scenes.start(workspace, linh)
    scenes.walk(workspace, linh, session, Phase.DECIDE)
    workspace.sessions.decide(linh, session, "guide", choice=Choice.SHIP)
    workspace.sessions.decide(linh, session, "banner", choice=Choice.SHIP)
    workspace.sessions.decide(minh, session, "guide", choice=Choice.STOP, reason="It costs too much")
    board = workspace.sessions.board(linh, session, now=NOW)
    assert [(one.value.experiment, one.value.choice, one.author, one.version) for one in board.decisions] == [
        ("banner", Choice.SHIP, "Linh", 1),
        ("guide", Choice.STOP, "Minh", 2),
    ]
    assert workspace.verify(LOCAL_OWNER).faults == ()
    with pytest.raises(Refused, match="1001 characters"):
        workspace.sessions.decide(linh, session, "guide", choice=Choice.SHIP, reason="x" * 1001)
    with pytest.raises(NotFound, match="No readout of “other” is pinned"):
        workspace.sessions.decide(linh, session, "other", choice=Choice.SHIP)
    with pytest.raises(Forbidden, match="decide"):
        workspace.sessions.decide(person(workspace, "Chi"), session, "guide", choice=Choice.SHIP)


def test_actions_outlive_their_session_and_anybody_closes_them(workspace: Workspace) -> None:
    linh, minh = person(workspace, "Linh"), person(workspace, "Minh")
    session = scenes.start(workspace, linh, experiments=())
    late = workspace.sessions.add_action(
        linh, session, " Ask\nfive visitors ", owner=key_of(minh), due=date(2026, 5, 9)
    )
    undated = workspace.sessions.add_action(minh, session, "Redo the header", owner=key_of(minh))
    soon = workspace.sessions.add_action(minh, session, "Tell sales", owner=key_of(linh), due=date(2026, 5, 2))
    assert late.value == ActionItem(
        key=late.value.key, text="Ask five visitors", session=session, owner=key_of(minh), due=date(2026, 5, 9)
    )
    assert workspace.sessions.open_actions(linh) == (soon, late, undated)
    scenes.walk(workspace, linh, session, Phase.CLOSED)
    done = workspace.sessions.save_action(linh, replace(late.value, done_on=date(2026, 5, 3)), version=1)
    workspace.sessions.save_action(linh, replace(undated.value, dropped=True), version=1)
    with pytest.raises(Conflict, match="Linh saved version 2"):
        workspace.sessions.save_action(minh, replace(late.value, text=""), version=1)
    assert workspace.sessions.open_actions(minh) == (soon,)
    assert {one.value.key for one in workspace.sessions.board(minh, session, now=NOW).actions} == {
        late.value.key, undated.value.key, soon.value.key,
    }  # fmt: skip
    workspace.sessions.save_action(minh, replace(done.value, done_on=None, due=None), version=2)
    following = scenes.start(workspace, minh, experiments=())
    board = workspace.sessions.board(minh, following, now=NOW)
    assert (board.actions, [one.value.text for one in board.earlier_actions]) == (
        (), ["Tell sales", "Ask five visitors"],
    )  # fmt: skip
    assert {board.names[one.value.owner] for one in board.earlier_actions} == {"Linh", "Minh"}


def test_what_is_no_action_is_refused(workspace: Workspace) -> None:
    linh, viewer = person(workspace, "Linh"), person(workspace, "Viewer", ActorRole.VIEWER)
    session = scenes.start(workspace, linh)
    for text, said in (("", "write something first"), ("x" * 501, "may have 500")):
        with pytest.raises(Refused, match=said):
            workspace.sessions.add_action(linh, session, text, owner=key_of(linh))
    for owner in (key_of(viewer), "f" * 64):
        with pytest.raises(Refused, match="may not take part here"):
            workspace.sessions.add_action(linh, session, "Tell sales", owner=owner)
    item = workspace.sessions.add_action(linh, session, "Tell sales", owner=key_of(linh)).value
    with pytest.raises(Refused, match="stays with the session"):
        workspace.sessions.save_action(linh, replace(item, session="another"), version=1)
    with pytest.raises(NotFound):
        workspace.sessions.save_action(linh, replace(item, key=new_key()), version=1)
    workspace.people.remove(LOCAL_OWNER, key_of(linh), version=2)
    gone = workspace.sessions.save_action(LOCAL_OWNER, replace(item, done_on=date(2026, 5, 3)), version=1)
    assert gone.value.owner == key_of(linh)  # whose it was stays, also when they have left


def test_an_action_changes_every_board_it_stands_on(workspace: Workspace) -> None:
    session, other = (scenes.start(workspace, LOCAL_OWNER) for _ in range(2))
    item = workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales", owner="")
    before = [workspace.sessions.version(LOCAL_OWNER, key) for key in (session, other)]
    workspace.sessions.save_action(LOCAL_OWNER, replace(item.value, dropped=True), version=1)
    after = [workspace.sessions.version(LOCAL_OWNER, key) for key in (session, other)]
    assert all(now > then for now, then in zip(after, before, strict=True))
