"""Users whom two experiments share: how many, in which variants of both, and what they did in the first one.

Read from the per-user tables that the folds left, as they stand now; the answer is kept beside the first one's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Kind, Metric
from data.events import answers, engines, manifest, plan
from data.events.batches import code
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Counts, Values
from data.events.plan import SCALE
from data.home import Home

UNCAPPED = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUsers:
    """Users in both experiments, (declared variants of the first, declared variants of the other); zeros for nobody."""

    other: str  # key of the other experiment
    users: Counts
    mean: Values | None  # of the first one's metric, in its unit; None of ratios, which need more than these sums
    variance: Values | None  # dividing by users - 1


def read_shared(
    home: Home, experiment: Experiment, other: Experiment, *, metric: Metric, metrics: Sequence[Metric]
) -> SharedUsers | None:
    """Return the users that `experiment` shares with `other`.

    Parameters
    ----------
    metric : of `experiment`, whose moments are wanted; one of `metrics`.
    metrics : all that `experiment` is folded with.

    Returns
    -------
    None when either is not folded, knows no single users, or their days do not overlap.
    """
    held, beside = manifest.load(home, experiment.key), manifest.load(home, other.key)
    if held is None or beside is None or held.totals or beside.totals or not _together(held, beside):
        return None

    def about(_held: Manifest) -> list[object]:
        return ["shared", other.key, beside.folders, metric.key]

    def ask(_engine: Engine, _files: answers.Files, mine: Manifest) -> pa.Table:
        return _asked(home, (experiment.key, mine), (other.key, beside), metric=metric, made=made)

    made = plan.make(experiment, metrics)
    _, found = answers.consult(home, experiment.key, about=about, sql="shared_users", ask=ask)
    return _laid(found, experiment, other, metric)


def _together(held: Manifest, beside: Manifest) -> bool:
    if not (held.dated and beside.dated and held.days and beside.days):
        return True
    return max(min(held.days), min(beside.days)) <= min(max(held.days), max(beside.days))


def _asked(
    home: Home, mine: tuple[str, Manifest], theirs: tuple[str, Manifest], *, metric: Metric, made: plan.Plan
) -> pa.Table:
    number = [each.key for each in made.metrics].index(metric.key)
    reading, cap = made.readings()[number], made.scales()[number].cap
    files: dict[str, list[str]] = {}
    generations: dict[str, int] = {}
    wanted = ((mine, "mine", "people"), (theirs, "theirs", "people"), (mine, "totals", f"totals-{reading.family}"))
    for (key, held), name, part in wanted:
        for generation, folder in enumerate(held.folders):
            for path in sorted((manifest.folder(home, key) / folder).glob(f"{part}-??.parquet")):
                files.setdefault(name, []).append(str(path))
                generations[str(path)] = generation
    if len(files) < len(wanted):
        return pa.table({name: [] for name in ("variant", "other", "users", "mean", "variance")})
    cells = {
        name: [str(_cells(home, key, folder)) for folder in held.folders]
        for name, (key, held) in (("my_cells", mine), ("their_cells", theirs))
    }
    given = files | cells | {"number": reading.x, "once": reading.any_x, "most": UNCAPPED if cap is None else cap}
    roots = [manifest.folder(home, key) for key, _ in (mine, theirs)]
    with engines.connect(folders=roots, threads=1) as engine:
        engine.table("generations", pa.table({"path": list(generations), "generation": list(generations.values())}))
        return pa.table(engine.arrays("shared_users", engines.statement("shared_users"), given))


def _cells(home: Home, key: str, folder: str) -> Path:
    return manifest.folder(home, key) / folder / "cells.parquet"


def _laid(found: pa.Table, experiment: Experiment, other: Experiment, metric: Metric) -> SharedUsers:
    rows = {code(name): place for place, name in enumerate(experiment.variants)}
    columns = {code(name): place for place, name in enumerate(other.variants)}
    shape = (len(rows), len(columns))
    users, mean, variance = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    unit = SCALE if metric.fold is Fold.SUM else 1
    for row in found.to_pylist():
        if row["variant"] in rows and row["other"] in columns:
            place = rows[row["variant"]], columns[row["other"]]
            users[place] = row["users"]
            mean[place], variance[place] = row["mean"] / unit, row["variance"] / unit**2
    ratio = metric.kind is Kind.RATIO
    return SharedUsers(other=other.key, users=users, mean=None if ratio else mean, variance=None if ratio else variance)
