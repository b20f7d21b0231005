"""A team and its sessions: people who were let in, readouts to pin, and the walk from phase to phase."""

from dataclasses import replace

import pytest

from data.declarations.experiments import Experiment
from data.messages import NotFound
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.logins import Claims
from data.workspace.people import NotAdmitted
from data.workspace.records import JsonObject, Stored
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Card, Prompt, Session
from data.workspace.store import Workspace

NOW = 1_780_000_000
CLAIMS = Claims(issuer="https://id.example", subject="subject-of-nobody", began_at=NOW, nonce="n")
EXPERIMENTS = ("banner", "guide")
WITHOUT = (Phase.FORECAST, Phase.REVEAL, Phase.DECIDE)  # what a session without experiments passes by


def claims(name: str) -> Claims:
    """Return what the provider says of somebody; no part of it is a part of another's."""
    return replace(CLAIMS, subject=f"subject-of-{name.lower()}", name=name, email=f"{name.lower()}@team.example")


def person(workspace: Workspace, name: str, role: ActorRole = ActorRole.MEMBER) -> Actor:
    """Return somebody who signed in and was let in."""
    with pytest.raises(NotAdmitted):
        workspace.people.arrive(claims(name), now=NOW)
    workspace.people.admit(LOCAL_OWNER, claims(name).person, role=role, version=1)
    return workspace.people.arrive(claims(name), now=NOW)


def key_of(actor: Actor) -> str:
    return actor.person or ""


def writes(workspace: Workspace) -> int:
    """Return how many writes were ever audited."""
    return workspace.audit(LOCAL_OWNER, newest=1)[0].sequence


def declare(workspace: Workspace) -> None:
    """Declare the experiments that sessions look at, once."""
    for key in EXPERIMENTS:
        try:
            workspace.experiment(LOCAL_OWNER, key)
        except NotFound:
            workspace.save_experiment(LOCAL_OWNER, Experiment(key=key, name=key.title()), version=None)


def readout(kind: str = "ship") -> JsonObject:
    """Return what is pinned of one experiment."""
    return {
        "schema": 1,
        "fingerprint": "0f3a",
        "verdict": {"kind": kind, "sentence": "Giữ B."},
        "policy": {"false_ship": 0.025},
        "figures": {"trend": [0.01, None, 3]},
    }


def start(
    workspace: Workspace, leader: Actor, *, experiments: tuple[str, ...] = EXPERIMENTS, anonymous: bool = False
) -> str:
    """Begin a session and return its key."""
    declare(workspace)
    return workspace.sessions.start(leader, "Retrospective", experiments=experiments, anonymous=anonymous).value.key


def present(workspace: Workspace, session: str) -> Stored[Session]:
    """Return a session as it stands."""
    return next(one for one in workspace.sessions.sessions(LOCAL_OWNER) if one.value.key == session)


def step(workspace: Workspace, leader: Actor, session: str, to: Phase, *, kind: str = "ship") -> Stored[Session]:
    """Make one move."""
    stored = present(workspace, session)
    pinned = {key: readout(kind) for key in stored.value.experiments} if to is Phase.REVEAL else {}
    return workspace.sessions.move(leader, session, to, version=stored.version, readouts=pinned)


def route(session: Session) -> tuple[Phase, ...]:
    """Return the phases of a session in order."""
    return tuple(phase for phase in Phase if session.experiments or phase not in WITHOUT)


def walk(workspace: Workspace, leader: Actor, session: str, to: Phase, *, kind: str = "ship") -> None:
    """Go forward to a phase, one move after the other."""
    found = present(workspace, session).value
    way = route(found)
    for phase in way[way.index(found.phase) + 1 : way.index(to) + 1]:
        step(workspace, leader, session, phase, kind=kind)


def write(workspace: Workspace, actor: Actor, session: str, text: str, prompt: Prompt = Prompt.LEARNED) -> str:
    """Write a card and return its key."""
    key = new_key()
    card: Stored[Card] = workspace.sessions.save_card(actor, session, key, text=text, prompt=prompt, version=None)
    assert card.version == 1
    return key
