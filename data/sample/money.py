"""What the sample's team assumes of money, as invented as its tests: what it rolled out, and what it spent."""

from datetime import date

from data.declarations.assumptions import Assumptions, Cost, CostKind, Rollout
from data.sample.plans import HERO, REMINDERS, WIN_BACK

MARGIN = 0.35
COSTS = (
    Cost(label="Two marketers and an analyst, part-time", kind=CostKind.PEOPLE, amount=120_000.0),
    Cost(label="Splitting and mailing tools", kind=CostKind.TOOLS, amount=12_000.0),
    Cost(
        label="Free delivery in the reminders", kind=CostKind.INCENTIVES, amount=2_400.0, yearly=False,
        experiment=REMINDERS.key,
    ),
    Cost(
        label="Discounts in the win-back offer", kind=CostKind.DISCOUNTS, amount=1_800.0, yearly=False,
        experiment=WIN_BACK.key,
    ),
)  # fmt: skip


def assumptions(today: date) -> Assumptions:
    """Return what is assumed on the day the sample is made: on this day everybody gets the banner that won."""
    return Assumptions(
        currency="EUR",
        margin=MARGIN,
        rollouts=(Rollout(experiment=HERO.key, starts_on=today),),
        costs=COSTS,
        sample=True,
    )
