"""Several conditions at once: against a recount of raw events in pandas, and, of one condition, against the history."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events import history, rollup
from data.events.conditions import Chosen, Condition, read_chosen
from data.events.history import Wanted
from data.events.moments import Moments, Population
from data.home import Home
from data.messages import NotFound
from tests.events import recounts, worlds
from tests.events.recounts import Event
from tests.events.test_history import publish_totals, publish_undated

TESTED = worlds.experiment()
PHONE, DESK = (Condition(attribute="device", value=value) for value in ("phone", "desk"))
VIETNAM = Condition(attribute="country", value="VN")
FIGURES = (
    "mean", "variance", "third", "uncapped_mean", "uncapped_variance", "denominator_mean", "denominator_variance",
    "covariance",
)  # fmt: skip


def fits(profile: str, conditions: list[Condition]) -> bool:
    """Say whether a user of this profile meets every condition, read from the world's own table of profiles."""
    known = worlds.PROFILES[profile]
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        wanted.setdefault(condition.attribute, set()).add(condition.value)
    return all(known.get(attribute) in values for attribute, values in wanted.items())


def folded(home: Home, rows: list[Event], cut: int, *, zoned: bool = True) -> None:
    """Import the rows in three files, each folded alone: some users are then known to several folders."""
    for name, part in (("a", rows[cut:]), ("b", rows[: cut // 2]), ("c", rows[cut // 2 : cut])):
        if part:
            worlds.publish(home, name, part, zoned=zoned)
            rollup.fold(home, TESTED, worlds.METRICS)


@settings(max_examples=15, deadline=None)
@given(
    rows=worlds.events(),
    cut=st.integers(0, 24),
    conditions=st.lists(st.sampled_from([PHONE, DESK, VIETNAM]), min_size=1, max_size=3),
    zoned=st.booleans(),
)
def test_the_chosen_users_and_what_they_did_are_a_recount_of_the_raw_rows(
    rows: list[Event], cut: int, conditions: list[Condition], zoned: bool
) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        folded(home, rows, cut, zoned=zoned)
        found = read_chosen(home, TESTED, worlds.METRICS, conditions)
    assert found is not None
    last = max(recounts.local_day(row.moment, TESTED.time_zone, zoned=zoned) for row in rows)
    assert found.through == last
    people = recounts.people(rows, TESTED, day=last, zoned=zoned).values()
    chosen = [person for person in people if fits(person.profile, conditions)]
    for metric, moments in zip(worlds.METRICS, found.moments, strict=True):
        for period in range(found.axes.periods):
            for place, variant in enumerate(found.axes.variants):
                own = [person for person in chosen if (person.period, person.variant) == (period, variant)]
                assert found.users[period, place] == len(own)
                if metric.matured_only:
                    own = [one for one in own if recounts.mature(one, metric, TESTED, day=last, zoned=zoned)]
                assert moments.users[0, period, 0, place] == len(own)
                expected = recounts.numbers(own, metric) if own else dict.fromkeys(FIGURES, 0.0)
                for name in FIGURES:
                    value = getattr(moments, name)[0, period, 0, place]
                    assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-9), (metric.key, name)


def same(found: Chosen, moments: Moments, value: str, segments: tuple[str, ...], place: int) -> None:
    """Compare one metric of the chosen users with the last day of the history's segment."""
    own = found.moments[place]
    segment = segments.index(value)
    assert (own.users[0, :, 0] == moments.users[-1, :, segment]).all()
    for name in FIGURES:
        theirs = getattr(moments, name)[-1, :, segment]
        assert np.allclose(getattr(own, name)[0, :, 0], theirs, rtol=1e-12, atol=1e-12), name


@settings(max_examples=10, deadline=None)
@given(rows=worlds.events(), cut=st.integers(0, 24))
def test_one_condition_is_the_historys_segment(rows: list[Event], cut: int) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        folded(home, rows, cut)
        for attribute in history.attributes(home, "test"):
            whose = [Population.MATURED if each.matured_only else Population.EVERYONE for each in worlds.METRICS]
            wanted = [
                Wanted(metric=metric, population=population, attribute=attribute)
                for metric, population in zip(worlds.METRICS, whose, strict=True)
            ]
            histories = history.read_all(home, TESTED, wanted)
            for value in histories[0][0].segments:
                found = read_chosen(home, TESTED, worlds.METRICS, [Condition(attribute=attribute, value=value)])
                assert found is not None
                for place, (axes, moments) in enumerate(histories):
                    same(found, moments, value, axes.segments, place)


def test_amounts_beyond_64_bits_are_added_up_exactly(home: Home) -> None:
    rows = [
        Event(user=user, moment=worlds.START, event="exposure", variant="control", profile="phone") for user in (1, 2)
    ]
    rows += [
        Event(user=user, moment=worlds.START + timedelta(hours=1), event="purchase", value=amount)
        for user, amount in ((1, 9_000_000_000.0), (2, 9_000_000_001.0))
    ]
    folded(home, rows, 0)
    found = read_chosen(home, TESTED, worlds.METRICS, [PHONE])
    assert found is not None
    place = [metric.key for metric in worlds.METRICS].index("aov")
    assert found.moments[place].mean[0, 0, 0, 0] == 9_000_000_000.5
    assert found.moments[place].variance[0, 0, 0, 0] == 0.5


def test_nobody_meets_what_nobody_is(home: Home) -> None:
    folded(home, [Event(user=1, moment=worlds.START, event="exposure", variant="control", profile="phone")], 0)
    for unknown in (VIETNAM, Condition(attribute="shoe size", value="44"), Condition(attribute="device", value="")):
        found = read_chosen(home, TESTED, worlds.METRICS, [PHONE, unknown])
        assert found is not None
        assert found.users.sum() == (1 if unknown.attribute == "device" else 0)
        assert all(moments.users.sum() == found.users.sum() for moments in found.moments if unknown is VIETNAM)


def test_undated_users_are_mature_at_once(home: Home) -> None:
    rows = [Event(user=1, moment=worlds.START, event="exposure", variant="control", profile="phone")]
    publish_undated(home, [*rows, Event(user=1, moment=worlds.START + timedelta(days=9), event="click")])
    rollup.fold(home, TESTED, worlds.METRICS)
    found = read_chosen(home, TESTED, worlds.METRICS, [PHONE])
    assert found is not None
    assert found.through is None
    place = [metric.key for metric in worlds.METRICS].index("ctr_two_days")
    assert found.moments[place].mean[0, 0, 0].tolist() == [1.0, 0.0, 0.0]


def test_totals_know_no_single_users(home: Home) -> None:
    tested = publish_totals(home)
    rollup.fold(home, tested, worlds.METRICS)
    assert read_chosen(home, tested, worlds.METRICS, [PHONE]) is None


def test_a_metric_that_was_never_folded_is_told(home: Home) -> None:
    folded(home, [Event(user=1, moment=worlds.START, event="exposure", variant="control", profile="phone")], 0)
    with pytest.raises(NotFound, match="rebuild"):
        read_chosen(home, TESTED, worlds.METRICS[:3], [PHONE])


def test_what_only_a_delivery_carries_is_no_attribute_of_the_users(home: Home) -> None:
    rows = [
        Event(user=1, moment=worlds.START, event="exposure", variant="control", profile="phone"),
        Event(user=1, moment=worlds.START + timedelta(hours=1), event="delivery", variant="control", profile="both"),
        Event(user=2, moment=worlds.START, event="exposure", variant="treatment", profile="desk"),
    ]
    for cut in range(4):
        with TemporaryDirectory() as folder:
            place = Home(Path(folder))
            folded(place, rows, cut)
            assert history.attributes(place, "test") == ("device",)
            assert history.values(place, "test") == {"device": ("desk", "phone")}
