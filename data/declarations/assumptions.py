"""Assumptions: what a report needs to know beyond the tests, and only people can say: money, time, reach and cost."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CostKind(StrEnum):
    """What money was spent on."""

    PEOPLE = "people"
    TOOLS = "tools"
    INCENTIVES = "incentives"
    DISCOUNTS = "discounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One thing the programme pays for."""

    label: str  # what people read
    kind: CostKind
    amount: float  # in the report's currency, not negative
    yearly: bool = True  # every year; False: once
    experiment: str = ""  # key of the test it belongs to; empty: the whole programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """How many users a month would see what one test tried."""

    experiment: str  # key
    users: int  # a month, not negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """From which day on everybody gets what one test tried, whoever decided it and where."""

    experiment: str  # key
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a team assumes when it says what its tests were worth. Nothing here changes a verdict."""

    currency: str | None = None  # ISO 4217 code; None: the workspace's, else the tests' own
    metric: str = "revenue_per_user"  # key of the metric that money is counted by
    conversion_value: float | None = None  # of one unit of a metric that is no amount, in the currency; None: unknown
    margin: float = 1.0  # share of the revenue that is earned, above 0 to 1; 1: revenue counts in full
    horizon_months: int = 12  # how long after its rollout an effect is counted
    half_life_months: float | None = 12.0  # after which half of an effect is left; None: it stays as it is
    eligible: tuple[Eligible, ...] = ()  # where it is not what the test's own exposures say
    rollouts: tuple[Rollout, ...] = ()  # where it is not the day of the decision
    costs: tuple[Cost, ...] = ()
    sample: bool = False  # came with the sample programme: invented

    @property
    def key(self) -> str:
        """There is one of them: it needs no name."""
        return ""
