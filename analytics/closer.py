"""Conducts what a readout shows on demand: single days, the funnel, and one metric looked at closer.

Apart from the readout, because it reads single users. What does not add up over days is read as the data stand now; the
cap's effect and the query are those of the readout's day.
"""

from datetime import date

from analytics import readout as conductor
from analytics.decisions import days, drills, funnels
from analytics.decisions.days import Course, View
from analytics.decisions.drills import Drill
from analytics.decisions.funnels import Funnel
from analytics.decisions.results import Readout
from data.declarations.experiments import Role
from data.declarations.metrics import Kind, Metric
from data.events.daily import read_daily
from data.events.distributions import read_distribution
from data.events.queries import moments_query
from data.events.steps import read_steps
from data.home import Home
from data.messages import Message, NotFound
from data.workspace.actors import Actor
from data.workspace.store import Workspace


def read_courses(home: Home, workspace: Workspace, actor: Actor, readout: Readout, *, view: View) -> tuple[Course, ...]:
    """Return the leading primary on single days, up to the readout's day: one course per treatment.

    Empty when there is no primary, or the data are undated or totals.
    """
    metrics = _metrics(workspace, actor, readout)
    leading = next((use.metric for use in readout.experiment.metrics if use.role is Role.PRIMARY), None)
    metric = next((one for one in metrics if one.key == leading), None)
    if metric is None or readout.as_of is None or not readout.experiment.treatments:
        return ()
    found = read_daily(
        home,
        readout.experiment,
        metric,
        metrics=metrics,
        through=readout.as_of,
        since_exposure=view is View.SINCE_EXPOSURE,
    )
    return () if found is None else days.courses(found, readout.experiment, metric, readout.policy)


def read_funnel(home: Home, workspace: Workspace, actor: Actor, readout: Readout) -> Funnel | None:
    """Return how far users came, as the data stand now; None: the data are totals, or no metric has such an event."""
    metrics = _metrics(workspace, actor, readout)
    found = read_steps(home, readout.experiment, funnels.events(tuple(metrics)), metrics=metrics)
    return None if found is None else funnels.funnel(found, readout)


def read_drill(
    home: Home, workspace: Workspace, actor: Actor, readout: Readout, *, metric: str, as_of: date | None
) -> Drill:
    """Return one metric of the readout looked at closer.

    Parameters
    ----------
    metric : its key.
    as_of : the day the readout was asked for; None: the last complete one.

    Raises
    ------
    NotFound : the experiment has no such metric.
    """
    metrics = _metrics(workspace, actor, readout)
    chosen = next((one for one in metrics if one.key == metric), None)
    if chosen is None:
        raise NotFound(Message("metric_unknown", "This experiment has no metric “{metric}”.", {"metric": metric}))
    experiment = readout.experiment
    material = None
    if chosen.cap is not None:
        material = conductor.material(home, workspace, actor, experiment.key, as_of=as_of)
    spread = None
    if chosen.kind is Kind.MEAN:
        spread = read_distribution(home, experiment, chosen, metrics=metrics)
    return Drill(
        metric=chosen,
        rows=tuple(row for row in readout.comparisons if row.metric.key == metric and row.segment is None),
        uncapped=() if material is None else drills.uncapped(material, chosen),
        distribution=spread,
        query=moments_query(home, experiment, chosen),
    )


def _metrics(workspace: Workspace, actor: Actor, readout: Readout) -> list[Metric]:
    return [metric for metric, _ in conductor.declared_metrics(workspace, actor, readout.experiment)]
