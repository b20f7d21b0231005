"""Whoever edits a shared text, in a process of its own: it loads the workspace alone, not what the suite needs."""

from dataclasses import replace
from pathlib import Path

from data.home import Home
from data.workspace.actors import Actor, ActorRole
from data.workspace.records import Conflict
from data.workspace.store import Workspace

EDITS = {"sqlite": 100, "postgresql": 25}  # from the design: 8 editors × 100 edits with none lost


def edit(workspace: Workspace, name: str) -> None:
    """Add one line to the shared text, again after every conflict."""
    actor = Actor(name, ActorRole.ANALYST)
    while True:
        stored = workspace.experiment(actor, "test")
        longer = replace(stored.value, hypothesis=stored.value.hypothesis + name[-1])
        try:
            workspace.save_experiment(actor, longer, version=stored.version)
        except Conflict:
            continue
        return


def edit_many(root: str, url: str, name: str) -> None:
    """Edit the shared text again and again."""
    with Workspace.open(Home(Path(root)), url) as workspace:
        for _ in range(EDITS[url.split(":")[0]]):
            edit(workspace, name)
