"""What the verdict ladder is fed: small frozen facts of one day. No moments, no arrays, nothing to compute with.

The conductor (`analytics.decisions.facts`) fills these records; the ladder (`analytics.decisions.verdicts`) reads
nothing else, so every rung can be tested as a row of a table.
"""

from dataclasses import dataclass
from datetime import date

from analytics.statistics.results import Interval
from data.declarations.metrics import Direction
from data.declarations.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryFacts:
    """What is known of one primary metric in one arm today.

    Every p-value is sequential (valid on the day it is read) and, on days with a small cell, not smaller than the
    exact test allows.
    """

    metric: str  # key
    direction: Direction  # which way is better
    better_p: float  # two-sided, corrected over primaries x arms; 1 unless the effect is for the better
    better_p_alone: float  # the same before correction
    worse_p: float  # one-sided “worse”, corrected within the harm budget, over all days
    harm_p: float  # the same over the days with enough events to stop
    small_cell_waits: bool  # the score test alone would have crossed, the exact test does not agree yet
    interval: Interval | None  # relative, repeated, valid today; None where there is none
    lift: float | None  # relative, plain estimate of today
    interval_protected: bool = True  # its level is today's own; False: the clock stands still, the last one is shown
    crossed_on: date | None = None  # first day on which better_p met its level
    crossed_earlier: bool = False  # that day is not today


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailFacts:
    """What is known of one guardrail in one arm today."""

    metric: str  # key
    safe_p: float  # one-sided p of “not worse than the margin”, today's look alone; 1 if untestable
    safe_level: float  # one-sided level that its boundary leaves today's look
    harm_p: float  # one-sided “worse than the margin”, sequential, corrected, over the days with enough events
    beyond_today: bool  # today's estimate lies beyond the margin (guardrails stay live)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFacts:
    """Everything the ladder needs of one treatment."""

    treatment: str
    users: int  # in the smaller of control and treatment
    conversions: int | None  # fewest of any rate primary in either arm; None without rate primaries
    primaries: tuple[PrimaryFacts, ...]  # the leading one first
    guardrails: tuple[GuardrailFacts, ...] = ()
    best_guess: float | None = None  # relative lift of the leading primary, bias-adjusted
    days_left: int | None = None
    detectable_lift: float | None = None
    suspicious: bool = False  # a primary's lift beyond the policy's suspicious lift


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What holds for all arms of the experiment today."""

    policy: Policy
    minimal_interesting_lift: float  # relative (fraction)
    days: int | None  # complete days in; None: undated
    ended: bool  # the planned end is reached, or the look is a finished one
    protected: bool  # today's look may decide: sequential, or the one finished look of `fixed`
    blocked: bool  # a health finding blocks
    split_known: bool  # the planned split is declared
