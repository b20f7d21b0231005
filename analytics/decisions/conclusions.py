"""From material to readout: looks planned, metrics walked, health checked, the ladder climbed, rows laid out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from analytics.decisions import delivery_health, health, looks, rows, segments, split_health
from analytics.decisions.evidence import Situation
from analytics.decisions.facts import arm_facts
from analytics.decisions.looks import Looks
from analytics.decisions.material import History, Material
from analytics.decisions.paths import Path, Reading, paths
from analytics.decisions.results import Finding, MetricComparison, Readout, Verdict
from analytics.decisions.segmentation import Segmentation
from analytics.decisions.series import Series
from analytics.decisions.split_health import Counts
from analytics.decisions.trends import trends
from analytics.decisions.verdicts import experiment_verdict
from data.declarations.experiments import Experiment, Role, Status
from data.declarations.metrics import Kind, Metric
from data.events.moments import Axes, Exposures
from data.messages import Message

_WORTH_A_SECOND_LOOK = 0.001  # share of users in two variants from which the verdict without them is worked out


def conclude(material: Material) -> Readout:
    """Return the readout of one experiment on one day.

    Raises
    ------
    Refused
        When the inference asked for is not built.
    """
    experiment, policy = material.experiment, material.policy
    planned = _plan(material, material.through)
    reading = Reading(looks=planned, policy=policy, method=material.method)
    walked = _walked(material, reading)
    primary = next((path for path in walked if path.series.role is Role.PRIMARY), None)
    by_segment = _by_segment(walked, primary, material, reading)
    lift = _minimal_interesting_lift(experiment, walked)
    findings = _health(material, walked, reading, lift)
    verdict = _verdict(walked, material, reading, lift, findings=findings)
    return Readout(
        experiment=experiment,
        policy=policy,
        as_of=planned.days[-1] if planned.days else None,
        first_day=planned.starts_on,
        last_day=material.evidence.last_event.date() if material.evidence.last_event else None,
        day_number=planned.day_number,
        planned_days=_planned_days(experiment, planned),
        users=_users(material.exposures, planned),
        fingerprint=material.fingerprint,
        inference=planned.inference,
        inference_reason=planned.reason,
        verdict=verdict,
        health=findings,
        comparisons=_comparisons(walked, by_segment, material, reading),
        trends=trends(primary, experiment.treatments, reading) if primary is not None else (),
        minimal_interesting_lift=lift,
        veiled_on_screen=_veiled(planned, material),
        segmentation=_segmentation(by_segment, material, reading),
        misdelivery=delivery_health.shares(material, planned),
    )


def _plan(material: Material, through: date | None) -> Looks:
    return looks.plan(
        material.experiment,
        material.exposures.axes.days,
        users=material.exposures.users.sum(axis=(1, 2, 3)),
        through=through,
        asked=material.asked,
        live=material.live,
    )


def _walked(material: Material, reading: Reading) -> tuple[Path, ...]:
    """Walk every metric up to the day asked for.

    A past day is cut out of the walk over all days: what a look says depends on no later one, and the boundaries of one
    walk then serve every day of it.
    """
    planned, days = reading.looks, material.exposures.axes.days
    count = len(planned.days)
    whole = _plan(material, days[-1]) if days and planned.clock is not None else planned
    if whole.positions[:count] != planned.positions:
        whole = planned
    all_series = [_series(history, material.experiment, whole) for history in _comparable(material)]
    if not all_series:
        return ()
    walked = paths(all_series, replace(reading, looks=replace(whole, read=planned.read)))
    return walked if whole is planned else tuple(path.until(count) for path in walked)


def _comparable(material: Material) -> tuple[History, ...]:
    return material.histories if len(material.experiment.variants) > 1 else ()


def _series(history: History, experiment: Experiment, planned: Looks) -> Series:
    return Series.of(
        history.axes,
        history.moments,
        experiment=experiment,
        metric=history.metric,
        use=history.use,
        positions=_positions(history.axes, planned),
    )


def _positions(axes: Axes, planned: Looks) -> tuple[int, ...]:
    """Return the looks' positions in a history; every history of an experiment has the days of its exposures."""
    last = max(len(axes.days) - 1, 0)
    return tuple(min(position, last) for position in planned.positions)


def _minimal_interesting_lift(experiment: Experiment, walked: Sequence[Path]) -> float:
    """Return the experiment's own, else the leading primary's."""
    if experiment.minimal_interesting_lift is not None:
        return experiment.minimal_interesting_lift
    metrics = [path.series for path in walked]
    leading = next((series for series in metrics if series.role is Role.PRIMARY), metrics[0] if metrics else None)
    return leading.metric.minimal_interesting_lift if leading is not None else 0.0


def _situation(material: Material, reading: Reading, lift: float, *, blocked: bool) -> Situation:
    planned = reading.looks
    return Situation(
        policy=material.policy,
        minimal_interesting_lift=lift,
        days=planned.day_number,
        ended=planned.ended,
        protected=planned.protected,
        blocked=blocked,
        split_known=bool(material.experiment.allocation),
    )


def _verdict(
    walked: Sequence[Path], material: Material, reading: Reading, lift: float, *, findings: tuple[Finding, ...] = ()
) -> Verdict:
    facts = arm_facts(walked, material.experiment.treatments, reading) if walked else ()
    return experiment_verdict(facts, _situation(material, reading, lift, blocked=health.blocks(findings)))


def _health(material: Material, walked: Sequence[Path], reading: Reading, lift: float) -> tuple[Finding, ...]:
    experiment, planned, exposures = material.experiment, reading.looks, material.exposures
    amounts = {path.series.metric.key: _named(path.series.metric) for path in walked if _amount(path)}
    crossed, users = (int(array[planned.positions[-1]].sum()) for array in (exposures.crossed, exposures.users))
    return health.check(
        health.HealthMaterial(
            experiment=experiment,
            policy=material.policy,
            days=planned.days,
            today=material.today,
            running=_running(material),
            finished=_finished_look(planned),
            counts=_counts(exposures, experiment, planned),
            groups={name: _counts(group, experiment, planned) for name, group in material.groups.items()},
            crossed=crossed,
            changes_verdict=crossed >= _WORTH_A_SECOND_LOOK * users > 0
            and _differs_without_crossed(material, walked, reading, lift),
            evidence=material.evidence,
            misdelivery=tuple(each for each in delivery_health.shares(material, planned) if each.segment is None),
            amounts=amounts,
            skewness={
                (path.series.metric.key, treatment): float(path.estimates.skewness[planned.read, arm])
                for path in walked
                if _amount(path)
                for arm, treatment in enumerate(experiment.treatments)
                if np.isfinite(path.estimates.skewness[planned.read, arm])
            },
        )
    )


def _amount(path: Path) -> bool:
    return path.series.metric.kind is Kind.MEAN


def _named(metric: Metric) -> Message:
    """Return a metric's name as a sentence of its own: those of the catalogue are translated."""
    return Message("metric", metric.name.replace("{", "{{").replace("}", "}}"))


def _running(material: Material) -> bool:
    """Tell whether data should still come in."""
    experiment, today = material.experiment, material.today
    ends = [day for day in (experiment.planned_end, experiment.ended_on) if day is not None]
    return experiment.status is Status.RUNNING and all(today <= day for day in ends)


def _counts(exposures: Exposures, experiment: Experiment, planned: Looks) -> Counts:
    declared = [exposures.axes.variants.index(variant) for variant in experiment.variants]
    positions = list(_positions(exposures.axes, planned))
    return Counts(users=exposures.users[positions][..., declared], segments=exposures.axes.segments)


def _differs_without_crossed(material: Material, walked: Sequence[Path], reading: Reading, lift: float) -> bool:
    """Tell whether setting aside users seen in two variants gives another verdict.

    A metric whose history does not know them apart is taken as it is.
    """
    histories = _comparable(material)
    if not walked or all(history.crossed is None for history in histories):
        return False
    left = []
    for history, path in zip(histories, walked, strict=True):
        if history.crossed is None:
            left.append(path.series)
            continue
        part = Series.of(
            history.axes,
            history.crossed,
            experiment=material.experiment,
            metric=history.metric,
            use=history.use,
            positions=_positions(history.axes, reading.looks),
        )
        left.append(path.series.without(part))
    everyone = _verdict(walked, material, reading, lift)
    others = _verdict(paths(left, reading), material, reading, lift)
    return (everyone.kind, everyone.treatment) != (others.kind, others.treatment)


def _by_segment(walked: Sequence[Path], primary: Path | None, material: Material, reading: Reading) -> tuple[Path, ...]:
    """Walk every metric by segment, at the boundary of the leading one."""
    if not walked or material.attribute is None or not material.segments:
        return ()
    lender = primary if primary is not None else walked[0]
    lent = np.tile(lender.variance, (1, len(material.segments[0].axes.segments)))
    return paths([_series(each, material.experiment, reading.looks) for each in material.segments], reading, lent=lent)


def _comparisons(
    walked: Sequence[Path], by_segment: Sequence[Path], material: Material, reading: Reading
) -> tuple[MetricComparison, ...]:
    if not walked:
        return ()
    everybody = rows.rows(walked, material.experiment, reading)
    if material.attribute is None or not by_segment:
        return everybody
    return everybody + rows.segment_rows(
        by_segment,
        material.experiment,
        reading,
        attribute=material.attribute,
        segments=material.segments[0].axes.segments,
    )


def _segmentation(by_segment: Sequence[Path], material: Material, reading: Reading) -> Segmentation | None:
    if material.attribute is None or not by_segment:
        return None
    group = material.groups.get(material.attribute)
    counts = _counts(group, material.experiment, reading.looks) if group is not None else None
    return segments.segmentation(
        by_segment,
        material.experiment,
        reading,
        attribute=material.attribute,
        names=material.segments[0].axes.segments,
        group=counts,
        everybody=_counts(material.exposures, material.experiment, reading.looks),
        uneven=()
        if counts is None
        else split_health.uneven(
            counts, material.experiment, policy=material.policy, finished=_finished_look(reading.looks)
        ),
    )


def _finished_look(planned: Looks) -> bool:
    return planned.clock is None and planned.ended


def _users(exposures: Exposures, planned: Looks) -> dict[str, int]:
    """Return users by first variant, declared ones first."""
    counted = exposures.users[planned.positions[-1]].sum(axis=(0, 1))
    return {variant: int(count) for variant, count in zip(exposures.axes.variants, counted, strict=True)}


def _planned_days(experiment: Experiment, planned: Looks) -> int | None:
    if experiment.planned_end is None or planned.starts_on is None:
        return None
    return (experiment.planned_end - planned.starts_on).days + 1


def _veiled(planned: Looks, material: Material) -> bool:
    """Tell whether screens hide the numbers: before the minimum of days, unless a lead lifted the veil."""
    number = planned.day_number
    return number is not None and number < material.policy.minimum_days and not material.unveiled
