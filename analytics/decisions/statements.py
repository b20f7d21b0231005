"""What one finished test says of its metrics, in the few figures that claims are held against.

Of several treatments the one speaks that the verdict speaks of. A test that is running or veiled says nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import expm1, inf, isfinite, log1p, nan

from analytics.decisions.learnings import LEVEL, Change, Evidence
from analytics.decisions.results import Light, MetricComparison, Readout, VerdictKind
from analytics.statistics.results import Comparison, Interval, Untestable
from analytics.statistics.tails import critical
from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import Direction

FINISHED = (Status.ENDED, Status.DECIDED)


class Silence(StrEnum):
    """Why a test that is linked to a claim gives no evidence, beside what `learnings.Omission` names."""

    RUNNING = "running"  # not finished
    EARLY = "early"  # before minimum days: nobody sees its numbers
    GUESS = "guess"  # this person has to guess first
    EMPTY = "empty"  # no events, or they cannot be read
    UNREAD = "unread"  # is being read
    GONE = "gone"  # archived, or not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a test measured of one metric."""

    metric: str  # key
    lift: float  # plain estimate, relative (fraction)
    standard_error: float | None  # of that lift (fraction); None: none can be told
    shows: Change | None  # beyond chance, after correction; None: neither
    control: float | None = None  # what a user of the control comes to, metric's unit; None: not written down
    interval: Interval | None = None  # of the lift, as the readout shows it that day (fractions); None: none finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a finished test says, on the day it was decided or else the last one."""

    kind: VerdictKind  # of that day
    day: date | None  # None: undated
    is_decided: bool
    is_healthy: bool  # no health finding blocks
    effects: tuple[Effect, ...] = ()  # in the readout's order; empty where unhealthy: such figures say nothing
    began_on: date | None = None  # first day of its data; None: undated
    days: int | None = None  # complete days of its data; None: undated
    users: int = 0  # who were in it up to then, all variants together


def hear(readout: Readout, *, kind: VerdictKind | None = None, decided: bool = False) -> Statement | None:
    """Return what a readout says; None of a test that is not finished, and under a veil.

    Parameters
    ----------
    readout : Readout
        As of the day that counts: of the decision, else the last.
    kind : VerdictKind or None
        The verdict people decided on, where it was pinned; None: the readout's.
    decided : bool
        Whether people decided about this test, whatever its status says.
    """
    experiment = readout.experiment
    if experiment.status not in FINISHED or readout.veiled_on_screen:
        return None
    is_healthy = all(finding.light is not Light.BLOCK for finding in readout.health)
    days = [day for day in (readout.as_of, experiment.ended_on) if day is not None]
    return Statement(
        kind=kind or readout.verdict.kind,
        day=min(days, default=experiment.planned_end),
        is_decided=decided or experiment.status is Status.DECIDED,
        is_healthy=is_healthy,
        effects=_effects(readout) if is_healthy else (),
        began_on=readout.first_day,
        days=readout.day_number,
        users=sum(readout.users.values()),
    )


def evidence(experiment: Experiment, said: Statement, metric: str) -> Evidence:
    """Return what a test says of one metric; of one that it does not measure, that there is no lift."""
    effect = next((one for one in said.effects if one.metric == metric), None)
    error = None if effect is None else effect.standard_error
    return Evidence(
        experiment=experiment.key,
        lift=nan if effect is None else effect.lift,
        standard_error=nan if error is None else error,
        ended_on=said.day or date.min,
        shows=None if effect is None else effect.shows,
        healthy=said.is_healthy,
    )


def span(given: Evidence, level: float = LEVEL) -> Interval:
    """Return a test's plain range as it enters a synthesis: symmetric in log(1 + lift)."""
    reach = float(critical(1.0 - level)) * given.standard_error / (1.0 + given.lift)
    middle = log1p(given.lift)
    return Interval(low=expm1(middle - reach), high=expm1(middle + reach), level=level)


def _effects(readout: Readout) -> tuple[Effect, ...]:
    """Return what was measured over everybody, of the treatment the verdict speaks of."""
    spoken = readout.verdict.treatment
    rows = [row for row in readout.comparisons if row.segment is None and row.treatment == spoken]
    found = (_effect(row, readout.policy.level) for row in rows)
    return tuple(effect for effect in found if effect is not None)


def _effect(row: MetricComparison, level: float) -> Effect | None:
    result = row.result
    if isinstance(result, Untestable) or isinstance(result.relative_lift, Untestable):
        return None
    error = _error(result, result.relative_lift)
    return Effect(
        metric=row.metric.key,
        lift=result.relative_lift,
        standard_error=error,
        shows=_shows(row, level),
        control=result.control_value,
        interval=_finite(result.relative_interval),
    )


def _finite(ends: Interval | Untestable) -> Interval | None:
    if isinstance(ends, Untestable) or not isfinite(ends.low) or not isfinite(ends.high):
        return None
    return ends


def _error(result: Comparison, lift: float) -> float | None:
    """Return the standard error of a lift: what its range, at the level of its day, is wide in log(1 + lift).

    So it is that of the very method the readout shows, over strata and cells of any kind. With the thousands of users
    of a test it is the delta method's to within a hundredth.
    """
    ends = result.relative_interval
    if isinstance(ends, Untestable) or not isfinite(ends.high) or min(ends.low, lift) <= -1.0:
        return None
    reach = float(critical(result.nominal_level))
    return (1.0 + lift) * (log1p(ends.high) - log1p(ends.low)) / (2.0 * reach) if 0.0 < reach < inf else None


def _shows(row: MetricComparison, level: float) -> Change | None:
    """Return which way a metric moved beyond chance, as the readout colours it: by range and corrected p.

    A change for the better that is too large to be believed at once shows nothing; harm that large is harm.
    """
    result = row.result
    if isinstance(result, Untestable) or isinstance(result.relative_interval, Untestable):
        return None
    ends = result.relative_interval
    if ends.low <= 0 <= ends.high or result.adjusted_p_value > 1 - level:
        return None
    change = Change.RAISES if ends.low > 0 else Change.LOWERS
    is_better = (change is Change.RAISES) is (row.metric.direction is Direction.UP)
    return None if is_better and row.suspicious else change
