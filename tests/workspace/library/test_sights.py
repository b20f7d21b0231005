"""Sights: nobody finds what they may not see yet, and everybody finds it once they may."""

import pytest

from data.workspace import engine, ledger
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.library.records import Practice
from data.workspace.records import Kind
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice, Prompt
from data.workspace.store import Workspace
from tests.workspace.library.shelves import learning, names
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, person

VIEWER = Actor("Vi", ActorRole.VIEWER)


def kinds(workspace: Workspace, actor: Actor, text: str) -> set[Kind]:
    return {kind for kind, _ in names(workspace.library.search(actor, text))}


def reflect(workspace: Workspace, lead: Actor, session: str) -> None:
    """Walk a session to its end and say “lantern” in everything that can be said."""
    rooms = workspace.sessions
    scenes.walk(workspace, lead, session, Phase.WRITE)
    scenes.write(workspace, lead, session, "lantern card")
    scenes.walk(workspace, lead, session, Phase.GROUP)
    topic = rooms.board(lead, session, now=NOW).topics[0].key
    rooms.name_topic(lead, session, topic, name="lantern topic", version=None)
    scenes.walk(workspace, lead, session, Phase.DISCUSS)
    rooms.save_note(lead, session, topic, text="lantern note", version=None)
    scenes.walk(workspace, lead, session, Phase.DECIDE)
    rooms.decide(lead, session, "banner", choice=Choice.SHIP, reason="lantern reason")
    rooms.add_action(lead, session, "lantern action", owner="")
    scenes.walk(workspace, lead, session, Phase.IMPROVE)
    rooms.improve(lead, session, "lantern improvement", version=None)
    scenes.walk(workspace, lead, session, Phase.CLOSED)


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_card_is_found_once_its_phase_shows_it_to_everybody(workspace: Workspace, anonymous: bool) -> None:
    lead, writer = person(workspace, "An", ActorRole.LEAD), person(workspace, "Bao")
    session = scenes.start(workspace, lead, anonymous=anonymous)
    scenes.walk(workspace, lead, session, Phase.WRITE)
    card = scenes.write(workspace, writer, session, "The lantern glows")
    known = learning("Something else")
    workspace.library.save_learning(lead, known, version=None)
    everybody = (lead, writer, VIEWER, LOCAL_OWNER)
    for actor in everybody:
        assert workspace.library.search(actor, "lantern").found == ()
    before = workspace.library.search(lead, "something lantern")
    for number in range(3):  # how often a word stands on hidden cards moves nothing that is shown
        scenes.write(workspace, writer, session, f"something lantern something {number}")
    assert workspace.library.search(lead, "something lantern") == before
    for phase in scenes.route(scenes.present(workspace, session).value)[4:]:
        scenes.walk(workspace, lead, session, phase)
        if phase is Phase.GROUP:
            workspace.sessions.save_card(writer, session, card, text="The lamp glows", prompt=Prompt.NEXT, version=1)
        for actor in everybody:
            assert (Kind.CARD, f"{session}/{card}") in names(workspace.library.search(actor, "lamp"))
            assert (Kind.CARD, f"{session}/{card}") not in names(workspace.library.search(actor, "lantern"))
    (found,) = workspace.library.search(VIEWER, "lamp").found
    assert (found.title, found.excerpt.text, found.session) == ("Retrospective", "The lamp glows", session)
    began = {one.began_at for one in workspace.sessions.board(VIEWER, session, now=NOW).minutes}
    assert (found.changed_at in began) is anonymous


def test_a_withdrawn_card_is_not_found(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    card = scenes.write(workspace, LOCAL_OWNER, session, "lantern")
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    assert kinds(workspace, VIEWER, "lantern") == {Kind.CARD}
    workspace.sessions.save_card(LOCAL_OWNER, session, card, text=" ", prompt=Prompt.NEXT, version=1)
    assert kinds(workspace, VIEWER, "lantern") == set()


def test_what_was_said_of_a_test_is_not_found_by_whoever_is_asked_to_guess_it(workspace: Workspace) -> None:
    lead, member, late = (person(workspace, name, role) for name, role in (
        ("An", ActorRole.LEAD), ("Bao", ActorRole.MEMBER), ("Chi", ActorRole.MEMBER)))  # fmt: skip
    older = scenes.start(workspace, lead)
    reflect(workspace, lead, older)
    known = learning("Lantern claim", experiments=("banner", "guide"))
    workspace.library.save_learning(lead, known, version=None)
    page = Practice(key=new_key(), title="Lantern page", learnings=(known.key,))
    workspace.library.save_practice(lead, page, version=None)
    free = learning("Lantern of others", lever="x")
    workspace.library.save_learning(lead, free, version=None)
    said = {Kind.CARD, Kind.TOPIC, Kind.NOTE, Kind.DECISION, Kind.ACTION, Kind.LEARNING, Kind.PRACTICE}
    everybody = (lead, member, late, VIEWER)
    for actor in everybody:
        assert kinds(workspace, actor, "lantern") == said
        assert len(workspace.library.search(actor, "lantern").found) == 9
    newer = scenes.start(workspace, lead)
    scenes.walk(workspace, lead, newer, Phase.FORECAST)
    for actor in (lead, member, late):
        assert names(workspace.library.search(actor, "lantern")) == {(Kind.LEARNING, free.key)}
        assert kinds(workspace, actor, "banner") == {Kind.EXPERIMENT}  # that it is, and its hypothesis, is no result
    assert kinds(workspace, VIEWER, "lantern") == said  # is not asked
    workspace.sessions.forecast(member, newer, "banner", low=0, high=0.1, chance=0.5)
    assert names(workspace.library.search(member, "lantern")) == {(Kind.LEARNING, free.key)}  # “guide” waits
    workspace.sessions.decline(member, newer, "guide")
    assert kinds(workspace, member, "lantern") == said
    assert names(workspace.library.search(late, "lantern")) == {(Kind.LEARNING, free.key)}
    scenes.walk(workspace, lead, newer, Phase.REVEAL)
    for actor in everybody:
        assert kinds(workspace, actor, "lantern") == said


def test_an_action_is_found_in_every_phase_as_every_board_shows_it(workspace: Workspace) -> None:
    session = scenes.start(workspace, LOCAL_OWNER, experiments=())
    workspace.sessions.add_action(LOCAL_OWNER, session, "Tell sales about lanterns", owner="")
    (found,) = workspace.library.search(VIEWER, "lantern").found
    assert (found.kind, found.title, found.session) == (Kind.ACTION, "Retrospective", session)


def test_what_belongs_to_no_session_that_is_there_is_not_found(workspace: Workspace) -> None:
    """A card whose session cannot be asked for its phase stays hidden."""
    with engine.writing(workspace._engine) as connection:
        ledger.write(connection, LOCAL_OWNER, kind=Kind.CARD, key="S/C", value={"text": "lantern"}, version=None)
    assert kinds(workspace, VIEWER, "lantern") == set()


def test_a_decision_is_hidden_by_the_test_it_is_about_also_where_its_session_names_none(workspace: Workspace) -> None:
    lead = person(workspace, "An", ActorRole.LEAD)
    newer = scenes.start(workspace, lead)
    with engine.writing(workspace._engine) as connection:
        old = {"key": "OLD", "title": "The first one", "phase": "summary"}
        ledger.write(connection, LOCAL_OWNER, kind=Kind.SESSION, key="OLD", value=old, version=None)
        made = {"experiment": "banner", "choice": "ship", "reason": "lantern"}
        ledger.write(connection, LOCAL_OWNER, kind=Kind.DECISION, key="OLD/banner", value=made, version=None)
    assert kinds(workspace, lead, "lantern") == {Kind.DECISION}
    scenes.walk(workspace, lead, newer, Phase.FORECAST)
    assert kinds(workspace, lead, "lantern") == set()
    (found,) = workspace.library.search(VIEWER, "lantern").found
    assert (found.title, found.choice, found.experiment, found.session) == ("Banner", "ship", "banner", "OLD")
