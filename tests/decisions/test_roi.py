"""What a programme was worth: sums that reconcile, overlap by audience, few tests, and money lost by what wins."""

from dataclasses import replace
from datetime import date, timedelta
from math import inf
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.decisions.reach import Decided, course_of, shares_customers
from analytics.decisions.roi import DRAWS, OUTCOMES, SEED, Facet, Stage, Terms, apportioned, reckon
from analytics.statistics.shrinkage import Shrunk, draws, shrink

DAY = date(2026, 3, 2)
TERMS = Terms(horizon=12, half_life=12.0, digits=2, cost=0)
TEST = Decided(
    key="a", name="A", owner="Web", channel="web", audience="readers", lift=0.05, error=0.01, money=10_000.0,
    users=5_000, began_on=DAY, ended_on=DAY + timedelta(days=27), shipped_on=DAY + timedelta(days=30),
)  # fmt: skip


def programme(count: int, *, seed: int = 1, shipped: float = 0.3) -> list[Decided]:
    """Return tests of many audiences over five years, some rolled out."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        began = DAY + timedelta(days=int(chance.integers(0, 1800)))
        out = began + timedelta(days=35) if chance.random() < shipped else None
        audience = "" if chance.random() < 0.1 else f"audience {chance.integers(0, max(2, count // 4))}"
        found.append(
            replace(
                TEST, key=f"test-{number}", owner=f"Team {number % 5}", audience=audience, began_on=began,
                lift=float(chance.normal(0.01, 0.03)), error=float(chance.uniform(0.005, 0.02)), shipped_on=out,
                money=float(chance.uniform(1e3, 1e6)), ended_on=began + timedelta(days=27),
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
@pytest.mark.parametrize("digits", [0, 2])
def test_every_sum_of_what_is_shown_is_what_is_shown_as_the_sum(count: int, digits: int) -> None:
    terms = replace(TERMS, digits=digits, cost=123_457)
    found = reckon(programme(count, shipped=0.7), terms)
    *steps, net = found.waterfall
    assert [step.stage for step in found.waterfall] == list(Stage)
    assert sum(step.amount for step in steps) == net.amount == found.net.mean == found.value.mean - terms.cost
    assert sum(gain.value.mean for gain in found.gains) == found.value.mean
    for facet in Facet:
        assert sum(share.value for share in found.shares[facet]) == found.value.mean
        assert sum(share.tests for share in found.shares[facet]) == len(found.gains)
    assert found.value.interval.low <= found.value.mean <= found.value.interval.high
    assert len(found.outcomes) == OUTCOMES
    assert list(found.outcomes) == sorted(found.outcomes)


def test_without_overlap_the_worth_is_recounted_from_the_programmes_draws() -> None:
    tests = [
        replace(TEST, key=key, audience=key, lift=lift, error=error, shipped_on=out)
        for key, lift, error, out in (
            ("a", 0.06, 0.015, TEST.shipped_on), ("b", 0.01, 0.02, None), ("c", 0.03, 0.01, TEST.shipped_on),
            ("d", -0.02, 0.012, None),
        )
    ]  # fmt: skip
    known = shrink([test.lift for test in tests], [test.error for test in tests])
    assert isinstance(known, Shrunk)
    left = sum(0.5 ** ((month + 0.5) / 12) for month in range(12))
    drawn = draws(known, DRAWS, seed=SEED)[:, [0, 2]].sum(axis=1) * 10_000 * left * 100
    found = reckon(tests, replace(TERMS, cost=300_000))
    exact = float(known.mean[[0, 2]].sum()) * 10_000 * left * 100
    assert found.value.mean == pytest.approx(exact, abs=1)  # the draws' mean is the posterior's own
    low, high = np.quantile(drawn, [0.05, 0.95])
    assert (found.value.interval.low, found.value.interval.high) == pytest.approx((low, high), rel=0.02)
    assert found.pays_back == pytest.approx((drawn >= 300_000).mean(), abs=0.02)
    levels = {step.stage: step.amount for step in found.waterfall}
    assert levels[Stage.SEEN] == round(0.09 * 10_000 * 12 * 100)
    assert levels[Stage.SHRUNK] == pytest.approx((known.mean[[0, 2]].sum() - 0.09) * 10_000 * 12 * 100, abs=2)
    assert abs(levels[Stage.OVERLAP]) <= 1
    assert levels[Stage.DECAYED] == pytest.approx(exact * (1 - 12 / left), abs=3)


def test_nothing_rolled_out_is_worth_nothing_and_the_cost_is_lost() -> None:
    for tests in ([], [replace(TEST, shipped_on=None)]):
        found = reckon(tests, replace(TERMS, cost=5_000))
        assert (found.value.mean, found.net.mean, found.pays_back, found.payback_month) == (0, -5_000, None, None)
        assert found.few
        assert not found.gains


def test_a_single_test_is_believed_less_than_it_says() -> None:
    found = reckon([TEST], TERMS)
    [gain] = found.gains
    assert found.few
    assert 0 < gain.shrunk_lift < TEST.lift
    assert found.payback_month == 0  # nothing was spent


def test_what_wins_customers_may_lose_money() -> None:
    found = reckon([replace(TEST, cost=10_000_000)], replace(TERMS, cost=10_000_000))
    [gain] = found.gains
    assert gain.value.mean > 0 > gain.net
    assert found.net.mean < 0
    assert found.pays_back == 0.0


def test_tests_share_customers_by_audience_and_one_on_everybody_with_all() -> None:
    other = replace(TEST, audience=" Readers ", channel="e-mail")
    assert shares_customers(TEST, other)
    assert not shares_customers(TEST, replace(TEST, audience="buyers"))
    assert shares_customers(TEST, replace(TEST, audience=""))


def test_a_test_on_everybody_reaches_its_share_of_every_audience_and_its_money_is_whole() -> None:
    tests = [
        replace(TEST, audience="readers", money=300.0), replace(TEST, audience="buyers", money=100.0),
        replace(TEST, audience="", money=1000.0),
    ]  # fmt: skip
    course = course_of(tests, np.zeros(3), horizon=1)
    assert course.reach.tolist() == [[0, 100, 100], [300, 0, 300], [0, 0, 600]]
    small = course_of([*tests[:2], replace(TEST, audience="", money=200.0)], np.zeros(3), horizon=1)
    assert small.reach.tolist() == [[0, 100, 50], [300, 0, 150], [0, 0, 0]]


def test_a_later_test_on_the_same_customers_counts_on_what_the_earlier_had_raised() -> None:
    assert TEST.shipped_on is not None
    later = replace(TEST, key="b", began_on=TEST.shipped_on, ended_on=TEST.shipped_on, money=10_500.0)
    course = course_of([TEST, later], np.array([0.05, 0.02]), horizon=12, half_life=inf)
    assert course.reach[0].tolist() == pytest.approx([10_000.0, 10_000.0])


def test_losses_that_a_stop_avoided_stand_apart() -> None:
    harmful = replace(TEST, key="b", audience="b", lift=-0.08, shipped_on=None, is_harmful=True)
    found, without = reckon([TEST, harmful], TERMS), reckon([TEST, replace(harmful, is_harmful=False)], TERMS)
    assert found.avoided is not None
    assert found.avoided.mean > 0
    assert [test.key for test in found.stopped] == ["b"]
    assert found.value == without.value
    assert without.avoided is None


@given(some.lists(some.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_amounts_are_rounded_to_the_rounded_sum_and_none_by_more_than_one(amounts: list[float]) -> None:
    whole = round(sum(amounts))
    found = apportioned(amounts, whole)
    assert sum(found) == whole
    assert all(abs(one - amount) <= 1 + 1e-6 for one, amount in zip(found, amounts, strict=True))


def test_five_hundred_tests_are_counted_in_two_seconds() -> None:
    tests, begun = programme(500), process_time()
    assert len(reckon(tests, TERMS).gains) > 100
    assert process_time() - begun <= 2.0
