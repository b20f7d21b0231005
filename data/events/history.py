"""Reads moments back: from the stored sums of every day to the arrays that statistics takes. One query answers all.

Sums stay integers inside the query; what leaves it has been divided (see `sql/history_moments.sql`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Kind, Metric
from data.events import answers, engines, manifest
from data.events.batches import code
from data.events.engines import Engine
from data.events.evidence import read_evidence as read_evidence
from data.events.manifest import Manifest
from data.events.moments import Axes, Counts, Exposures, Moments, Population
from data.events.plan import EPOCH, SCALE
from data.events.rollup import fingerprint as fingerprint
from data.home import Home
from data.messages import Message, NotFound

POPULATIONS = {Population.EVERYONE: 0, Population.MATURED: 1, Population.CROSSED: 2}
Row = tuple[int, int, int, str]  # position of the metric, population, window, attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One array of moments asked for."""

    metric: Metric
    population: Population = Population.EVERYONE
    attribute: str | None = None  # None: everybody as one segment


def read_all(
    home: Home, experiment: Experiment, wanted: Sequence[Wanted], *, through: date | None = None
) -> list[tuple[Axes, Moments]]:
    """Return moments, cumulative to each day, for everything `wanted`, in its order; the files are read once.

    `through` is the last day of the axis (default: the day of the last event). Raises `NotFound` when the experiment
    is not folded, or was folded without the metric or the attribute.
    """
    held, columns = _query(home, experiment, wanted, through)
    axes = {want.attribute: _axes(held, experiment, want.attribute, through) for want in wanted}
    return [
        (axes[want.attribute], _moments(axes[want.attribute], columns, place, want.metric))
        for place, want in enumerate(wanted)
    ]


def read(
    home: Home,
    experiment: Experiment,
    metric: Metric,
    *,
    population: Population = Population.EVERYONE,
    attribute: str | None = None,
    through: date | None = None,
) -> tuple[Axes, Moments]:
    """Return the moments of one metric, cumulative to each day up to `through`; see `read_all`."""
    wanted = Wanted(metric=metric, population=population, attribute=attribute)
    return read_all(home, experiment, [wanted], through=through)[0]


def read_exposures(
    home: Home, experiment: Experiment, *, attribute: str | None = None, through: date | None = None
) -> Exposures:
    """Return users by first variant, and those of them seen in a second one, cumulative to each day up to `through`."""
    held, columns = _query(home, experiment, [], through, attributes=[attribute])
    axes = _axes(held, experiment, attribute, through)
    users = _spread(axes, columns, 0, ("users",))["users"]
    crossed = _spread(axes, columns, 1, ("users",))["users"]
    return Exposures(axes=axes, users=users.astype(np.int64), crossed=crossed.astype(np.int64))


def attributes(home: Home, key: str) -> tuple[str, ...]:
    """Return the attributes that users of experiment `key` carry, sorted; none when it is not folded."""
    held = manifest.load(home, key)
    return tuple(held.attributes) if held else ()


def values(home: Home, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return the values, sorted, of every attribute that users of experiment `key` carry."""
    held = manifest.load(home, key)
    return dict(held.attributes) if held else {}


def shown_variants(held: Manifest, experiment: Experiment) -> tuple[str, ...]:
    """Return the declared variants in their order, then the undeclared ones by name."""
    undeclared = sorted(set(held.variants.values()) - set(experiment.variants))
    return (*experiment.variants, *undeclared)


def _query(
    home: Home,
    experiment: Experiment,
    wanted: Sequence[Wanted],
    through: date | None,
    *,
    attributes: Sequence[str | None] = (),
) -> tuple[Manifest, dict[str, Any]]:
    """Answer the one query for everything `wanted`, then for the users of each of `attributes` and those crossed."""

    def about(held: Manifest) -> list[Row]:
        return wanted_rows(held, wanted) + [(-1, number, 0, name or "") for name in attributes for number in (0, 2)]

    def ask(engine: Engine, files: answers.Files, held: Manifest) -> pa.Table:
        _register(engine, about(held))
        return pa.table(engine.arrays("history_moments", engines.statement("history_moments"), files))

    held, found = answers.consult(home, experiment.key, about=about, sql="history_moments", ask=ask)
    found = found.filter(pc.field("day") <= _last(held, through))
    return held, {name: found.column(name).to_numpy() for name in found.column_names}


def wanted_rows(held: Manifest, wanted: Sequence[Wanted]) -> list[Row]:
    """Return (position of the metric, population, window, attribute) of everything wanted."""
    rows = []
    for want in wanted:
        if want.metric.key not in held.metrics:
            raise NotFound(
                Message("history.metric", "“{metric}” is not folded yet: rebuild.", {"metric": want.metric.key})
            )
        matured = want.population is Population.MATURED
        population, window = POPULATIONS[want.population], 0
        if matured and want.metric.window_days is not None:
            window = want.metric.window_days
        elif matured:
            population = 0  # without a window everyone is mature from the start
        rows.append((held.metrics.index(want.metric.key), population, window, want.attribute or ""))
    return rows


def _register(engine: Engine, rows: Sequence[Row]) -> None:
    engine.table(
        "wanted",
        pa.table(
            {
                "place": pa.array(range(len(rows)), pa.int32()),
                "metric": pa.array([row[0] for row in rows], pa.int16()),
                "population": pa.array([row[1] for row in rows], pa.int8()),
                "window_days": pa.array([row[2] for row in rows], pa.int32()),
                "attribute": pa.array([row[3] for row in rows], pa.string()),
            }
        ),
    )


def _last(held: Manifest, through: date | None) -> int:
    """Return the last day of the axis: users who mature later are not there yet."""
    if not held.dated:
        return 0
    return (through - EPOCH).days if through else max(held.days, default=0)


def _axes(held: Manifest, experiment: Experiment, attribute: str | None, through: date | None) -> Axes:
    if attribute is not None and attribute not in held.attributes:
        raise NotFound(
            Message("history.attribute", "No event carries the attribute “{attribute}”.", {"attribute": attribute})
        )
    days: tuple[date, ...] = ()
    if held.dated:
        last = _last(held, through)
        first = min(held.first_exposure if held.first_exposure is not None else last, last)
        days = tuple(EPOCH + timedelta(days=day) for day in range(first, last + 1))
    return Axes(
        days=days,
        periods=max(1, len(experiment.allocation)),
        attribute=attribute,
        segments=("",) if attribute is None else held.attributes[attribute],
        variants=shown_variants(held, experiment),
    )


def _spread(axes: Axes, columns: dict[str, Any], place: int, names: Sequence[str]) -> dict[str, Any]:
    """Lay the rows of one array out over its axes; a day without a row keeps the state of the day before."""
    rows = np.flatnonzero(columns["place"] == place)
    first = (axes.days[0] - EPOCH).days if axes.days else 0
    depth = max(1, len(axes.days))
    segments = {name: position for position, name in enumerate(axes.segments)}
    variants = {code(name): position for position, name in enumerate(axes.variants)}
    shape = (depth, axes.periods, len(axes.segments), len(axes.variants))
    source: Counts = np.full(shape, -1, dtype=np.int64)  # which row holds: -1 none yet
    day = np.clip(columns["day"][rows] - first, 0, depth - 1) if axes.days else np.zeros(len(rows), dtype=np.int64)
    segment = np.array([segments[name] for name in columns["trait"][rows]], dtype=np.int64)
    variant = np.array([variants[int(name)] for name in columns["variant"][rows]], dtype=np.int64)
    order = np.argsort(columns["day"][rows], kind="stable")
    source[day[order], columns["period"][rows][order], segment[order], variant[order]] = rows[order]
    filled = np.zeros(shape, dtype=np.int64)
    filled[source >= 0] = np.nonzero(source >= 0)[0]
    latest = np.maximum.accumulate(filled, axis=0)
    source = np.take_along_axis(source, latest, axis=0)
    return {name: np.where(source >= 0, columns[name][source], 0) if len(rows) else np.zeros(shape) for name in names}


def _moments(axes: Axes, columns: dict[str, Any], place: int, metric: Metric) -> Moments:
    names = (
        "users", "mean", "variance", "third", "uncapped_mean", "uncapped_variance", "denominator_mean",
        "denominator_variance", "covariance",
    )  # fmt: skip
    found = _spread(axes, columns, place, names)
    x = SCALE if metric.fold is Fold.SUM else 1
    y = SCALE if metric.denominator_fold is Fold.SUM else 1
    third = 100 if metric.fold is Fold.SUM else 1
    users = found["users"].astype(np.int64)
    ratio = metric.kind is Kind.RATIO
    nothing = np.zeros(users.shape)
    return Moments(
        users=users,
        mean=found["mean"] / x,
        variance=found["variance"] / x**2,
        third=found["third"] / third**3,
        uncapped_mean=found["uncapped_mean"] / x,
        uncapped_variance=found["uncapped_variance"] / x**2,
        denominator_mean=found["denominator_mean"] / y if ratio else (users > 0).astype(np.float64),
        denominator_variance=found["denominator_variance"] / y**2 if ratio else nothing,
        covariance=found["covariance"] / (x * y) if ratio else nothing,
    )
