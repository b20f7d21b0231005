"""What pages know: every read of workspace and events, and the only caches. Keys name a state, never hold a frame.

A declaration is read anew when anybody has written anything; a readout when its experiment's fingerprint has changed.
"""

import importlib
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from analytics import readout as conductor
from analytics.decisions.results import Readout
from data import home as homes
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric
from data.events import history, lake
from data.events.batches import Batch
from data.home import Home
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Stored
from data.workspace.rights import Action, require
from data.workspace.store import Workspace

Value = TypeVar("Value")
FIRST_TO_READ = (Status.ENDED, Status.RUNNING, Status.DECIDED, Status.DRAFT)  # what waits for a decision comes first
WARM = ("plotly.graph_objects", "plotly.io", "pandas", "duckdb", "scipy.stats", "streamlit.elements.plotly_chart")


def home() -> Home:
    """Return the home this server works on."""
    return homes.current()


def workspace() -> Workspace:
    """Return the opened workspace, one per home and process."""
    return _workspace(str(home().root))


def experiments(actor: Actor) -> tuple[Stored[Experiment], ...]:
    """Return the experiments that are not archived, those that wait for a decision first."""
    return _experiments(str(home().root), workspace().latest(actor), actor.role, _actor=actor)


def experiment(actor: Actor, key: str) -> Stored[Experiment]:
    """Return one experiment. Raises `NotFound`."""
    return workspace().experiment(actor, key)


def names(actor: Actor) -> dict[str, str]:
    """Return what every experiment is called, by key, in the order of the picker."""
    return {stored.value.key: stored.value.name for stored in experiments(actor)}


def has_sample(actor: Actor) -> bool:
    """Say whether a part of the sample is still there."""
    return any(stored.value.sample for stored in experiments(actor))


def metrics(actor: Actor) -> tuple[Stored[Metric], ...]:
    """Return the catalogue."""
    return _metrics(str(home().root), workspace().latest(actor), actor.role, _actor=actor)


def values(stored: Sequence[Stored[Value]]) -> tuple[Value, ...]:
    """Return what is stored, without who stored it."""
    return tuple(one.value for one in stored)


def readout(actor: Actor, key: str, as_of: date | None = None) -> Readout:
    """Return one experiment's readout as it was on `as_of` (None: today). Raises `NotFound`, `Refused`."""
    declared = experiment(actor, key).value
    mark = history.fingerprint(home(), declared, tuple(stored.value for stored in metrics(actor)))
    version = workspace().latest(actor)
    return _readout(str(home().root), key, f"{mark}:{version}", actor.role, as_of, _actor=actor)


def batches(actor: Actor) -> tuple[Batch, ...]:
    """Return what was imported, oldest first. Raises `Forbidden`."""
    require(actor, Action.READ_RESULTS)
    return lake.batches(home())


def is_sound() -> bool:
    """Say whether the workspace answers."""
    return workspace().latest(LOCAL_OWNER) >= 0


def warm() -> None:
    """Import what the first page needs, and open the workspace."""
    for module in WARM:
        importlib.import_module(module)
    workspace()


@st.cache_resource(max_entries=8)
def _workspace(root: str) -> Workspace:
    del root  # only the key: the home names itself through the environment
    return Workspace.open(home())


@st.cache_resource(max_entries=8)
def _experiments(root: str, latest: int, role: str, _actor: Actor) -> tuple[Stored[Experiment], ...]:
    del root, latest, role
    shown = [stored for stored in workspace().experiments(_actor) if stored.value.status is not Status.ARCHIVED]
    return tuple(sorted(shown, key=lambda stored: (FIRST_TO_READ.index(stored.value.status), stored.value.name)))


@st.cache_resource(max_entries=8)
def _metrics(root: str, latest: int, role: str, _actor: Actor) -> tuple[Stored[Metric], ...]:
    del root, latest, role
    return workspace().metrics(_actor)


@st.cache_resource(max_entries=256, show_spinner=False)
def _readout(root: str, key: str, mark: str, role: str, as_of: date | None, _actor: Actor) -> Readout:
    del root, mark, role
    return conductor.read(home(), workspace(), _actor, key, as_of=as_of)
