"""One experiment in a few figures: what a line of the overview is made of, and where it stands among the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.decisions.results import Light, Readout, TrendPoint, VerdictKind
from analytics.decisions.statements import Statement
from analytics.statistics.results import Untestable
from analytics.statistics.tails import critical
from data.declarations.experiments import Experiment, Role, Status

POINTS = 40  # of a sparkline: more cannot be told apart at its width
_DECIDING = (VerdictKind.SHIP, VerdictKind.STOP, VerdictKind.NO_DIFFERENCE)


class Reading(StrEnum):
    """What can be read of an experiment today."""

    READ = "read"
    VEILED = "veiled"  # before minimum days: nothing of the numbers
    EMPTY = "empty"  # no events yet
    BROKEN = "broken"  # its history cannot be read


class Place(StrEnum):
    """Where an experiment stands, in the order a reader needs them."""

    WAITING = "waiting"  # somebody has to decide
    REPAIR = "repair"  # somebody has to find out what is wrong
    COLLECTING = "collecting"
    SETTLED = "settled"  # decided, or rolled out
    PLANNED = "planned"  # no events yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """The leading primary's lift on one day; relative, fractions."""

    lift: float
    low: float | None  # of the interval that is valid on that day
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the overview knows of one experiment. What a veil covers is None or empty; so is what unsafe figures say."""

    reading: Reading
    kind: VerdictKind | None = None
    light: Light | None = None  # of the worst health check
    day_number: int | None = None
    planned_days: int | None = None
    minimum_days: int = 0
    as_of: date | None = None
    first_day: date | None = None
    precision: float | None = None  # half-width of one look at the leading primary's relative lift, fraction
    target: float = 0.0  # half-width that tells the minimal interesting lift from nothing, fraction
    sparks: tuple[Spark, ...] = ()  # oldest first, at most POINTS
    statement: Statement | None = None  # what it says for good; None: not finished, or not to be seen
    rolled_out: bool = False  # people stated that everybody has it, whoever decided that and where
    sentences: Mapping[str, str]  # language → the verdict in one sentence; empty when nothing was read

    @property
    def progress(self) -> float | None:
        """How far the precision has come that decides, 0 to 1: (target precision / current precision)²."""
        if not self.precision or self.target <= 0:
            return None
        return min((self.target / self.precision) ** 2, 1.0)


def summarize(readout: Readout, sentences: Mapping[str, str], *, statement: Statement | None = None) -> Summary:
    """Return what is kept of a readout; `sentences` are its verdict by language, `statement` what it says for good."""
    veiled = readout.veiled_on_screen
    covered = veiled or readout.verdict.kind is VerdictKind.UNTRUSTED
    trend = next((one for one in readout.trends if one.treatment == readout.verdict.treatment), None)
    return Summary(
        reading=Reading.VEILED if veiled else Reading.READ,
        kind=None if veiled else readout.verdict.kind,
        light=_worst([finding.light for finding in readout.health]),
        day_number=readout.day_number,
        planned_days=readout.planned_days,
        minimum_days=readout.policy.minimum_days,
        as_of=readout.as_of,
        first_day=readout.first_day,
        precision=None if covered else _precision(readout),
        target=readout.minimal_interesting_lift,
        sparks=() if covered or trend is None else _thinned(trend.points),
        statement=None if veiled else statement,
        sentences=sentences,
    )


def place(experiment: Experiment, summary: Summary) -> Place:
    """Return where an experiment stands."""
    said = summary.statement
    if experiment.status is Status.DECIDED or summary.rolled_out or (said is not None and said.is_decided):
        return Place.SETTLED
    if summary.reading is Reading.EMPTY:
        return Place.PLANNED
    if summary.reading is Reading.BROKEN or summary.light is Light.BLOCK:
        return Place.REPAIR
    over = experiment.status is Status.ENDED and summary.kind is VerdictKind.INCONCLUSIVE
    return Place.WAITING if over or summary.kind in _DECIDING else Place.COLLECTING


def stands(experiment: Experiment, summary: Summary) -> str:
    """Return what a person sees of an experiment that can change: its status, and its verdict or why it has none."""
    return f"{experiment.status.value} {(summary.kind or summary.reading).value}"


def _precision(readout: Readout) -> float | None:
    """Return the half-width that one look has today, as the planned end's will: a boundary's early width is no measure.

    None where there is no lift to speak of.
    """
    rows = (
        row
        for row in readout.comparisons
        if row.treatment == readout.verdict.treatment and row.role is Role.PRIMARY and row.segment is None
    )
    leading = next(rows, None)
    if leading is None or isinstance(leading.result, Untestable) or leading.result.control_value == 0:
        return None
    width = float(critical(1 - readout.policy.level)) * leading.result.standard_error
    return abs(width / leading.result.control_value)


def _worst(lights: Sequence[Light]) -> Light | None:
    return next((light for light in (Light.BLOCK, Light.WARN, Light.OK) if light in lights), None)


def _thinned(points: Sequence[TrendPoint]) -> tuple[Spark, ...]:
    """Return at most POINTS days that have a lift, evenly spaced, the last day among them."""
    known = [_spark(point.relative_lift, point) for point in points if not isinstance(point.relative_lift, Untestable)]
    if len(known) <= POINTS:
        return tuple(known)
    return tuple(known[round(step * (len(known) - 1) / (POINTS - 1))] for step in range(POINTS))


def _spark(lift: float, point: TrendPoint) -> Spark:
    if isinstance(point.interval, Untestable):
        return Spark(lift=lift, low=None, high=None)
    return Spark(lift=lift, low=point.interval.low, high=point.interval.high)
