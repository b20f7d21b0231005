"""What is folded: which metrics from which events, in which windows, under which split; and the plan's fingerprint.

Metrics that are read from the same one or two events within the same window form a *family*: the fold keeps, per user,
family and day, how many events of either kind there were and the sum of their values, and every metric of the family
follows from these four numbers.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from data.declarations.experiments import Experiment
from data.declarations.metrics import DELIVERY, EXPOSURE, Fold, Metric
from data.events.additions import Scale
from data.events.batches import code

SQL_VERSION = 2  # raised when the SQL files fold differently: every rollup is then rebuilt
SCALE = 10_000  # stored values are fixed point with four decimals
DAY = 86_400_000_000  # microseconds
EPOCH = date(1970, 1, 1)
FIRST_DAY, LAST_DAY = -1, 60_000  # days since 1970 that surround every admitted event
STRAY = -9  # the family of events that no metric reads: only strays among them are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Events that are folded together. `second` is empty when one event suffices."""

    first: str
    second: str
    window_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one kind of event does in one family."""

    event: int  # code
    kind: int  # number of the event, the same in all its roles
    family: int  # STRAY: none
    part: int  # 0 the family's first event, 1 its second
    span: int | None  # the family's window in microseconds
    main: bool  # the one role of the event, with its widest window, in which strays are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a metric is read from its family's numbers: n0, s0 count and add up its first event, n1, s1 its second."""

    family: int
    x: str  # the number that is the numerator
    y: str | None  # the denominator; None unless the metric is a ratio
    any_x: bool  # one is enough: more count as one
    any_y: bool

    @property
    def sums(self) -> bool:
        """Whether values are read, which hardly two users share, or counts alone."""
        return "s" in self.x or "s" in (self.y or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a fold depends on beside the rows."""

    experiment: Experiment
    metrics: tuple[Metric, ...]  # sorted by key
    families: tuple[Family, ...]
    homes: tuple[int, ...]  # the family of each metric

    @property
    def fingerprint(self) -> str:
        """What the fold of a row depends on: a change means that everything is folded anew."""
        experiment = self.experiment
        text = json.dumps(
            {
                "sql": SQL_VERSION,
                "zone": experiment.time_zone,
                "variants": experiment.variants,
                "starts_on": str(experiment.starts_on),
                "ended_on": str(experiment.ended_on),
                "periods": [str(allocation.starts_on) for allocation in experiment.allocation],
                "metrics": [_folded(metric) for metric in self.metrics],
            },
            sort_keys=True,
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def windows(self) -> tuple[int, ...]:
        """Every declared window, in days, rising."""
        return tuple(sorted({family.window_days for family in self.families if family.window_days is not None}))

    def day_limits(self) -> tuple[int, int]:
        """Return the first and last day (since 1970) whose exposures count."""
        started, ended = self.experiment.starts_on, self.experiment.ended_on
        return (started - EPOCH).days if started else FIRST_DAY, (ended - EPOCH).days if ended else LAST_DAY

    def roles(self, events: Mapping[int, str]) -> tuple[Role, ...]:
        """Return which of the `events` (code → name) feeds which family; events that no metric reads feed none."""
        rows: list[tuple[int, int, int, int | None]] = []
        for number, family in enumerate(self.families):
            span = None if family.window_days is None else family.window_days * DAY
            parts = (family.first, family.second) if family.second else (family.first,)
            rows += [(code(event), number, part, span) for part, event in enumerate(parts)]
        silent = {code(EXPOSURE), code(DELIVERY)}
        rows = [row for row in rows if row[0] not in silent]
        rows += [(event, STRAY, 0, None) for event in sorted(set(events) - {row[0] for row in rows} - silent)]
        kinds = {event: kind for kind, event in enumerate(sorted({row[0] for row in rows}))}
        widest = {event: _widest(rows, event) for event in kinds}
        return tuple(
            Role(event=row[0], kind=kinds[row[0]], family=row[1], part=row[2], span=row[3], main=widest[row[0]] == row)
            for row in rows
        )

    def readings(self) -> tuple[Reading, ...]:
        """Return how each metric is read from its family, by position of the metric."""
        found = []
        for metric, home in zip(self.metrics, self.homes, strict=True):
            family = self.families[home]
            below = metric.denominator_fold or Fold.COUNT
            found.append(
                Reading(
                    family=home,
                    x=_number(family, metric.event, metric.fold),
                    y=None if metric.denominator_event is None else _number(family, metric.denominator_event, below),
                    any_x=metric.fold is Fold.ANY,
                    any_y=metric.denominator_event is not None and below is Fold.ANY,
                )
            )
        return tuple(found)

    def scales(self) -> tuple[Scale, ...]:
        """Return how the numerator of each metric is read further, by position of the metric."""
        return tuple(Scale(cap=_cap(metric), amount=metric.fold is Fold.SUM) for metric in self.metrics)

    def codes(self) -> pa.Table:
        """Return how totals files name metrics: metric (code of the key), number (position), unit (stored per one)."""
        amounts = [SCALE if metric.fold is Fold.SUM else 1 for metric in self.metrics]
        return pa.table(
            {
                "metric": pa.array([code(metric.key) for metric in self.metrics], pa.uint64()),
                "number": pa.array(range(len(self.metrics)), pa.int16()),
                "unit": pa.array([SCALE // amount for amount in amounts], pa.int64()),
            }
        )

    def period_days(self) -> tuple[int, ...]:
        """Return the first day (since 1970) of every allocation period."""
        days = [(a.starts_on - EPOCH).days if a.starts_on else FIRST_DAY for a in self.experiment.allocation[1:]]
        return (FIRST_DAY, *days)


def make(experiment: Experiment, metrics: Sequence[Metric]) -> Plan:
    """Return the plan that folds `metrics` for `experiment`. Metrics without a counterpart in the data cost nothing."""
    ordered = tuple(sorted({metric.key: metric for metric in metrics}.values(), key=lambda metric: metric.key))
    families: list[Family] = []
    for metric in sorted(ordered, key=lambda metric: -len(_events(metric))):
        if not any(_holds(family, metric) for family in families):
            first, *rest = sorted(_events(metric))
            families.append(Family(first=first, second=rest[0] if rest else "", window_days=metric.window_days))
    homes = tuple(next(n for n, family in enumerate(families) if _holds(family, metric)) for metric in ordered)
    return Plan(experiment=experiment, metrics=ordered, families=tuple(families), homes=homes)


def _events(metric: Metric) -> set[str]:
    return {metric.event} | ({metric.denominator_event} if metric.denominator_event is not None else set())


def _holds(family: Family, metric: Metric) -> bool:
    return family.window_days == metric.window_days and _events(metric) <= {family.first, family.second}


def _number(family: Family, event: str, fold: Fold) -> str:
    return ("s" if fold is Fold.SUM else "n") + ("0" if event == family.first else "1")


def _cap(metric: Metric) -> int | None:
    if metric.cap is None:
        return None
    return round(metric.cap * (SCALE if metric.fold is Fold.SUM else 1))


def _folded(metric: Metric) -> list[str]:
    """Return what of a metric the fold depends on; names, units and directions do not matter."""
    return [
        metric.key, metric.event, metric.fold, str(metric.denominator_event), str(metric.denominator_fold),
        str(metric.window_days), str(metric.cap),
    ]  # fmt: skip


def _widest(rows: Sequence[tuple[int, int, int, int | None]], event: int) -> tuple[int, int, int, int | None]:
    own = [row for row in rows if row[0] == event]
    return max(own, key=lambda row: (row[3] is None, row[3] or 0, -row[1]))
