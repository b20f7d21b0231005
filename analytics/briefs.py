"""One experiment for whoever was not in the room: what came out, what was decided and learned, and what it is worth.

The figures are those of the readout, the money is the report's. `exports.brief_files` writes it down.
"""

from dataclasses import dataclass
from datetime import date

from analytics import library, readout, report
from analytics.decisions.reports import LeftOut, Report
from analytics.decisions.results import Readout
from analytics.decisions.roi import Gain
from analytics.library import Known
from analytics.report import Sources
from data.home import Home
from data.workspace.actors import Actor
from data.workspace.records import Stored
from data.workspace.sessions.records import Choice, Decision
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is to be told about one experiment."""

    readout: Readout
    decision: Stored[Decision] | None  # the latest; None: nobody has decided
    learnings: tuple[Known, ...]  # that rest on this test, among others
    report: Report  # that says what it is worth
    owes_forecast: bool  # this person has to guess first
    rolled_out_on: date | None  # as the assumptions say; None: they do not

    @property
    def choice(self) -> Choice | None:
        """What was decided: by a session, or by rolling it out."""
        return chosen(self.decision, self.rolled_out_on)

    @property
    def gain(self) -> Gain | None:
        """What it brings; None where it does not count, or was not rolled out."""
        gains = self.report.worth.gains if self.report.worth is not None else ()
        return next((gain for gain in gains if gain.test.key == self.readout.experiment.key), None)

    @property
    def left_out(self) -> LeftOut | None:
        """Why the report leaves it out; None where it does not."""
        return next((one for one in self.report.left_out if one.key == self.readout.experiment.key), None)


def chosen(decision: Stored[Decision] | None, rolled_out_on: date | None) -> Choice | None:
    """Return what was decided about a test: what is rolled out needs no session to be so."""
    if rolled_out_on is not None and (decision is None or decision.value.choice is Choice.RERUN):
        return Choice.SHIP
    return decision.value.choice if decision is not None else None


def rolled_out_on(workspace: Workspace, actor: Actor, key: str) -> date | None:
    """Return the day from which the assumptions count a test; None: it is not among them."""
    rollouts = workspace.assumptions(actor).value.rollouts
    return next((one.starts_on for one in rollouts if one.experiment == key), None)


def read(home: Home, workspace: Workspace, actor: Actor, key: str, sources: Sources) -> Brief:
    """Return what is to be told about one experiment. Raises `NotFound`, and `Forbidden` for who may not read it."""
    found = readout.read(home, workspace, actor, key)
    guessing = workspace.sessions.veiled(actor)
    tests = library.Sources(
        experiments={one.key: one for one in sources.experiments}, summaries=sources.summaries, guessing=guessing
    )
    kept = [stored for stored in workspace.library.learnings(actor) if key in stored.value.experiments]
    return Brief(
        readout=found,
        decision=workspace.sessions.decisions(actor).get(key),
        learnings=library.weigh(kept, tests),
        report=report.read(home, workspace, actor, sources),
        owes_forecast=key in guessing,
        rolled_out_on=rolled_out_on(workspace, actor, key),
    )
