"""What is known of a claim from the tests linked to it, and how much a programme of tests wins and learns.

A claim says that a lever raises or lowers a metric for an audience. Its status follows from the evidence by arithmetic,
so it changes when a test is added; nobody sets it. “No difference” is no claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from analytics.decisions.results import VerdictKind
from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.shares import exact_interval
from analytics.statistics.synthesis import Heterogeneity, Synthesis, synthesize

LEVEL = 0.95  # of the combined lift's interval
AHEAD = 0.80  # of the prediction interval: the next lift lies beyond its worse end in nine of ten cases
REPEATED = 2  # tests from which a claim can be supported
CONFIRMING = 3  # tests from which it can be confirmed


class Change(StrEnum):
    """Which way a metric is moved; whether that is good is the metric's own business."""

    RAISES = "raises"
    LOWERS = "lowers"

    @property
    def opposite(self) -> "Change":
        """The other way."""
        return Change.LOWERS if self is Change.RAISES else Change.RAISES


class LearningStatus(StrEnum):
    """How well a claim is borne out: see `learn`."""

    UNTESTED = "untested"
    EMERGING = "emerging"
    SUPPORTED = "supported"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"


class Omission(StrEnum):
    """Why a linked test does not count."""

    UNHEALTHY = "unhealthy"  # a health finding blocks its verdict
    UNMEASURED = "unmeasured"  # no lift above -100 %, or no standard error


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody holds to be true."""

    lever: str  # what is done, e.g. “urgency”
    audience: str  # for whom
    metric: str  # key
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One finished experiment that is linked to a claim."""

    experiment: str  # key
    lift: float  # plain estimate of the claim's metric, relative (fraction)
    standard_error: float  # of that lift (fraction)
    ended_on: date
    shows: Change | None  # what its own verdict says of the metric, beyond chance; None: neither
    healthy: bool  # no health finding blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A linked test that does not count."""

    evidence: Evidence
    why: Omission


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """A claim with what the evidence makes of it. Tests by the day they ended, oldest first."""

    claim: Claim
    status: LearningStatus
    lift: float | None  # combined, relative (fraction); None: no test counts
    interval: Interval | None  # of the combined lift; of a single test its plain one
    prediction: Interval | None  # where another such test's true lift lies; None below three tests
    heterogeneity: Heterogeneity | None  # on the scale of log(1 + lift); None below two tests
    supporting: tuple[Evidence, ...]  # say by themselves what the claim says
    contradicting: tuple[Evidence, ...]  # say by themselves the opposite
    silent: tuple[Evidence, ...]  # say neither
    left_out: tuple[LeftOut, ...]

    @property
    def tests(self) -> int:
        """How many tests count."""
        return len(self.supporting) + len(self.contradicting) + len(self.silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of the decided tests."""

    tests: int
    share: float  # 0 to 1
    interval: Interval  # exact


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRates:
    """How much a programme wins, and how much it learns."""

    decided: int  # tests
    win: Rate  # shipped
    learning: Rate  # ended with an answer: ship, stop, or no real difference


_ANSWERS = (VerdictKind.SHIP, VerdictKind.STOP, VerdictKind.NO_DIFFERENCE)


def learn(claim: Claim, evidence: Sequence[Evidence]) -> Learning:
    """Return what the linked tests make of a claim.

    Parameters
    ----------
    claim : Claim
    evidence : sequence of Evidence
        Finished, independent experiments, each once, whose lift is that of the claim's metric: the plain estimate and
        its standard error at the decision, not a shrunk one.

    Returns
    -------
    Learning, with the first status that holds:

    - untested: no test counts;
    - contradicted: the combined interval lies wholly on the other side, or a test says by itself the opposite while the
      combined interval does not lie wholly on the claim's side;
    - confirmed: three tests or more, the combined interval lies wholly on the claim's side, and so does the prediction
      interval: by what is seen, the true lift of nine of ten such tests lies there;
    - supported: two tests or more, the combined interval lies wholly on the claim's side;
    - emerging: anything else. One test alone is never more, however clear.

    A test whose health blocks its verdict, or whose lift is not measured, never counts and is listed as left out.

    Raises
    ------
    ValueError : an experiment linked twice; it would count as two.

    Notes
    -----
    Lifts are combined as log(1 + lift), where +25 % and -20 % are equally far from nothing and a standard error does
    not shrink with a falling lift; the results are lifts again. Two tests are rarely enough for more than emerging:
    their interval reaches 12.7 standard errors to each side, as `synthesis` explains.

    Simulated (errors 0.7 to 2.8 %, five tests): of claims without any effect 0.1 % are confirmed and 11 % contradicted,
    by a single false alarm; of lifts of 5 % in all tests 99 % are confirmed; of claims that are true in three of four
    tests (lift 2 %, spread 3 %) 13 % are.
    """
    keys = [each.experiment for each in evidence]
    if len(set(keys)) < len(keys):
        raise ValueError("an experiment is evidence for a claim once")
    ordered = sorted(evidence, key=lambda each: (each.ended_on, each.experiment))
    omissions = [(each, _omission(each)) for each in ordered]
    counted = [each for each, why in omissions if why is None]
    found = synthesize(
        [np.log1p(each.lift) for each in counted],
        [each.standard_error / (1.0 + each.lift) for each in counted],
        level=LEVEL,
        prediction_level=AHEAD,
    )
    known = None if isinstance(found, Untestable) else found
    contradicting = tuple(each for each in counted if each.shows is claim.change.opposite)
    return Learning(
        claim=claim,
        status=_status(known, claim.change, contradicted=bool(contradicting)),
        lift=None if known is None else float(np.expm1(known.mean)),
        interval=None if known is None else _lifts(known.interval),
        prediction=None if known is None or isinstance(known.prediction, Untestable) else _lifts(known.prediction),
        heterogeneity=None
        if known is None or isinstance(known.heterogeneity, Untestable)
        else known.heterogeneity,
        supporting=tuple(each for each in counted if each.shows is claim.change),
        contradicting=contradicting,
        silent=tuple(each for each in counted if each.shows is None),
        left_out=tuple(LeftOut(evidence=each, why=why) for each, why in omissions if why is not None),
    )  # fmt: skip


def programme_rates(decided: Sequence[VerdictKind], *, level: float = LEVEL) -> ProgrammeRates | Untestable:
    """Return win rate and learning rate with exact intervals.

    Parameters
    ----------
    decided : sequence of VerdictKind
        The verdict of every decided test on the day it was decided. All of them count: one that was decided while it
        was to keep collecting, was inconclusive or could not be trusted ended without an answer.
    level : coverage of the intervals, 0 to 1.

    Returns
    -------
    ProgrammeRates, or Untestable with `too_few` before the first decision.
    """
    tests = len(decided)
    if tests == 0:
        return Untestable(reason=Reason.TOO_FEW)

    def rate(*kinds: VerdictKind) -> Rate:
        found = sum(kind in kinds for kind in decided)
        return Rate(tests=found, share=found / tests, interval=exact_interval(found, tests, level=level))

    return ProgrammeRates(decided=tests, win=rate(VerdictKind.SHIP), learning=rate(*_ANSWERS))


def _status(found: Synthesis | None, change: Change, *, contradicted: bool) -> LearningStatus:
    if found is None:
        return LearningStatus.UNTESTED
    supported = found.tests >= REPEATED and _lies(found.interval, change)
    if (contradicted and not supported) or (found.tests >= REPEATED and _lies(found.interval, change.opposite)):
        return LearningStatus.CONTRADICTED
    if not supported:
        return LearningStatus.EMERGING
    ahead = found.prediction
    confirmed = found.tests >= CONFIRMING and not isinstance(ahead, Untestable) and _lies(ahead, change)
    return LearningStatus.CONFIRMED if confirmed else LearningStatus.SUPPORTED


def _lies(interval: Interval, change: Change) -> bool:
    """Tell whether a range lies wholly on one side of nothing."""
    return interval.low > 0 if change is Change.RAISES else interval.high < 0


def _omission(evidence: Evidence) -> Omission | None:
    if not evidence.healthy:
        return Omission.UNHEALTHY
    measured = -1.0 < evidence.lift < np.inf and 0.0 < evidence.standard_error < np.inf
    return None if measured else Omission.UNMEASURED


def _lifts(interval: Interval) -> Interval:
    with np.errstate(over="ignore"):  # beyond any lift there is: no end
        low, high = np.expm1([interval.low, interval.high]).tolist()
    return Interval(low=low, high=high, level=interval.level)
