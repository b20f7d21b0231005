"""Asks data for the users who meet several conditions at once, and compares them: the conductor beside the readout.

Apart from the readout, because the history knows each attribute alone: this reads the per-user table, which tells how
the data stand now, whatever day the readout is of.
"""

from collections.abc import Sequence

from analytics import readout as conductor
from analytics.decisions.conditions import Conditioned, conditioned
from analytics.decisions.results import Readout
from analytics.statistics.results import Comparison
from data.declarations.experiments import MetricUse, Role
from data.events.conditions import Condition, read_chosen
from data.home import Home
from data.workspace.actors import Actor
from data.workspace.store import Workspace


def read_conditions(
    home: Home, workspace: Workspace, actor: Actor, readout: Readout, conditions: Sequence[Condition]
) -> Conditioned | None:
    """Return what the users who meet all of `conditions` did.

    Parameters
    ----------
    readout : of the test as it stands now; its day's level is the error, as it is for segments.

    Returns
    -------
    None when the data are totals, when the test has no metric, or nothing to compare with.
    Raises `NotFound` when the test is not folded with its metrics, `Forbidden`.
    """
    experiment = readout.experiment
    pairs = conductor.declared_metrics(workspace, actor, experiment)
    if not pairs or len(experiment.variants) < 2:
        return None
    chosen = read_chosen(home, experiment, [metric for metric, _ in pairs], conditions)
    if chosen is None:
        return None
    return conditioned(
        chosen,
        pairs,
        conditions,
        experiment=experiment,
        policy=readout.policy,
        levels=_levels(readout, [use for _, use in pairs]),
        everybody=sum(readout.users.values()),
    )


def _levels(readout: Readout, uses: Sequence[MetricUse]) -> dict[str, float]:
    """Return, by treatment, the level of the leading metric, which segments borrow; one look's where it has none."""
    leading = next((use for use in uses if use.role is Role.PRIMARY), uses[0])
    levels = dict.fromkeys(readout.experiment.treatments, 1.0 - readout.policy.level)
    for row in readout.comparisons:
        if row.segment is None and row.metric.key == leading.metric and isinstance(row.result, Comparison):
            levels[row.treatment] = row.result.nominal_level
    return levels
