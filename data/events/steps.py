"""Who did what at all: users by variant with at least one event of a kind since their exposure, as they stand now."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import answers, engines, manifest, people, plan
from data.events.batches import code
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Counts
from data.home import Home

COLUMNS = ("place", "variant", "period", "users")
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Users who took each step, and everybody exposed; arrays end with (allocation periods, declared variants)."""

    events: tuple[str, ...]  # one per step
    windows: tuple[int | None, ...]  # days from exposure within which the step counts; None: no limit
    exposed: Counts  # (periods, variants)
    users: Counts  # (steps, periods, variants)


def read_steps(home: Home, experiment: Experiment, events: Sequence[str], *, metrics: Sequence[Metric]) -> Steps | None:
    """Return who did each of the `events` that a metric reads, over everybody exposed, in the order given.

    An event that metrics read within several windows counts within the widest.

    Parameters
    ----------
    metrics : all that the experiment is folded with.

    Returns
    -------
    None when the data are totals. Raises `NotFound` when the experiment is not folded, `EngineFault`.
    """
    made = plan.make(experiment, metrics)
    sources = {event: source for event in events if (source := _source(made, event)) is not None}

    def about(_held: Manifest) -> list[object]:
        return ["steps", list(sources), people.head()]

    def ask(_engine: Engine, _files: answers.Files, held: Manifest) -> pa.Table:
        return _asked(home, experiment.key, held, list(sources.values()))

    held, found = answers.consult(home, experiment.key, about=about, sql="people_steps", ask=ask)
    if held.totals or not sources:
        return None
    periods = max(1, len(experiment.allocation))
    places = {code(name): place for place, name in enumerate(experiment.variants)}
    counts = np.zeros((1 + len(sources), periods, len(places)), dtype=np.int64)
    for row in found.to_pylist():
        if row["variant"] in places:
            counts[row["place"] + 1, row["period"], places[row["variant"]]] = row["users"]
    return Steps(
        events=tuple(sources),
        windows=tuple(made.families[family].window_days for family, _ in sources.values()),
        exposed=counts[0],
        users=counts[1:],
    )


def _source(made: plan.Plan, event: str) -> tuple[int, int] | None:
    """Return the family (position) with the widest window that counts an event, and its part there."""
    found = [
        (family.window_days is None, family.window_days or 0, -number, (family.first, family.second).index(event))
        for number, family in enumerate(made.families)
        if event and event in (family.first, family.second)
    ]
    if not found:
        return None
    _, _, number, part = max(found)
    return -number, part


def _asked(home: Home, key: str, held: Manifest, sources: Sequence[tuple[int, int]]) -> pa.Table:
    tables = people.tables(home, key, held, families=sorted({family for family, _ in sources}))
    if not tables.complete or not sources:
        return pa.table({name: [] for name in COLUMNS})
    given = tables.files | people.EVERYBODY
    with engines.connect(folders=[manifest.folder(home, key)]) as engine:
        tables.register(engine)
        engine.table(
            "steps",
            pa.table(
                {
                    "place": pa.array(range(len(sources)), pa.int32()),
                    "family": pa.array([family for family, _ in sources], pa.int32()),
                    "part": pa.array([part for _, part in sources], pa.int32()),
                }
            ),
        )
        rows = engine.run("people_steps", people.statement("people_steps"), given, seconds=SECONDS)
    types = (pa.int32(), pa.uint64(), pa.int32(), pa.int64())
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip(COLUMNS, columns, types, strict=True)})
