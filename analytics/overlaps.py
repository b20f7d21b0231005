"""Asks data which users a test shares with other tests, and says whether another test changes its effect.

Apart from the readout, because it reads every other test's users: the first answer after a fold takes a join of users,
the next ones only read it. It tells how the data stand now, whatever day the readout is of.
"""

from collections.abc import Sequence
from hashlib import sha256

from analytics.decisions import overlap_health
from analytics.decisions.overlap_health import Overlap
from analytics.decisions.results import Finding, Readout
from analytics.statistics.results import Comparison
from data.declarations.experiments import Experiment, Role, Status
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.events import summaries
from data.events.shared_users import read_shared
from data.home import Home
from data.workspace.actors import Actor
from data.workspace.store import Workspace

RELEASE = 1  # rises when something else is found in the same users


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
    others = [
        stored.value
        for stored in workspace.experiments(actor)
        if stored.value.key != experiment.key and stored.value.status is not Status.ARCHIVED and stored.value.variants
    ]
    names = {other.key: other.name for other in others}
    used = [catalogue[use.metric] for use in uses]
    found = [
        overlap_health.overlap(shared, name=names[shared.other], users=users, metric=metric, policy=policy)
        for shared in read_shared(home, experiment, others, metric=metric, metrics=used)
    ]
    pairs = overlap_health.corrected(found)
    return overlap_health.overlapping(pairs, level=_level(readout, metric.key)), pairs


def interacting(
    home: Home, workspace: Workspace, actor: Actor, pairs: Sequence[tuple[Experiment, Experiment]], *, metric: str
) -> frozenset[frozenset[str]]:
    """Return which of these pairs of finished tests change each other's effect on a metric, by their keys.

    Each test is held against all it is paired with, as its own health check does, in one finished look. What was found
    is kept: a programme of hundreds of tests has a thousand pairs, and what ended long ago does not change any more.
    """
    catalogue = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    policy = workspace.policy(actor).value
    beside: dict[str, list[Experiment]] = {}
    for one, other in pairs:
        beside.setdefault(one.key, [one]).append(other)
        beside.setdefault(other.key, [other]).append(one)
    states = summaries.states(home)
    told = {one.key: f"{one!r} {states.get(one.key)}" for pair in pairs for one in pair}
    changing: set[frozenset[str]] = set()
    for key, tests in beside.items():
        used = [catalogue[use.metric] for use in tests[0].metrics if use.metric in catalogue]
        facts = [str(RELEASE), metric, repr(policy), repr(used), *(told[one.key] for one in tests)]
        mark = sha256("\n".join(facts).encode()).hexdigest()
        kept = summaries.kept(home, key, mark, name=summaries.INTERPLAY)
        others = kept.get("others") if kept is not None else None
        if not isinstance(others, list):
            others = _changing(home, tests, metric=catalogue[metric], metrics=used, policy=policy)
            summaries.keep(home, key, mark, value={"others": others}, name=summaries.INTERPLAY)
        changing |= {frozenset({key, other}) for other in others}
    return frozenset(changing)


def _changing(
    home: Home, tests: Sequence[Experiment], *, metric: Metric, metrics: Sequence[Metric], policy: Policy
) -> list[str]:
    """Return the keys of those that change the first one's effect."""
    mine, *others = tests
    found = [
        overlap_health.overlap(shared, name=shared.other, users=0, metric=metric, policy=policy)
        for shared in read_shared(home, mine, others, metric=metric, metrics=metrics)
    ]
    return [
        each.other
        for each in overlap_health.corrected(found)
        if each.adjusted_p_value is not None and each.adjusted_p_value <= 1.0 - policy.level
    ]


def _level(readout: Readout, metric: str) -> float:
    """Return the level that the readout's day leaves for the metric; one look's when nothing can be compared."""
    levels = [
        row.result.nominal_level
        for row in readout.comparisons
        if row.metric.key == metric and row.segment is None and isinstance(row.result, Comparison)
    ]
    return max(levels, default=1.0 - readout.policy.level)
