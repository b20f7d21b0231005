"""One metric looked at closer: what the cap does, how users' values are spread, and the query behind the figures."""

from dataclasses import dataclass, replace

from analytics.decisions.conclusions import conclude
from analytics.decisions.material import Material
from analytics.decisions.results import MetricComparison
from data.declarations.metrics import Kind, Metric
from data.events.distributions import Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One metric of one experiment."""

    metric: Metric
    rows: tuple[MetricComparison, ...]  # as the readout has them, one per treatment
    uncapped: tuple[MetricComparison, ...]  # the same without the cap; empty: no cap is declared, or it cannot be told
    distribution: Distribution | None  # as of now; None: rates and ratios, and data that know no single users
    query: str  # the SQL that reads the metric's moments


def uncapped(material: Material, metric: Metric) -> tuple[MetricComparison, ...]:
    """Return the rows of a metric as they would be read without its cap; empty where there is none.

    Ratios cannot be told: how the uncapped numerator goes with the denominator is not kept. Nor can totals, to which
    no cap was ever applied. Everything but the cap stays the same, the boundary of the day too where another metric
    leads.
    """
    if metric.cap is None or metric.kind is Kind.RATIO or material.evidence.totals_only:
        return ()
    plain = replace(metric, cap=None)
    histories = tuple(
        replace(
            one,
            metric=plain,
            moments=replace(one.moments, mean=one.moments.uncapped_mean, variance=one.moments.uncapped_variance),
            crossed=None,
        )
        if one.metric.key == metric.key
        else one
        for one in material.histories
    )
    found = conclude(replace(material, histories=histories, attribute=None, segments=()))
    return tuple(row for row in found.comparisons if row.metric.key == metric.key and row.segment is None)
