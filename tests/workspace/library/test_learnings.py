"""Learnings and practices: what may be kept, by whom, over which version."""

from dataclasses import replace
from typing import Any

import pytest

from analytics.decisions import learnings as decisions
from data.declarations.experiments import Experiment
from data.messages import NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.library.learnings import LINKS
from data.workspace.library.records import Change, Practice
from data.workspace.records import Conflict
from data.workspace.sessions.limits import new_key
from data.workspace.store import Workspace
from tests.workspace.library.shelves import learning

AN, BAO = Actor("An", ActorRole.MEMBER), Actor("Bao", ActorRole.MEMBER)


def test_changes_are_those_that_evidence_speaks_of() -> None:
    assert [change.value for change in Change] == [change.value for change in decisions.Change]


def test_what_is_saved_is_kept_with_its_history_and_audit(workspace: Workspace) -> None:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="banner", name="Banner"), version=None)
    before, results = workspace.library.version(AN), workspace.latest(AN)
    one = learning("  Free \n delivery sells ", experiments=("banner",), audience=" new  ", lever="Delivery")
    saved = workspace.library.save_learning(AN, one, version=None)
    kept = replace(one, claim="Free delivery sells", audience="new")
    assert (saved.value, saved.version, saved.author) == (kept, 1, "An")
    archived = workspace.library.save_learning(BAO, replace(kept, archived=True), version=1)
    assert [stored.value for stored in workspace.library.learnings(AN)] == [archived.value]
    assert [stored.author for stored in workspace.library.learning_history(AN, one.key)] == ["Bao", "An"]
    page = Practice(key=new_key(), title=" How to  deliver ", text=" first\nsecond \n", learnings=(one.key,))
    workspace.library.save_practice(AN, page, version=None)
    (stored,) = workspace.library.practices(BAO)
    assert stored.value == replace(page, title="How to deliver", text="first\nsecond")
    assert workspace.library.practice_history(BAO, page.key) == (stored,)
    rows = workspace.audit(LOCAL_OWNER, newest=3)
    assert [(row.kind, row.action) for row in rows] == [
        ("practice", "create"), ("learning", "archive"), ("learning", "create"),
    ]  # fmt: skip
    assert before < workspace.library.version(AN) == rows[0].sequence
    assert workspace.latest(AN) == results  # what was cached of results is still true
    assert workspace.verify(LOCAL_OWNER).faults == ()


def test_two_editors_see_both_texts(workspace: Workspace) -> None:
    one = learning("Free delivery sells")
    workspace.library.save_learning(AN, one, version=None)
    theirs = workspace.library.save_learning(BAO, replace(one, claim="It sells"), version=1)
    mine = replace(one, claim="")  # a conflict is told before what is wrong with a text
    with pytest.raises(Conflict, match="Bao saved version 2") as caught:
        workspace.library.save_learning(AN, mine, version=1)
    assert (caught.value.mine, caught.value.theirs) == (mine, theirs)
    page = Practice(key=new_key(), title="Page")
    workspace.library.save_practice(AN, page, version=None)
    with pytest.raises(Conflict, match="An saved version 1"):
        workspace.library.save_practice(BAO, replace(page, title="Other"), version=None)
    with pytest.raises(NotFound):
        workspace.library.save_practice(BAO, replace(page, key=new_key()), version=3)
    assert [stored.value.claim for stored in workspace.library.learnings(AN)] == ["It sells"]
    assert workspace.library.search(AN, "free delivery").partly is False  # by its lever
    assert workspace.library.search(AN, "claim").found == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "mine"}, "must be a random one"),
        ({"claim": "  "}, "There is nothing written"),
        ({"claim": "x" * 301}, "has 301 characters and may have 300"),
        ({"lever": ""}, "There is nothing written"),
        ({"audience": "x" * 81}, "may have 80"),
        ({"channel": "x" * 81}, "may have 80"),
        ({"metric": "luck"}, "There is no metric “luck”"),
        ({"experiments": ("banner", "banner")}, "each once"),
        ({"experiments": ("nothing",)}, "There is no “nothing”"),
        ({"experiments": tuple(f"e{number}" for number in range(LINKS + 1))}, f"At most {LINKS}"),
    ],
)
def test_a_learning_that_cannot_be_is_refused(workspace: Workspace, changed: dict[str, Any], told: str) -> None:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="banner", name="Banner"), version=None)
    with pytest.raises(Refused, match=told):
        workspace.library.save_learning(AN, replace(learning("Free delivery sells"), **changed), version=None)
    assert workspace.library.learnings(AN) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "mine"}, "must be a random one"),
        ({"title": " "}, "There is nothing written"),
        ({"title": "x" * 121}, "may have 120"),
        ({"text": "x" * 20_001}, "may have 20000"),
        ({"learnings": ("nothing",)}, "There is no “nothing”"),
    ],
)
def test_a_practice_that_cannot_be_is_refused(workspace: Workspace, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        workspace.library.save_practice(AN, replace(Practice(key=new_key(), title="x"), **changed), version=None)
    assert workspace.library.practices(AN) == ()


def test_a_claim_is_made_once_and_its_contrary_may_be_claimed(workspace: Workspace) -> None:
    one = learning("Free delivery sells", lever="Giao hàng", channel="Email")
    workspace.library.save_learning(AN, one, version=None)
    same = replace(one, key=new_key(), claim="Other words", lever="giao HÀNG", channel="email")
    with pytest.raises(Refused, match="claims this already, as “Free delivery sells”"):
        workspace.library.save_learning(AN, same, version=None)
    workspace.library.save_learning(AN, replace(same, change=Change.LOWERS), version=None)
    workspace.library.save_learning(AN, replace(one, archived=True), version=1)
    again = replace(same, key=new_key())
    workspace.library.save_learning(AN, again, version=None)
    with pytest.raises(Refused, match="claims this already, as “Other words”"):
        workspace.library.save_learning(AN, replace(one, archived=False), version=2)
