"""What the speed table compares with: the same work by others, each in a process of its own."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import tea_tasting
from scipy import stats

from data.events.batches import code, rows_file
from tests.bench.timings import Timings, main, timed
from tests.bench.worlds import KEY


def _files(folder: Path) -> list[str]:
    return [str(file) for file in sorted((folder / "home" / "lake").glob(f"*/{rows_file(KEY)}"))]


def _peer(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
    connection.execute(f"CREATE VIEW lake AS FROM read_parquet({_files(folder)})")
    return connection


def bare(folder: Path, into: Timings) -> None:
    """Group the whole lake by user, and nothing else."""
    with _peer(folder) as connection, timed(into):
        connection.execute('SELECT count(*), max(x) FROM (SELECT "user", sum("value") AS x FROM lake GROUP BY "user")')
        connection.fetchall()


def tea(folder: Path, into: Timings) -> None:
    """Let tea-tasting read three metrics once, over everybody: no segments, no days."""
    names = ("exposure", "click", "purchase")
    exposure, click, purchase = (f"{code(name)}::UBIGINT" for name in names)
    experiment = tea_tasting.Experiment(
        click=tea_tasting.Mean("clicked"), purchase=tea_tasting.Mean("bought"), revenue=tea_tasting.Mean("revenue")
    )
    with _peer(folder) as connection, timed(into):
        users = connection.sql(f"""
            SELECT arg_min(variant, "time") FILTER (event = {exposure})::VARCHAR AS variant,
                max(CASE WHEN event = {click} THEN 1 ELSE 0 END) AS clicked,
                max(CASE WHEN event = {purchase} THEN 1 ELSE 0 END) AS bought,
                coalesce(sum(CASE WHEN event = {purchase} THEN "value" END), 0)::DOUBLE AS revenue
            FROM lake GROUP BY "user" """)
        experiment.analyze(users).to_pandas()


def frames(folder: Path, into: Timings) -> None:
    """Let pandas and SciPy read one metric once: revenue per user after first exposure, by Welch's test."""
    with timed(into):
        events = pd.concat(
            pq.read_table(file, columns=["user", "time", "event", "variant", "value"]).to_pandas()
            for file in _files(folder)
        )
        exposed = events[events["event"] == code("exposure")].sort_values("time").drop_duplicates("user")
        bought = events[events["event"] == code("purchase")].merge(
            exposed[["user", "time"]], on="user", suffixes=("", "_exposed")
        )
        revenue = bought[bought["time"] >= bought["time_exposed"]].groupby("user")["value"].sum()
        values = exposed["user"].map(revenue).fillna(0.0)
        control = exposed["variant"] == code("A")
        result = stats.ttest_ind(values[~control], values[control], equal_var=False)
    assert np.isfinite(result.pvalue)


def peer_daily(folder: Path, into: Timings) -> None:
    """Count one rate for every day and every segment by a full recount a day: what a peer does without a history."""
    exposure, purchase = (f"{code(name)}::UBIGINT" for name in ("exposure", "purchase"))
    with _peer(folder) as connection, timed(into):
        for day in range(1, 29):
            connection.execute(f"""
                SELECT variant, profile, count(*), sum(bought) FROM (
                    SELECT arg_min(variant, "time") FILTER (event = {exposure}) AS variant,
                        arg_min(profile, "time") FILTER (event = {exposure}) AS profile,
                        max(CASE WHEN event = {purchase} THEN 1 ELSE 0 END) AS bought
                    FROM lake WHERE "time" < TIMESTAMP '2026-03-02' + to_days({day}) GROUP BY "user"
                ) GROUP BY ALL""").fetchall()


def copy(folder: Path, into: Timings) -> None:
    """Let DuckDB's own COPY turn the CSV into Parquet, unchecked and unhashed."""
    source, target = folder / "events.csv", folder / "copied.parquet"
    with _peer(folder) as connection, timed(into):
        connection.execute(f"COPY (FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")
    target.unlink()


if __name__ == "__main__":
    main((bare, tea, frames, peer_daily, copy))
