"""Keeps the rollup of an experiment up to date with the lake and the declarations: the conductor of the fold.

When files were only added, the fold touches only the users who occur in them: what they contributed is subtracted,
what they contribute now is added, and the difference is one more small folder that the manifest names. Anything else
that matters – the plan, the SQL, the reading of time, a batch that is gone, too many folders – folds everything anew. A
kill leaves the old manifest or the new one.
"""

import hashlib
import json
import math
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import engines, extremes, folding, lake, manifest, plan
from data.events.batches import Batch, profiles_file, rows_file
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.scenes import Scene
from data.home import Home

SLICE = 36_000_000  # event rows held at once, or an eighth of all: bounds the memory, not the result
TOUCHED = 4  # rows of its user that an added one brings along, about
GENERATIONS = 7  # folders of a history at most: each makes every question about single users a little slower


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldReport:
    """What a fold did."""

    kind: str  # unchanged, added, rebuilt, empty
    batches: int  # batches folded by it
    rows: int  # event rows in them


class _Stale(Exception):
    """The added files cannot be folded in alone."""


def fold(home: Home, experiment: Experiment, metrics: Sequence[Metric], *, folders: int = GENERATIONS) -> FoldReport:
    """Bring the rollup of `experiment` up to date with the lake and the declarations; changes nothing if it is.

    folders: in how many it may lie; where one more would be too many, everything is folded anew into one.

    Raises `EngineFault` when sums overflow or memory does not suffice: then the old state stands.
    """
    key = experiment.key
    with home.locked(f"rollup-{key}"):
        batches = [batch for batch in lake.batches(home) if key in batch.experiments]
        old = manifest.load(home, key)
        manifest.sweep(home, key, old)
        made = plan.make(experiment, metrics)
        scene = _scene(made, batches)
        setting = scene.setting
        names = {batch.batch for batch in batches}
        if old is not None and old.setting == setting and set(old.batches) <= names:
            added = [batch for batch in batches if batch.batch not in old.batches]
            if not added and len(old.folders) <= folders:
                return FoldReport(kind="unchanged", batches=0, rows=0)
            if added and len(old.folders) < folders:
                with suppress(_Stale):
                    return _add(home, scene, old, batches, added)
        return _rebuild(home, scene, setting, batches)


def fingerprint(home: Home, experiment: Experiment, metrics: Sequence[Metric]) -> str:
    """Return what the history of `experiment` depends on, as 16 hex: live batches, declarations, SQL version."""
    batches = [batch for batch in lake.batches(home) if experiment.key in batch.experiments]
    made = plan.make(experiment, metrics)
    text = json.dumps([_scene(made, batches).setting, sorted((batch.batch, batch.forgotten) for batch in batches)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _scene(made: plan.Plan, batches: Sequence[Batch]) -> Scene:
    """Return what is known of the rows; totals count only in an experiment without user rows."""
    return Scene.of(made, [batch.experiments[made.experiment.key] for batch in batches])


def _users(batches: Sequence[Batch]) -> list[Batch]:
    return [batch for batch in batches if not batch.totals]


def _rows(home: Home, key: str, batches: Sequence[Batch]) -> list[str]:
    """Return the files of rows, earliest first: rows that come in the order of time need not be sorted again."""
    early = sorted(batches, key=lambda batch: batch.experiments[key].first or "")
    return [str(lake.folder(home, batch) / rows_file(key, totals=batch.totals)) for batch in early]


def _profiles(home: Home, key: str, batches: Sequence[Batch]) -> list[Path]:
    files = [lake.folder(home, batch) / profiles_file(key) for batch in batches]
    return [file for file in files if file.exists()]


def _rebuild(home: Home, scene: Scene, setting: str, batches: Sequence[Batch]) -> FoldReport:
    """Fold every batch into one new folder."""
    key = scene.plan.experiment.key
    users = _users(batches)
    target = _fresh(home, key)
    total = sum(batch.experiments[key].rows for batch in batches)
    with engines.connect(folders=[home.lake, manifest.folder(home, key)]) as engine:
        folding.prepare(engine, scene, _profiles(home, key, users or batches))
        found: list[tuple[int, int, int, int]] = []
        if users:
            found = _fold_slices(engine, scene, users, _rows(home, key, users), target)
        elif batches:
            totals = {"files": _rows(home, key, batches)}
            engine.table("codes", scene.plan.codes())
            engine.perform("fold_totals", totals)
            found = [(day, 0, 0, 0) for day in _total_days(engine)]
        _write(engine, target)
        state = Manifest(
            setting=setting,
            batches=tuple(sorted(batch.batch for batch in batches)),
            folders=(target.name,),
            dated=scene.dated if users else any(day for day, *_ in found),
            totals=bool(batches) and not users,
            metrics=tuple(metric.key for metric in scene.plan.metrics),
            variants=dict(scene.variants),
            attributes=_attributes(engine, [target]),
            days=extremes.merged({}, found),
            first_exposure=_first(engine, None),
            peaks=extremes.listed(folding.peaks(engine, sign=1)) if users else (),
            undated=_undated(engine, scene, _rows(home, key, users)),
        )
    manifest.save(home, key, state)
    return FoldReport(kind="rebuilt" if batches else "empty", batches=len(batches), rows=total)


def _fold_slices(
    engine: Engine, scene: Scene, users: Sequence[Batch], files: list[str], target: Path
) -> list[tuple[int, int, int, int]]:
    key = scene.plan.experiment.key
    overlaps = any(batch.experiments[key].overlaps for batch in users)
    whole, head = "fold_source_whole", "fold_source_distinct" if overlaps else "fold_source_whole"
    everything = {"files": files, "lowest": 0, "highest": 2**64 - 1}
    rows = sum(batch.experiments[key].rows for batch in users)
    slices = min(8, 2 ** max(0, math.ceil(math.log2(rows / SLICE)))) if rows else 1  # a power of 2, as parts need
    edges = [2**64 * number // slices for number in range(slices + 1)]
    with ThreadPoolExecutor(1) as beside:  # reads what the folding threads leave of the processor
        found = beside.submit(folding.days, engine, scene, whole, everything)
        for lowest, following in pairwise(edges):
            users_between = everything | {"lowest": lowest, "highest": following - 1}
            folding.contribute(engine, scene, head, users_between, target=target, rows=rows // slices)
    if overlaps:
        folding.doubles(engine, scene, (whole, head), everything, sign=1)
    return found.result()


def _add(home: Home, scene: Scene, old: Manifest, batches: Sequence[Batch], added: Sequence[Batch]) -> FoldReport:
    """Fold only the users of the `added` batches anew; raises `_Stale` when that cannot be exact."""
    key = scene.plan.experiment.key
    users, fresh = _users(batches), _users(added)
    if old.totals or len(fresh) < len(added):
        raise _Stale
    earlier = [batch for batch in users if batch.batch in old.batches]
    overlaps = any(batch.experiments[key].overlaps for batch in users)
    files = {"older": _rows(home, key, earlier), "added": _rows(home, key, fresh)}
    if not earlier:
        raise _Stale

    def rows(some: Sequence[Batch]) -> int:
        return sum(batch.experiments[key].rows for batch in some)

    with engines.connect(folders=[home.lake, manifest.folder(home, key)]) as engine:
        if overlaps and _has_ids(engine, files["older"] + files["added"]):
            raise _Stale  # equal ids may belong to users whom the added files do not name
        folding.prepare(engine, scene, _profiles(home, key, users))
        plain, distinct = "fold_source_touched", "fold_source_touched_distinct"
        target = _fresh(home, key)
        everything = {**files, "fresh": True}
        head = distinct if overlaps else plain
        with ThreadPoolExecutor(1) as beside:
            whole = {"files": files["added"], "lowest": 0, "highest": 2**64 - 1}
            found = beside.submit(folding.days, engine, scene, "fold_source_whole", whole)
            about = min(rows(users), TOUCHED * rows(fresh))
            folding.contribute(engine, scene, head, everything, target=target, older=True, rows=about)
        if overlaps:
            for fresh_too, sign in ((False, -1), (True, 1)):
                folding.doubles(engine, scene, (plain, distinct), {**files, "fresh": fresh_too}, sign=sign)
        peaks = extremes.raised(old.peaks, folding.peaks(engine, sign=-1), folding.peaks(engine, sign=1))
        if peaks is None:
            raise _Stale
        _write(engine, target)
        undated = _undated(engine, scene, files["added"])
        first = _first(engine, old.first_exposure)
        attributes = _attributes(engine, [*(target.with_name(name) for name in old.folders), target])
    state = replace(
        old,
        batches=tuple(sorted(batch.batch for batch in batches)),
        folders=(*old.folders, target.name),
        variants=dict(scene.variants),
        attributes=attributes,
        days=extremes.merged(old.days, found.result()),
        peaks=peaks,
        first_exposure=first,
        undated=old.undated + undated,
    )
    manifest.save(home, key, state, settled=old.folders)
    return FoldReport(kind="added", batches=len(added), rows=sum(batch.experiments[key].rows for batch in added))


def _fresh(home: Home, key: str) -> Path:
    target = manifest.folder(home, key) / secrets.token_hex(8)
    target.mkdir(parents=True)
    return target


def _write(engine: Engine, target: Path) -> None:
    names = ("moments", "users", "findings")
    engine.perform("fold_write", {name: str(target / f"{name}.parquet") for name in names})


def _total_days(engine: Engine) -> list[int]:
    return [row[0] for row in engine.run("fold_total_days", 'SELECT DISTINCT "day" FROM arrivals ORDER BY ALL')]


def _first(engine: Engine, known: int | None) -> int | None:
    """Return the day of the first exposure: more rows only make it earlier."""
    found = engine.run("fold_first", 'SELECT min("day") FROM arrivals WHERE population = 0 AND users > 0')[0][0]
    return min((day for day in (known, found) if day is not None), default=None)


def _attributes(engine: Engine, folders: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Return the attributes that users in the test carry, with their values, sorted.

    What only other rows carry, such as a delivery's message, is nobody's.
    """
    files = [str(folder / "users.parquet") for folder in folders]
    found: dict[str, list[str]] = {}
    for attribute, value in engine.perform("fold_attributes", {"files": files}):
        found.setdefault(attribute, []).append(value)
    return {attribute: tuple(sorted(found[attribute])) for attribute in sorted(found)}


def _undated(engine: Engine, scene: Scene, files: list[str]) -> int:
    if not scene.dated or not files:
        return 0
    query = 'SELECT count(*) FROM read_parquet($files) WHERE "time" IS NULL'
    return int(engine.run("fold_undated", query, {"files": files})[0][0])


def _has_ids(engine: Engine, files: list[str]) -> bool:
    query = "SELECT 1 FROM read_parquet($files) WHERE event_id IS NOT NULL LIMIT 1"
    return bool(engine.run("fold_ids", query, {"files": files}))
