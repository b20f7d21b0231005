"""Who may do what: every role with every call of the store."""

import re
from collections.abc import Callable

import pytest

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Metric
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.messages import Forbidden
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted, People
from data.workspace.records import Kind
from data.workspace.rights import Action, may, require
from data.workspace.store import Workspace

# From the design (“Who may do what”): each role may what the one before may, and what stands beside it.
LADDER = {
    ActorRole.EXECUTIVE: {Action.READ_REPORTS, Action.READ_DECLARATIONS},
    ActorRole.VIEWER: {Action.READ_RESULTS},
    ActorRole.MEMBER: {Action.WRITE_NOTES},
    ActorRole.ANALYST: {Action.IMPORT_EVENTS, Action.EDIT_METRICS, Action.EDIT_EXPERIMENTS},
    ActorRole.LEAD: {Action.EDIT_POLICY, Action.DECIDE, Action.UNVEIL, Action.READ_AUDIT},
    ActorRole.ADMIN: {Action.EDIT_SETTINGS, Action.MANAGE_PEOPLE, Action.FORGET},
    ActorRole.OWNER: set[Action](),
}

METRIC = Metric(key="spam", name="Spam", event="spam", fold=Fold.ANY)
OTHER = Experiment(key="other", name="Other")
CLAIMS = Claims(issuer="https://id.example", subject="7", began_at=1_780_000_000, nonce="n", name="An")
PERSON = CLAIMS.person

CALLS: dict[str, tuple[ActorRole, Callable[[Workspace, Actor], object]]] = {
    "experiments": (ActorRole.EXECUTIVE, lambda w, a: w.experiments(a)),
    "experiment": (ActorRole.EXECUTIVE, lambda w, a: w.experiment(a, "test")),
    "save_experiment": (ActorRole.ANALYST, lambda w, a: w.save_experiment(a, OTHER, version=None)),
    "remove_experiment": (ActorRole.ANALYST, lambda w, a: w.remove_experiment(a, "test", version=1)),
    "metrics": (ActorRole.EXECUTIVE, lambda w, a: w.metrics(a)),
    "metric": (ActorRole.EXECUTIVE, lambda w, a: w.metric(a, "purchase_rate")),
    "save_metric": (ActorRole.ANALYST, lambda w, a: w.save_metric(a, METRIC, version=None)),
    "policy": (ActorRole.EXECUTIVE, lambda w, a: w.policy(a)),
    "save_policy": (ActorRole.LEAD, lambda w, a: w.save_policy(a, Policy(), version=1)),
    "settings": (ActorRole.EXECUTIVE, lambda w, a: w.settings(a)),
    "save_settings": (ActorRole.ADMIN, lambda w, a: w.save_settings(a, Settings(), version=1)),
    "mapping": (ActorRole.ANALYST, lambda w, a: w.mapping(a, "known")),
    "save_mapping": (ActorRole.ANALYST, lambda w, a: w.save_mapping(a, "new", {}, version=None)),
    "unveil": (ActorRole.LEAD, lambda w, a: w.unveil(a, "test", reason="due")),
    "unveilings": (ActorRole.VIEWER, lambda w, a: w.unveilings(a, "test")),
    "unveiled": (ActorRole.VIEWER, lambda w, a: w.unveiled(a)),
    "versions": (ActorRole.EXECUTIVE, lambda w, a: w.versions(a, Kind.EXPERIMENT, "test")),
    "audit": (ActorRole.LEAD, lambda w, a: w.audit(a)),
    "verify": (ActorRole.LEAD, lambda w, a: w.verify(a)),
    "latest": (ActorRole.EXECUTIVE, lambda w, a: w.latest(a)),
    "people.names": (ActorRole.VIEWER, lambda w, a: w.people.names(a)),
    "people.everybody": (ActorRole.ADMIN, lambda w, a: w.people.everybody(a)),
    "people.last_seen": (ActorRole.ADMIN, lambda w, a: w.people.last_seen(a)),
    "people.find": (ActorRole.ADMIN, lambda w, a: w.people.find(a, PERSON[:8])),
    "people.admit": (ActorRole.ADMIN, lambda w, a: w.people.admit(a, PERSON, role=ActorRole.LEAD, version=1)),
    "people.sign_out": (ActorRole.ADMIN, lambda w, a: w.people.sign_out(a, PERSON)),
    "people.remove": (ActorRole.ADMIN, lambda w, a: w.people.remove(a, PERSON, version=2)),
}
NOT_CALLS = {"open", "close", "place", "check", "notices", "people"}  # say nothing of what is stored
ARRIVALS = {"people.arrive", "people.leave"}  # no actor yet: one comes of it, or goes
WRITING = {name for name in CALLS if re.match(r"(people\.)?(save_|remove|admit)|unveil$", name)}


@pytest.mark.parametrize("role", ActorRole)
@pytest.mark.parametrize("action", Action)
def test_a_role_may_what_stands_beside_it_and_above_it_and_the_owner_everything(
    role: ActorRole, action: Action
) -> None:
    ranks = list(LADDER)
    granted = any(action in LADDER[below] for below in ranks[: ranks.index(role) + 1])
    actor = Actor("Linh", role)
    assert may(actor, action) is granted
    if not granted:
        with pytest.raises(Forbidden, match=rf"role “{role}” does not allow this \({action}\)"):
            require(actor, action)


def test_every_call_of_the_store_is_listed_here() -> None:
    calls = {name for name in vars(Workspace) if not name.startswith("_")} - NOT_CALLS
    calls |= {f"people.{name}" for name in vars(People) if not name.startswith("_")} - ARRIVALS
    assert calls == set(CALLS)


@pytest.mark.parametrize("role", ActorRole)
def test_the_store_itself_checks_the_role_on_every_call(workspace: Workspace, role: ActorRole) -> None:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
    workspace.save_mapping(LOCAL_OWNER, "known", {}, version=None)
    with pytest.raises(NotAdmitted):
        workspace.people.arrive(CLAIMS, now=CLAIMS.began_at)
    ranks = list(LADDER)
    for name, (least, call) in CALLS.items():
        before = workspace.latest(LOCAL_OWNER)
        if ranks.index(role) >= ranks.index(least):
            call(workspace, Actor("Linh", role))
            wrote = workspace.latest(LOCAL_OWNER) > before
            assert wrote is (name in WRITING)
        else:
            with pytest.raises(Forbidden, match="ask an admin"):
                call(workspace, Actor("Linh", role))
            assert workspace.latest(LOCAL_OWNER) == before
