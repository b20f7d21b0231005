"""The one conductor of the overview: a summary of every experiment, kept beside its history and concluded when needed.

A summary is concluded from the readout and nothing else, so that no line can say what its readout does not.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics import readout as conductor
from analytics.decisions.results import Light, Readout, VerdictKind
from analytics.decisions.statements import FINISHED, Statement, hear
from analytics.decisions.summaries import Reading, Spark, Summary, summarize
from analytics.present import checks, wording
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import summaries
from data.home import Home
from data.messages import Message, NotFound
from data.workspace.actors import Actor
from data.workspace.documents import from_json, to_json
from data.workspace.records import Stored
from data.workspace.rights import Action, require
from data.workspace.sessions.records import Choice, Decision
from data.workspace.store import Workspace

LOG = logging.getLogger("liftroom")
RELEASE = 7  # rises when a summary says something else of the same readout, or its sentences change
NOTHING = Summary(reading=Reading.EMPTY, sentences={})
BROKEN = Summary(reading=Reading.BROKEN, sentences={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One experiment that the overview lists, and what its summary depends on."""

    experiment: Experiment
    mark: str  # another one when the summary may be another one; empty: it has no events
    decision: Decision | None = None  # the latest that ended it
    rolled_out: bool = False  # everybody has it, whoever decided that and where


def entries(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    experiments: Sequence[Stored[Experiment]],
    *,
    metrics: Sequence[Stored[Metric]],
    now: datetime | None = None,
) -> tuple[Entry, ...]:
    """Return what each experiment's summary depends on: history, declarations, policy, veil, decision, and the day.

    Raises `Forbidden` for who may not read results.
    """
    require(actor, Action.READ_RESULTS)
    states, versions = summaries.states(home), {stored.value.key: stored.version for stored in metrics}
    policy, unveiled = workspace.policy(actor).version, workspace.unveiled(actor)
    taken = _taken(workspace, actor)
    out = {one.experiment for one in workspace.assumptions(actor).value.rollouts}
    moment = now or datetime.now(UTC)
    days = {zone: moment.astimezone(ZoneInfo(zone)).date() for zone in {one.value.time_zone for one in experiments}}
    found = []
    for stored in experiments:
        experiment = stored.value
        state, used = states.get(experiment.key), [versions.get(use.metric, 0) for use in experiment.metrics]
        decision = taken.get(experiment.key)
        pinned = ("rollout" if experiment.key in out else "") if decision is None else decision.snapshot
        parts = (RELEASE, state, stored.version, used, policy, experiment.key in unveiled, pinned)
        mark = "|".join(map(str, (*parts, days[experiment.time_zone])))
        found.append(
            Entry(
                experiment=experiment,
                mark="" if state is None else mark,
                decision=decision,
                rolled_out=experiment.key in out,
            )
        )
    return tuple(found)


def kept(home: Home, entry: Entry) -> Summary | None:
    """Return the summary that was kept under this mark; None when it has to be concluded."""
    if not entry.mark:
        return NOTHING
    document = summaries.kept(home, entry.experiment.key, entry.mark)
    try:
        return from_document(document) if document is not None else None
    except (KeyError, TypeError, ValueError):
        return None


def concluded(home: Home, workspace: Workspace, actor: Actor, entry: Entry) -> Summary:
    """Read the experiment, and keep its summary. One that cannot be read says so and leaves the others alone."""
    try:
        read = conductor.read(home, workspace, actor, entry.experiment.key)
        said = _statement(home, workspace, actor, entry, read)
    except NotFound:
        return NOTHING
    except Exception as error:  # noqa: BLE001  whatever is wrong with one history must not take the page away
        LOG.error("summary of %s broke: %s", entry.experiment.key, type(error).__name__)
        return BROKEN
    sentences = {language: _sentence(read, language) for language in wording.LANGUAGES}
    found = replace(summarize(read, sentences, statement=said), rolled_out=entry.rolled_out)
    summaries.keep(home, entry.experiment.key, entry.mark, value=as_document(found))
    return found


def _taken(workspace: Workspace, actor: Actor) -> dict[str, Decision]:
    """Return the latest decision about each experiment; to test the same again ends nothing."""
    found = {key: stored.value for key, stored in workspace.sessions.decisions(actor).items()}
    return {key: decision for key, decision in found.items() if decision.choice is not Choice.RERUN}


def _statement(home: Home, workspace: Workspace, actor: Actor, entry: Entry, today: Readout) -> Statement | None:
    """Return what a finished experiment says: as it was on the day it was decided where that was pinned, else today.

    What was pinned under a veil, or with a session of an early release, holds no figures: then today's count.
    """
    decision, then = entry.decision, today
    if decision is None or today.experiment.status not in FINISHED:
        return hear(today)
    session, _, key = decision.snapshot.partition("/")
    pinned = workspace.sessions.snapshot(actor, session, key).value if key else {}
    day, is_told = pinned.get("as_of"), not pinned.get("veiled_on_screen")
    if isinstance(day, str) and is_told and today.as_of is not None and date.fromisoformat(day) < today.as_of:
        then = conductor.read(home, workspace, actor, key, as_of=date.fromisoformat(day))
    known = is_told and decision.verdict in set(VerdictKind)
    return hear(then, kind=VerdictKind(decision.verdict) if known else None, decided=True)


def covered(summary: Summary, why: Message) -> Summary:
    """Return a summary without anything of the results; `why` is said in their place."""
    return replace(
        summary,
        reading=Reading.VEILED,
        kind=None,
        precision=None,
        sparks=(),
        statement=None,
        rolled_out=False,
        sentences={language: wording.speak(why, language) for language in wording.LANGUAGES},
    )


def _sentence(read: Readout, language: str) -> str:
    if read.veiled_on_screen:
        return checks.veil_title(read, language)
    return wording.verdict_headline(read, language)


def as_document(summary: Summary) -> dict[str, Any]:
    """Return a summary as JSON."""
    document = asdict(summary)
    for name in ("as_of", "first_day"):
        document[name] = document[name].isoformat() if document[name] else None
    if summary.statement is not None:
        document["statement"] = to_json(summary.statement)
    document["sparks"] = [[spark.lift, spark.low, spark.high] for spark in summary.sparks]
    return document


def from_document(document: Mapping[str, Any]) -> Summary:
    """Return the summary that `as_document` wrote; raises KeyError, TypeError or ValueError when it is not one."""
    fields = dict(document)
    fields["reading"] = Reading(fields["reading"])
    fields["kind"] = VerdictKind(fields["kind"]) if fields["kind"] else None
    fields["light"] = Light(fields["light"]) if fields["light"] else None
    for name in ("as_of", "first_day"):
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["statement"] = from_json(Statement, fields["statement"]) if fields["statement"] else None
    fields["sparks"] = tuple(Spark(lift=lift, low=low, high=high) for lift, low, high in fields["sparks"])
    return Summary(**fields)
