"""What a readout asks of the rollup, read at once: every metric's history, users by variant, and users by attribute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.decisions.material import History
from data.declarations.experiments import Experiment, MetricUse
from data.declarations.metrics import Metric
from data.events import history
from data.events.history import Wanted
from data.events.moments import Axes, Exposures, Moments, Population
from data.home import Home

Pair = tuple[Metric, MetricUse]
_Found = tuple[Axes, Moments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Arrays of one experiment, all over the same days."""

    exposures: Exposures
    groups: dict[str, Exposures]  # by attribute
    histories: tuple[History, ...]  # in declared order
    segments: tuple[History, ...]  # the same metrics by the attribute asked for


def gather(
    home: Home,
    experiment: Experiment,
    metrics: Sequence[Pair],
    *,
    attributes: Sequence[str],
    attribute: str | None,
    through: date | None,
) -> Gathered:
    """Read everything in one query; users by variant come with any metric that counts everybody.

    Parameters
    ----------
    metrics : the experiment's metrics and their uses.
    attributes : all attributes, for the split within each of them.
    attribute : the one whose segments are wanted.
    through : last day of the arrays; None: the day of the last event.
    """
    counting = next((metric for metric, _ in metrics if not metric.matured_only), None)
    wanted: list[Wanted] = []
    for metric, _ in metrics:
        wanted += [
            Wanted(metric=metric, population=_whose(metric)),
            Wanted(metric=metric, population=Population.CROSSED),
        ]
    by_metric = len(wanted)
    if attribute is not None:
        wanted += [Wanted(metric=metric, population=_whose(metric), attribute=attribute) for metric, _ in metrics]
    by_segment = len(wanted)
    if counting is not None:
        wanted += [Wanted(metric=counting, attribute=name) for name in attributes]
    found = history.read_all(home, experiment, wanted, through=through) if wanted else []
    pairs = [(found[place], found[place + 1]) for place in range(0, by_metric, 2)]
    if counting is None:
        exposures = history.read_exposures(home, experiment, through=through)
        groups = {
            name: history.read_exposures(home, experiment, attribute=name, through=through) for name in attributes
        }
    else:
        exposures = _exposures(
            *next(pair for pair, (metric, _) in zip(pairs, metrics, strict=True) if metric is counting)
        )
        groups = {name: _exposures(part, part) for name, part in zip(attributes, found[by_segment:], strict=True)}
    return Gathered(
        exposures=exposures,
        groups=groups,
        histories=tuple(
            History(
                metric=metric,
                use=use,
                axes=everybody[0],
                moments=everybody[1],
                crossed=None if metric.matured_only else crossed[1],
            )
            for (everybody, crossed), (metric, use) in zip(pairs, metrics, strict=True)
        ),
        segments=tuple(
            History(metric=metric, use=use, axes=axes, moments=moments)
            for (axes, moments), (metric, use) in zip(found[by_metric:by_segment], metrics, strict=False)
        ),
    )


def _whose(metric: Metric) -> Population:
    return Population.MATURED if metric.matured_only else Population.EVERYONE


def _exposures(everybody: _Found, crossed: _Found) -> Exposures:
    return Exposures(axes=everybody[0], users=everybody[1].users, crossed=crossed[1].users)
