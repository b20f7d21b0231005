"""Asks data which users a test shares with other tests, and says whether another test changes its effect.

Apart from the readout, because it reads every other test's users: the first answer after a fold takes a join of users,
the next ones only read it. It tells how the data stand now, whatever day the readout is of.
"""

from collections.abc import Sequence

from analytics.decisions import overlap_health
from analytics.decisions.overlap_health import Overlap
from analytics.decisions.results import Finding, Readout
from analytics.statistics.results import Comparison
from data.declarations.experiments import Experiment, Role, Status
from data.events.shared_users import read_shared
from data.home import Home
from data.workspace.actors import Actor
from data.workspace.store import Workspace


def read_overlaps(
    home: Home, workspace: Workspace, actor: Actor, readout: Readout
) -> tuple[Finding | None, tuple[Overlap, ...]]:
    """Return the health check on overlapping tests, and each of them, the largest first.

    Parameters
    ----------
    readout : of the test; its leading primary is the effect that others may change, its day's level the error.

    Returns
    -------
    None and nothing when the test has no metric. Archived tests, and tests of other days, are left out.
    """
    experiment, policy = readout.experiment, readout.policy
    catalogue = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    uses = [use for use in experiment.metrics if use.metric in catalogue]
    if not uses or len(experiment.variants) < 2:
        return None, ()
    leading = next((use for use in uses if use.role is Role.PRIMARY), uses[0])
    metric, users = catalogue[leading.metric], sum(readout.users.values())
    found = []
    for other in (stored.value for stored in workspace.experiments(actor)):
        if other.key == experiment.key or other.status is Status.ARCHIVED or not other.variants:
            continue
        shared = read_shared(home, experiment, other, metric=metric, metrics=[catalogue[use.metric] for use in uses])
        if shared is not None:
            found.append(overlap_health.overlap(shared, name=other.name, users=users, metric=metric, policy=policy))
    pairs = overlap_health.corrected(found)
    return overlap_health.overlapping(pairs, level=_level(readout, metric.key)), pairs


def interacting(
    home: Home, workspace: Workspace, actor: Actor, pairs: Sequence[tuple[Experiment, Experiment]], *, metric: str
) -> frozenset[frozenset[str]]:
    """Return which of these pairs of finished tests change each other's effect on a metric, by their keys.

    Each test is held against all it is paired with, as its own health check does, in one finished look.
    """
    catalogue = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    policy = workspace.policy(actor).value
    beside: dict[str, list[Experiment]] = {}
    for one, other in pairs:
        beside.setdefault(one.key, [one]).append(other)
        beside.setdefault(other.key, [other]).append(one)
    changing: set[frozenset[str]] = set()
    for key, (mine, *others) in beside.items():
        used = [catalogue[use.metric] for use in mine.metrics if use.metric in catalogue]
        found = [
            overlap_health.overlap(shared, name=other.key, users=0, metric=catalogue[metric], policy=policy)
            for other in others
            if (shared := read_shared(home, mine, other, metric=catalogue[metric], metrics=used)) is not None
        ]
        for each in overlap_health.corrected(found):
            if each.adjusted_p_value is not None and each.adjusted_p_value <= 1.0 - policy.level:
                changing.add(frozenset({key, each.other}))
    return frozenset(changing)


def _level(readout: Readout, metric: str) -> float:
    """Return the level that the readout's day leaves for the metric; one look's when nothing can be compared."""
    levels = [
        row.result.nominal_level
        for row in readout.comparisons
        if row.metric.key == metric and row.segment is None and isinstance(row.result, Comparison)
    ]
    return max(levels, default=1.0 - readout.policy.level)
