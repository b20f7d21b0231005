"""Briefs of one experiment as the conductor would return them, built by hand."""

from datetime import UTC, datetime

from analytics.briefs import Brief
from analytics.decisions.results import Readout
from data.workspace.records import Stored
from data.workspace.sessions.records import Choice, Decision
from tests.present.examples import WINNER
from tests.present.papers.reports import report

DECIDED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def brief(readout: Readout = WINNER, *, choice: Choice | None = None, reason: str = "", name: str = "Lan") -> Brief:
    """Give the brief of a readout about which somebody decided, or nobody."""
    taken = None
    if choice is not None:
        value = Decision(experiment=readout.experiment.key, choice=choice, reason=reason, follows=not reason)
        taken = Stored(value=value, version=1, author=name, changed_at=DECIDED)
    return Brief(
        readout=readout, decision=taken, learnings=(), report=report(3), owes_forecast=False, rolled_out_on=None
    )
