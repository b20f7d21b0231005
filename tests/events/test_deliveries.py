"""Deliveries against a recount of the raw events in plain Python: any files, any order, any day, by attribute too."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.events import history, rollup
from data.events.deliveries import Deliveries, read_deliveries
from data.home import Home
from tests.events import recounts, worlds
from tests.events.recounts import Event

EXPERIMENT = worlds.experiment()


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Draw exposures and other events, and among them deliveries that name a variant or none."""
    sent = [
        Event(
            user=draw(st.integers(1, 5)),
            moment=worlds.START + timedelta(hours=6 * draw(st.integers(0, 22))),
            event="delivery",
            variant=draw(st.sampled_from(["control", "treatment", "zeta", None])),
            profile="",
            value=None,
        )
        for _ in range(draw(st.integers(1, 8)))
    ]
    return draw(worlds.events()) + sent


def recount(rows: list[Event], place: int, deliveries: Deliveries) -> tuple[dict[tuple[str, str], list[int]], int]:
    """Return users with a delivery, and with a mistaken one, by segment and variant, by the end of one day."""
    day = deliveries.axes.days[place]
    attribute = deliveries.axes.attribute
    found: dict[tuple[str, str], list[int]] = {}
    for user, person in recounts.people(rows, EXPERIMENT, day=day, zoned=True).items():
        sent = [
            row.variant
            for row in rows
            if row.user == user
            and row.event == "delivery"
            and row.variant
            and recounts.local_day(row.moment, EXPERIMENT.time_zone, zoned=True) <= day
        ]
        segment = worlds.PROFILES[person.profile].get(attribute) if attribute else ""
        if sent and segment is not None:
            cell = found.setdefault((segment, person.variant), [0, 0])
            cell[0] += 1
            cell[1] += any(variant != person.variant for variant in sent)
    return found, len(deliveries.axes.segments)


@settings(max_examples=12, deadline=None)
@given(rows=events(), cut=st.integers(0, 30))
def test_deliveries_are_what_a_recount_of_the_last_day_gives(rows: list[Event], cut: int) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for name, part in (("a", rows[cut:]), ("b", rows[:cut])):
            if part:
                worlds.publish(home, name, part)
                rollup.fold(home, EXPERIMENT, worlds.METRICS)
        names = [None, *history.attributes(home, "test")]
        axes = [history.read_exposures(home, EXPERIMENT, attribute=name).axes for name in names]
        found = read_deliveries(home, EXPERIMENT, axes)
        again = read_deliveries(home, EXPERIMENT, axes)
    assert found is not None
    assert again is not None
    for each, kept in zip(found, again, strict=True):
        expected, _ = recount(rows, -1, each)
        for number, segment in enumerate(each.axes.segments):
            for place, variant in enumerate(each.axes.variants):
                cells = [int(counts[-1, number, place]) for counts in (each.users, each.mistaken)]
                assert cells == expected.get((segment, variant), [0, 0])
        assert (each.users == kept.users).all()
        assert (each.mistaken <= each.users).all()


def test_without_a_delivery_there_is_nothing_to_say(tmp_path: Path) -> None:
    home = Home(tmp_path)
    row = Event(user=1, moment=worlds.START, event="exposure", variant="control", profile="phone", value=None)
    worlds.publish(home, "a", [row])
    rollup.fold(home, EXPERIMENT, worlds.METRICS)
    assert read_deliveries(home, EXPERIMENT, [history.read_exposures(home, EXPERIMENT).axes]) is None


@pytest.mark.parametrize(("hours", "day"), [(2, 0), (30, 1)])
def test_a_mistaken_delivery_counts_from_its_day_on_and_not_before_the_exposure(hours: int, day: int) -> None:
    shown = worlds.START + timedelta(hours=6)
    rows = [
        Event(user=1, moment=shown, event="exposure", variant="control", profile="", value=None),
        Event(
            user=1, moment=worlds.START + timedelta(hours=hours), event="delivery", variant="treatment", profile="",
            value=None,
        ),
        Event(user=2, moment=shown + timedelta(days=3), event="exposure", variant="control", profile="", value=None),
    ]  # fmt: skip
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        worlds.publish(home, "a", rows)
        rollup.fold(home, EXPERIMENT, worlds.METRICS)
        found = read_deliveries(home, EXPERIMENT, [history.read_exposures(home, EXPERIMENT).axes])
    assert found is not None
    control = found[0].axes.variants.index("control")
    assert found[0].mistaken[:, 0, control].tolist() == [int(number >= day) for number in range(4)]
