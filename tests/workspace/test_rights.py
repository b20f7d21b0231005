"""Who may do what: every role with every call of the store."""

import re
from collections.abc import Callable

import pytest

from data.courier.answers import Answer
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Metric
from data.declarations.policies import Policy
from data.declarations.settings import Settings
from data.messages import Forbidden
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.inbox.records import Found
from data.workspace.inbox.store import Inbox
from data.workspace.library.records import Change, Learning, Practice
from data.workspace.library.store import Library
from data.workspace.logins import Claims
from data.workspace.outbox.records import Dispatch, Webhook
from data.workspace.outbox.store import Outbox
from data.workspace.people import NotAdmitted, People
from data.workspace.records import Kind
from data.workspace.rights import Action, may, require
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Choice, Prompt
from data.workspace.sessions.store import Sessions
from data.workspace.store import Workspace
from tests.workspace.sessions import scenes

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
LEARNING = Learning(key=new_key(), claim="Spam repels", lever="spam", metric="purchase_rate", change=Change.LOWERS)
PRACTICE = Practice(key=new_key(), title="No spam")
OTHERS_KEY = scenes.claims("Chi").person
CLAIMS = Claims(issuer="https://id.example", subject="7", began_at=1_780_000_000, nonce="n", name="An")
PERSON = CLAIMS.person

SENT = Dispatch(key="msg_x", body="{}", lease="nobody's", address="https://hooks.example.com/", secrets=())
VISITED = (
    Phase.AGENDA, Phase.FORECAST, Phase.WRITE, Phase.GROUP, Phase.VOTE, Phase.DISCUSS, Phase.DECIDE, Phase.IMPROVE,
)  # fmt: skip


def at(workspace: Workspace, phase: Phase | str) -> str:
    """Return the session that stands at a phase, or the one of this title."""
    return next(
        stored.value.key
        for stored in workspace.sessions.sessions(LOCAL_OWNER)
        if stored.value.title == phase or stored.value.title == f"at {phase}"
    )


def topics(workspace: Workspace, phase: Phase) -> tuple[str, ...]:
    return tuple(one.key for one in workspace.sessions.board(LOCAL_OWNER, at(workspace, phase), now=0).topics)


def topic(workspace: Workspace, phase: Phase) -> str:
    return topics(workspace, phase)[0]


def promised(workspace: Workspace) -> ActionItem:
    return workspace.sessions.open_actions(LOCAL_OWNER)[0].value


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
    "assumptions": (ActorRole.EXECUTIVE, lambda w, a: w.assumptions(a)),
    "save_assumptions": (ActorRole.LEAD, lambda w, a: w.save_assumptions(a, Assumptions(), version=1)),
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
    "inbox.notices": (ActorRole.VIEWER, lambda w, a: w.inbox.notices(a, now=0)),
    "inbox.unread": (ActorRole.VIEWER, lambda w, a: w.inbox.unread(a, now=0)),
    "inbox.mark_read": (ActorRole.VIEWER, lambda w, a: w.inbox.mark_read(a, ["x"])),
    "inbox.tell": (ActorRole.ADMIN, lambda w, a: w.inbox.tell(a, Found(), phrase=lambda *_: "", now=0)),
    "outbox.webhook": (ActorRole.ADMIN, lambda w, a: w.outbox.webhook(a)),
    "outbox.is_sealed": (ActorRole.ADMIN, lambda w, a: w.outbox.is_sealed(a)),
    "outbox.save_webhook": (
        ActorRole.ADMIN,
        lambda w, a: w.outbox.save_webhook(a, Webhook(), address="https://hooks.example.com/", version=0),
    ),
    "outbox.renew_secret": (ActorRole.ADMIN, lambda w, a: w.outbox.renew_secret(a, version=1, now=0)),
    "outbox.put_test": (ActorRole.ADMIN, lambda w, a: w.outbox.put_test(a, phrase=lambda key, _: key, now=0)),
    "outbox.claim": (ActorRole.ADMIN, lambda w, a: w.outbox.claim(a, now=0)),
    "outbox.settle": (ActorRole.ADMIN, lambda w, a: w.outbox.settle(a, SENT, Answer(status=200), now=0)),
    "outbox.sent": (ActorRole.ADMIN, lambda w, a: w.outbox.sent(a)),
    "sessions.sessions": (ActorRole.VIEWER, lambda w, a: w.sessions.sessions(a)),
    "sessions.version": (ActorRole.VIEWER, lambda w, a: w.sessions.version(a, at(w, Phase.VOTE))),
    "sessions.board": (ActorRole.VIEWER, lambda w, a: w.sessions.board(a, at(w, Phase.VOTE), now=0)),
    "sessions.snapshot": (ActorRole.VIEWER, lambda w, a: w.sessions.snapshot(a, at(w, Phase.VOTE), "banner")),
    "sessions.decisions": (ActorRole.VIEWER, lambda w, a: w.sessions.decisions(a)),
    "sessions.veiled": (ActorRole.EXECUTIVE, lambda w, a: w.sessions.veiled(a)),
    "sessions.open_actions": (ActorRole.VIEWER, lambda w, a: w.sessions.open_actions(a)),
    "sessions.chronicle": (ActorRole.VIEWER, lambda w, a: w.sessions.chronicle(a)),
    "sessions.pinned": (ActorRole.VIEWER, lambda w, a: w.sessions.pinned(a, [(at(w, Phase.VOTE), "banner")])),
    "sessions.turned": (ActorRole.VIEWER, lambda w, a: w.sessions.turned(a)),
    "sessions.here": (ActorRole.VIEWER, lambda w, a: w.sessions.here(a, at(w, Phase.VOTE), now=0)),
    "sessions.start": (ActorRole.MEMBER, lambda w, a: w.sessions.start(a, "Another", anonymous=True)),
    "sessions.move": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.move(a, at(w, Phase.AGENDA), Phase.FORECAST, version=1),
    ),
    "sessions.hand_over": (ActorRole.MEMBER, lambda w, a: w.sessions.hand_over(a, at(w, "Given away"), OTHERS_KEY)),
    "sessions.take_over": (ActorRole.LEAD, lambda w, a: w.sessions.take_over(a, at(w, "Theirs"))),
    "sessions.rename": (ActorRole.MEMBER, lambda w, a: w.sessions.rename(a, at(w, "To be renamed"), "Renamed")),
    "sessions.call_off": (ActorRole.MEMBER, lambda w, a: w.sessions.call_off(a, at(w, "To be called off"))),
    "sessions.start_timer": (ActorRole.MEMBER, lambda w, a: w.sessions.start_timer(a, at(w, Phase.VOTE), minutes=5)),
    "sessions.stop_timer": (ActorRole.MEMBER, lambda w, a: w.sessions.stop_timer(a, at(w, Phase.VOTE))),
    "sessions.forecast": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.forecast(a, at(w, Phase.FORECAST), "banner", low=0, high=0.1, chance=0.5),
    ),
    "sessions.decline": (ActorRole.MEMBER, lambda w, a: w.sessions.decline(a, at(w, Phase.FORECAST), "guide")),
    "sessions.save_card": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.save_card(a, at(w, Phase.WRITE), new_key(), text="x", prompt=Prompt.NEXT, version=None),
    ),
    "sessions.finish": (ActorRole.MEMBER, lambda w, a: w.sessions.finish(a, at(w, Phase.WRITE), done=True)),
    "sessions.put": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.put(a, at(w, Phase.GROUP), topics(w, Phase.GROUP)[0], topics(w, Phase.GROUP)[1]),
    ),
    "sessions.name_topic": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.name_topic(a, at(w, Phase.GROUP), topic(w, Phase.GROUP), name="x", version=None),
    ),
    "sessions.vote": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.vote(a, at(w, Phase.VOTE), topic(w, Phase.VOTE), change=1),
    ),
    "sessions.discuss": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.discuss(a, at(w, Phase.DISCUSS), topic(w, Phase.DISCUSS)),
    ),
    "sessions.save_note": (
        ActorRole.MEMBER,
        lambda w, a: w.sessions.save_note(a, at(w, Phase.DISCUSS), topic(w, Phase.DISCUSS), text="x", version=None),
    ),
    "sessions.decide": (
        ActorRole.LEAD,
        lambda w, a: w.sessions.decide(a, at(w, Phase.DECIDE), "banner", choice=Choice.SHIP),
    ),
    "sessions.add_action": (ActorRole.MEMBER, lambda w, a: w.sessions.add_action(a, at(w, Phase.VOTE), "x", owner="")),
    "sessions.save_action": (ActorRole.MEMBER, lambda w, a: w.sessions.save_action(a, promised(w), version=1)),
    "sessions.improve": (ActorRole.MEMBER, lambda w, a: w.sessions.improve(a, at(w, Phase.IMPROVE), "x", version=None)),
}
CALLS |= {
    "library.version": (ActorRole.VIEWER, lambda w, a: w.library.version(a)),
    "library.learnings": (ActorRole.VIEWER, lambda w, a: w.library.learnings(a)),
    "library.learning_history": (ActorRole.VIEWER, lambda w, a: w.library.learning_history(a, LEARNING.key)),
    "library.save_learning": (ActorRole.MEMBER, lambda w, a: w.library.save_learning(a, LEARNING, version=None)),
    "library.practices": (ActorRole.VIEWER, lambda w, a: w.library.practices(a)),
    "library.practice_history": (ActorRole.VIEWER, lambda w, a: w.library.practice_history(a, PRACTICE.key)),
    "library.save_practice": (ActorRole.MEMBER, lambda w, a: w.library.save_practice(a, PRACTICE, version=None)),
    "library.search": (ActorRole.VIEWER, lambda w, a: w.library.search(a, "price")),
    "library.related": (ActorRole.VIEWER, lambda w, a: w.library.related(a, "price")),
    "library.rebuild": (ActorRole.ANALYST, lambda w, a: w.library.rebuild(a)),
}
NOT_CALLS = {
    "open",
    "close",
    "place",
    "check",
    "notices",
    "people",
    "sessions",
    "inbox",
    "outbox",
    "library",
}  # say nothing of what is stored
ARRIVALS = {"people.arrive", "people.leave"}  # no actor yet: one comes of it, or goes
MOMENTARY = {"sessions.here", "sessions.finish"}  # written down for now, without history
READING = {
    f"sessions.{name}"
    for name in (
        "sessions", "version", "board", "snapshot", "decisions", "veiled", "open_actions", "chronicle", "pinned",
        "turned",
    )
}  # fmt: skip
WRITING = {name for name in CALLS if re.match(r"((people|library)\.)?(save_|remove|admit)|unveil$|sessions\.", name)}
WRITING -= MOMENTARY | READING
WRITING |= {"outbox.save_webhook", "outbox.renew_secret"}


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
    for place, door in (("sessions", Sessions), ("library", Library), ("inbox", Inbox), ("outbox", Outbox)):
        calls |= {f"{place}.{name}" for name in vars(door) if not name.startswith("_")}
    assert calls == set(CALLS)


def visit(workspace: Workspace) -> None:
    """Start sessions and take each to its phase; one is led by another person."""
    for phase in VISITED:
        scenes.declare(workspace)
        session = workspace.sessions.start(LOCAL_OWNER, f"at {phase}", experiments=scenes.EXPERIMENTS).value.key
        scenes.walk(workspace, LOCAL_OWNER, session, min(phase, Phase.WRITE, key=list(Phase).index))
        if phase.has_reached(Phase.WRITE):
            for words in ("price", "picture"):
                scenes.write(workspace, LOCAL_OWNER, session, words)
        scenes.walk(workspace, LOCAL_OWNER, session, phase)
    workspace.sessions.add_action(LOCAL_OWNER, at(workspace, Phase.VOTE), "Tell sales", owner="")
    workspace.sessions.start(LOCAL_OWNER, "Given away")
    for title in ("To be called off", "To be renamed"):
        workspace.sessions.start(LOCAL_OWNER, title)
    workspace.sessions.start(scenes.person(workspace, "Chi"), "Theirs")


@pytest.mark.parametrize("role", ActorRole)
def test_the_store_itself_checks_the_role_on_every_call(workspace: Workspace, role: ActorRole) -> None:
    workspace.save_experiment(LOCAL_OWNER, Experiment(key="test", name="Test"), version=None)
    workspace.save_mapping(LOCAL_OWNER, "known", {}, version=None)
    with pytest.raises(NotAdmitted):
        workspace.people.arrive(CLAIMS, now=CLAIMS.began_at)
    visit(workspace)
    ranks = list(LADDER)
    for name, (least, call) in CALLS.items():
        before = scenes.writes(workspace)
        if ranks.index(role) >= ranks.index(least):
            call(workspace, Actor("Linh", role))
            wrote = scenes.writes(workspace) > before
            assert wrote is (name in WRITING)
        else:
            with pytest.raises(Forbidden, match="ask an admin"):
                call(workspace, Actor("Linh", role))
            assert scenes.writes(workspace) == before
