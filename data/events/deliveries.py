"""Who got which variant's message: users with a delivery, and those who were sent another variant than theirs, by day.

A delivery is no outcome, so the fold passes over it. Its rows are read from the lake and met with the per-user table
that the fold left; the answer is kept beside the fold's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import DELIVERY
from data.events import answers, engines, lake, manifest, plan, scenes
from data.events.batches import Batch, code, profiles_file, rows_file
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Axes, Counts
from data.events.plan import EPOCH
from data.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Users by first variant, cumulative to each day: (days, segments, variants)."""

    axes: Axes
    users: Counts  # with at least one delivery that names a variant
    mistaken: Counts  # of these, with one of another variant than theirs


def read_deliveries(home: Home, experiment: Experiment, wanted: Sequence[Axes]) -> tuple[Deliveries, ...] | None:
    """Return the deliveries along each of the `wanted` axes; None when no delivery was imported.

    Raises `NotFound` when the experiment is not folded, `EngineFault` when the query fails.
    """
    key = experiment.key
    batches = [batch for batch in lake.batches(home) if _delivers(batch, key)]
    if not batches:
        return None

    def ask(_engine: Engine, _files: answers.Files, held: Manifest) -> pa.Table:
        return _asked(home, experiment, held)

    def about(held: Manifest) -> list[object]:
        return ["deliveries", sorted(held.batches)]

    _, found = answers.consult(home, key, about=about, sql="history_deliveries", ask=ask)
    return tuple(_along(axes, found) for axes in wanted)


def _delivers(batch: Batch, key: str) -> bool:
    part = batch.experiments.get(key)
    return part is not None and not batch.totals and code(DELIVERY) in part.events


def _asked(home: Home, experiment: Experiment, held: Manifest) -> pa.Table:
    key = experiment.key
    folded = [batch for batch in lake.batches(home) if batch.batch in held.batches and not batch.totals]
    root = manifest.folder(home, key)
    people = {
        str(path): generation
        for generation, name in enumerate(held.folders)
        for path in (root / name).glob("people-??.parquet")
    }
    scene = scenes.scene(plan.make(experiment, ()), folded)
    rows = [str(lake.folder(home, batch) / rows_file(key)) for batch in folded if _delivers(batch, key)]
    profiles = [lake.folder(home, batch) / profiles_file(key) for batch in folded]
    given = scene.parameters | {
        "files": rows, "lowest": 0, "highest": 2**64 - 1, "delivery": code(DELIVERY), "people": list(people),
        "cells": [str(root / name / "cells.parquet") for name in held.folders],
    }  # fmt: skip
    text = engines.statement("fold_source_whole") + scene.placing + engines.statement("history_deliveries")
    if not people or not rows:
        return pa.table({name: [] for name in ("attribute", "trait", "variant", "day", "delivered", "mistaken")})
    with engines.connect(folders=[home.lake, root], threads=1) as engine:
        moments, offsets = scene.offsets
        engine.table("offsets", pa.table({"since": moments, "offset": offsets}))
        engine.table("generations", pa.table({"path": list(people), "generation": list(people.values())}))
        engine.table("traits", _traits(engine, [str(path) for path in profiles if path.exists()]))
        return pa.table(engine.arrays("history_deliveries", text, given))


def _traits(engine: Engine, files: Sequence[str]) -> pa.Table:
    query = 'SELECT DISTINCT profile, attribute, "value" FROM read_parquet($files) ORDER BY ALL'
    found = engine.run("delivery_traits", query, {"files": list(files)}) if files else []
    return pa.table(
        {
            "profile": pa.array([row[0] for row in found], pa.uint64()),
            "attribute": pa.array([row[1] for row in found], pa.string()),
            "trait": pa.array([row[2] for row in found], pa.string()),
        }
    )


def _along(axes: Axes, found: pa.Table) -> Deliveries:
    """Lay the rows of one attribute out over its axes and add the days up."""
    depth = max(1, len(axes.days))
    added = np.zeros((2, depth, len(axes.segments), len(axes.variants)), dtype=np.int64)
    segments = {name: place for place, name in enumerate(axes.segments)}
    variants = {code(name): place for place, name in enumerate(axes.variants)}
    first = (axes.days[0] - EPOCH).days if axes.days else 0
    for row in found.to_pylist():
        if row["attribute"] != (axes.attribute or "") or row["trait"] not in segments or row["variant"] not in variants:
            continue
        day = max(row["day"] - first, 0) if axes.days else 0
        if day < depth:
            place = day, segments[row["trait"]], variants[row["variant"]]
            added[0][place] += row["delivered"]
            added[1][place] += row["mistaken"]
    users, mistaken = added.cumsum(axis=1)
    return Deliveries(axes=axes, users=users, mistaken=mistaken)
