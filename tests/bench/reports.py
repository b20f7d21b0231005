"""What a report over five hundred experiments costs: counted, shrunk, reckoned, with the money of what waits.

Every experiment is known by its summary, as it is in a home whose overview was read. Times are the processor's: what
else runs on the machine does not lengthen them. Nothing is cached: a rerun of the screen costs none of it.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

from analytics import report
from analytics.decisions.results import VerdictKind
from analytics.decisions.statements import Effect, Statement
from analytics.decisions.summaries import Reading, Summary
from analytics.present import worth_figures, worths
from data.declarations.assumptions import Rollout
from data.declarations.experiments import Experiment, MetricUse, Role, Status
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.bench.viewers import Row

EXPERIMENTS, ROLLED_OUT, YEARS = 500, 0.3, 5
TIMES = 5
BOUND = 2.0  # seconds


def programme(today: date, *, seed: int = 1) -> report.Sources:
    """Return finished tests of many audiences over five years; three in ten are rolled out, as many wait."""
    chance = np.random.default_rng(seed)
    experiments, summaries = [], {}
    for number in range(EXPERIMENTS):
        ended = today - timedelta(days=int(chance.integers(1, YEARS * 365)))
        began, key = ended - timedelta(days=27), f"test-{number}"
        lift, error = float(chance.normal(0.01, 0.03)), float(chance.uniform(0.005, 0.02))
        status = Status.ENDED if chance.random() < ROLLED_OUT else Status.DECIDED
        kind = VerdictKind.SHIP if lift > 2 * error else VerdictKind.INCONCLUSIVE
        said = Statement(
            kind=kind, day=ended, is_decided=status is Status.DECIDED, is_healthy=True, began_on=began, days=28,
            users=int(chance.integers(10_000, 100_000)),
            effects=(Effect(metric="revenue_per_user", lift=lift, standard_error=error, shows=None, control=4.0),),
        )  # fmt: skip
        experiments.append(
            Experiment(
                key=key, name=f"Test {number}", status=status, starts_on=began, planned_end=ended, ended_on=ended,
                audience="" if chance.random() < 0.1 else f"Audience {chance.integers(0, EXPERIMENTS // 4)}",
                owner=f"Team {number % 5}", currency="EUR", variants=("control", "treatment"),
                metrics=(MetricUse(metric="revenue_per_user", role=Role.PRIMARY),),
            )
        )  # fmt: skip
        summaries[key] = Summary(
            reading=Reading.READ, kind=kind, as_of=ended, first_day=began, target=0.02, statement=said, sentences={}
        )
    return report.Sources(experiments=experiments, summaries=summaries)


def reckoned(folder: Path) -> Row:
    """Return the row of the table: the report as a screen draws it, its words and figures included."""
    home, today = Home(folder), date(2026, 11, 26)
    sources = programme(today)
    out = np.random.default_rng(2).choice(EXPERIMENTS, int(EXPERIMENTS * ROLLED_OUT), replace=False)
    with Workspace.open(home) as workspace:
        for experiment in sources.experiments:
            workspace.save_experiment(LOCAL_OWNER, experiment, version=None)
        kept = workspace.assumptions(LOCAL_OWNER)
        rollouts = tuple(
            Rollout(experiment=one.key, starts_on=one.ended_on + timedelta(days=7))
            for one in (sources.experiments[place] for place in sorted(out))
            if one.ended_on is not None
        )
        workspace.save_assumptions(LOCAL_OWNER, replace(kept.value, rollouts=rollouts), version=kept.version)
        took = [_seconds(home, workspace, sources, today) for _ in range(TIMES)]
    return Row(
        work=f"A report over {EXPERIMENTS} experiments, {len(rollouts)} of them rolled out",
        took=f"{median(took):.2f} s",
        bound=f"{BOUND:g} s",
        holds=median(took) <= BOUND,
    )


def _seconds(home: Home, workspace: Workspace, sources: report.Sources, today: date) -> float:
    begun = process_time()
    found = report.read(home, workspace, LOCAL_OWNER, sources, today=today)
    assert found.worth is not None
    assert len(found.worth.gains) > EXPERIMENTS * ROLLED_OUT / 2
    assert found.waiting
    worths.headline(found, "en")
    for draw in (worth_figures.dots, worth_figures.waterfall):
        draw(found, found.worth, "en")
    return process_time() - begun
