"""What pages know: the reads of workspace and events; with `on_demand` and `standings` the only caches, by state.

A declaration is read anew when anybody has written anything; a readout also when its history or the day has changed.
"""

import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import streamlit as st

from analytics import readout as conductor
from analytics import report as reckoning
from analytics.decisions.reports import Report
from analytics.decisions.results import Readout
from analytics.decisions.summaries import Summary
from analytics.decisions.suppositions import AS_SAVED, Supposition
from analytics.present.figures import Chart
from analytics.report import Sources
from data import arrivals, intake, soundness
from data import home as homes
from data.arrivals import Source
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Metric
from data.events import history, lake
from data.events.batches import Batch
from data.events.contract import Shape
from data.home import Home
from data.intake import Preview
from data.messages import Message
from data.requests import ImportReport, ImportRequest
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Stored
from data.workspace.rights import Action, require
from data.workspace.store import Workspace
from pages.parts import forecast_veil
from pages.parts.moment import once

Value = TypeVar("Value")
FIRST_TO_READ = (Status.ENDED, Status.RUNNING, Status.DECIDED, Status.DRAFT)  # what waits for a decision comes first
WARM = (
    "plotly.graph_objects", "plotly.io", "pandas", "duckdb", "scipy.stats", "streamlit.elements.plotly_chart",
    "streamlit.emojis", "pages.parts.library.opened", "pages.parts.library.asking",
)  # fmt: skip


def home() -> Home:
    """Return the home this server works on."""
    return homes.current()


def workspace() -> Workspace:
    """Return the opened workspace, one per home and process."""
    return _workspace(root=str(home().root))


def experiments(actor: Actor) -> tuple[Stored[Experiment], ...]:
    """Return the experiments that are not archived, those that wait for a decision first."""
    return tuple(_experiments(root=str(home().root), latest=latest(actor), role=actor.role, _actor=actor).values())


def experiment(actor: Actor, key: str) -> Stored[Experiment]:
    """Return one experiment. Raises `NotFound`."""
    known = _experiments(root=str(home().root), latest=latest(actor), role=actor.role, _actor=actor)
    return known[key] if key in known else workspace().experiment(actor, key)


def names(actor: Actor) -> dict[str, str]:
    """Return what every experiment is called, by key, in the order of the picker."""
    return {stored.value.key: stored.value.name for stored in experiments(actor)}


def has_sample(actor: Actor) -> bool:
    """Say whether a part of the sample is still there."""
    return any(stored.value.sample for stored in experiments(actor))


def metrics(actor: Actor) -> tuple[Stored[Metric], ...]:
    """Return the catalogue."""
    return _metrics(root=str(home().root), latest=latest(actor), role=actor.role, _actor=actor)


def values(stored: Sequence[Stored[Value]]) -> tuple[Value, ...]:
    """Return what is stored, without who stored it."""
    return tuple(one.value for one in stored)


def readout(actor: Actor, key: str, as_of: date | None = None, attribute: str | None = None) -> Readout:
    """Return one experiment's readout as it was on `as_of` (None: today), with rows for each value of `attribute`.

    Raises `NotFound`, `Refused`, and `AwaitsForecast` while a session waits for this person's forecast.
    """
    forecast_veil.require(workspace(), actor, key)
    return revealed(actor, key, as_of, attribute)


def revealed(actor: Actor, key: str, as_of: date | None = None, attribute: str | None = None) -> Readout:
    """Return the same without regard to forecasts: for what is pinned, never for a screen."""
    state = mark(actor, key)
    asked = partial(
        _readout, root=str(home().root), key=key, mark=state, role=actor.role, as_of=as_of, attribute=attribute,
        _actor=actor,
    )  # fmt: skip
    found = asked()
    if not state.startswith(f"{found.fingerprint}:"):  # events came in meanwhile: it is not what this mark stands for
        _readout.clear(**asked.keywords)
    return found


def mark(actor: Actor, key: str) -> str:
    """Return what everything read of an experiment depends on: its history, what people declared, and the day."""
    return once(("mark", key), lambda: _mark(actor, key))


def _mark(actor: Actor, key: str) -> str:
    declared = experiment(actor, key).value
    used = {use.metric for use in declared.metrics}
    known = [metric for metric in values(metrics(actor)) if metric.key in used]
    today = datetime.now(ZoneInfo(declared.time_zone)).date()
    return f"{history.fingerprint(home(), declared, known)}:{latest(actor)}:{today}"


def latest(actor: Actor) -> int:
    """Return the number of the last write of anybody: what was cached under it is still true."""
    return once("latest", lambda: workspace().latest(actor))


def drawn(actor: Actor, readout: Readout, language: str, *, figure: str, draw: Callable[[], Chart]) -> Chart:
    """Return a figure of a readout as it was last drawn in this language, else let `draw` draw it."""
    state = f"{readout.fingerprint}:{latest(actor)}"
    key, as_of = readout.experiment.key, readout.as_of
    return _drawn(
        root=str(home().root), key=key, mark=state, role=actor.role, as_of=as_of, language=language, figure=figure,
        _draw=draw,
    )  # fmt: skip


def report(actor: Actor, summaries: Mapping[str, Summary], supposed: Supposition = AS_SAVED) -> Report:
    """Return what the programme was worth, by what is known of its tests. Raises `Forbidden`."""
    require(actor, Action.READ_REPORTS)
    known, sessions = values(experiments(actor)), workspace().sessions
    told = ((key, one.reading, one.kind, one.as_of, one.first_day, one.target, one.statement)
            for key, one in sorted(summaries.items()))  # fmt: skip
    lies = sorted((batch.batch, batch.forgotten) for batch in lake.batches(home()))
    state = f"{latest(actor)}:{sessions.turned(LOCAL_OWNER)}:{date.today()}:{hash((tuple(told), tuple(lies)))}"
    guessing = tuple(sorted(sessions.veiled(actor)))
    return _report(
        str(home().root), state, actor.role, guessing, supposed, _actor=actor,
        _sources=Sources(experiments=known, summaries=summaries),
    )  # fmt: skip


def batches(actor: Actor) -> tuple[Batch, ...]:
    """Return what was imported, oldest first. Raises `Forbidden`."""
    require(actor, Action.READ_RESULTS)
    return lake.batches(home())


def users_of(actor: Actor, metric: str) -> tuple[str, ...]:
    """Return the keys of the experiments that use a metric."""
    return tuple(one.value.key for one in experiments(actor) if any(use.metric == metric for use in one.value.metrics))


def waiting_files() -> tuple[str, ...]:
    """Return the files that wait in the home's folder for large ones."""
    return arrivals.waiting(home())


def preview(actor: Actor, source: Source, shape: Shape | None) -> Preview:
    """Return how a file would be read. Raises `Refused` for what is no table."""
    return _preview(
        identity=_identity(source), shape=shape, latest=latest(actor), role=actor.role, _actor=actor, _source=source
    )


def left_out(report: ImportReport) -> tuple[str, ...]:
    """Return the columns of an import that were not kept."""
    parts = [
        part for batch in lake.batches(home()) if batch.batch == report.batch for part in batch.experiments.values()
    ]
    return tuple(sorted({column for part in parts for column in part.left_out}))


def rejects(report: ImportReport) -> bytes:
    """Return the list of rejected rows: line, column and reason."""
    return b"" if report.rejects_file is None else Path(report.rejects_file).read_bytes()


def ailment() -> Message | None:
    """Say what keeps this server from its work, in one sentence; None: nothing."""
    return soundness.ailment(home(), workspace)


def notices() -> tuple[Message, ...]:
    """Return what everybody must be told before anything else."""
    return workspace().notices


def warm() -> None:
    """Import what the first page needs, and open the workspace."""
    for module in WARM:
        importlib.import_module(module)
    inspect.stack()  # Streamlit asks for it at its first element, and the first time every module is walked
    workspace()


@st.cache_resource(max_entries=8)
def _workspace(root: str) -> Workspace:
    del root  # only the key: the home names itself through the environment
    return Workspace.open(home())


@st.cache_resource(max_entries=8)
def _experiments(root: str, latest: int, role: str, _actor: Actor) -> dict[str, Stored[Experiment]]:
    del root, latest, role
    shown = [stored for stored in workspace().experiments(_actor) if stored.value.status is not Status.ARCHIVED]
    shown.sort(key=lambda stored: (FIRST_TO_READ.index(stored.value.status), stored.value.name))
    return {stored.value.key: stored for stored in shown}


@st.cache_resource(max_entries=8)
def _metrics(root: str, latest: int, role: str, _actor: Actor) -> tuple[Stored[Metric], ...]:
    del root, latest, role
    return workspace().metrics(_actor)


@st.cache_resource(max_entries=256, show_spinner=False)
def _readout(
    root: str, key: str, mark: str, role: str, as_of: date | None, attribute: str | None, _actor: Actor
) -> Readout:
    del root, mark, role
    return conductor.read(home(), workspace(), _actor, key, as_of=as_of, attribute=attribute)


@st.cache_resource(max_entries=256, show_spinner=False)
def _drawn(
    root: str,
    key: str,
    mark: str,
    role: str,
    as_of: date | None,
    language: str,
    figure: str,
    _draw: Callable[[], Chart],
) -> Chart:
    del root, key, mark, role, as_of, language, figure
    return _draw()


@st.cache_resource(max_entries=64, show_spinner=False)
def _report(
    root: str, state: str, role: str, guessing: tuple[str, ...], supposed: Supposition, _actor: Actor, _sources: Sources
) -> Report:
    del root, state, role, guessing
    return reckoning.read(home(), workspace(), _actor, _sources, supposed=supposed)


@st.cache_resource(max_entries=16, show_spinner=False)
def _preview(identity: str, shape: Shape | None, latest: int, role: str, _actor: Actor, _source: Source) -> Preview:
    del identity, latest, role
    request = ImportRequest(shape=None if shape is None else shape.value)
    return intake.preview(workspace(), home=home(), actor=_actor, source=_source, request=request)


def _identity(source: Source) -> str:
    """Return what tells one file from another without reading it."""
    if isinstance(source, Path):
        state = source.stat() if source.exists() else None
        return f"{source}:{state.st_size if state else 0}:{state.st_mtime_ns if state else 0}"
    return f"{source.name}:{getattr(source.content, 'file_id', id(source.content))}"
