"""What the speed table times. One job per process: `python -m tests.bench.jobs NAME FOLDER` prints seconds and memory.

Imports, and opening what a running dashboard holds open anyway, are not timed; reading, computing and writing are.
"""

import json
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import tea_tasting
from scipy import stats

from data.declarations.metrics import CATALOGUE
from data.events import history, rollup
from data.events.batches import code, rows_file
from data.events.reading import reader
from data.home import Home
from tests.bench.worlds import ATTRIBUTES, EXPERIMENT, KEY

Timings = list[float]


@contextmanager
def timed(into: Timings) -> Iterator[None]:
    """Add the seconds of the block to `into`."""
    begun = perf_counter()
    yield
    into.append(perf_counter() - begun)


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


def build(folder: Path, into: Timings) -> None:
    """Fold the whole lake: every day of every metric, variant and segment, and the per-user table, written."""
    home = Home(folder / "home")
    shutil.rmtree(home.rollup, ignore_errors=True)
    with timed(into):
        assert rollup.fold(home, EXPERIMENT, CATALOGUE).kind == "rebuilt"


def one_day(folder: Path, into: Timings) -> None:
    """Fold the last day into the history of all days before."""
    home = Home(folder / "home")
    shutil.rmtree(home.rollup, ignore_errors=True)
    last, aside = home.lake / "last", folder / "last"
    last.rename(aside)
    rollup.fold(home, EXPERIMENT, CATALOGUE)
    aside.rename(last)
    with timed(into):
        assert rollup.fold(home, EXPERIMENT, CATALOGUE).kind == "added"


def readout(folder: Path, into: Timings) -> None:
    """Read moments of every day, metric, arm and segment from the history."""
    home = Home(folder / "home")
    rollup.fold(home, EXPERIMENT, CATALOGUE)
    wanted = [history.Wanted(metric=metric, attribute=name) for metric in CATALOGUE for name in (None, *ATTRIBUTES)]
    history.read_all(home, EXPERIMENT, wanted)
    for _ in range(9):
        with timed(into):
            history.read_all(home, EXPERIMENT, wanted)


def copy(folder: Path, into: Timings) -> None:
    """Let DuckDB's own COPY turn the CSV into Parquet, unchecked and unhashed."""
    source, target = folder / "events.csv", folder / "copied.parquet"
    with _peer(folder) as connection, timed(into):
        connection.execute(f"COPY (FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")
    target.unlink()


def stage(folder: Path, into: Timings) -> None:
    """Parse, check, hash and write the same CSV as an import does."""
    target = folder / "staged"
    target.mkdir()
    with (folder / "events.csv").open("rb") as file, timed(into):
        guessed = reader.preview(file, name="events.csv").guess.mapping
        staged = reader.stage(file, guessed, folder=target, secret=b"x" * 32, content=reader.content(file))
    assert staged.read == staged.accepted
    shutil.rmtree(target)


JOBS: dict[str, Callable[[Path, Timings], None]] = {
    job.__name__: job for job in (bare, tea, frames, peer_daily, build, one_day, readout, copy, stage)
}


def main(name: str, folder: Path) -> None:
    """Run one job and print its timings (seconds) and peak memory (MiB, with its children) as JSON."""
    timings: Timings = []
    JOBS[name](folder, timings)
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sys.stdout.write(json.dumps({"seconds": timings, "memory": max(usage) / 1024}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
