"""From metrics walked by segment to the gate, shrunk effects and coverage: what a Segments screen needs beside rows."""

from collections.abc import Sequence

import numpy as np

from analytics.decisions.paths import Path, Reading
from analytics.decisions.segmentation import Coverage, Gate, Segmentation, SegmentEffect, Shrinkage
from analytics.decisions.split_health import Counts
from analytics.statistics.heterogeneity import Effects, Scale, Shrunk, effects, interaction, shrunk
from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import Array
from data.declarations.experiments import Experiment


def segmentation(
    paths: Sequence[Path],
    experiment: Experiment,
    reading: Reading,
    *,
    attribute: str,
    names: Sequence[str],
    group: Counts | None,
    everybody: Counts,
    uneven: Sequence[str] = (),
) -> Segmentation:
    """Return what the look that is read says of an attribute.

    Parameters
    ----------
    paths : walked by segment, arms are segments x treatments, as `rows.segment_rows` takes them.
    names : values of the attribute, the segments.
    group, everybody : users by first variant and segment (None: not known), and of the whole test.
    uneven : the segments whose split is off.
    """
    arms = len(experiment.treatments)
    gates: list[Gate] = []
    found: list[SegmentEffect] = []
    for path in paths:
        for arm in range(arms):
            gate, own = _gate(path, arm, experiment.treatments, reading, names=names)
            gates.append(gate)
            found += own
    return Segmentation(
        attribute=attribute,
        gates=tuple(gates),
        effects=tuple(found),
        coverage=_coverage(group, everybody, experiment, least=reading.policy.small_segment, look=reading.looks.read),
        uneven=tuple(uneven),
    )


def _gate(
    path: Path, arm: int, treatments: Sequence[str], reading: Reading, *, names: Sequence[str]
) -> tuple[Gate, list[SegmentEffect]]:
    series, look, policy, arms, treatment = (
        path.series,
        reading.looks.read,
        reading.policy,
        len(treatments),
        treatments[arm],
    )
    control, treated = (_groups(each, look, arm, arms=arms) for each in (series.control, series.treatment))
    users = np.minimum(control.users.sum(axis=-1), treated.users.sum(axis=-1))
    large = users >= policy.small_segment
    measured = effects(control, treated, kind=series.metric.kind)
    shown = Effects(
        scale=measured.scale,
        estimate=np.where(large, measured.estimate, np.nan),
        error=np.where(large, measured.error, np.nan),
    )
    tested = interaction(shown)
    level = float(np.max(path.level[look, arm::arms]))
    drawn = shrunk(shown, between=tested.between, level=level if level > 0 else 1.0 - policy.level)
    usable = shown.usable
    gate = Gate(
        metric=series.metric.key,
        treatment=treatment,
        scale=shown.scale,
        tested=tuple(name for name, used in zip(names, usable, strict=True) if used),
        left_out=tuple(name for name, used in zip(names, usable, strict=True) if not used),
        statistic=_known(tested.statistic),
        p_value=_known(tested.p_value),
        level=level,
        spread=_known(np.sqrt(tested.between)),
        share=_known(tested.share),
        opens=bool(level > 0 and tested.p_value <= level),
    )
    return gate, [
        SegmentEffect(
            metric=series.metric.key,
            treatment=treatment,
            value=name,
            effect=_shrinkage(shown, drawn, place, coverage=policy.level)
            if usable[place]
            else Untestable(reason=Reason.NOT_ENOUGH_DATA if large[place] else Reason.TOO_FEW_USERS),
        )
        for place, name in enumerate(names)
    ]


def _groups(sample: Sample, look: int, arm: int, *, arms: int) -> Sample:
    """Return one treatment's samples of one look, (segments, periods)."""
    return Sample(**{name: np.moveaxis(getattr(sample, name)[look][:, arm::arms], 0, -1) for name in NAMES})


def _known(value: Array) -> float | None:
    return float(value) if np.isfinite(value) else None


def _shrinkage(shown: Effects, drawn: Shrunk, place: int, *, coverage: float) -> Shrinkage:
    def said(values: Array) -> float:
        value = float(values[place])
        return float(np.expm1(value)) if shown.scale is Scale.RATIO else value

    return Shrinkage(
        raw=said(shown.estimate),
        shrunk=said(drawn.estimate),
        interval=Interval(low=said(drawn.low), high=said(drawn.high), level=coverage),
        weight=float(drawn.weight[place]),
    )


def _coverage(
    group: Counts | None, everybody: Counts, experiment: Experiment, *, least: int, look: int
) -> tuple[Coverage, ...]:
    """Return users of each segment and those without a value; a group with a variant of too few users is suppressed."""
    if group is None:
        return ()
    parts = group.users[look].sum(axis=0)
    whole = everybody.users[look].sum(axis=(0, 1))
    rest = whole - parts.sum(axis=0)
    total = int(whole.sum())
    named: list[tuple[str | None, Array]] = [(name, parts[place]) for place, name in enumerate(group.segments)]
    if rest.sum() > 0:
        named.append((None, rest))
    return tuple(
        Coverage(
            value=name,
            users=dict(zip(experiment.variants, map(int, users), strict=True)),
            share=float(users.sum() / total),
            shares=dict(zip(experiment.variants, map(float, users / np.maximum(whole, 1)), strict=True)),
        )
        if users.min() >= least
        else Coverage(value=name, users=None, share=None)
        for name, users in named
    )
