"""What users did on single days: moments of a day's value, by calendar day or by days since each user's exposure.

A history of sums cannot tell it: what a user does on two days is two values here and one there. So the rows of one
metric's events are read from the lake once more and met with the per-user table that the folds left. Slices of the
users bound the memory, a timer the time; the answer is kept beside the fold's own.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Metric
from data.events import answers, engines, lake, manifest, people, plan
from data.events.batches import Batch, code, rows_file
from data.events.engines import Engine
from data.events.manifest import Manifest
from data.events.moments import Counts, Values
from data.events.plan import DAY, EPOCH, SCALE
from data.events.scenes import Scene
from data.home import Home

SLICE = 18_000_000  # event rows met with people at once: bounds the memory, not the result
SECONDS = 120.0  # for each slice
UNCAPPED = 10**37
SUMS = ("users", "x", "xx", "y", "yy", "xy")
SCHEMA = pa.schema(
    {"kind": pa.string(), "position": pa.int32(), "variant": pa.uint64(), "period": pa.int16()}
    | {name: pa.decimal128(38, 0) for name in SUMS}
)

Whole = NDArray[np.object_]  # integers of any size


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyMoments:
    """Moments of what users did on a single day; arrays (days, allocation periods, declared variants).

    `users` are all who could have done it that day, so most values are zeros. A day's value counts up to the metric's
    cap. Variances and covariances divide by users - 1 (0 with fewer than two users).
    """

    days: tuple[date, ...]  # calendar days; empty: by days since exposure
    users: Counts
    mean: Values  # of the day's numerator, metric's unit
    variance: Values
    denominator_mean: Values  # 1 unless a ratio
    denominator_variance: Values
    covariance: Values


def read_daily(
    home: Home,
    experiment: Experiment,
    metric: Metric,
    *,
    metrics: Sequence[Metric],
    through: date,
    since_exposure: bool,
) -> DailyMoments | None:
    """Return what users did on each single day.

    Parameters
    ----------
    metric : one of `metrics`.
    metrics : all that the experiment is folded with.
    through : last complete day, in the experiment's time zone; later events do not count.
    since_exposure : days are counted from each user's exposure (day 0: its first 24 hours), and a day counts only of
        users whose whole day had passed by the end of `through`; else days are calendar days.

    Returns
    -------
    None when the data are totals or undated. Raises `NotFound` when the experiment is not folded, `EngineFault`.
    """

    def about(held: Manifest) -> list[object]:
        return ["daily", metric.key, through.isoformat(), since_exposure, sorted(held.batches), people.head()]

    def ask(_engine: Engine, _files: answers.Files, held: Manifest) -> pa.Table:
        asked = _Asked(
            home=home,
            experiment=experiment,
            made=plan.make(experiment, metrics),
            metric=metric,
            through=through,
            since_exposure=since_exposure,
        )
        return _table(asked, held)

    held, found = answers.consult(home, experiment.key, about=about, sql="people_days", ask=ask)
    if held.totals or not held.dated or held.first_exposure is None:
        return None
    first = 0 if since_exposure else held.first_exposure
    last = _longest(found, metric) if since_exposure else (through - EPOCH).days
    sums = _summed(found, experiment, first=first, last=last, since_exposure=since_exposure)
    days = () if since_exposure else tuple(EPOCH + timedelta(days=day) for day in range(first, last + 1))
    return _moments(sums, metric, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    home: Home
    experiment: Experiment
    made: plan.Plan
    metric: Metric
    through: date
    since_exposure: bool

    def parameters(self, scene: Scene) -> dict[str, Any]:
        """Return what the query says of the metric and its days."""
        metric = self.metric
        number = [each.key for each in self.made.metrics].index(metric.key)
        reading, cap = self.made.readings()[number], self.made.scales()[number].cap
        return scene.parameters | {
            "numerator": code(metric.event), "denominator": code(metric.denominator_event or metric.event),
            "x": reading.x[0], "y": (reading.y or "")[:1], "once_x": reading.any_x, "once_y": reading.any_y,
            "most": UNCAPPED if cap is None else cap,
            "span": None if metric.window_days is None else metric.window_days * DAY,
            "since": self.since_exposure, "through": (self.through - EPOCH).days, "end": self._end(scene),
        }  # fmt: skip

    def _end(self, scene: Scene) -> int:
        """Return the moment at which the last day ends, as rows tell time."""
        midnight = datetime.combine(self.through + timedelta(days=1), time())
        if scene.instants:
            midnight = midnight.replace(tzinfo=ZoneInfo(self.experiment.time_zone)).astimezone(UTC).replace(tzinfo=None)
        return (midnight - datetime(1970, 1, 1)) // timedelta(microseconds=1)


def _table(asked: _Asked, held: Manifest) -> pa.Table:
    key = asked.experiment.key
    folded = [batch for batch in lake.batches(asked.home) if batch.batch in held.batches and not batch.totals]
    tables = people.tables(asked.home, key, held, families=())
    scene = Scene.of(asked.made, [batch.experiments[key] for batch in folded])
    if not tables.complete or not folded or not scene.dated:
        return SCHEMA.empty_table()
    overlaps = any(batch.experiments[key].overlaps for batch in folded)
    text = engines.statement("fold_source_distinct" if overlaps else "fold_source_whole") + scene.placing
    text += ", " + engines.statement("people_now") + engines.statement("people_days")
    files = {"files": [str(lake.folder(asked.home, batch) / rows_file(key)) for batch in folded]}
    given = tables.files | files | asked.parameters(scene)
    rules, rows = scene.rules, []
    with engines.connect(folders=[asked.home.lake, manifest.folder(asked.home, key)]) as engine:
        tables.register(engine)
        engine.table("offsets", pa.table({"since": rules.switches, "offset": rules.offsets}))
        for lowest, highest in _slices(folded, key):
            bounds = {"lowest": lowest, "highest": highest}
            rows += engine.run("people_days", text, given | bounds, seconds=SECONDS)
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)


def _slices(batches: Sequence[Batch], key: str) -> Iterator[tuple[int, int]]:
    rows = sum(batch.experiments[key].rows for batch in batches)
    count = max(1, math.ceil(rows / SLICE))
    edges = [2**64 * number // count for number in range(count + 1)]
    return ((low, following - 1) for low, following in pairwise(edges))


def _longest(found: pa.Table, metric: Metric) -> int:
    """Return the last day since exposure that somebody has completed within the metric's window; -1: none."""
    followed = [row["position"] for row in found.to_pylist() if row["kind"] == "in"]
    last = max(followed, default=0)
    return (last if metric.window_days is None else min(last, metric.window_days)) - 1


def _summed(found: pa.Table, experiment: Experiment, *, first: int, last: int, since_exposure: bool) -> Whole:
    """Return whole numbers as an array of objects: (days, periods, variants, sums); users are all who could have."""
    places = {code(name): place for place, name in enumerate(experiment.variants)}
    shape = (max(last - first + 1, 0), max(1, len(experiment.allocation)), len(places))
    sums = np.zeros((*shape, len(SUMS)), dtype=object)
    for row in found.to_pylist():
        position, period = row["position"] - first, row["period"]
        if row["variant"] not in places or not shape[0]:
            continue
        where = period, places[row["variant"]]
        if row["kind"] == "did" and 0 <= position < shape[0]:
            for number, name in enumerate(SUMS[1:], start=1):
                sums[position, *where, number] += int(row[name])
        elif row["kind"] != "did" and since_exposure:
            sums[: max(position, 0), *where, 0] += int(row["users"])
        elif row["kind"] != "did":
            sign = 1 if row["kind"] == "in" else -1
            sums[max(position, 0) :, *where, 0] += sign * int(row["users"])
    return sums


def _moments(sums: Whole, metric: Metric, days: tuple[date, ...]) -> DailyMoments:
    """Divide once, in whole numbers: nothing is lost before."""
    x_unit = SCALE if metric.fold is Fold.SUM else 1
    ratio = metric.denominator_event is not None
    y_unit = SCALE if metric.denominator_fold is Fold.SUM else 1
    shape = sums.shape[:-1]
    found = {name: np.zeros(shape) for name in ("mean", "variance", "below", "below_variance", "covariance")}
    users = sums[..., 0].astype(np.int64)
    for place in zip(*np.nonzero(users), strict=True):
        n, x, xx, y, yy, xy = (int(number) for number in sums[place])
        pairs = n * max(n - 1, 1)
        found["mean"][place] = x / (n * x_unit)
        found["variance"][place] = (n * xx - x * x) / (pairs * x_unit**2)
        found["below"][place] = y / (n * y_unit) if ratio else 1.0
        found["below_variance"][place] = (n * yy - y * y) / (pairs * y_unit**2)
        found["covariance"][place] = (n * xy - x * y) / (pairs * x_unit * y_unit)
    return DailyMoments(
        days=days,
        users=users,
        mean=found["mean"],
        variance=found["variance"],
        denominator_mean=found["below"],
        denominator_variance=found["below_variance"] if ratio else np.zeros(shape),
        covariance=found["covariance"] if ratio else np.zeros(shape),
    )
