"""Reports as the conductor would return them, built by hand over invented tests: of any size, currency and names."""

from dataclasses import replace
from datetime import UTC, date, datetime

from analytics.decisions.counting import Omission
from analytics.decisions.reports import LeftOut, Report, Waiting
from analytics.decisions.results import VerdictKind
from analytics.decisions.roi import Terms, reckon
from analytics.decisions.stakes import Stake
from analytics.statistics.results import Interval
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment
from data.declarations.metrics import CATALOGUE
from data.workspace.records import Stored
from tests.decisions.test_roi import programme

STAKE = Stake(amount=8_400_000, interval=Interval(low=-1_200_000, high=17_900_000, level=0.9), lift=0.031)
METRICS = {metric.key: metric for metric in CATALOGUE}


def report(
    count: int,
    *,
    cost: int = 3_720_000,
    currency: str | None = "EUR",
    digits: int = 2,
    scale: float = 1.0,
    shipped: float = 0.7,
    name: str = "",
    waiting: int = 3,
    left: int = 2,
) -> Report:
    """Give a report over `count` tests; `name`: what tests and people are called; `scale`: of all money."""
    tests = [replace(test, money=test.money * scale) for test in programme(count, shipped=shipped)]
    tests = [
        replace(test, name=name or f"Test {place}", owner=name or test.owner, is_harmful=place % 7 == 3)
        for place, test in enumerate(tests)
    ]
    assumed = Assumptions(currency=currency, margin=0.4)
    return Report(
        worth=reckon(tests, Terms(horizon=12, half_life=12.0, digits=digits, cost=cost)),
        assumed=Stored(value=assumed, version=2, author=name or "Lan", changed_at=datetime(2026, 11, 20, tzinfo=UTC)),
        metric=METRICS["revenue_per_user"],
        currency=currency,
        digits=digits,
        cost=cost,
        months=14,
        as_of=date(2026, 11, 18),
        left_out=tuple(
            LeftOut(key=f"left-{place}", name=name or f"Left {place}", why=Omission.UNHEALTHY) for place in range(left)
        ),
        waiting=tuple(
            Waiting(
                experiment=Experiment(key=f"open-{place}", name=name or f"Open {place}", owner=name or "Web team"),
                kind=list(VerdictKind)[place % len(VerdictKind)],
                day=date(2026, 11, 2),
                owner=name or "Web team",
                due=date(2026, 11, 16),
                stake=STAKE if place % 3 != 1 else None,
            )
            for place in range(waiting)
        ),
        is_sample=False,
    )
