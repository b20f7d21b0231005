"""From walked metrics to what the ladder is fed: corrections over the family, crossings latched, guardrails live."""

from collections.abc import Sequence

import numpy as np

from analytics.decisions.evidence import ArmFacts, GuardrailFacts, PrimaryFacts
from analytics.decisions.paths import Path, Reading
from analytics.decisions.projections import best_guess, days_left, detectable_lift
from analytics.statistics.comparisons import one_sided
from analytics.statistics.multiplicity import holm, stop_weights, weighted_holm
from analytics.statistics.results import Interval
from analytics.statistics.tails import Array
from data.declarations.experiments import Role


def arm_facts(paths: Sequence[Path], treatments: Sequence[str], reading: Reading) -> tuple[ArmFacts, ...]:
    """Return what the ladder needs of every treatment, as of the look that is read.

    Parameters
    ----------
    paths : sequence of Path
        Every metric of the experiment, in declared order: the first primary leads.
    treatments : sequence of str
        Names of the arms, as in the paths' last axis.
    reading : Reading
        The looks and the policy.

    Notes
    -----
    Ship: Holm over primaries x arms on sequential p-values. Stop: weighted Holm, half of the error to worse primaries
    and half to guardrails beyond their margin. Non-inferiority of guardrails is not corrected: all of them must hold.
    """
    primaries = [path for path in paths if path.series.role is Role.PRIMARY]
    guardrails = [path for path in paths if path.series.role is Role.GUARDRAIL]
    arms, look = len(treatments), reading.looks.read
    better = _better(primaries)
    alone = _two_sided(primaries)
    harm, worse = _stop(primaries, guardrails, look)
    facts = []
    for arm, treatment in enumerate(treatments):
        leading = primaries[0] if primaries else None
        facts.append(
            ArmFacts(
                treatment=treatment,
                users=_users(paths, arm, look),
                conversions=_conversions(primaries, arm, look),
                primaries=tuple(
                    _primary(
                        path, arm, reading, better=better[index * arms + arm] if len(better) else np.ones(1),
                        alone=float(alone[index * arms + arm, look]),
                        worse=worse[index * arms + arm], harm=harm[index * arms + arm],
                    )
                    for index, path in enumerate(primaries)
                ),
                guardrails=tuple(
                    _guardrail(path, arm, reading, harm=harm[(len(primaries) + index) * arms + arm])
                    for index, path in enumerate(guardrails)
                ),
                best_guess=best_guess(leading, arm, reading) if leading else None,
                days_left=days_left(leading, arm, reading) if leading else None,
                detectable_lift=detectable_lift(leading, arm, reading) if leading else None,
                suspicious=any(_suspicious(path, arm, reading) for path in primaries),
            )
        )  # fmt: skip
    return tuple(facts)


def _two_sided(primaries: Sequence[Path]) -> Array:
    """Return (hypotheses, looks) two-sided p-values of “better”, 1 where the change is for the worse."""
    columns = [np.minimum(1.0, 2.0 * np.nan_to_num(path.better, nan=1.0)).T for path in primaries]
    return np.concatenate(columns) if columns else np.ones((0, 1))


def _family(primaries: Sequence[Path]) -> Array:
    """Return (hypotheses, looks) two-sided p-values of decisions, in either direction; NaN: not testable."""
    columns = [np.minimum(1.0, 2.0 * np.minimum(path.upper, path.lower)).T for path in primaries]
    return np.concatenate(columns) if columns else np.ones((0, 1))


def _better(primaries: Sequence[Path]) -> Array:
    """Return (hypotheses, looks) p-values of “better”, corrected by Holm over primaries x arms."""
    if not primaries:
        return np.ones((0, 1))
    adjusted = np.nan_to_num(holm(_family(primaries)), nan=1.0)
    towards = np.concatenate([(path.better <= path.worse).T for path in primaries])
    return np.where(towards, adjusted, 1.0)


def _stop(primaries: Sequence[Path], guardrails: Sequence[Path], look: int) -> tuple[Array, Array]:
    """Return corrected one-sided p-values of harm on the look: with enough events, and primaries on any number."""
    arms = (primaries or guardrails)[0].harm.shape[1] if primaries or guardrails else 0
    weights = stop_weights(len(primaries) * arms, len(guardrails) * arms)
    enough = [path.harm[look] for path in (*primaries, *guardrails)]
    anyhow = [path.worse[look] for path in primaries] + [path.harm[look] for path in guardrails]
    if not enough:
        return np.ones(0), np.ones(0)
    first, second = (weighted_holm(np.nan_to_num(np.concatenate(each), nan=1.0), weights) for each in (enough, anyhow))
    return first, second


def _primary(
    path: Path, arm: int, reading: Reading, *, better: Array, alone: float, worse: float, harm: float
) -> PrimaryFacts:
    looks, limit = reading.looks, 2 * reading.policy.false_ship
    met = np.flatnonzero(better[: looks.read + 1] <= limit)
    first = int(met[0]) if met.size and looks.clock is not None else -1
    score_alone = float(np.nan_to_num(path.better_alone[looks.read, arm], nan=1.0))
    return PrimaryFacts(
        metric=path.series.metric.key,
        direction=path.series.metric.direction,
        better_p=float(better[looks.read]),
        better_p_alone=alone,
        worse_p=float(worse),
        harm_p=float(harm),
        small_cell_waits=bool(path.small[looks.read, arm]) and 2 * score_alone <= limit < alone,
        interval=interval(path, arm, reading),
        interval_protected=bool(path.protected[looks.read, arm]),
        lift=lift(path, arm, looks.read),
        crossed_on=looks.crossed(first),
        crossed_earlier=0 <= first < looks.read,
    )


def _guardrail(path: Path, arm: int, reading: Reading, *, harm: float) -> GuardrailFacts:
    look = reading.looks.read
    margin, change = path.series.use.margin or 0.0, lift(path, arm, look)
    if change is None:  # no relative lift: the statistic tells the side
        beyond = path.safe is not None and float(path.safe[look, arm]) < 0
    else:
        beyond = (-change if path.series.upwards else change) > margin
    safe_p, safe_level = 1.0, 0.0
    if path.safe is not None and path.safe_boundary is not None and np.isfinite(path.safe[look, arm]):
        safe_p = float(one_sided(path.safe[look, arm]))
        safe_level = float(one_sided(path.safe_boundary[look, arm]))
    return GuardrailFacts(
        metric=path.series.metric.key,
        safe_p=safe_p,
        safe_level=safe_level,
        harm_p=float(harm),
        beyond_today=beyond,
    )


def interval(path: Path, arm: int, reading: Reading) -> Interval | None:
    """Return the relative interval of the look that is read; None where there is none."""
    estimates, look = path.estimates, reading.looks.read
    if estimates.reason[look, arm] or estimates.relative_reason[look, arm]:
        return None
    return Interval(
        low=float(estimates.relative_low[look, arm]),
        high=float(estimates.relative_high[look, arm]),
        level=reading.policy.level,
    )


def lift(path: Path, arm: int, look: int) -> float | None:
    """Return the plain relative lift (fraction); None where there is none."""
    value = float(path.estimates.relative_lift[look, arm])
    return value if np.isfinite(value) else None


def _suspicious(path: Path, arm: int, reading: Reading) -> bool:
    value = lift(path, arm, reading.looks.read)
    return value is not None and abs(value) > reading.policy.suspicious_lift


def _users(paths: Sequence[Path], arm: int, look: int) -> int:
    """Return the users of the smaller of control and treatment; the metrics with most users (none waits) tell."""
    counts = [min(p.estimates.control_users[look, arm], p.estimates.treatment_users[look, arm]) for p in paths]
    return int(max(counts, default=0))


def _conversions(primaries: Sequence[Path], arm: int, look: int) -> int | None:
    cells = [path.series.smallest_cell for path in primaries]
    counts = [int(cell[look, arm]) for cell in cells if cell is not None]
    return min(counts, default=None)
