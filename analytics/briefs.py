"""One experiment for whoever was not in the room: what came out, what was decided and learned, and what it is worth.

The figures are those of the readout, the money is the report's. `leaflets` writes it down.
"""

from dataclasses import dataclass

from analytics import library, readout, report
from analytics.decisions.reports import LeftOut, Report
from analytics.decisions.results import Readout
from analytics.decisions.roi import Gain
from analytics.library import Known
from analytics.report import Sources
from data.home import Home
from data.workspace.actors import Actor
from data.workspace.records import Stored
from data.workspace.sessions.records import Decision
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is to be told about one experiment."""

    readout: Readout
    decision: Stored[Decision] | None  # the latest; None: nobody has decided
    learnings: tuple[Known, ...]  # that rest on this test, among others
    report: Report  # that says what it is worth
    owes_forecast: bool  # this person has to guess first

    @property
    def gain(self) -> Gain | None:
        """What it brings; None where it does not count, or was not rolled out."""
        gains = self.report.worth.gains if self.report.worth is not None else ()
        return next((gain for gain in gains if gain.test.key == self.readout.experiment.key), None)

    @property
    def left_out(self) -> LeftOut | None:
        """Why the report leaves it out; None where it does not."""
        return next((one for one in self.report.left_out if one.key == self.readout.experiment.key), None)


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
    )
