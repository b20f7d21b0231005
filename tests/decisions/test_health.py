"""Health checks: the light at every threshold, the driver named, nothing claimed that was not tested."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analytics.decisions import data_health, split_health, user_health
from analytics.decisions.results import Light
from analytics.decisions.split_health import Counts
from data.declarations.experiments import Allocation
from data.declarations.policies import Policy
from data.messages import Message
from tests.decisions.worlds import START, experiment

POLICY = Policy()
NAMES = {"revenue": Message("metric", "Revenue")}


def counts(*rows: tuple[int, ...]) -> Counts:
    """Give cumulative users of one period and everybody: one row per look, one number per variant."""
    return Counts(users=np.array(rows, dtype=np.int64)[:, None, None, :], segments=("",))


@pytest.mark.parametrize(
    ("crossed", "changes", "light"),
    [
        (0, False, Light.OK),
        (9, False, Light.OK),
        (10, False, Light.WARN),
        (99, False, Light.WARN),
        (100, False, Light.BLOCK),
        (1, True, Light.BLOCK),
    ],
)
def test_users_in_two_variants_warn_at_one_percent_and_block_at_ten(crossed: int, changes: bool, light: Light) -> None:
    found = user_health.two_variants(users=1000, crossed=crossed, changes_verdict=changes, policy=POLICY)
    assert found.light is light
    assert (found.action is None) == (light is Light.OK)


@pytest.mark.parametrize(("stray", "light"), [(0, Light.OK), (9, Light.WARN), (10, Light.BLOCK)])
def test_undeclared_variants_block_once_they_are_more_than_strays(stray: int, light: Light) -> None:
    found = user_health.unexpected_variants({"C": stray} if stray else {}, users=1000, policy=POLICY)
    assert found.light is light


def test_a_declared_variant_without_users_blocks() -> None:
    assert user_health.missing_variants(("C",)).light is Light.BLOCK
    assert user_health.missing_variants(()).light is Light.OK


@pytest.mark.parametrize(("before", "light"), [(0, Light.OK), (9, Light.OK), (10, Light.WARN)])
def test_many_events_before_exposure_warn(before: int, light: Light) -> None:
    found = user_health.before_exposure(before=before, never=5000, users=1000, policy=POLICY)
    assert found.light is light


@pytest.mark.parametrize(("missing", "light"), [(0, Light.OK), (1, Light.OK), (2, Light.WARN)])
def test_two_complete_days_without_data_are_stale(missing: int, light: Light) -> None:
    today = START + timedelta(days=missing + 1)
    found = data_health.freshness(last_day=START, today=today, running=True, policy=POLICY)
    assert found is not None
    assert found.light is light
    ended = data_health.freshness(last_day=START, today=today, running=False, policy=POLICY)
    assert ended is not None
    assert ended.light is Light.OK


def test_undated_data_cannot_be_stale() -> None:
    assert data_health.freshness(last_day=None, today=START, running=True, policy=POLICY) is None


@pytest.mark.parametrize(("share", "light"), [(0.049, Light.OK), (0.05, Light.WARN)])
def test_one_user_who_holds_a_twentieth_is_named(share: float, light: Light) -> None:
    shares = {("revenue", "A"): 0.01, ("revenue", "B"): share, ("rate", "B"): 0.9}
    found = data_health.dominance(shares, names=NAMES, policy=POLICY)
    assert found is not None
    assert found.light is light
    assert found.detail.parameters["variant"] == "B"


@pytest.mark.parametrize(("kappa", "light"), [(0.2, Light.OK), (-0.21, Light.WARN)])
def test_a_skewed_test_statistic_warns(kappa: float, light: Light) -> None:
    found = data_health.skewness({("revenue", "B"): kappa}, names=NAMES, policy=POLICY)
    assert found is not None
    assert found.light is light


def test_a_split_that_was_off_once_stays_blocked() -> None:
    found = split_health.overall(counts((500, 100), (50_000, 50_000)), experiment(), policy=POLICY, finished=False)
    assert found.light is Light.BLOCK


def test_a_finished_split_blocks_below_one_in_a_thousand() -> None:
    # chi-squared of 1 degree: 10.83 at p = 0.001; 4 * 52**2 / 1000 = 10.82, 4 * 52.1**2 / 1000 = 10.86
    lights = [
        split_health.overall(counts((500 + off, 500 - off)), experiment(), policy=POLICY, finished=True).light
        for off in (52, 53)
    ]
    assert lights == [Light.OK, Light.BLOCK]


def test_the_group_that_drives_a_broken_split_is_named() -> None:
    users = np.array([[[[5000, 5000], [3000, 4000]]]], dtype=np.int64)
    groups = {"device": Counts(users=users, segments=("desktop", "phone"))}
    for finished in (True, False):
        found = split_health.by_attribute(groups, experiment(), policy=POLICY, finished=finished)
        assert found is not None
        assert found.light is Light.WARN
        assert (found.detail.parameters["attribute"], found.detail.parameters["value"]) == ("device", "phone")


def test_the_groups_whose_split_is_off_are_those_the_check_warns_of() -> None:
    users = np.array([[[[5000, 5000], [3000, 4000], [2000, 2900]]]], dtype=np.int64)
    groups = Counts(users=users, segments=("desktop", "phone", "watch"))
    unknown = replace(experiment(), allocation=())
    for finished in (True, False):
        assert split_health.uneven(groups, experiment(), policy=POLICY, finished=finished) == ("phone", "watch")
        assert split_health.uneven(groups, unknown, policy=POLICY, finished=finished) == ()
    even = Counts(users=users[:, :, :1], segments=("desktop",))
    assert split_health.uneven(even, experiment(), policy=POLICY, finished=True) == ()


def test_a_day_with_a_broken_split_is_named_and_only_warns() -> None:
    days = tuple(START + timedelta(days=number) for number in range(3))
    found = split_health.by_day(counts((500, 500), (1300, 700), (1800, 1200)), experiment(), days, policy=POLICY)
    assert found is not None
    assert (found.light, found.detail.parameters["day"]) == (Light.WARN, days[1])


def test_nothing_is_tested_against_an_unknown_split() -> None:
    unknown = replace(experiment(), allocation=())
    days = (START,)
    assert split_health.overall(counts((900, 100)), unknown, policy=POLICY, finished=True).p_value is None
    assert split_health.by_attribute({"d": counts((9, 1))}, unknown, policy=POLICY, finished=True) is None
    assert split_health.by_day(counts((900, 100)), unknown, days, policy=POLICY) is None


def test_a_declared_change_of_the_allocation_is_no_alarm() -> None:
    days = tuple(START + timedelta(days=number) for number in range(4))
    users = np.zeros((4, 2, 1, 2), dtype=np.int64)
    users[:, 0, 0] = [[900, 100], [1800, 200], [1800, 200], [1800, 200]]
    users[2:, 1, 0] = [[500, 500], [1000, 1000]]
    ramped = replace(
        experiment(),
        allocation=(
            Allocation(starts_on=None, weights=(9.0, 1.0)),
            Allocation(starts_on=days[2], weights=(1.0, 1.0)),
        ),
    )
    periods = Counts(users=users, segments=("",))
    assert split_health.overall(periods, ramped, policy=POLICY, finished=False).light is Light.OK
    steady = split_health.allocation_change(periods, days, policy=POLICY)
    assert steady is not None
    assert steady.light is Light.OK
    pooled = Counts(users=users.sum(axis=1, keepdims=True), segments=("",))
    changed = split_health.allocation_change(pooled, days, policy=POLICY)
    assert changed is not None
    assert changed.light is Light.BLOCK
    assert changed.detail.parameters["day"] == days[1]


def test_the_rows_behind_the_split_are_the_users_and_what_was_planned() -> None:
    found = split_health.overall(counts((400, 600)), experiment(), policy=POLICY, finished=True)
    assert found.proof is not None
    assert [str(column) for column in found.proof.columns] == ["Variant", "Users", "Share", "Planned"]
    assert [[str(cell) for cell in row] for row in found.proof.rows] == [
        ["A", "400", "40.0%", "50.0%"],
        ["B", "600", "60.0%", "50.0%"],
    ]


def test_the_days_behind_the_split_begin_with_the_least_likely_and_show_new_users_only() -> None:
    days = tuple(START + timedelta(days=day) for day in range(3))
    looks = counts((500, 500), (1000, 1000), (1100, 1900))
    found = split_health.by_day(looks, experiment(), days, policy=POLICY)
    assert found is not None
    assert found.proof is not None
    assert [str(cell) for cell in found.proof.rows[0]] == [str(days[2]), "1,000", "10 : 90"]


def test_groups_too_small_to_be_shown_are_not_among_the_rows() -> None:
    users = np.array([[[[200, 200], [3, 3]]]], dtype=np.int64)  # one look, one period, two segments
    groups = {"device": Counts(users=users, segments=("mobile", "watch"))}
    found = split_health.by_attribute(groups, experiment(), policy=POLICY, finished=True)
    assert found is not None
    assert found.proof is not None
    assert [row[1] for row in found.proof.rows] == ["mobile"]
