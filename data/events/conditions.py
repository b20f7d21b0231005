"""Users who meet several conditions at once, such as phones in one country: their moments, as they stand now.

The history knows every attribute alone; what they did together stands in the per-user table, which knows no days. So
the answer is of everything imported, however late, and it is not kept: there are too many combinations.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Kind, Metric
from data.events import answers, engines, lake, manifest, plan
from data.events.batches import code, profiles_file
from data.events.engines import Engine
from data.events.history import shown_variants
from data.events.manifest import Manifest
from data.events.moments import Axes, Counts, Moments, Values
from data.events.plan import DAY, EPOCH, SCALE
from data.events.scenes import Scene
from data.home import Home
from data.messages import Message, NotFound

SUMS = ("x", "xx", "y", "yy", "xy", "u", "uu", "r", "rr", "rrr")
WORKERS = 2  # queries at once
EVERYONE = 0  # the window of metrics whose users need not be mature

Place = tuple[int, int]  # period, variant (position)
Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a user must have been at exposure; of several values of one attribute any will do."""

    attribute: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Users who meet all conditions, and what they did."""

    through: date | None  # the last day that is counted; None: undated
    axes: Axes  # one position but for periods and variants
    users: Counts  # by first variant, mature or not: (periods, variants)
    moments: tuple[Moments, ...]  # of each metric asked for: (1, periods, 1, variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Where an experiment's per-user table lies, and how it is read."""

    root: Path
    held: Manifest
    scene: Scene
    axes: Axes

    @property
    def last(self) -> int:
        """The last day (since 1970) of the data."""
        return max(self.held.days, default=0)

    @property
    def head(self) -> str:
        """The name of the statement that says which rows hold."""
        return "condition_one" if len(self.held.folders) == 1 else "condition_several"

    def files(self, part: str) -> dict[str, list[str]]:
        """Return the files of a part (people, totals-…), and those with what of them is `gone`."""
        return {
            name: [
                str(path)
                for folder in self.held.folders
                for path in sorted((self.root / folder).glob(f"{prefix}{part}-??.parquet"))
            ]
            for name, prefix in (("files", ""), ("gone", manifest.GONE))
        }

    def window(self, metric: Metric) -> int:
        """Return the days that must have passed before a user counts; undated users are mature at once."""
        return (metric.window_days or EVERYONE) if metric.matured_only and self.held.dated else EVERYONE


def read_chosen(
    home: Home, experiment: Experiment, metrics: Sequence[Metric], conditions: Sequence[Condition]
) -> Chosen | None:
    """Return the users who meet all of `conditions` with their moments of `metrics`, all that `experiment` has.

    None when the data are totals, which know no single users. Raises `NotFound` when the experiment is not folded, or
    was folded with other metrics; `EngineFault` when a query fails. A value that nobody has is met by nobody.
    """
    made = plan.make(experiment, metrics)

    def ask(held: Manifest) -> Chosen | None:
        if held.totals:
            return None
        if held.metrics != tuple(metric.key for metric in made.metrics):
            raise NotFound(Message("conditions.metrics", "The history was folded with other metrics: rebuild."))
        batches = [batch for batch in lake.batches(home) if batch.batch in held.batches and not batch.totals]
        parts = [batch.experiments[experiment.key] for batch in batches]
        axes = Axes(
            days=(), periods=max(1, len(experiment.allocation)), attribute=None, segments=("",),
            variants=shown_variants(held, experiment),
        )  # fmt: skip
        root = manifest.folder(home, experiment.key)
        table = _Table(root=root, held=held, scene=Scene.of(made, parts), axes=axes)
        profiles = [lake.folder(home, batch) / profiles_file(experiment.key) for batch in batches]
        with engines.connect(folders=[home.lake, root]) as engine:
            return _asked(engine, table, metrics, conditions, profiles=[path for path in profiles if path.exists()])

    return answers.steady(home, experiment.key, ask=ask)[1]


def _asked(
    engine: Engine, table: _Table, metrics: Sequence[Metric], conditions: Sequence[Condition], *, profiles: list[Path]
) -> Chosen:
    users: dict[int, dict[Place, int]] = {EVERYONE: {}}
    sums: dict[str, dict[Place, Sums]] = {metric.key: {} for metric in metrics}
    windows = sorted({table.window(metric) for metric in metrics} | {EVERYONE})
    if profiles and table.files("people")["files"]:
        _choose(engine, table, conditions, profiles=profiles)
        for window in windows:
            users[window] = _users(engine, table, window)
            own = [metric for metric in metrics if table.window(metric) == window]
            with ThreadPoolExecutor(WORKERS) as pool:  # small ones are mostly planned, on one processor
                for added in pool.map(partial(_added_up, engine, table, own), range(len(table.scene.plan.families))):
                    sums |= added
    axes = table.axes
    return Chosen(
        through=EPOCH + timedelta(days=table.last) if table.held.dated else None,
        axes=axes,
        users=_counts(axes, users[EVERYONE]),
        moments=tuple(
            _moments(axes, metric, users.get(table.window(metric), {}), sums[metric.key]) for metric in metrics
        ),
    )


def _choose(engine: Engine, table: _Table, conditions: Sequence[Condition], *, profiles: Sequence[Path]) -> None:
    """Make the tables that every further query reads."""
    wanted = sorted({(condition.attribute, condition.value) for condition in conditions})
    traits = {"attribute": [name for name, _ in wanted], "trait": [value for _, value in wanted]}
    engine.table("wanted", pa.table({name: pa.array(column, pa.string()) for name, column in traits.items()}))
    given = {
        "profiles": [str(path) for path in profiles],
        "cells": [str(table.root / name / "cells.parquet") for name in table.held.folders],
        "wanted": len(set(traits["attribute"])),
    }
    engine.perform("condition_cells", given)


def _users(engine: Engine, table: _Table, window: int) -> dict[Place, int]:
    """Count the users, and with a window make the table of those who are mature."""
    given = table.files("people") | {"span": window * DAY, "last": table.last}
    if window != EVERYONE:
        moments, offsets = table.scene.offsets if table.scene.instants else ([-(2**62)], [0])
        engine.table("offsets", pa.table({"since": moments, "offset": offsets}))
        ripe = _text(table.head, "condition_everybody", "condition_ripe")
        engine.table("matured", pa.table(engine.arrays("condition_ripe", ripe, given)))
    who = "condition_everybody" if window == EVERYONE else "condition_mature"
    rows = engine.run("condition_users", _text(table.head, who, "condition_users"), given)
    return {place: users for variant, period, users in rows if (place := _place(table, variant, period))}


def _text(*parts: str) -> str:
    return "".join(engines.statement(part) for part in parts)


def _added_up(engine: Engine, table: _Table, metrics: Sequence[Metric], family: int) -> dict[str, dict[Place, Sums]]:
    """Return what the users add up to on those of `metrics` that are read from the family, by metric."""
    made = table.scene.plan
    found = [
        (number, reading, scale)
        for number, (reading, scale) in enumerate(zip(made.readings(), made.scales(), strict=True))
        if reading.family == family and made.metrics[number] in metrics
    ]
    files = table.files(f"totals-{family}")
    if not found or not files["files"]:
        return {}
    readings = {
        "place": pa.array([number for number, _, _ in found], pa.int16()),
        "numerator": pa.array([reading.x for _, reading, _ in found], pa.string()),
        "denominator": pa.array([reading.y or "" for _, reading, _ in found], pa.string()),
        "once_x": pa.array([reading.any_x for _, reading, _ in found], pa.bool_()),
        "once_y": pa.array([reading.any_y for _, reading, _ in found], pa.bool_()),
        "cap": pa.array([scale.cap for _, _, scale in found], pa.int64()),
        "amount": pa.array([scale.amount for _, _, scale in found], pa.bool_()),
    }
    who = "condition_everybody" if table.window(metrics[0]) == EVERYONE else "condition_mature"
    ways = (
        ("condition_apart", "condition_large") if any(reading.sums for _, reading, _ in found) else ("condition_alike",)
    )
    texts = [_text(table.head, who, way, "condition_sums") for way in ways]
    sums: dict[str, dict[Place, Sums]] = {}
    for number, variant, period, *values in _first(engine, texts, files, {"readings": pa.table(readings)}):
        place = _place(table, variant, period)
        if place is not None:
            sums.setdefault(made.metrics[number].key, {})[place] = dict(zip(SUMS, values, strict=True))
    return sums


def _first(
    engine: Engine, texts: Sequence[str], files: Mapping[str, list[str]], tables: engines.Tables
) -> list[engines.Row]:
    """Run the first of the texts, the next one when numbers are too large for it."""
    try:
        with engine.query("condition_sums", texts[0], files, tables=tables) as cursor:
            return cursor.fetchall()
    except engines.EngineFault as fault:
        if len(texts) == 1 or fault.message.parameters.get("kind") != "OutOfRangeException":
            raise
        return _first(engine, texts[1:], files, tables)


def _place(table: _Table, variant: int, period: int) -> Place | None:
    """Return where a cell stands along the axes."""
    codes = [code(name) for name in table.axes.variants]
    return (period, codes.index(variant)) if variant in codes and period < table.axes.periods else None


def _counts(axes: Axes, users: Mapping[Place, int]) -> Counts:
    counts = np.zeros((axes.periods, len(axes.variants)), dtype=np.int64)
    for place, number in users.items():
        counts[place] = number
    return counts


def _moments(axes: Axes, metric: Metric, users: Mapping[Place, int], sums: Mapping[Place, Sums]) -> Moments:
    """Return means and central moments: from whole numbers, divided once."""
    x = SCALE if metric.fold is Fold.SUM else 1
    y = SCALE if metric.denominator_fold is Fold.SUM else 1
    r = 100 if metric.fold is Fold.SUM else 1
    counts, nothing = _counts(axes, users), dict.fromkeys(SUMS, 0)

    def laid(value: str, unit: int) -> Values:
        array = np.zeros((1, axes.periods, 1, len(axes.variants)))
        for (period, variant), number in users.items():
            array[0, period, 0, variant] = _moment(value, number, sums.get((period, variant), nothing), unit)
        return array

    ratio = metric.kind is Kind.RATIO
    shape = counts[None, :, None, :]
    return Moments(
        users=shape,
        mean=laid("x", x),
        variance=laid("xx", x * x),
        third=laid("rrr", r**3),
        uncapped_mean=laid("u", x),
        uncapped_variance=laid("uu", x * x),
        denominator_mean=laid("y", y) if ratio else (shape > 0).astype(np.float64),
        denominator_variance=laid("yy", y * y),
        covariance=laid("xy", x * y),
    )


def _moment(name: str, users: int, sums: Sums, unit: int) -> float:
    """Divide whole numbers once: a mean (`x`), a variance or covariance (`xx`, `xy`), or the third moment (`rrr`)."""
    if name == "rrr":
        first, second = sums["r"], sums["rr"]
        centred = sums["rrr"] * users**2 - 3 * users * first * second + 2 * first**3
        return centred / (users**3 * unit)
    if len(name) == 1:
        return sums[name] / (users * unit)
    centred = users * sums[name] - sums[name[0]] * sums[name[1]]
    return centred / (users * max(users - 1, 1) * unit)
