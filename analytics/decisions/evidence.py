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
    """What is known of one primary metric in one arm today."""

    metric: str  # key
    direction: Direction  # which way is better
    better_p: float  # two-sided, sequential, corrected over primaries x arms; 1 unless the effect is for the better
    better_p_alone: float  # the same before correction
    worse_p: float  # one-sided, sequential, corrected within the harm budget; 1 unless the effect is for the worse
    exact_p: float | None  # Fisher's two-sided, where a cell is small; None elsewhere
    nominal_level: float  # two-sided level of a single look today, which the exact test must meet
    interval: Interval | None  # relative, repeated, valid today; None where there is none
    lift: float | None  # relative, plain estimate of today
    smallest_cell: int | None  # fewest events in an arm; None for what has no cells (means, ratios)
    crossed_on: date | None = None  # first day on which better_p met its level
    crossed_earlier: bool = False  # that day is not today


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailFacts:
    """What is known of one guardrail in one arm today."""

    metric: str  # key
    safe_p: float  # one-sided p of “not worse than the margin”, on the scale of `safe_level`; 1 if untestable
    safe_level: float  # level that a single look has today for it
    harm_p: float  # one-sided, sequential, corrected: “worse than the margin”
    beyond_today: bool  # today's estimate lies beyond the margin (guardrails stay live)
    exact_p: float | None = None  # Fisher's two-sided, where a cell is small
    nominal_level: float = 0.05  # two-sided, which the exact test must meet
    smallest_cell: int | None = None  # fewest events in an arm; None for what has no cells


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
