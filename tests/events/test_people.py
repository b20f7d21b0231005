"""The per-user table against a recount of the raw events: who was exposed to what when, and what they did."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from data.events import engines, folding, history, manifest, plan, rollup
from data.events.batches import code
from data.home import Home
from tests.events import recounts, worlds
from tests.events.recounts import Event


@settings(max_examples=20, deadline=None)
@given(rows=worlds.events())
def test_the_table_of_users_holds_what_a_recount_of_the_last_day_gives(rows: list[Event]) -> None:
    tested = worlds.experiment()
    made = plan.make(tested, worlds.METRICS)
    family = made.homes[[metric.key for metric in made.metrics].index("purchase_rate")]
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        worlds.publish(home, "a", rows)
        rollup.fold(home, tested, worlds.METRICS)
        root = manifest.folder(home, "test") / manifest.state(home, "test").folders[0]
        with engines.connect(folders=[root]) as engine:
            found = engine.run(
                "people",
                """
                SELECT people."user", variant, period, profile, crossed IS NOT NULL, coalesce(n0, 0), coalesce(s0, 0)
                FROM read_parquet($people) AS people
                JOIN read_parquet($cells) AS cells ON cells.cell = people.cell
                LEFT JOIN read_parquet($totals) AS totals ON totals."user" = people."user"
                ORDER BY ALL
                """,
                {
                    "people": str(root / "people-*.parquet"),
                    "cells": str(root / "cells.parquet"),
                    "totals": str(root / f"totals-{family}-*.parquet"),
                },
            )
    last = max(recounts.local_day(row.moment, tested.time_zone, zoned=True) for row in rows)
    expected = []
    for user, person in recounts.people(rows, tested, day=last, zoned=True).items():
        bought = [event.value or 0.0 for event in person.events if event.event == "purchase"]
        profile = code(person.profile) if person.profile else 0
        total = sum(round(value * 10_000) for value in bought)
        expected.append((user, code(person.variant), person.period, profile, person.crossed, len(bought), total))
    assert found == sorted(expected)


def test_users_folded_in_slices_and_parts_give_what_one_slice_gives(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = [code(str(number)) for number in range(300)]
    rows = [
        Event(
            user=user,
            moment=worlds.START + timedelta(hours=user % 90),
            event=event,
            variant=variant,
            value=value,
            profile=("phone", "desk")[user % 3 == 0],
        )
        for user in users
        for event, variant, value in (
            ("exposure", ("control", "treatment")[user % 2], None),
            ("click", None, None),
            ("purchase", None, user % 100 / 4),
        )
    ]
    worlds.publish(home, "a", rows)
    tested = worlds.experiment()
    wanted = [history.Wanted(metric=metric, attribute="device") for metric in worlds.METRICS]
    rollup.fold(home, tested, worlds.METRICS)
    once = history.read_all(home, tested, wanted)
    monkeypatch.setattr(rollup, "SLICE", 150)
    monkeypatch.setattr(folding, "PART", 20)
    monkeypatch.setattr(folding, "WAITING", 50)
    shutil.rmtree(manifest.folder(home, "test"))
    assert rollup.fold(home, tested, worlds.METRICS).kind == "rebuilt"
    for (_, before), (_, after) in zip(once, history.read_all(home, tested, wanted), strict=True):
        assert (before.users == after.users).all()
        assert (before.mean == after.mean).all()
        assert (before.variance == after.variance).all()
    root = manifest.folder(home, "test") / manifest.state(home, "test").folders[0]
    files = [str(path) for path in root.glob("people-*.parquet")]
    assert len(files) > 8
    with engines.connect(folders=[root]) as engine:
        found = engine.run("users", 'SELECT "user" FROM read_parquet($files) ORDER BY ALL', {"files": files})
    assert [row[0] for row in found] == sorted(users)
