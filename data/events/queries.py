"""The query behind a metric's figures, as text that anybody can run in a DuckDB shell and check."""

from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import engines, history, manifest
from data.events.history import Wanted
from data.events.moments import Population
from data.home import Home

SHELL = """\
-- {name}: users, means and variances of every day. It runs as it is in a DuckDB shell started in the home's folder.
-- Amounts are counted in ten-thousandths. `metric` is the metric's position in the history, `population` says who
-- counts (0: everybody exposed, 1: those whose window of `window_days` has passed).
CREATE OR REPLACE TEMP TABLE wanted AS
SELECT
    {place}::INTEGER AS place, {metric}::SMALLINT AS metric, {population}::TINYINT AS population,
    {window}::INTEGER AS window_days, '' AS attribute;

"""


def moments_query(home: Home, experiment: Experiment, metric: Metric) -> str:
    """Return the SQL that reads the moments of a metric, with its parameters written out; files lie below the home.

    Raises `NotFound` when the experiment is not folded, or was folded without the metric.
    """
    held = manifest.state(home, experiment.key)
    whose = Population.MATURED if metric.matured_only else Population.EVERYONE
    [(number, population, window, _)] = history.wanted_rows(held, [Wanted(metric=metric, population=whose)])
    text = engines.statement("history_moments").rstrip()
    for name in ("users", "moments"):
        folder = manifest.folder(home, experiment.key).relative_to(home.root)
        files = ", ".join(f"'{(folder / part / f'{name}.parquet').as_posix()}'" for part in held.folders)
        text = text.replace(f"${name}", f"[{files}]")
    head = SHELL.format(name=metric.key, place=0, metric=number, population=population, window=window)
    return f'{head}{text}\nORDER BY "day", period, variant;\n'
