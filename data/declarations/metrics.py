"""Metrics: what is counted of a user's events, as rows that a team can add to. Also the default catalogue."""

from dataclasses import dataclass
from enum import StrEnum


class Fold(StrEnum):
    """How a user's events become one number."""

    ANY = "any"  # 1 if there was at least one such event, else 0
    COUNT = "count"  # how many such events
    SUM = "sum"  # sum of their values


class Kind(StrEnum):
    """Which estimate a metric asks for."""

    RATE = "rate"
    MEAN = "mean"
    RATIO = "ratio"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Unit(StrEnum):
    """What the metric's value is counted in."""

    SHARE = "share"  # 0 to 1
    NUMBER = "number"  # events or points
    CURRENCY = "currency"  # the experiment's currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One row of the catalogue."""

    key: str  # stable name, e.g. `purchase_rate`
    name: str  # what people read, e.g. “Purchase rate”
    event: str  # which events count
    fold: Fold  # how a user's events become the numerator
    denominator_event: str | None = None  # makes the metric a ratio
    denominator_fold: Fold | None = None  # how a user's events become the denominator
    window_days: int | None = None  # only events within so many days (24 h each) of first exposure; None: no limit
    matured_only: bool = False  # read over users whose whole window has passed
    cap: float | None = None  # a user's numerator counts up to this (metric's unit); None: uncapped
    direction: Direction = Direction.UP  # which way is better
    unit: Unit = Unit.SHARE  # of the value
    minimal_interesting_lift: float = 0.01  # relative lift (fraction) below which a difference does not matter

    @property
    def kind(self) -> Kind:
        """Which estimate this metric asks for."""
        if self.denominator_event is not None:
            return Kind.RATIO
        return Kind.RATE if self.fold is Fold.ANY else Kind.MEAN


EXPOSURE = "exposure"  # the event that puts a user into a variant
DELIVERY = "delivery"  # the event that says which message reached a user

CATALOGUE = (
    Metric(key="click_through_rate", name="Click-through rate", event="click", fold=Fold.ANY),
    Metric(key="form_fill_rate", name="Form-fill rate", event="form_fill", fold=Fold.ANY),
    Metric(key="purchase_rate", name="Purchase rate", event="purchase", fold=Fold.ANY),
    Metric(key="revenue_per_user", name="Revenue per user", event="purchase", fold=Fold.SUM, unit=Unit.CURRENCY),
    Metric(
        key="average_order_value",
        name="Average order value",
        event="purchase",
        fold=Fold.SUM,
        denominator_event="purchase",
        denominator_fold=Fold.COUNT,
        unit=Unit.CURRENCY,
    ),
    Metric(
        key="clicks_per_view",
        name="Clicks per view",
        event="click",
        fold=Fold.COUNT,
        denominator_event="view",
        denominator_fold=Fold.COUNT,
        unit=Unit.NUMBER,
    ),
    Metric(
        key="unsubscribe_rate",
        name="Unsubscribe rate",
        event="unsubscribe",
        fold=Fold.ANY,
        direction=Direction.DOWN,
    ),
    Metric(
        key="satisfaction",
        name="Satisfaction",
        event="satisfaction",
        fold=Fold.SUM,
        denominator_event="satisfaction",
        denominator_fold=Fold.COUNT,
        unit=Unit.NUMBER,
    ),
)
