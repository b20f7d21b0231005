"""How users' values of one metric are distributed, by variant, as they stand now: counted by DuckDB in one query."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Metric
from data.events import answers, engines, manifest, people, plan
from data.events.batches import code
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Counts
from data.events.plan import SCALE
from data.home import Home

BINS = 12  # above nothing; one more holds what lies beyond
COLUMNS = ("variant", "bin", "step", "users")
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Users by what they hold of a metric's numerator, before any cap. Arrays end with the declared variants."""

    width: float  # of a bin, metric's unit: bin k holds values above k * width, up to and including (k + 1) * width
    below: Counts  # users below zero
    nothing: Counts  # users at zero
    bins: Counts  # (bins, variants) users above zero; the last bin also holds everything beyond


def read_distribution(
    home: Home, experiment: Experiment, metric: Metric, *, metrics: Sequence[Metric]
) -> Distribution | None:
    """Return how the values of a metric are distributed over everybody exposed.

    Parameters
    ----------
    metric : one of `metrics`; of ratios, the numerator.
    metrics : all that the experiment is folded with.

    Returns
    -------
    None when the data are totals. Raises `NotFound` when the experiment is not folded, `EngineFault`.
    """

    def about(_held: Manifest) -> list[object]:
        return ["distribution", metric.key, BINS, people.head()]

    def ask(_engine: Engine, _files: answers.Files, held: Manifest) -> pa.Table:
        return _asked(home, experiment, held, metric=metric, made=plan.make(experiment, metrics))

    held, found = answers.consult(home, experiment.key, about=about, sql="people_values", ask=ask)
    return None if held.totals else _laid(found, experiment, metric)


def _asked(home: Home, experiment: Experiment, held: Manifest, *, metric: Metric, made: plan.Plan) -> pa.Table:
    reading = made.readings()[[each.key for each in made.metrics].index(metric.key)]
    tables = people.tables(home, experiment.key, held, families=[reading.family])
    if not tables.complete:
        return pa.table({name: [] for name in COLUMNS})
    given = tables.files | people.EVERYBODY | {"number": reading.x, "bins": BINS}
    with engines.connect(folders=[manifest.folder(home, experiment.key)]) as engine:
        tables.register(engine)
        rows = engine.run("people_values", people.statement("people_values"), given, seconds=SECONDS)
    types = (pa.uint64(), pa.int32(), pa.int64(), pa.int64())
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip(COLUMNS, columns, types, strict=True)})


def _laid(found: pa.Table, experiment: Experiment, metric: Metric) -> Distribution:
    places = {code(name): place for place, name in enumerate(experiment.variants)}
    counts = np.zeros((BINS + 3, len(places)), dtype=np.int64)
    rows = [row for row in found.to_pylist() if row["variant"] in places]
    for row in rows:
        counts[row["bin"] + 1, places[row["variant"]]] = row["users"]
    step = rows[0]["step"] if rows else 1
    return Distribution(
        width=step / (SCALE if metric.fold is Fold.SUM else 1), below=counts[0], nothing=counts[1], bins=counts[2:]
    )
