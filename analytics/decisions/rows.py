"""The readout's rows: one per metric, treatment and segment, with p-values corrected over the metrics of one role."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analytics.decisions.paths import Path, Reading
from analytics.decisions.results import MetricComparison, Segment
from analytics.decisions.series import Series
from analytics.statistics.estimates import Estimates, scalar
from analytics.statistics.multiplicity import benjamini_hochberg, holm
from analytics.statistics.results import Comparison, Reason, Untestable
from analytics.statistics.tails import Array
from data.declarations.experiments import Experiment, Role
from data.declarations.policies import Policy


def rows(paths: Sequence[Path], experiment: Experiment, reading: Reading) -> tuple[MetricComparison, ...]:
    """Return one row per metric and treatment, metrics in declared order within their role, as of the look read.

    Primaries are corrected by Holm over primaries x arms, secondaries by Benjamini and Hochberg, guardrails are not.
    """
    adjusted = _adjusted(paths, reading.looks.read)
    ordered = sorted(zip(paths, adjusted, strict=True), key=lambda each: list(Role).index(each[0].series.role))
    return tuple(
        _row(path, arm, experiment, reading, segment=None, adjusted=None if values is None else float(values[arm]))
        for path, values in ordered
        for arm in range(len(experiment.treatments))
    )


def segment_rows(
    paths: Sequence[Path], experiment: Experiment, reading: Reading, *, attribute: str, segments: Sequence[str]
) -> tuple[MetricComparison, ...]:
    """Return one row per metric, segment and treatment, of paths whose arms are segments x treatments.

    P-values are corrected by Benjamini and Hochberg over the segments of a metric and treatment.
    """
    arms = len(experiment.treatments)
    found: list[MetricComparison] = []
    for path in sorted(paths, key=lambda each: list(Role).index(each.series.role)):
        places = [
            (arm, Segment(attribute=attribute, value=segments[arm // arms])) for arm in range(arms * len(segments))
        ]
        found += [_row(path, arm, experiment, reading, segment=place, adjusted=None) for arm, place in places]
    return _corrected(found)


def _adjusted(paths: Sequence[Path], look: int) -> list[Array | None]:
    """Return each path's corrected p-values (arms,); None: not corrected."""
    found: list[Array | None] = [None] * len(paths)
    for role, correct in ((Role.PRIMARY, holm), (Role.SECONDARY, benjamini_hochberg)):
        chosen = [index for index, path in enumerate(paths) if path.series.role is role]
        if not chosen:
            continue
        family = np.stack([_testable(paths[index], look) for index in chosen])
        corrected = correct(family.reshape(-1)).reshape(family.shape)
        for place, index in enumerate(chosen):
            found[index] = corrected[place]
    return found


def _testable(path: Path, look: int) -> Array:
    return np.where(path.estimates.reason[look] == 0, path.p_value[look], np.nan)


def _row(
    path: Path,
    arm: int,
    experiment: Experiment,
    reading: Reading,
    *,
    segment: Segment | None,
    adjusted: float | None,
) -> MetricComparison:
    look, policy = reading.looks.read, reading.policy
    estimates, result = path.estimates, _result(path, arm, reading, adjusted=adjusted)
    if segment is not None:
        result = shown(result, estimates, look, arm, policy=policy)
    return assembled(path.series, estimates, look, arm, result, experiment=experiment, policy=policy, segment=segment)


def shown(
    result: Comparison | Untestable, estimates: Estimates, look: int, arm: int, *, policy: Policy
) -> Comparison | Untestable:
    """Return a group's result, unless an arm has so few users that its people could be told apart."""
    least = min(estimates.control_users[look, arm], estimates.treatment_users[look, arm])
    return Untestable(reason=Reason.TOO_FEW_USERS) if least < policy.small_segment else result


def assembled(
    series: Series,
    estimates: Estimates,
    look: int,
    arm: int,
    result: Comparison | Untestable,
    *,
    experiment: Experiment,
    policy: Policy,
    segment: Segment | None,
) -> MetricComparison:
    """Return one metric and arm of a look with all that stands beside its result."""
    lift = result.relative_lift if isinstance(result, Comparison) else None
    return MetricComparison(
        metric=series.metric,
        role=series.role,
        margin=series.use.margin,
        segment=segment,
        control=experiment.variants[0],
        treatment=experiment.treatments[arm % len(experiment.treatments)],
        control_users=int(estimates.control_users[look, arm]),
        treatment_users=int(estimates.treatment_users[look, arm]),
        control_total=series.total(look, arm, of=series.control),
        treatment_total=series.total(look, arm, of=series.treatment),
        result=result,
        chance_to_beat_control=None,
        suspicious=isinstance(lift, float) and abs(lift) > policy.suspicious_lift,
    )


def _result(path: Path, arm: int, reading: Reading, *, adjusted: float | None) -> Comparison | Untestable:
    look = reading.looks.read
    exact, crossed = float(path.exact[look, arm]), int(path.crossed[arm])
    return scalar(
        path.estimates,
        look,
        arm,
        coverage=reading.policy.level,
        nominal_level=float(path.level[look, arm]),
        p_value=float(path.p_value[look, arm]),
        adjusted_p_value=adjusted,
        exact_p_value=exact if np.isfinite(exact) else None,
        crossed_on=crossed if 0 <= crossed <= look else None,
        low_events=bool(path.small[look, arm]),
    )


def _corrected(found: Sequence[MetricComparison]) -> tuple[MetricComparison, ...]:
    corrected = list(found)
    for place in {(row.metric.key, row.treatment) for row in found}:
        chosen = [
            (index, row.result)
            for index, row in enumerate(found)
            if (row.metric.key, row.treatment) == place and isinstance(row.result, Comparison)
        ]
        if not chosen:
            continue
        values = benjamini_hochberg([result.p_value for _, result in chosen])
        for (index, result), value in zip(chosen, values, strict=True):
            corrected[index] = replace(found[index], result=replace(result, adjusted_p_value=float(value)))
    return tuple(corrected)
