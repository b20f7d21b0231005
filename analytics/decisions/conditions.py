"""What users who meet several conditions did, compared once, as they stand now: one look among many, no verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from analytics.decisions import rows
from analytics.decisions.results import MetricComparison
from analytics.decisions.series import PERIODS, Series
from analytics.statistics import strata
from analytics.statistics.estimates import Estimates, scalar
from analytics.statistics.exact import small_cells
from analytics.statistics.results import Comparison, Untestable
from data.declarations.experiments import Experiment, MetricUse, Role
from data.declarations.metrics import Kind, Metric
from data.declarations.policies import Policy
from data.events.conditions import Chosen, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditioned:
    """The users who meet several conditions at once, and each metric's comparison over exactly them."""

    conditions: tuple[Condition, ...]
    through: date | None  # the last day that is counted; None: undated
    users: dict[str, int] | None  # by first variant; None: too few in one of them to be shown
    share: float | None  # of all users in the test, 0 to 1; None: suppressed
    comparisons: tuple[MetricComparison, ...]  # by role, treatments fastest; p-values are of this look alone


def conditioned(
    chosen: Chosen,
    metrics: Sequence[tuple[Metric, MetricUse]],
    conditions: Sequence[Condition],
    *,
    experiment: Experiment,
    policy: Policy,
    levels: Mapping[str, float],
    everybody: int,
) -> Conditioned:
    """Compare the chosen users on every metric.

    Parameters
    ----------
    metrics : those of `chosen.moments`, with their uses.
    levels : by treatment, the two-sided level that the day leaves, as segments have it.
    everybody : users in the test.
    """
    counts = chosen.users.sum(axis=0)
    users = {name: int(counts[chosen.axes.variants.index(name)]) for name in experiment.variants}
    shown = min(users.values(), default=0) >= policy.small_segment
    found: list[MetricComparison] = []
    for (metric, use), moments in zip(metrics, chosen.moments, strict=True):
        series = Series.of(
            chosen.axes, moments, experiment=experiment, metric=metric, use=use, positions=(0,)
        )  # fmt: skip
        found += _rows(series, experiment, policy, levels) if shown else []
    return Conditioned(
        conditions=tuple(conditions),
        through=chosen.through,
        users=users if shown else None,
        share=sum(users.values()) / max(everybody, 1) if shown else None,
        comparisons=tuple(sorted(found, key=lambda row: list(Role).index(row.role))),
    )


def _rows(
    series: Series, experiment: Experiment, policy: Policy, levels: Mapping[str, float]
) -> list[MetricComparison]:
    level = np.array([[levels[treatment] for treatment in experiment.treatments]])
    estimates = strata.compare(
        series.control,
        series.treatment,
        axis=PERIODS,
        kind=series.metric.kind,
        level=level,
        imbalance_limit=policy.allocation_imbalance,
    )
    return [
        _row(series, estimates, arm, experiment, policy, level=levels[treatment])
        for arm, treatment in enumerate(experiment.treatments)
    ]


def _row(
    series: Series, estimates: Estimates, arm: int, experiment: Experiment, policy: Policy, *, level: float
) -> MetricComparison:
    result = rows.shown(_result(series, estimates, arm, policy, level=level), estimates, 0, arm, policy=policy)
    return rows.assembled(series, estimates, 0, arm, result, experiment=experiment, policy=policy, segment=None)


def _result(series: Series, estimates: Estimates, arm: int, policy: Policy, *, level: float) -> Comparison | Untestable:
    exact, low = None, False
    if series.metric.kind is Kind.RATE:
        small, found = small_cells(series.control, series.treatment, small_cell=policy.small_cell, axis=PERIODS)
        low, exact = bool(small[0, arm]), float(found[0, arm]) if np.isfinite(found[0, arm]) else None
    return scalar(
        estimates,
        0,
        arm,
        coverage=policy.level,
        nominal_level=level,
        exact_p_value=exact,
        low_events=low,
    )
