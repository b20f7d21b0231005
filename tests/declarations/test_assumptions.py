"""Assumptions: what is refused, kept with author and history, and by whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from data.declarations.assumptions import Assumptions, Cost, CostKind, Eligible, Rollout
from data.declarations.experiments import Experiment
from data.declarations.rules import check_assumptions
from data.home import Home
from data.messages import Forbidden, Refused
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.records import Conflict, Kind
from data.workspace.store import Workspace
from tests.declarations.judging import refusal

PEOPLE = Cost(label="Two people", kind=CostKind.PEOPLE, amount=60_000)
DAY = date(2026, 5, 1)


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    with Workspace.open(home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"half_life_months": None}, None),
        ({"costs": (PEOPLE, PEOPLE)}, None),
        ({"currency": "euro"}, "currency_form"),
        ({"metric": "Revenue!"}, "key_form"),
        ({"margin": 0.0}, "margin_range"),
        ({"margin": 1.2}, "margin_range"),
        ({"margin": float("nan")}, "margin_range"),
        ({"horizon_months": 0}, "horizon_range"),
        ({"horizon_months": 121}, "horizon_range"),
        ({"half_life_months": 0.0}, "half_life_range"),
        ({"half_life_months": float("inf")}, "half_life_range"),
        ({"conversion_value": -1.0}, "amount_range"),
        ({"conversion_value": float("nan")}, "amount_range"),
        ({"costs": (replace(PEOPLE, amount=-1.0),)}, "amount_range"),
        ({"costs": (replace(PEOPLE, amount=1e11),)}, "amount_range"),
        ({"costs": (replace(PEOPLE, label=" "),)}, "name_form"),
        ({"costs": (PEOPLE,) * 1001}, "assumption_many"),
        ({"eligible": (Eligible(experiment="a", users=-1),)}, "eligible_range"),
        ({"eligible": (Eligible(experiment="a", users=1),) * 2}, "assumption_twice"),
        ({"rollouts": (Rollout(experiment="a", starts_on=DAY),) * 2}, "assumption_twice"),
    ],
)
def test_what_no_money_can_be_counted_by_is_refused(changes: dict[str, object], code: str | None) -> None:
    assert refusal(lambda: check_assumptions(replace(Assumptions(), **changes))) == code  # type: ignore[arg-type]


def test_they_are_there_from_the_start_and_every_version_keeps_its_author(workspace: Workspace) -> None:
    first = workspace.assumptions(LOCAL_OWNER)
    assert (first.value, first.version) == (Assumptions(), 1)
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="hero", name="Hero"), version=None)
    told = Assumptions(
        currency="EUR", margin=0.3, costs=(PEOPLE, replace(PEOPLE, experiment="hero", yearly=False)),
        rollouts=(Rollout(experiment="hero", starts_on=DAY),), eligible=(Eligible(experiment="hero", users=9),),
    )  # fmt: skip
    workspace.save_assumptions(Actor("Linh", ActorRole.LEAD), told, version=1)
    assert workspace.assumptions(Actor("Chi", ActorRole.EXECUTIVE)).value == told
    kept = workspace.versions(LOCAL_OWNER, Kind.ASSUMPTIONS, "default")
    assert [(one.version, one.author) for one in kept[:1]] == [(2, "Linh")]
    with pytest.raises(Conflict, match="Linh saved version 2"):
        workspace.save_assumptions(LOCAL_OWNER, Assumptions(), version=1)


def test_what_nobody_declared_is_refused_and_who_may_not_edit_the_policy_changes_nothing(workspace: Workspace) -> None:
    for told, words in (
        (Assumptions(metric="happiness"), "no metric “happiness”"),
        (Assumptions(costs=(replace(PEOPLE, experiment="ghost"),)), "no experiment “ghost”"),
        (Assumptions(rollouts=(Rollout(experiment="", starts_on=DAY),)), "no experiment “”"),
    ):
        with pytest.raises(Refused, match=words):
            workspace.save_assumptions(LOCAL_OWNER, told, version=1)
    with pytest.raises(Forbidden, match="ask an admin"):
        workspace.save_assumptions(Actor("An", ActorRole.ANALYST), Assumptions(margin=0.5), version=1)
    assert workspace.assumptions(LOCAL_OWNER).version == 1
