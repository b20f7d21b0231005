"""The two clocks: days or planned users, and the variance of the score."""

from datetime import date, timedelta

import numpy as np
import pytest

from analytics.statistics.boundaries import spending
from analytics.statistics.clocks import effective_users, information, spending_clock

START = date(2026, 3, 2)


def days(count: int, *, first: date = START) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]


def test_the_clock_counts_planned_days_and_is_full_at_the_planned_end() -> None:
    clock = spending_clock(days(6), starts_on=START, planned_end=START + timedelta(days=3))
    np.testing.assert_allclose(clock.share, [0.25, 0.5, 0.75, 1.0, 1.0, 1.0])
    assert clock.after_end.tolist() == [False, False, False, False, True, True]
    assert clock.last_look == 3


def test_planned_users_replace_days_and_the_planned_end_fills_the_clock_at_the_latest() -> None:
    end = START + timedelta(days=3)
    slow = spending_clock(days(4), starts_on=START, planned_end=end, users=[10, 20, 30, 40], planned_users=100)
    np.testing.assert_allclose(slow.share, [0.1, 0.2, 0.3, 1.0])
    fast = spending_clock(days(4), starts_on=START, planned_end=end, users=[60, 110, 150, 200], planned_users=100)
    np.testing.assert_allclose(fast.share, [0.6, 1.0, 1.0, 1.0])
    assert fast.after_end.tolist() == [False, False, True, True]


def test_planned_users_do_without_a_planned_end() -> None:
    clock = spending_clock(days(2), starts_on=START, planned_end=None, users=[10, 20], planned_users=40)
    np.testing.assert_allclose(clock.share, [0.25, 0.5])


def test_an_extension_keeps_spent_error_and_serves_later_looks_only() -> None:
    clock = spending_clock(
        days(20),
        starts_on=START,
        planned_end=START + timedelta(days=19),
        extensions=[(START + timedelta(days=6), START + timedelta(days=9))],
    )
    np.testing.assert_allclose(clock.share[:7], np.arange(1, 8) / 10)
    np.testing.assert_allclose(clock.share[7:14], 0.7)
    np.testing.assert_allclose(clock.share[14:], np.arange(15, 21) / 20)
    assert spending(clock.share[-1], 0.025) == pytest.approx(0.025)
    assert not clock.after_end.any()


def test_an_extension_after_the_end_finds_nothing_left_to_spend() -> None:
    clock = spending_clock(
        days(8),
        starts_on=START,
        planned_end=START + timedelta(days=7),
        extensions=[(START + timedelta(days=5), START + timedelta(days=3))],
    )
    assert clock.last_look == 3
    assert clock.after_end[4:].all()


def test_an_early_end_releases_no_error() -> None:
    clock = spending_clock(
        days(10), starts_on=START, planned_end=START + timedelta(days=9), ended_on=START + timedelta(days=3)
    )
    np.testing.assert_allclose(clock.share[3:], 0.4)
    assert clock.last_look == 3


def test_a_planned_end_without_new_data_releases_no_error() -> None:
    clock = spending_clock(
        days(4), starts_on=START, planned_end=START + timedelta(days=3), news=[True, True, False, False]
    )
    np.testing.assert_allclose(clock.share, [0.25, 0.5, 0.5, 0.5])


def test_looks_before_the_start_have_spent_nothing() -> None:
    early = days(3, first=START - timedelta(days=2))
    clock = spending_clock(early, starts_on=START, planned_end=START + timedelta(days=1))
    np.testing.assert_allclose(clock.share, [0.0, 0.0, 0.5])


def test_no_looks_make_an_empty_clock() -> None:
    clock = spending_clock([], starts_on=START, planned_end=START)
    assert clock.share.size == 0
    assert clock.last_look == -1


def test_a_clock_without_a_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="planned end or planned users"):
        spending_clock(days(2), starts_on=START, planned_end=None)
    with pytest.raises(ValueError, match="before the start"):
        spending_clock(days(2), starts_on=START, planned_end=START - timedelta(days=1))


def test_information_grows_while_outcomes_trickle_in_for_users_exposed_on_day_one() -> None:
    conversions = np.array([20.0, 60.0, 110.0, 150.0])
    users = np.full(4, 5000.0)
    rate = conversions / users
    effective = effective_users(users, users)
    error = np.sqrt(rate * (1 - rate) / effective)
    naive = 1.0 / np.square(error)
    assert (np.diff(naive) < 0.0).all(), "1/SE² runs backwards here"
    clock = information(effective, error)
    assert (np.diff(clock) > 0.0).all()
    np.testing.assert_allclose(clock / clock[-1], rate * (1 - rate) / (rate[-1] * (1 - rate[-1])))


def test_information_never_falls_and_days_without_a_test_have_none() -> None:
    found = information([0.0, 10.0, 20.0, 21.0], [np.nan, 1.0, 1.0, 0.5])
    np.testing.assert_allclose(found, [0.0, 100.0, 400.0, 400.0])


def test_effective_users_are_half_the_harmonic_mean_or_all_users_when_stratified() -> None:
    assert effective_users(9600, 400) == pytest.approx(384.0)
    assert effective_users(0, 0) == 0.0
    assert effective_users(9600, 400, periods=2) == 10000.0
