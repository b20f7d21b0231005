"""Invented experiments as the rollup would hand them over: users in, cumulative moments out, by NumPy alone."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.decisions.material import History, Material
from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.declarations.metrics import CATALOGUE, Metric
from data.declarations.policies import Policy
from data.events.moments import Axes, Evidence, Exposures, Moments

START = date(2026, 3, 2)
METRICS = {metric.key: metric for metric in CATALOGUE}
Values = NDArray[np.float64]


def experiment(
    *,
    variants: tuple[str, ...] = ("A", "B"),
    uses: tuple[MetricUse, ...] = (MetricUse(metric="purchase_rate", role=Role.PRIMARY),),
    days: int | None = 28,
    split: tuple[float, ...] | None = (1, 1),
) -> Experiment:
    """Declare a running test of so many planned days (None: open)."""
    return Experiment(
        key="hero",
        name="Hero banner",
        status=Status.RUNNING,
        variants=variants,
        allocation=(Allocation(starts_on=None, weights=split),) if split else (),
        metrics=uses,
        starts_on=START,
        planned_end=START + timedelta(days=days - 1) if days else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One row per user: day of exposure (from 0), variant and what became of them, on the day of exposure."""

    day: NDArray[np.int64]
    variant: NDArray[np.int64]
    outcomes: dict[str, Values]
    crossed: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))


def people(
    rates: dict[str, tuple[float, ...]], *, users_per_day: int, days: int, seed: int, split: tuple[float, ...] = (1, 1)
) -> People:
    """Draw users who arrive evenly; each metric happens with its variant's rate."""
    random = np.random.default_rng(seed)
    count = users_per_day * days
    shares = np.array(split) / sum(split)
    variant = random.choice(len(split), size=count, p=shares)
    outcomes = {
        metric: (random.random(count) < np.array(rate)[variant]).astype(float) for metric, rate in rates.items()
    }
    return People(day=np.repeat(np.arange(days), users_per_day), variant=variant, outcomes=outcomes)


def _moments(values: Values, who: NDArray[np.bool_], group: People, *, days: int, variants: int) -> Moments:
    shape = (days, 1, 1, variants)
    arrays = {name: np.zeros(shape) for name in ("users", "mean", "variance", "third")}
    for day in range(days):
        for variant in range(variants):
            x = values[who & (group.day <= day) & (group.variant == variant)]
            place = day, 0, 0, variant
            arrays["users"][place] = len(x)
            if len(x):
                arrays["mean"][place] = x.mean()
                arrays["third"][place] = ((x - x.mean()) ** 3).mean()
            if len(x) > 1:
                arrays["variance"][place] = x.var(ddof=1)
    return Moments(
        users=arrays["users"].astype(np.int64),
        mean=arrays["mean"],
        variance=arrays["variance"],
        third=arrays["third"],
        uncapped_mean=arrays["mean"],
        uncapped_variance=arrays["variance"],
        denominator_mean=np.ones(shape),
        denominator_variance=np.zeros(shape),
        covariance=np.zeros(shape),
    )


def material(declared: Experiment, group: People, *, today: date | None = None, dated: bool = True) -> Material:
    """Hand over what the rollup would know of these people at the end of the last day (or without any dates)."""
    days = int(group.day.max()) + 1 if dated else 1
    known = group if dated else People(day=group.day * 0, variant=group.variant, outcomes=group.outcomes)
    calendar = tuple(START + timedelta(days=day) for day in range(days)) if dated else ()
    axes = Axes(days=calendar, periods=1, attribute=None, segments=("",), variants=declared.variants)
    crossed = group.crossed if group.crossed.size else np.zeros(len(group.day), dtype=bool)
    size = {"days": days, "variants": len(declared.variants)}
    everybody = np.ones(len(group.day), dtype=bool)
    histories = tuple(
        History(
            metric=METRICS[use.metric],
            use=use,
            axes=axes,
            moments=_moments(group.outcomes[use.metric], everybody, known, **size),
            crossed=_moments(group.outcomes[use.metric], crossed, known, **size),
        )
        for use in declared.metrics
    )
    counted, seen_twice = (_moments(everybody * 1.0, who, known, **size).users for who in (everybody, crossed))
    last = calendar[-1] if dated else None
    return Material(
        experiment=declared,
        policy=Policy(),
        histories=histories,
        exposures=Exposures(axes=axes, users=counted, crossed=seen_twice),
        evidence=evidence(last),
        fingerprint="0" * 16,
        through=last,
        today=today or (last + timedelta(days=1) if last else START),
        live=True,
    )


def evidence(last: date | None) -> Evidence:
    """Say that nothing is wrong with the data."""
    return Evidence(
        as_of=last,
        first_event=datetime.combine(START, time(8)) if last else None,
        last_event=datetime.combine(last, time(22)) if last else None,
        before_exposure=0,
        never_exposed=0,
        after_window=0,
        duplicates=0,
        late_exposures=0,
        early_exposures=0,
        undated=0,
        largest_share={},
        undeclared_variants={},
        missing_variants=(),
        totals_only=False,
    )


def metric(key: str) -> Metric:
    """Return a metric of the catalogue."""
    return METRICS[key]
