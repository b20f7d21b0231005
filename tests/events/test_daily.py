"""Single days against a recount of the raw rows, user by user; and who did what at all, and how values are spread."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.declarations.metrics import Fold, Metric
from data.events import daily, distributions, rollup, steps
from data.home import Home
from tests.events import recounts, worlds
from tests.events.recounts import Event, Person
from tests.events.test_history import publish_totals, publish_undated

DAY = timedelta(days=1)
TESTED = worlds.experiment()
LAST = (worlds.START + 5 * DAY).date()


def ends_at(day: date, *, zoned: bool) -> datetime:
    """Return the moment at which a day ends, as the raw rows tell time."""
    midnight = datetime.combine(day + DAY, time())
    if not zoned:
        return midnight
    return midnight.replace(tzinfo=ZoneInfo(TESTED.time_zone)).astimezone(UTC).replace(tzinfo=None)


def on_a_day(person: Person, metric: Metric, position: int, *, since: bool, zoned: bool) -> list[Event]:
    """Return what a person did on one day within the metric's window."""
    first = worlds.START.date()

    def place(event: Event) -> int:
        if since:
            return (event.moment - person.moment) // DAY
        return (recounts.local_day(event.moment, TESTED.time_zone, zoned=zoned) - first).days

    return [event for event in recounts.within(person, metric) if place(event) == position]


def could(person: Person, metric: Metric, position: int, *, since: bool, zoned: bool) -> bool:
    """Say whether a person's value of that day is known to the end, or known at all."""
    if since:
        inside = metric.window_days is None or position < metric.window_days
        return inside and person.moment + (position + 1) * DAY <= ends_at(LAST, zoned=zoned)
    first = worlds.START.date()
    begins = (recounts.local_day(person.moment, TESTED.time_zone, zoned=zoned) - first).days
    if metric.window_days is None:
        return position >= begins
    closing = person.moment + metric.window_days * DAY - timedelta(microseconds=1)
    return begins <= position <= (recounts.local_day(closing, TESTED.time_zone, zoned=zoned) - first).days


def check_single_days(home: Home, rows: Sequence[Event], metric: Metric, *, since: bool, zoned: bool) -> None:
    """Compare every figure of every day, period and variant with the recount."""
    found = daily.read_daily(home, TESTED, metric, metrics=worlds.METRICS, through=LAST, since_exposure=since)
    everybody = list(recounts.people(rows, TESTED, day=LAST, zoned=zoned).values())
    declared = [person for person in everybody if person.variant in TESTED.variants]
    if found is None:
        assert not everybody
        return
    if not since:
        assert found.days[-1] == LAST
    shift = 0 if since else (found.days[0] - worlds.START.date()).days
    for place in np.ndindex(*found.users.shape):
        position, period, variant = place[0] + shift, place[1], TESTED.variants[place[2]]
        group = [
            person
            for person in declared
            if (person.period, person.variant) == (period, variant)
            and could(person, metric, position, since=since, zoned=zoned)
        ]
        x, y = [], []
        for person in group:
            own = on_a_day(person, metric, position, since=since, zoned=zoned)
            value = recounts.value(own, metric.event, metric.fold)
            x.append(value if metric.cap is None else min(value, metric.cap))
            below = metric.denominator_event
            y.append(recounts.value(own, below, metric.denominator_fold or Fold.COUNT) if below else 1.0)
        assert found.users[place] == len(group), (place, metric.key)
        if group:
            assert found.mean[place] == pytest.approx(np.mean(x), abs=1e-9)
            assert found.denominator_mean[place] == pytest.approx(np.mean(y), abs=1e-9)
        if len(group) > 1:
            assert found.variance[place] == pytest.approx(np.var(x, ddof=1), abs=1e-7)
            assert found.denominator_variance[place] == pytest.approx(np.var(y, ddof=1), abs=1e-9)
            assert found.covariance[place] == pytest.approx(np.cov(x, y)[0, 1], abs=1e-7)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(
    rows=worlds.events(), cut=st.integers(0, 24), zoned=st.booleans(), since=st.booleans(),
    metric=st.sampled_from(worlds.METRICS),
)  # fmt: skip
def test_single_days_equal_a_recount_of_the_raw_rows(
    rows: list[Event], cut: int, zoned: bool, since: bool, metric: Metric
) -> None:
    """In two files that come one after the other, some users in both, some exposed earlier by the second."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for name, part in (("a", rows[:cut]), ("b", rows[cut:])):
            if part:
                worlds.publish(home, name, part, zoned=zoned)
                rollup.fold(home, TESTED, worlds.METRICS)
        check_single_days(home, rows, metric, since=since, zoned=zoned)


def test_slices_of_the_users_add_up_to_the_same(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        Event(user=number * 2**58, moment=worlds.START + number * timedelta(hours=7), event=kind, variant=variant)
        for number in range(1, 14)
        for kind, variant in (("exposure", TESTED.variants[number % 2]), ("click", None))
    ]
    worlds.publish(home, "a", rows)
    rollup.fold(home, TESTED, worlds.METRICS)
    monkeypatch.setattr(daily, "SLICE", 5)
    clicks = next(metric for metric in worlds.METRICS if metric.key == "clicks")
    check_single_days(home, rows, clicks, since=False, zoned=True)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(rows=worlds.events(), cut=st.integers(0, 24))
def test_steps_and_values_equal_a_recount_of_the_raw_rows(rows: list[Event], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for name, part in (("a", rows[:cut]), ("b", rows[cut:])):
            if part:
                worlds.publish(home, name, part)
                rollup.fold(home, TESTED, worlds.METRICS)
        people = [
            person
            for person in recounts.people(rows, TESTED, day=date(2030, 1, 1), zoned=True).values()
            if person.variant in TESTED.variants
        ]
        taken = steps.read_steps(home, TESTED, ("view", "click", "purchase"), metrics=worlds.METRICS)
        assert taken is not None
        assert (taken.events, taken.windows) == (("view", "click", "purchase"), (None, None, None))
        expected = np.zeros((4, 2, 2), dtype=int)
        for person in people:
            place = person.period, TESTED.variants.index(person.variant)
            expected[0, *place] += 1
            for number, event in enumerate(taken.events, start=1):
                expected[number, *place] += any(each.event == event for each in person.events)
        assert taken.exposed.tolist() == expected[0].tolist()
        assert taken.users.tolist() == expected[1:].tolist()
        for key in ("aov", "capped", "clicks", "revenue_one_day"):
            metric = next(metric for metric in worlds.METRICS if metric.key == key)
            check_values(home, people, metric)


def check_values(home: Home, people: Sequence[Person], metric: Metric) -> None:
    found = distributions.read_distribution(home, TESTED, metric, metrics=worlds.METRICS)
    assert found is not None
    for place, variant in enumerate(TESTED.variants):
        own = [person for person in people if person.variant == variant]
        values = [round(recounts.value(recounts.within(each, metric), metric.event, metric.fold), 4) for each in own]
        above = Counter(min(int(-(-value // found.width)), distributions.BINS + 1) for value in values if value > 0)
        assert found.below[place] == sum(value < 0 for value in values)
        assert found.nothing[place] == sum(value == 0 for value in values)
        assert found.bins[:, place].tolist() == [above[number] for number in range(1, distributions.BINS + 2)]


def test_bins_are_round_and_the_last_one_is_open(home: Home) -> None:
    rows = [
        Event(user=user, moment=worlds.START, event=kind, variant="control", value=value)
        for user in range(1, 201)
        for kind, value in (("exposure", None), ("purchase", float(user)))
        if kind == "exposure" or user <= 100
    ]
    worlds.publish(home, "a", rows)
    rollup.fold(home, TESTED, worlds.METRICS)
    revenue = next(metric for metric in worlds.METRICS if metric.key == "capped")
    found = distributions.read_distribution(home, TESTED, revenue, metrics=worlds.METRICS)
    assert found is not None
    assert found.width == 10.0  # 95 / 12 rounded up
    assert found.nothing.tolist() == [100, 0]
    assert found.bins[:, 0].tolist() == [10] * 10 + [0] * 3


def test_undated_data_have_no_single_days_but_steps_and_values(home: Home) -> None:
    publish_undated(
        home,
        [
            Event(user=1, moment=worlds.START, event="exposure", variant="control"),
            Event(user=1, moment=worlds.START, event="purchase", value=10.0),
        ],
    )
    rollup.fold(home, TESTED, worlds.METRICS)
    capped = next(metric for metric in worlds.METRICS if metric.key == "capped")
    for since in (False, True):
        read = daily.read_daily(home, TESTED, capped, metrics=worlds.METRICS, through=LAST, since_exposure=since)
        assert read is None
    taken = steps.read_steps(home, TESTED, ("purchase",), metrics=worlds.METRICS)
    assert taken is not None
    assert taken.users.sum() == 1
    check = distributions.read_distribution(home, TESTED, capped, metrics=worlds.METRICS)
    assert check is not None
    assert check.bins.sum() == 1


def test_totals_know_no_single_user(home: Home) -> None:
    tested = publish_totals(home)
    rollup.fold(home, tested, worlds.METRICS)
    rate = next(metric for metric in worlds.METRICS if metric.key == "purchase_rate")
    assert steps.read_steps(home, tested, ("purchase",), metrics=worlds.METRICS) is None
    assert distributions.read_distribution(home, tested, rate, metrics=worlds.METRICS) is None
    through = worlds.START.date()
    single = daily.read_daily(home, tested, rate, metrics=worlds.METRICS, through=through, since_exposure=False)
    assert single is None
