"""Experiments: who was to be shown what, from when to when, and which metrics decide."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where an experiment stands."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"
    DECIDED = "decided"
    ARCHIVED = "archived"


class Role(StrEnum):
    """What a metric is for in one experiment."""

    PRIMARY = "primary"  # decides
    SECONDARY = "secondary"  # explains
    GUARDRAIL = "guardrail"  # must not get worse than its margin


class Inference(StrEnum):
    """How p-values and intervals account for daily looks."""

    FIXED = "fixed"  # one finished look
    SEQUENTIAL = "sequential"  # group-sequential, valid on every day up to the planned end
    ALWAYS = "always"  # confidence sequences, no planned end


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The planned split from one day on."""

    starts_on: date | None  # first day it holds, in the experiment's time zone; None: from the beginning
    weights: tuple[float, ...]  # aligned with the experiment's variants, each > 0; only their ratios matter


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricUse:
    """A metric's part in one experiment."""

    metric: str  # the metric's key
    role: Role
    margin: float | None = None  # guardrails: tolerated relative worsening (fraction > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A planned end that was moved while the test ran."""

    decided_on: date  # the day it was decided: looks up to here keep the old clock
    planned_end: date  # the planned end that held before


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """What people declared of one test. Days are days in `time_zone`."""

    key: str  # stable name: lower-case letters, digits, `-`, `_`; at most 64
    name: str  # what people read
    status: Status = Status.DRAFT
    variants: tuple[str, ...] = ()  # as they appear in the data, control first
    allocation: tuple[Allocation, ...] = ()  # planned split by period, oldest first; empty: unknown
    metrics: tuple[MetricUse, ...] = ()
    time_zone: str = "UTC"  # IANA name
    currency: str | None = None  # ISO 4217 code of amounts; None: not stated
    starts_on: date | None = None  # first day of the test; None: the first day seen
    planned_end: date | None = None  # last planned day, inclusive; None: open
    planned_users: int | None = None  # users at which the test is complete; None: by time alone
    ended_on: date | None = None  # last day whose exposures count; None: still open
    extensions: tuple[Extension, ...] = ()  # earlier planned ends, oldest first
    inference: Inference | None = None  # None: sequential with a planned end, else as the data allow
    minimal_interesting_lift: float | None = None  # relative (fraction); overrides the metrics' own
    hypothesis: str = ""
    owner: str = ""
    channel: str = ""
    audience: str = ""
    sample: bool = False  # part of the sample programme, not the team's own

    @property
    def control(self) -> str | None:
        """The variant that others are compared with; None before variants are known."""
        return self.variants[0] if self.variants else None

    @property
    def treatments(self) -> tuple[str, ...]:
        """Every variant but the control."""
        return self.variants[1:]
