"""What people foresaw and what came: outcomes of experiments, a reveal of one, and the records of people and team.

A forecast is made before the results are unveiled: the chance that the deciding metric is found better, and the range
in which the lift that the test will show lies. Several people's forecasts of one experiment share its outcome, so the
team is judged by its crowd, one forecast per experiment, never by all its forecasts heaped together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.decisions.results import ArmVerdict, Verdict, VerdictKind, VerdictReason
from analytics.statistics import crowds, forecasting
from analytics.statistics.crowds import Contest
from analytics.statistics.forecasting import CLAIMED, Accuracy, CalibrationBin, RangeCoverage
from analytics.statistics.results import Interval, Untestable
from analytics.statistics.tails import Array
from data.declarations.metrics import Direction

_STATED = ("chance", "low", "high")
_Rows = tuple[Array, Array, Array]  # chance, low and high; NaN where nothing was stated


class Position(StrEnum):
    """Where the observed lift lies, seen from a stated range."""

    INSIDE = "inside"
    BELOW = "below"  # the forecast was too high
    ABOVE = "above"  # the forecast was too low


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What one person foresaw of one experiment."""

    experiment: str  # key
    person: str
    chance: float  # that the deciding metric is found better, 0 to 1
    low: float  # relative lift, fraction
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one experiment."""

    experiment: str  # key
    won: bool  # the deciding metric was found better
    lift: float | None  # relative, plain estimate of the arm the verdict speaks of (fraction); None: not measured
    interval: Interval | None  # of that lift, as the verdict shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """One forecast beside what came."""

    person: str | None  # None: the crowd
    chance: float  # 0 to 1
    low: float  # relative lift, fraction
    high: float
    position: Position | None  # None: no lift was measured
    overlaps: bool | None  # whether stated range and observed interval have a lift in common; None: no interval
    brier: float  # of this forecast alone, 0 to 1, the smaller the better
    log_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """An experiment's outcome and everybody's forecasts of it."""

    outcome: Outcome
    forecasts: tuple[Revealed, ...]  # best Brier score first
    crowd: Revealed | None  # None with fewer than two forecasts


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """How well a person, or the crowd, foresaw; one forecast per experiment."""

    person: str | None  # None: the crowd
    scored: int  # forecasts of experiments with an outcome
    waiting: int  # forecasts of experiments without one
    accuracy: Accuracy | Untestable
    coverage: RangeCoverage | Untestable  # of ranges whose lift was measured
    calibration: tuple[CalibrationBin, ...] | Untestable


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRecord:
    """How well a team foresaw."""

    people: tuple[TrackRecord, ...]  # by name
    crowd: TrackRecord  # experiments that two people or more forecast
    contest: Contest | Untestable  # the crowd against its members, whose rows are places in `people`
    scored: int  # experiments with forecasts and an outcome
    waiting: tuple[str, ...]  # keys of experiments with forecasts and no outcome yet
    replaced: int  # forecasts that a later one of the same person and experiment took the place of


def outcome(experiment: str, verdict: Verdict, *, direction: Direction) -> Outcome | None:
    """Return what came of an experiment by its verdict; None where there is no answer to score a forecast by.

    Parameters
    ----------
    experiment : its key
    verdict : Verdict
        On the day that counts: the decision's, or the snapshot's of the session that reveals it.
    direction : which way is better, of the deciding metric.

    Notes
    -----
    Won: the verdict is ship; or the test stopped for a guardrail alone while the deciding metric's interval lies wholly
    on the better side; or it ended inconclusive with the deciding metric better. No real difference is not won.

    An inconclusive end is an outcome too: whoever foresaw a win was wrong, and to leave such tests out would make
    everybody look too careful. There is no answer while the test collects, while health blocks it, and where it has no
    data or nobody stated its split.
    """
    arm = next((each for each in verdict.arms if each.treatment == verdict.treatment), None)
    if arm is None or verdict.kind in (VerdictKind.KEEP_COLLECTING, VerdictKind.UNTRUSTED):
        return None
    if {VerdictReason.NO_DATA, VerdictReason.SPLIT_UNKNOWN} & set(arm.reasons):
        return None
    return Outcome(experiment=experiment, won=_won(arm, direction=direction), lift=arm.raw_lift, interval=arm.interval)


def reveal(forecasts: Sequence[Forecast], came: Outcome) -> Reveal:
    """Return the forecasts of one experiment beside its outcome; those of other experiments are left aside."""
    stated, _ = _latest(each for each in forecasts if each.experiment == came.experiment)
    own = [_revealed(each.person, (each.chance, each.low, each.high), came) for each in stated]
    together = None
    if len(stated) >= crowds.COMPANY:
        said = crowds.crowd(*(np.array([[getattr(each, name)] for each in stated]) for name in _STATED))
        together = _revealed(None, (float(said.chance[0]), float(said.low[0]), float(said.high[0])), came)
    return Reveal(
        outcome=came,
        forecasts=tuple(sorted(own, key=lambda each: (each.brier, each.person or ""))),
        crowd=together,
    )


def track(forecasts: Sequence[Forecast], outcomes: Sequence[Outcome], *, claimed: float = CLAIMED) -> TeamRecord:
    """Return the records of everybody in a team, and of the team as a crowd.

    Parameters
    ----------
    forecasts : sequence of Forecast
        Of one team, oldest first: of several by one person for one experiment the last counts.
    outcomes : sequence of Outcome
        Of the experiments that have one; others wait.
    claimed : share of the stated ranges that is said to hold, 0 to 1.

    Returns
    -------
    TeamRecord. Scores, coverage and calibration are Untestable (`too_few`) below five forecasts with an outcome.

    Notes
    -----
    A range is held against the plain lift that the test showed, which is all that can be seen: who wants to be right
    in eight of ten cases has to allow for the test's own chance as well.
    """
    stated, replaced = _latest(forecasts)
    came = {each.experiment: each for each in outcomes}
    names = sorted({each.person for each in stated})
    keys = sorted({each.experiment for each in stated})
    table = _table(stated, names, keys)
    settled = np.array([key in came for key in keys], dtype=bool)
    won = [came[key].won for key in keys if key in came]

    def record(person: str | None, chance: Array, low: Array, high: Array) -> TrackRecord:
        return _record(person, keys, came, stated=(chance, low, high), claimed=claimed)

    return TeamRecord(
        people=tuple(record(name, *rows) for name, *rows in zip(names, *table, strict=True)),
        crowd=record(None, *_together(table)),
        contest=crowds.contest(table[0][:, settled], won),
        scored=len(won),
        waiting=tuple(key for key in keys if key not in came),
        replaced=replaced,
    )


def own(forecasts: Sequence[Forecast], outcomes: Sequence[Outcome], *, claimed: float = CLAIMED) -> TrackRecord:
    """Return the record of one person, whose forecasts alone are given; of nobody where there are none."""
    stated, _ = _latest(forecasts)
    keys = sorted({each.experiment for each in stated})
    chance, low, high = _table(stated, sorted({each.person for each in stated}), keys)
    came = {each.experiment: each for each in outcomes}
    rows = (chance[0], low[0], high[0]) if stated else (np.zeros(0), np.zeros(0), np.zeros(0))
    return _record(stated[0].person if stated else None, keys, came, stated=rows, claimed=claimed)


def team(forecasts: Sequence[Forecast], outcomes: Sequence[Outcome], *, claimed: float = CLAIMED) -> TrackRecord:
    """Return the crowd's record alone, as `track` gives it."""
    stated, _ = _latest(forecasts)
    keys = sorted({each.experiment for each in stated})
    table = _table(stated, sorted({each.person for each in stated}), keys)
    came = {each.experiment: each for each in outcomes}
    return _record(None, keys, came, stated=_together(table), claimed=claimed)


def _together(table: _Rows) -> _Rows:
    """Return what the crowd says of each experiment that two people or more forecast."""
    said = crowds.crowd(*table)
    return np.where(said.members >= crowds.COMPANY, said.chance, np.nan), said.low, said.high


def _won(arm: ArmVerdict, *, direction: Direction) -> bool:
    if arm.kind is VerdictKind.STOP and VerdictReason.PRIMARY_WORSE not in arm.reasons and arm.interval is not None:
        return arm.interval.low > 0 if direction is Direction.UP else arm.interval.high < 0
    if arm.kind is VerdictKind.INCONCLUSIVE:
        return VerdictReason.PRIMARY_BETTER in arm.reasons
    return arm.kind is VerdictKind.SHIP


def _latest(forecasts: Iterable[Forecast]) -> tuple[list[Forecast], int]:
    """Return each person's last forecast of each experiment, and how many earlier ones there are."""
    given = list(forecasts)
    last = {(each.person, each.experiment): each for each in given}
    return list(last.values()), len(given) - len(last)


def _table(stated: Sequence[Forecast], names: Sequence[str], keys: Sequence[str]) -> _Rows:
    """Return what was stated, each as (people, experiments)."""
    row, column = ({name: place for place, name in enumerate(each)} for each in (names, keys))
    chance, low, high = (np.full((len(names), len(keys)), np.nan) for _ in _STATED)
    for each in stated:
        place = row[each.person], column[each.experiment]
        chance[place], low[place], high[place] = each.chance, each.low, each.high
    return chance, low, high


def _record(
    person: str | None, keys: Sequence[str], came: Mapping[str, Outcome], *, stated: _Rows, claimed: float
) -> TrackRecord:
    chance, low, high = stated
    known = [place for place in range(len(keys)) if not np.isnan(chance[place])]
    scored = [place for place in known if keys[place] in came]
    won = [came[keys[place]].won for place in scored]
    lifts = {place: lift for place in scored if (lift := came[keys[place]].lift) is not None}
    measured = list(lifts)
    return TrackRecord(
        person=person,
        scored=len(scored),
        waiting=len(known) - len(scored),
        accuracy=forecasting.accuracy(chance[scored], won),
        coverage=forecasting.coverage(low[measured], high[measured], list(lifts.values()), claimed=claimed),
        calibration=forecasting.calibration(chance[scored], won),
    )


def _revealed(person: str | None, stated: tuple[float, float, float], came: Outcome) -> Revealed:
    chance, low, high = stated
    position = None
    if came.lift is not None:
        position = Position.BELOW if came.lift < low else Position.ABOVE if came.lift > high else Position.INSIDE
    return Revealed(
        person=person,
        chance=chance,
        low=low,
        high=high,
        position=position,
        overlaps=None if came.interval is None else came.interval.low <= high and low <= came.interval.high,
        brier=float(forecasting.brier(chance, came.won)),
        log_score=float(forecasting.log_score(chance, came.won)),
    )
