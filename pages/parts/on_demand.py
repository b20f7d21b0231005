"""What pages know when somebody asks for it: the reads behind a closer look. Cached as in `fetch`, by state."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from analytics import closer, retrospect
from analytics.conditions import read_conditions
from analytics.decisions.conditions import Conditioned
from analytics.decisions.days import Course, View
from analytics.decisions.drills import Drill
from analytics.decisions.funnels import Funnel
from analytics.decisions.habits import Habits
from analytics.decisions.results import Finding
from analytics.overlaps import read_overlaps
from data.events import history
from data.events.conditions import Condition
from data.workspace.actors import Actor
from data.workspace.rights import Action, require
from pages.parts import fetch, forecast_veil


def attributes(actor: Actor, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return the attributes that users of `key` carry, with their values. Raises `Forbidden`."""
    require(actor, Action.READ_RESULTS)
    return history.values(fetch.home(), key)


def conditioned(actor: Actor, key: str, conditions: tuple[Condition, ...]) -> Conditioned | None:
    """Return what the users of `key` who meet all of `conditions` did, as of now; None: the data are totals.

    Raises `NotFound`, `Refused`.
    """
    return _conditioned(str(fetch.home().root), key, fetch.mark(actor, key), actor.role, conditions, _actor=actor)


def courses(actor: Actor, key: str, view: View) -> tuple[Course, ...]:
    """Return the leading metric on single days, as of now; empty: the data have none. Raises `NotFound`, `Refused`."""
    return _courses(str(fetch.home().root), key, fetch.mark(actor, key), actor.role, view, _actor=actor)


def funnel(actor: Actor, key: str) -> Funnel | None:
    """Return how far users came, as of now; None: the data know no single users. Raises `NotFound`, `Refused`."""
    return _funnel(str(fetch.home().root), key, fetch.mark(actor, key), actor.role, _actor=actor)


def drill(actor: Actor, key: str, metric: str, as_of: date | None) -> Drill:
    """Return one metric of an experiment, looked at closer. Raises `NotFound`, `Refused`."""
    return _drill(str(fetch.home().root), key, fetch.mark(actor, key), actor.role, metric, as_of, _actor=actor)


def overlaps(actor: Actor, key: str) -> Finding | None:
    """Return whether tests that share users with `key` change its effect, as of now. Raises `NotFound`, `Refused`."""
    state = sorted((batch.batch, batch.forgotten) for batch in fetch.batches(actor))
    return _overlaps(str(fetch.home().root), key, f"{state}:{fetch.latest(actor)}", actor.role, _actor=actor)


def habits(actor: Actor) -> Habits:
    """Return how well reflecting works, as far as this person may know. Raises `Forbidden`."""
    require(actor, Action.READ_RESULTS)
    workspace = fetch.workspace()
    veils = tuple(sorted(forecast_veil.veiled(workspace, actor)))
    state = f"{workspace.sessions.turned(actor)}:{fetch.latest(actor)}:{datetime.now(UTC).date()}"
    return _habits(str(fetch.home().root), state, actor.role, actor.person, veils, _actor=actor)


@st.cache_resource(max_entries=128, show_spinner=False)
def _conditioned(
    root: str, key: str, mark: str, role: str, conditions: tuple[Condition, ...], _actor: Actor
) -> Conditioned | None:
    del root, mark, role
    return read_conditions(fetch.home(), fetch.workspace(), _actor, fetch.readout(_actor, key), conditions)


@st.cache_resource(max_entries=64, show_spinner=False)
def _courses(root: str, key: str, mark: str, role: str, view: View, _actor: Actor) -> tuple[Course, ...]:
    del root, mark, role
    return closer.read_courses(fetch.home(), fetch.workspace(), _actor, fetch.readout(_actor, key), view=view)


@st.cache_resource(max_entries=64, show_spinner=False)
def _funnel(root: str, key: str, mark: str, role: str, _actor: Actor) -> Funnel | None:
    del root, mark, role
    return closer.read_funnel(fetch.home(), fetch.workspace(), _actor, fetch.readout(_actor, key))


@st.cache_resource(max_entries=64, show_spinner=False)
def _drill(root: str, key: str, mark: str, role: str, metric: str, as_of: date | None, _actor: Actor) -> Drill:
    del root, mark, role
    return closer.read_drill(
        fetch.home(), fetch.workspace(), _actor, fetch.readout(_actor, key, as_of), metric=metric, as_of=as_of
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _overlaps(root: str, key: str, mark: str, role: str, _actor: Actor) -> Finding | None:
    del root, mark, role
    return read_overlaps(fetch.home(), fetch.workspace(), _actor, fetch.readout(_actor, key))[0]


@st.cache_resource(max_entries=64, show_spinner=False)
def _habits(root: str, state: str, role: str, person: str | None, veils: tuple[str, ...], _actor: Actor) -> Habits:
    del state, role, person, veils
    return retrospect.read(
        fetch.workspace(),
        _actor,
        _revealed(root),
        experiments=fetch.values(fetch.experiments(_actor)),
        metrics=fetch.values(fetch.metrics(_actor)),
        now=datetime.now(UTC),
    )


@st.cache_resource(max_entries=8)
def _revealed(root: str) -> retrospect.Revealed:
    del root
    return retrospect.Revealed()
