"""What the sample's team assumes of money, as invented as its tests: what it rolled out, and what it spent."""

from collections.abc import Mapping
from datetime import date, timedelta

from data.declarations.assumptions import Assumptions, Cost, CostKind, Rollout
from data.sample.past import CHECKOUT, COUNTDOWN, DELIVERY_DAY, VOUCHER
from data.sample.plans import HERO, REMINDERS, WIN_BACK

# Experiment → days before the sample is made from which on everybody has it.
ROLLED_OUT: Mapping[str, int] = {
    CHECKOUT.key: 203, VOUCHER.key: 168, DELIVERY_DAY.key: 154, COUNTDOWN.key: 112, HERO.key: 0,
}  # fmt: skip
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
    Cost(label="Birthday vouchers", kind=CostKind.DISCOUNTS, amount=26_000.0, experiment=VOUCHER.key),
    Cost(label="Countdown service", kind=CostKind.TOOLS, amount=3_000.0, experiment=COUNTDOWN.key),
)  # fmt: skip


def assumptions(today: date) -> Assumptions:
    """Return what is assumed on the day the sample is made; on that day everybody gets the banner that won."""
    return Assumptions(
        currency="EUR",
        margin=MARGIN,
        rollouts=tuple(
            Rollout(experiment=key, starts_on=today - timedelta(days=days)) for key, days in ROLLED_OUT.items()
        ),
        costs=COSTS,
        sample=True,
    )
