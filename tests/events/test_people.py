"""The per-user table against a recount of the raw events: who was exposed to what when, and what they did."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from data.events import engines, manifest, plan, rollup
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
