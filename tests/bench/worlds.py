"""Generated events for the speed table: 28 days, two variants, four attributes, all events of the catalogue.

3.4 events a user on average; a third of the users are active on several days, one in 200 is seen in two variants, and
some events come before the exposure. Nothing is drawn: every value is a hash of its position, so a size names a world.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.events.batches import MANIFEST, Batch, Part, as_document, code, profiles_file, rows_file
from data.home import Home

DAYS = 28
START = datetime(2026, 3, 2)  # wall time, as files hold it
EVENTS_PER_USER = 3.4
EVENTS = ("exposure", "view", "click", "form_fill", "purchase", "unsubscribe", "satisfaction")
ATTRIBUTES = {"device": 3, "country": 10, "channel": 4, "customer_type": 2}
VALUES = ("d0", "c0", "h0", "t0")  # one of each
KEY = "bench"

EXPERIMENT = Experiment(
    key=KEY,
    name="Generated events",
    status=Status.RUNNING,
    variants=("A", "B"),
    allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
    metrics=(
        MetricUse(metric="purchase_rate", role=Role.PRIMARY),
        MetricUse(metric="revenue_per_user", role=Role.SECONDARY),
        MetricUse(metric="average_order_value", role=Role.SECONDARY),
        MetricUse(metric="click_through_rate", role=Role.SECONDARY),
        MetricUse(metric="clicks_per_view", role=Role.SECONDARY),
        MetricUse(metric="form_fill_rate", role=Role.SECONDARY),
        MetricUse(metric="satisfaction", role=Role.SECONDARY),
        MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.1),
    ),
    starts_on=START.date(),
    planned_end=(START + timedelta(days=DAYS - 1)).date(),
)

_USERS = """
CREATE TEMP TABLE users AS
SELECT
    i, hash(i) AS "user", hash(i, 'variant') % 2 AS variant, hash(i, 'profile') % 240 AS profile,
    (hash(i, 'day') % (28 * 86400))::BIGINT AS exposed, hash(i, 'often') % 3 = 0 AS often,
    hash(i, 'crossed') % 200 = 0 AS crossed
FROM range($users) AS positions(i)
"""
_EVENTS = """
CREATE TEMP TABLE events AS
SELECT "user", exposed AS second, 0 AS kind, variant, profile, NULL::BIGINT AS amount FROM users
UNION ALL
SELECT "user", exposed + 3600, 0, 1 - variant, profile, NULL FROM users WHERE crossed
UNION ALL
SELECT
    "user",
    (exposed
        + CASE WHEN often THEN hash(i, j, 'later') % (6 * 86400) ELSE hash(i, j, 'soon') % 600 END
        - CASE WHEN hash(i, j, 'early') % 300 = 0 THEN 90000 ELSE 0 END)::BIGINT,
    CASE WHEN h < 500 THEN 1 WHEN h < 740 THEN 2 WHEN h < 840 THEN 3 WHEN h < 940 THEN 4 WHEN h < 960 THEN 5 ELSE 6 END,
    NULL, NULL,
    (CASE WHEN h BETWEEN 840 AND 939 THEN (100 + hash(i, j, 'value') % 20000) * 100
          WHEN h >= 960 THEN (1 + hash(i, j, 'score') % 5) * 10000 END)::BIGINT
FROM (
    SELECT *, hash(i, j, 'kind') % 1000 AS h
    FROM users, range(7) AS repeats(j)
    WHERE j < CASE WHEN often THEN 4 ELSE 1 + hash(i, 'count') % 3 END
)
"""


def generate(folder: Path, events: int) -> tuple[Home, Path]:
    """Write about `events` events as a lake of two batches (27 days, and the last one) and as CSV; return both."""
    folder.mkdir(parents=True)
    home, table = Home(folder / "home"), folder / "events.csv"
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
        connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
        connection.execute(_USERS, {"users": int(events / EVENTS_PER_USER)})
        connection.execute(_EVENTS)
        connection.execute(f"DELETE FROM events WHERE second < 0 OR second >= {DAYS} * 86400")
        for name, low, high in (("most", 0, DAYS - 1), ("last", DAYS - 1, DAYS)):
            _write_batch(connection, home, name, (low * 86400, high * 86400))
        _write_table(connection, table)
    return home, table


def _write_batch(connection: duckdb.DuckDBPyConnection, home: Home, name: str, seconds: tuple[int, int]) -> None:
    folder = home.lake / name
    folder.mkdir(parents=True)
    kinds = " ".join(f"WHEN {place} THEN {code(event)}::UBIGINT" for place, event in enumerate(EVENTS))
    target = folder / rows_file(KEY)
    connection.execute(f"""
        COPY (
            SELECT "user", TIMESTAMP '{START}' + to_seconds(second) AS "time", false AS zoned,
                CASE kind {kinds} END AS event,
                CASE variant WHEN 0 THEN {code("A")}::UBIGINT WHEN 1 THEN {code("B")}::UBIGINT END AS variant,
                CASE WHEN profile IS NOT NULL THEN hash(profile, 'profile') END AS profile,
                amount::BIGINT AS "value", NULL::UBIGINT AS event_id, 0::UINTEGER AS occurrence
            FROM events WHERE second >= {seconds[0]} AND second < {seconds[1]} ORDER BY second
        ) TO '{target}' (FORMAT parquet)""")
    connection.execute(f"""
        COPY (
            SELECT hash(i, 'profile') AS profile, unnest({list(ATTRIBUTES)}) AS attribute,
                unnest(['d' || i % 3, 'c' || i // 3 % 10, 'h' || i // 30 % 4, 't' || i // 120]) AS "value"
            FROM range(240) AS profiles(i)
        ) TO '{folder / profiles_file(KEY)}' (FORMAT parquet)""")
    found = connection.execute(f"""SELECT count(*), min("time"), max("time") FROM '{target}'""").fetchone()
    assert found is not None
    rows, first, last = found
    part = Part(
        name=EXPERIMENT.name,
        rows=rows,
        first=first.isoformat(),
        last=last.isoformat(),
        variants={code(variant): variant for variant in ("A", "B")},
        events={code(event): event for event in EVENTS},
        attributes=tuple(ATTRIBUTES),
    )
    batch = Batch(
        batch=name, origin=name, content=name, file="events.csv", shape="events", mapping={}, options={},
        imported_at=f"2026-04-{1 + len(name):02}T00:00:00+00:00", read=rows, accepted=rows, duplicates=0, rejected=0,
        experiments={KEY: part},
    )  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(as_document(batch)))


def _write_table(connection: duckdb.DuckDBPyConnection, table: Path) -> None:
    kinds = " ".join(f"WHEN {place} THEN '{event}'" for place, event in enumerate(EVENTS))
    connection.execute(f"""
        COPY (
            SELECT '{KEY}' AS experiment, 'customer-' || ("user" % 1000000000000) AS user_id,
                TIMESTAMP '{START}' + to_seconds(second) AS "timestamp", CASE kind {kinds} END AS event,
                CASE variant WHEN 0 THEN 'A' WHEN 1 THEN 'B' END AS variant, amount / 10000 AS "value",
                'd' || profile % 3 AS device, 'c' || profile // 3 % 10 AS country, 'h' || profile // 30 % 4 AS channel,
                't' || profile // 120 AS customer_type
            FROM events ORDER BY second
        ) TO '{table}' (FORMAT csv)""")
