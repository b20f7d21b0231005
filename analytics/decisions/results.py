"""Records of what a result means: findings, verdicts, and the whole readout that screens, commands and papers show."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.decisions.segmentation import Segmentation
from analytics.statistics.results import Comparison, Interval, Untestable
from data.declarations.experiments import Experiment, Inference, Role
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.messages import Message, Parameter


class Light(StrEnum):
    """How a health check came out."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"  # no verdict can be trusted


class Check(StrEnum):
    """What is checked before any verdict."""

    SAMPLE_RATIO = "sample_ratio"
    SAMPLE_RATIO_BY_ATTRIBUTE = "sample_ratio_by_attribute"
    SAMPLE_RATIO_BY_DAY = "sample_ratio_by_day"
    TWO_VARIANTS = "two_variants"
    UNEXPECTED_VARIANT = "unexpected_variant"
    MISSING_VARIANT = "missing_variant"
    ALLOCATION_CHANGE = "allocation_change"
    STALE = "stale"
    DOMINANCE = "dominance"
    SKEWNESS = "skewness"
    BEFORE_EXPOSURE = "before_exposure"
    MISDELIVERY = "misdelivery"
    OVERLAPS = "overlaps"
    COVARIATE_BALANCE = "covariate_balance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The rows behind a finding, ready to be spoken."""

    columns: tuple[Message, ...]
    rows: tuple[tuple[Parameter, ...], ...]  # a cell for every column


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One health check's outcome."""

    check: Check
    light: Light
    p_value: float | None  # where the check is a test
    detail: Message  # what was found, with its figures
    action: Message | None  # what to do about it; None when nothing is to be done
    proof: Proof | None = None  # None: the detail says all there is


class VerdictKind(StrEnum):
    """What to do."""

    SHIP = "ship"
    STOP = "stop"
    KEEP_COLLECTING = "keep_collecting"
    NO_DIFFERENCE = "no_difference"
    INCONCLUSIVE = "inconclusive"
    UNTRUSTED = "untrusted"


class VerdictReason(StrEnum):
    """Why; a verdict carries one or more."""

    HEALTH_BLOCKS = "health_blocks"
    SPLIT_UNKNOWN = "split_unknown"  # planned split not declared: never ship
    NO_DATA = "no_data"
    PRIMARY_BETTER = "primary_better"
    PRIMARY_WORSE = "primary_worse"
    PRIMARIES_DISAGREE = "primaries_disagree"
    GUARDRAIL_HARMED = "guardrail_harmed"
    GUARDRAIL_NOT_SHOWN = "guardrail_not_shown"
    GUARDRAILS_HOLD = "guardrails_hold"
    SMALLER_THAN_INTERESTING = "smaller_than_interesting"
    WITHIN_INTERESTING = "within_interesting"  # the interval lies inside ± the minimal interesting lift
    BELOW_MINIMUM = "below_minimum"  # too few days, users or conversions
    BEFORE_PLANNED_END = "before_planned_end"
    AFTER_PLANNED_END = "after_planned_end"
    CROSSED_EARLIER = "crossed_earlier"  # latched on an earlier day
    EFFECT_CHANGED = "effect_changed"  # today's estimate no longer says what the latched crossing said
    SMALL_CELL = "small_cell"  # the exact test does not agree yet
    CORRECTED = "corrected"  # significant alone, not after correction over metrics and arms
    SUSPICIOUS_LIFT = "suspicious_lift"
    DATES_UNKNOWN = "dates_unknown"
    NOT_PROTECTED = "not_protected"  # one look of a test that has not ended, without a boundary for daily looks


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmVerdict:
    """The ladder's answer for one treatment."""

    treatment: str
    kind: VerdictKind
    reasons: tuple[VerdictReason, ...]
    harmed: tuple[str, ...] = ()  # keys of the metrics that harm this arm
    crossed_on: date | None = None  # day the efficacy crossing was latched
    best_guess: float | None = None  # relative lift (fraction), bias-adjusted; None where none is honest
    raw_lift: float | None = None  # plain estimate of the same, fraction
    interval: Interval | None = None  # relative interval of the leading primary, valid today
    days_left: int | None = None  # about how many days until an answer; None: unknown
    detectable_lift: float | None = None  # relative lift this test could have seen, fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The experiment's answer: its best shippable arm's, or what holds for all."""

    kind: VerdictKind
    treatment: str | None  # the arm the sentence speaks about
    reasons: tuple[VerdictReason, ...]
    arms: tuple[ArmVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Part of the users: those whose attribute had this value at exposure."""

    attribute: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricComparison:
    """One metric, one treatment, one segment (or everybody)."""

    metric: Metric
    role: Role
    margin: float | None  # guardrails: tolerated relative worsening, fraction
    segment: Segment | None  # None: everybody
    control: str
    treatment: str
    control_users: int
    treatment_users: int
    control_total: float | None  # conversions of rates, sums of amounts; None for ratios
    treatment_total: float | None
    result: Comparison | Untestable
    chance_to_beat_control: float | None  # None until a Bayesian view exists
    suspicious: bool  # beyond the policy's suspicious lift


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """The leading primary of one treatment, as it was read on one day."""

    day: date
    relative_lift: float | Untestable
    interval: Interval | Untestable  # relative, valid on that day
    boundary: float | None  # |z| at which that day's look crosses; None: no error left to spend
    statistic: float | None
    after_end: bool  # later than the planned end: drawn grey


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One metric and treatment over all days."""

    metric: str
    treatment: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MisdeliveryShare:
    """How many users of one variant, and one segment, were sent another variant's message."""

    segment: Segment | None  # None: everybody
    variant: str  # theirs, the first seen
    users: int  # with a delivery that names a variant
    mistaken: int  # of these, with one of another variant
    interval: Interval  # exact, of the share


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """Everything known about one experiment on one day."""

    experiment: Experiment
    policy: Policy
    as_of: date | None  # None: undated
    first_day: date | None
    last_day: date | None  # of the data
    day_number: int | None  # complete days in, from 1
    planned_days: int | None
    users: dict[str, int]  # by first variant
    fingerprint: str
    inference: Inference
    inference_reason: Message | None  # why another inference than asked for is shown; None: as asked
    verdict: Verdict
    health: tuple[Finding, ...]
    comparisons: tuple[MetricComparison, ...]
    trends: tuple[Trend, ...]  # one per treatment, of the leading primary; empty when undated
    minimal_interesting_lift: float  # fraction, of the leading primary
    veiled_on_screen: bool  # before minimum days: screens hide the numbers
    segmentation: Segmentation | None = None  # by the attribute asked for; None: none was
    misdelivery: tuple[MisdeliveryShare, ...] = ()  # by variant, then by segment; empty: no deliveries
