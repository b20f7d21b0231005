"""Users whom an experiment shares with others: how many, in which variants of both, and what they did in the first one.

Read from the per-user tables that the folds left, as they stand now; the answer is kept beside the first one's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
TOGETHER = 64 * 2**20  # bytes of files of people that one query reads
COLUMNS = ("test", "variant", "other", "users", "mean", "variance")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUsers:
    """Users in both experiments, (declared variants of the first, declared variants of the other); zeros for nobody."""

    other: str  # key of the other experiment
    users: Counts
    mean: Values | None  # of the first one's metric, in its unit; None of ratios, which need more than these sums
    variance: Values | None  # dividing by users - 1


def read_shared(
    home: Home, experiment: Experiment, others: Sequence[Experiment], *, metric: Metric, metrics: Sequence[Metric]
) -> tuple[SharedUsers, ...]:
    """Return the users that `experiment` shares with each of `others`, in their order.

    Parameters
    ----------
    metric : of `experiment`, whose moments are wanted; one of `metrics`.
    metrics : all that `experiment` is folded with.

    Returns
    -------
    Nothing of those that are not folded, know no single users, or whose days do not overlap.
    """
    held = manifest.load(home, experiment.key)
    loaded = {other.key: manifest.load(home, other.key) for other in others} if held is not None else {}
    beside = {
        key: found for key, found in loaded.items() if found is not None and held is not None and _meets(held, found)
    }
    if not beside:
        return ()

    def about(_held: Manifest) -> list[object]:
        return ["shared", [[key, found.folders] for key, found in beside.items()], metric.key]

    def ask(_engine: Engine, _files: answers.Files, mine: Manifest) -> pa.Table:
        return _asked(home, (experiment.key, mine), beside, metric=metric, made=made)

    made = plan.make(experiment, metrics)
    _, found = answers.consult(home, experiment.key, about=about, sql="shared_users", ask=ask)
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in found.to_pylist():
        rows.setdefault(row["test"], []).append(row)
    places = {key: place for place, key in enumerate(beside, start=1)}
    met = (other for other in others if other.key in beside)
    return tuple(_laid(rows.get(places[other.key], []), experiment, other, metric) for other in met)


def _meets(held: Manifest, beside: Manifest) -> bool:
    return not held.totals and not beside.totals and _together(held, beside)


def _together(held: Manifest, beside: Manifest) -> bool:
    if not (held.dated and beside.dated and held.days and beside.days):
        return True
    return max(min(held.days), min(beside.days)) <= min(max(held.days), max(beside.days))


def _asked(
    home: Home, mine: tuple[str, Manifest], beside: Mapping[str, Manifest], *, metric: Metric, made: plan.Plan
) -> pa.Table:
    number = [each.key for each in made.metrics].index(metric.key)
    reading, cap = made.readings()[number], made.scales()[number].cap
    key, held = mine
    ours, totals = _lying(home, key, held, "people"), _lying(home, key, held, f"totals-{reading.family}")
    theirs = [_lying(home, other, found, "people") for other, found in beside.items()]
    given = {
        "mine": list(ours),
        "totals": list(totals),
        "my_cells": _cells(home, key, held),
        "number": reading.x,
        "once": reading.any_x,
        "most": UNCAPPED if cap is None else cap,
    }
    found: list[pa.Table] = []
    roots = [manifest.folder(home, each) for each in (key, *beside)]
    with engines.connect(folders=roots, threads=1) as engine:
        for places in _shares(theirs) if ours and totals else ():
            files = [(path, 0, generation) for path, generation in (ours | totals).items()]
            files += [(path, place + 1, generation) for place in places for path, generation in theirs[place].items()]
            cells = [
                (path, place + 1)
                for place, (other, each) in enumerate(beside.items())
                if place in places
                for path in _cells(home, other, each)
            ]
            engine.table("files", _table(files, "path", "test", "generation"))
            engine.table("cells", _table(cells, "path", "test"))
            asked = given | {
                "theirs": [path for place in places for path in theirs[place]],
                "their_cells": [path for path, _ in cells],
            }
            found.append(pa.table(engine.arrays("shared_users", engines.statement("shared_users"), asked)))
    return pa.concat_tables(found) if found else pa.table({name: [] for name in COLUMNS})


def _table(rows: Sequence[tuple[str | int, ...]], *names: str) -> pa.Table:
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def _lying(home: Home, key: str, held: Manifest, part: str) -> dict[str, int]:
    """Return the files of a part of a rollup, with their generation."""
    return {
        str(path): generation
        for generation, folder in enumerate(held.folders)
        for path in sorted((manifest.folder(home, key) / folder).glob(f"{part}-??.parquet"))
    }


def _cells(home: Home, key: str, held: Manifest) -> list[str]:
    return [str(manifest.folder(home, key) / folder / "cells.parquet") for folder in held.folders]


def _shares(files: Sequence[Mapping[str, int]]) -> Iterator[tuple[int, ...]]:
    """Give positions that are asked about together: many small tests, or one large one, so that memory holds them."""
    together: list[int] = []
    size = 0
    for place, paths in enumerate(files):
        added = sum(_size(path) for path in paths)
        if together and size + added > TOGETHER:
            yield tuple(together)
            together, size = [], 0
        if paths:
            together.append(place)
            size += added
    if together:
        yield tuple(together)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:  # a fold has just replaced it: the query will say so
        return 0


def _laid(found: Sequence[Mapping[str, Any]], experiment: Experiment, other: Experiment, metric: Metric) -> SharedUsers:
    rows = {code(name): place for place, name in enumerate(experiment.variants)}
    columns = {code(name): place for place, name in enumerate(other.variants)}
    shape = (len(rows), len(columns))
    users, mean, variance = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    unit = SCALE if metric.fold is Fold.SUM else 1
    for row in found:
        if row["variant"] in rows and row["other"] in columns:
            place = rows[row["variant"]], columns[row["other"]]
            users[place] = row["users"]
            mean[place], variance[place] = row["mean"] / unit, row["variance"] / unit**2
    ratio = metric.kind is Kind.RATIO
    return SharedUsers(other=other.key, users=users, mean=None if ratio else mean, variance=None if ratio else variance)
