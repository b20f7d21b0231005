"""What is read back in the cases without days, without users, and over many years."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from data.declarations.experiments import Experiment
from data.events import batches, history, lake, rollup
from data.events.batches import code
from data.events.moments import Population
from data.home import Home
from data.messages import NotFound
from tests.events import worlds
from tests.events.recounts import Event

RATE = next(metric for metric in worlds.METRICS if metric.key == "purchase_rate")
REVENUE = next(metric for metric in worlds.METRICS if metric.key == "aov")


def publish_undated(home: Home, rows: list[Event]) -> None:
    batch = worlds.publish(home, "undated", rows)
    path = lake.folder(home, batch) / "test.parquet"
    table = parquet.read_table(path)
    empty = pa.array([None] * len(rows), pa.timestamp("us"))
    parquet.write_table(table.set_column(table.column_names.index("time"), "time", empty), path)
    part = replace(batch.experiments["test"], first=None, last=None, zoned="none")
    document = batches.as_document(replace(batch, experiments={"test": part}))
    (path.parent / batches.MANIFEST).write_text(json.dumps(document))


def test_undated_rows_have_one_position_and_every_event_counts(home: Home) -> None:
    late = worlds.START + timedelta(days=9)
    publish_undated(
        home,
        [
            Event(user=1, moment=late, event="exposure", variant="control", profile="phone"),
            Event(user=1, moment=worlds.START, event="purchase", value=10.0),
            Event(user=2, moment=late, event="exposure", variant="treatment"),
        ],
    )
    tested = worlds.experiment()
    rollup.fold(home, tested, worlds.METRICS)
    axes, moments = history.read(home, tested, RATE)
    assert axes.days == ()
    assert moments.users[0, 0, 0].tolist() == [1, 1, 0]
    assert moments.mean[0, 0, 0].tolist() == [1.0, 0.0, 0.0]
    windowed = next(metric for metric in worlds.METRICS if metric.key == "revenue_one_day")
    _, matured = history.read(home, tested, windowed, population=Population.MATURED)
    assert matured.mean[0, 0, 0].tolist() == [10.0, 0.0, 0.0]
    assert history.read_evidence(home, tested).last_event is None


def publish_totals(home: Home) -> Experiment:
    folder = home.lake / "totals"
    folder.mkdir(parents=True)
    rows = [  # a rate with 20 of 100 and 30 of 100 conversions, and an amount with two users of 1.5 and 2.5
        ("control", "purchase_rate", 100, 20 * 10_000, 20 * 10_000**2),
        ("treatment", "purchase_rate", 100, 30 * 10_000, 30 * 10_000**2),
        ("control", "capped", 2, 40_000, 15_000**2 + 25_000**2),
    ]
    number = pa.decimal128(38, 0)
    table = {
        "variant": pa.array([code(row[0]) for row in rows], pa.uint64()),
        "day": pa.array([None] * len(rows), pa.date32()),
        "metric": pa.array([code(row[1]) for row in rows], pa.uint64()),
        "users": pa.array([row[2] for row in rows], pa.int64()),
        "total": pa.array([Decimal(row[3]) for row in rows], number),
        "squares": pa.array([Decimal(row[4]) for row in rows], number),
    }
    parquet.write_table(pa.table(table), folder / "test.totals.parquet")
    part = batches.Part(name="Test", rows=3, variants={code(name): name for name in ("control", "treatment")})
    batch = batches.Batch(
        batch="totals", origin="totals", content="totals", file="totals.csv", shape="totals", mapping={}, options={},
        imported_at="2024-05-01T00:00:00", read=3, accepted=3, duplicates=0, rejected=0, experiments={"test": part},
    )  # fmt: skip
    (folder / batches.MANIFEST).write_text(json.dumps(batches.as_document(batch)))
    return replace(worlds.experiment(), allocation=())


def test_totals_become_moments_without_users(home: Home) -> None:
    tested = publish_totals(home)
    rollup.fold(home, tested, worlds.METRICS)
    axes, moments = history.read(home, tested, RATE)
    assert axes.days == ()
    assert moments.users[0, 0, 0].tolist() == [100, 100]
    assert moments.mean[0, 0, 0] == pytest.approx([0.2, 0.3])
    assert moments.variance[0, 0, 0] == pytest.approx(np.array([0.16, 0.21]) * 100 / 99)
    assert history.read_evidence(home, tested).totals_only


def test_times_over_decades_are_put_on_the_calendar_of_their_zone(home: Home) -> None:
    moments = [datetime(year, 7, 1, 22, 30) for year in range(1980, 2020)]
    worlds.publish(
        home, "a",
        [Event(user=year, moment=moment, event="exposure", variant="control") for year, moment in enumerate(moments)],
    )  # fmt: skip
    tested = replace(worlds.experiment(), allocation=())
    rollup.fold(home, tested, worlds.METRICS)
    axes, read = history.read(home, tested, RATE)
    summer = [day for day, users in zip(axes.days[1:], np.diff(read.users[:, 0, 0, 0]), strict=True) if users]
    assert axes.days[0] == date(1980, 7, 2)  # 00:30 in Berlin
    assert summer == [date(year, 7, 2) for year in range(1981, 2020)]


def test_what_is_not_folded_is_not_found(home: Home) -> None:
    with pytest.raises(NotFound, match="no history yet"):
        history.read(home, worlds.experiment(), RATE)
    worlds.publish(home, "a", [Event(user=1, moment=worlds.START, event="exposure", variant="control")])
    rollup.fold(home, worlds.experiment(), [RATE])
    with pytest.raises(NotFound, match="not folded"):
        history.read(home, worlds.experiment(), REVENUE)
    with pytest.raises(NotFound, match="attribute"):
        history.read(home, worlds.experiment(), RATE, attribute="shoe size")


def test_evidence_counts_what_was_set_aside_as_of_any_day(home: Home) -> None:
    day = timedelta(days=1)
    worlds.publish(
        home, "a",
        [
            Event(user=1, moment=worlds.START, event="click"),
            Event(user=1, moment=worlds.START + day, event="exposure", variant="control"),
            Event(user=1, moment=worlds.START + day, event="purchase", value=30.0),
            Event(user=2, moment=worlds.START + day, event="exposure", variant="control"),
            Event(user=2, moment=worlds.START + day, event="purchase", value=10.0),
            Event(user=3, moment=worlds.START + day, event="click"),
            Event(user=4, moment=worlds.START + 3 * day, event="exposure", variant="zeta"),
        ],
        zoned=False,
    )  # fmt: skip
    tested = worlds.experiment(ended_on=(worlds.START + 2 * day).date())
    rollup.fold(home, tested, worlds.METRICS)
    first = history.read_evidence(home, tested, as_of=worlds.START.date())
    assert (first.never_exposed, first.before_exposure) == (1, 0)
    second = history.read_evidence(home, tested, as_of=(worlds.START + day).date())
    assert (second.never_exposed, second.before_exposure, second.late_exposures) == (1, 1, 0)
    assert second.largest_share["aov", "control"] == 0.75
    assert second.last_event == worlds.START + day
    assert second.missing_variants == ("treatment",)
    assert history.read_evidence(home, tested).late_exposures == 1
