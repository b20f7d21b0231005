"""What pages know when somebody asks for it: the reads behind a closer look. Cached as in `fetch`, by state."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import streamlit as st

from analytics import closer, library, retrospect
from analytics.conditions import read_conditions
from analytics.decisions.conditions import Conditioned
from analytics.decisions.days import Course, View
from analytics.decisions.drills import Drill
from analytics.decisions.funnels import Funnel
from analytics.decisions.habits import Habits
from analytics.decisions.results import Finding
from analytics.library import Known, Sources
from analytics.overlaps import read_overlaps
from data.events import history
from data.events.conditions import Condition
from data.workspace.actors import Actor
from data.workspace.library.records import Learning
from data.workspace.records import Stored
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
    return _conditioned(
        root=str(fetch.home().root),
        key=key,
        mark=fetch.mark(actor, key),
        role=actor.role,
        conditions=conditions,
        _actor=actor,
    )


def courses(actor: Actor, key: str, view: View) -> tuple[Course, ...]:
    """Return the leading metric on single days, as of now; empty: the data have none. Raises `NotFound`, `Refused`."""
    return _courses(
        root=str(fetch.home().root), key=key, mark=fetch.mark(actor, key), role=actor.role, view=view, _actor=actor
    )


def funnel(actor: Actor, key: str) -> Funnel | None:
    """Return how far users came, as of now; None: the data know no single users. Raises `NotFound`, `Refused`."""
    return _funnel(root=str(fetch.home().root), key=key, mark=fetch.mark(actor, key), role=actor.role, _actor=actor)


def drill(actor: Actor, key: str, metric: str, as_of: date | None) -> Drill:
    """Return one metric of an experiment, looked at closer. Raises `NotFound`, `Refused`."""
    return _drill(
        root=str(fetch.home().root),
        key=key,
        mark=fetch.mark(actor, key),
        role=actor.role,
        metric=metric,
        as_of=as_of,
        _actor=actor,
    )


def overlaps(actor: Actor, key: str) -> Finding | None:
    """Return whether tests that share users with `key` change its effect, as of now. Raises `NotFound`, `Refused`."""
    state = sorted((batch.batch, batch.forgotten) for batch in fetch.batches(actor))
    return _overlaps(
        root=str(fetch.home().root), key=key, mark=f"{state}:{fetch.latest(actor)}", role=actor.role, _actor=actor
    )


def weighed(actor: Actor, kept: Sequence[Stored[Learning]], tests: Sources) -> tuple[Known, ...]:
    """Return learnings with what their tests make of them. Raises `Forbidden`."""
    require(actor, Action.READ_RESULTS)
    written = tuple((stored.value.key, stored.version) for stored in kept)
    return _weighed(str(fetch.home().root), written, _said(kept, tests), _kept=kept, _tests=tests)


def _said(kept: Sequence[Stored[Learning]], tests: Sources) -> int:
    """Return another number when the tests that learnings rest on say something else, or to somebody else."""
    keys = sorted(library.linked(kept))
    known = (
        (key, tests.experiments[key].status if key in tests.experiments else None, tests.summaries.get(key))
        for key in keys
    )
    said = tuple((key, status, summary and (summary.reading, summary.statement)) for key, status, summary in known)
    return hash((said, frozenset(tests.guessing)))


@st.cache_resource(max_entries=32, show_spinner=False)
def _weighed(
    root: str, written: tuple[tuple[str, int], ...], said: int, _kept: Sequence[Stored[Learning]], _tests: Sources
) -> tuple[Known, ...]:
    del root, written, said
    return library.weigh(_kept, _tests)


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
