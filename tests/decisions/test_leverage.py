"""Which assumption the answer hangs on: held against the report reckoned anew with each of them moved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import inf

import pytest

from analytics.decisions.leverage import MOVED, Assumption, Lever, levers
from analytics.decisions.reach import Decided
from analytics.decisions.reports import Report
from analytics.decisions.roi import Terms, reckon
from data.declarations.assumptions import Assumptions, Cost, CostKind
from data.declarations.metrics import Fold, Metric
from data.workspace.records import Stored
from tests.decisions.test_roi import DAY, TEST

COST = 300_000  # cents
TESTS = [TEST, replace(TEST, key="b", lift=0.03, error=0.012), replace(TEST, key="c", audience="c", shipped_on=None)]


def reported(assumed: Assumptions, tests: Sequence[Decided] = TESTS, *, scale: float = 1.0, cost: int = COST) -> Report:
    """Return the report on these tests, what comes in times `scale`."""
    terms = Terms(
        horizon=assumed.horizon_months, half_life=assumed.half_life_months or inf, digits=2, cost=cost
    )  # fmt: skip
    scaled = [replace(test, money=test.money * scale) for test in tests]
    stored = Stored(value=assumed, version=1, author="", changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    metric = Metric(key="revenue_per_user", name="Revenue", event="purchase", fold=Fold.SUM)
    return Report(
        worth=reckon(scaled, terms), assumed=stored, metric=metric, currency="EUR", digits=2, cost=cost, months=12,
        as_of=DAY, left_out=(), waiting=(), is_sample=False,
    )  # fmt: skip


def lever(assumption: Assumption, assumed: Assumptions) -> Lever:
    found = reported(assumed)
    assert found.worth is not None
    return next(each for each in levers(found, found.worth) if each.assumption is assumption)


def net(report: Report) -> int:
    assert report.worth is not None
    return report.worth.net.mean


SAVED = Assumptions(
    margin=0.4, costs=(Cost(label="Tools", kind=CostKind.TOOLS, amount=COST / 100, yearly=False),)
)  # fmt: skip


def test_a_moved_margin_moves_all_that_comes_in() -> None:
    found = lever(Assumption.MARGIN, SAVED)
    assert found.less == pytest.approx(net(reported(SAVED, scale=1 - MOVED)), rel=1e-4)
    assert found.more == pytest.approx(net(reported(SAVED, scale=1 + MOVED)), rel=1e-4)
    assert found.turns_at is not None
    assert net(reported(SAVED, scale=found.turns_at / 0.4)) == pytest.approx(0, abs=200)


@pytest.mark.parametrize(
    ("assumption", "less", "more"),
    [
        (Assumption.HORIZON, replace(SAVED, horizon_months=9), replace(SAVED, horizon_months=15)),
        (Assumption.HALF_LIFE, replace(SAVED, half_life_months=9.0), replace(SAVED, half_life_months=15.0)),
    ],
)
def test_moved_months_are_near_the_report_reckoned_anew(
    assumption: Assumption, less: Assumptions, more: Assumptions
) -> None:
    found = lever(assumption, SAVED)
    assert found.less == pytest.approx(net(reported(less)), rel=0.02)
    assert found.more == pytest.approx(net(reported(more)), rel=0.02)
    assert found.turns_at is not None
    if assumption is Assumption.HALF_LIFE:
        there = replace(SAVED, half_life_months=found.turns_at)
        assert net(reported(there)) == pytest.approx(0, abs=0.02 * COST)
    else:
        before, there = (replace(SAVED, horizon_months=round(found.turns_at) - off) for off in (1, 0))
        assert net(reported(before)) < 0 <= net(reported(there))


def test_cost_turns_the_answer_where_it_eats_all_that_comes_in() -> None:
    found = reported(SAVED)
    assert found.worth is not None
    cost = lever(Assumption.COST, SAVED)
    assert (cost.less, cost.more) == (found.worth.value.mean - 0.75 * COST, found.worth.value.mean - 1.25 * COST)
    assert cost.turns_at == found.worth.value.mean


def test_what_moves_the_net_most_stands_first_and_without_cost_nothing_turns_it() -> None:
    found = reported(SAVED, cost=0)
    assert found.worth is not None
    every = levers(found, found.worth)
    assert [each.swing for each in every] == sorted((each.swing for each in every), reverse=True)
    assert {each.assumption for each in every} == {Assumption.MARGIN, Assumption.HORIZON, Assumption.HALF_LIFE}
    assert {each.turns_at for each in every} == {None}


def test_nothing_hangs_on_anything_where_nothing_was_rolled_out() -> None:
    found = reported(SAVED, [replace(TEST, shipped_on=None)])
    assert found.worth is not None
    assert levers(found, found.worth) == ()
