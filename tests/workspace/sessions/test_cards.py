"""Cards: their author alone edits them, nothing is overwritten unseen, what is withdrawn is gone from every board."""

import pytest

from data.messages import Forbidden, NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.records import Conflict, Kind
from data.workspace.sessions.boards import ShownCard
from data.workspace.sessions.limits import CARD, CARDS, new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes
from tests.workspace.sessions.scenes import NOW, person

EITHER = pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])


def writing(workspace: Workspace, *, anonymous: bool) -> tuple[str, Actor, Actor]:
    """Return a session in which two people write."""
    session = scenes.start(workspace, LOCAL_OWNER, experiments=(), anonymous=anonymous)
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.WRITE)
    return session, person(workspace, "Linh"), person(workspace, "Minh")


def seen(workspace: Workspace, actor: Actor, session: str) -> dict[str, ShownCard]:
    return {card.key: card for card in workspace.sessions.board(actor, session, now=NOW).cards}


@EITHER
def test_its_author_edits_a_card_also_while_cards_are_grouped(workspace: Workspace, anonymous: bool) -> None:
    session, linh, _ = writing(workspace, anonymous=anonymous)
    key = scenes.write(workspace, linh, session, "Giá")
    for version, phase in ((1, Phase.WRITE), (2, Phase.GROUP)):
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
        saved = workspace.sessions.save_card(
            linh, session, key, text=f"Giá {phase}\n→ “x”", prompt=Prompt.NEXT, version=version
        )
        assert saved.version == version + 1
        card = seen(workspace, linh, session)[key]
        assert (card.text, card.prompt, card.version) == (f"Giá {phase}\n→ “x”", Prompt.NEXT, version + 1)
        assert card.author == (None if anonymous else "Linh")


@EITHER
def test_nobody_else_edits_a_card_whatever_their_role_or_version(workspace: Workspace, anonymous: bool) -> None:
    session, linh, minh = writing(workspace, anonymous=anonymous)
    key = scenes.write(workspace, linh, session, "Mine")
    for other in (minh, person(workspace, "Head", ActorRole.ADMIN), LOCAL_OWNER):
        for version in (None, 1, 2):
            with pytest.raises(Forbidden, match="Only its author changes a card"):
                workspace.sessions.save_card(other, session, key, text="", prompt=Prompt.LEARNED, version=version)
    assert seen(workspace, linh, session)[key].text == "Mine"


@EITHER
def test_two_windows_of_one_author_never_overwrite_each_other_unseen(workspace: Workspace, anonymous: bool) -> None:
    session, linh, _ = writing(workspace, anonymous=anonymous)
    key = scenes.write(workspace, linh, session, "First")
    workspace.sessions.save_card(linh, session, key, text="Theirs", prompt=Prompt.LEARNED, version=1)
    for version in (1, None):
        with pytest.raises(Conflict, match=r"(Linh|someone) saved version 2 while you were editing") as caught:
            workspace.sessions.save_card(linh, session, key, text="x" * 2000, prompt=Prompt.LEARNED, version=version)
        assert caught.value.mine.text == "x" * 2000  # type: ignore[attr-defined]
        assert caught.value.theirs.value.text == "Theirs"  # type: ignore[attr-defined]
    assert seen(workspace, linh, session)[key].text == "Theirs"
    with pytest.raises(NotFound):
        workspace.sessions.save_card(linh, session, new_key(), text="x", prompt=Prompt.LEARNED, version=3)


@EITHER
def test_an_empty_text_withdraws_a_card_and_writing_brings_it_back(workspace: Workspace, anonymous: bool) -> None:
    session, linh, minh = writing(workspace, anonymous=anonymous)
    key = scenes.write(workspace, linh, session, "Too harsh")
    workspace.sessions.save_card(linh, session, key, text=" \n", prompt=Prompt.LEARNED, version=1)
    assert workspace.audit(LOCAL_OWNER, newest=1)[0].action == "withdraw"
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    for actor in (linh, minh):
        board = workspace.sessions.board(actor, session, now=NOW)
        assert (board.cards, board.topics, board.written) == ((), (), 0)
    workspace.sessions.save_card(linh, session, key, text="Kinder", prompt=Prompt.LEARNED, version=2)
    assert seen(workspace, minh, session)[key].text == "Kinder"
    assert [row.action for row in workspace.audit(LOCAL_OWNER) if row.kind == "card"] == ["edit", "withdraw", "create"]
    with pytest.raises(NotFound, match="not kept for reading"):
        workspace.versions(LOCAL_OWNER, Kind.CARD, f"{session}/{key}")


def test_what_is_no_card_is_refused(workspace: Workspace) -> None:
    session, linh, _ = writing(workspace, anonymous=False)
    for text, said in (("", "write something first"), ("  ", "write something first"), ("x" * (CARD + 1), "1001")):
        with pytest.raises(Refused, match=said):
            workspace.sessions.save_card(linh, session, new_key(), text=text, prompt=Prompt.NEXT, version=None)
    for key in ("", "linh-1", new_key() + "/" + new_key(), scenes.key_of(linh), "x" * 21 + " "):
        with pytest.raises(Refused, match="must be a random one"):
            workspace.sessions.save_card(linh, session, key, text="x", prompt=Prompt.NEXT, version=None)
    workspace.sessions.save_card(linh, session, new_key(), text="x" * CARD, prompt=Prompt.NEXT, version=None)


@EITHER
def test_a_person_writes_fifty_cards_and_the_next_person_too(workspace: Workspace, anonymous: bool) -> None:
    session, linh, minh = writing(workspace, anonymous=anonymous)
    keys = [scenes.write(workspace, linh, session, f"card {number}") for number in range(CARDS)]
    with pytest.raises(Refused, match="You have written 50 cards, which is as many as fit: withdraw one first"):
        scenes.write(workspace, linh, session, "one more")
    workspace.sessions.save_card(linh, session, keys[0], text="edited", prompt=Prompt.LEARNED, version=1)
    workspace.sessions.save_card(linh, session, keys[1], text="", prompt=Prompt.LEARNED, version=1)
    scenes.write(workspace, linh, session, "in its place")
    with pytest.raises(Refused, match="50 cards"):
        workspace.sessions.save_card(linh, session, keys[1], text="again", prompt=Prompt.LEARNED, version=2)
    scenes.write(workspace, minh, session, "another person")
    assert workspace.sessions.board(minh, session, now=NOW).written == CARDS + 1


def test_cards_stand_in_the_order_in_which_they_were_written(workspace: Workspace) -> None:
    session, linh, minh = writing(workspace, anonymous=False)
    keys = [scenes.write(workspace, (linh, minh)[number % 2], session, str(number)) for number in range(9)]
    assert list(seen(workspace, linh, session)) == keys[::2]
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    assert list(seen(workspace, minh, session)) == keys


def test_in_an_anonymous_session_the_order_tells_nothing(workspace: Workspace) -> None:
    session, linh, minh = writing(workspace, anonymous=True)
    keys = [scenes.write(workspace, (linh, minh)[number % 2], session, str(number)) for number in range(9)]
    scenes.walk(workspace, LOCAL_OWNER, session, Phase.GROUP)
    for actor in (linh, minh):
        assert list(seen(workspace, actor, session)) == sorted(keys)
