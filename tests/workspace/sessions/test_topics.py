"""Topics: cards put together and apart by anybody, their names, and what becomes of a topic that lost its cards."""

import pytest

from data.messages import Refused
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Conflict
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, person


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
def grouping(request: pytest.FixtureRequest, workspace: Workspace) -> tuple[Workspace, str, tuple[str, ...], Actor]:
    """Give a session in which one person's three cards are grouped, and another person."""
    session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=request.param)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    writer = person(workspace, "Linh")
    keys = sorted(scenes.write(workspace, writer, session, text) for text in ("price", "cost", "picture"))
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    return workspace, session, tuple(keys), person(workspace, "Minh")


def topics(workspace: Workspace, session: str) -> dict[str, set[str]]:
    return {topic.key: set(topic.cards) for topic in workspace.sessions.board(LOCAL_OWNER, session, now=NOW).topics}


def test_a_card_is_a_topic_of_its_own_until_anybody_puts_it_under_another(
    grouping: tuple[Workspace, str, tuple[str, ...], Actor],
) -> None:
    workspace, session, (one, two, three), minh = grouping
    assert topics(workspace, session) == {one: {one}, two: {two}, three: {three}}
    assert workspace.sessions.put(minh, session, two, one) == one
    assert topics(workspace, session) == {one: {one, two}, three: {three}}
    written = scenes.writes(workspace)
    assert workspace.sessions.put(minh, session, two, one) == one  # nothing to do
    assert workspace.sessions.put(minh, session, three, "") == three
    assert scenes.writes(workspace) == written
    card = next(card for card in workspace.sessions.board(minh, session, now=NOW).cards if card.key == two)
    assert (card.topic, card.version) == (one, None)


def test_a_topic_stays_when_the_card_it_began_with_leaves_it(
    grouping: tuple[Workspace, str, tuple[str, ...], Actor],
) -> None:
    workspace, session, (one, two, three), minh = grouping
    workspace.sessions.put(minh, session, two, one)
    workspace.sessions.put(minh, session, one, three)
    assert topics(workspace, session) == {one: {two}, three: {one, three}}
    alone = workspace.sessions.put(minh, session, one, "")
    assert alone not in (one, two, three)
    assert topics(workspace, session) == {one: {two}, alone: {one}, three: {three}}
    assert workspace.sessions.put(minh, session, two, "") == one  # it stands alone there already
    workspace.sessions.put(minh, session, two, three)
    assert topics(workspace, session) == {alone: {one}, three: {two, three}}
    assert workspace.sessions.put(minh, session, two, "") == two


def test_what_is_not_there_is_not_put_anywhere(grouping: tuple[Workspace, str, tuple[str, ...], Actor]) -> None:
    workspace, session, (one, *_), minh = grouping
    for card in (new_key(), "", "x" * 5000, "two words"):
        with pytest.raises(Refused, match="This card is not there any more"):
            workspace.sessions.put(minh, session, card, one)
    for topic in (new_key(), "x" * 5000, "two words", "improvement"):
        with pytest.raises(Refused, match="There is no such topic any more"):
            workspace.sessions.put(minh, session, one, topic)
        with pytest.raises(Refused, match="There is no such topic any more"):
            workspace.sessions.name_topic(minh, session, topic, name="Price", version=None)


def test_a_withdrawn_card_leaves_its_topic_to_the_others(
    grouping: tuple[Workspace, str, tuple[str, ...], Actor],
) -> None:
    workspace, session, (one, two, three), minh = grouping
    workspace.sessions.put(minh, session, two, one)
    writer = workspace.people.arrive(scenes.claims("Linh"), now=NOW)
    for card in (one, three):
        workspace.sessions.save_card(writer, session, card, text="", prompt=Prompt.LEARNED, version=1)
    assert topics(workspace, session) == {one: {two}}
    with pytest.raises(Refused, match="This card is not there any more"):
        workspace.sessions.put(minh, session, three, one)


def test_a_topic_is_named_by_anybody_and_two_who_name_it_meet(
    grouping: tuple[Workspace, str, tuple[str, ...], Actor],
) -> None:
    workspace, session, (one, *_), minh = grouping
    workspace.sessions.name_topic(minh, session, one, name=" Giá\n cả ", version=None)
    named = next(topic for topic in workspace.sessions.board(minh, session, now=NOW).topics if topic.key == one)
    assert (named.name, named.version) == ("Giá cả", 1)
    for version in (None, 2):
        with pytest.raises(Conflict, match=r"(Minh|someone) saved version 1") as caught:
            workspace.sessions.name_topic(LOCAL_OWNER, session, one, name="Price", version=version)
    assert caught.value.theirs.value.name == "Giá cả"  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="81 characters and may have 80"):
        workspace.sessions.name_topic(LOCAL_OWNER, session, one, name="x" * 81, version=1)
    workspace.sessions.name_topic(LOCAL_OWNER, session, one, name="", version=1)
