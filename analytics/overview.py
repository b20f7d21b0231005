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
from analytics.decisions.summaries import Reading, Spark, Summary, summarize
from analytics.present import checks, wording
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.events import summaries
from data.home import Home
from data.messages import Message, NotFound
from data.workspace.actors import Actor
from data.workspace.records import Stored
from data.workspace.rights import Action, require
from data.workspace.store import Workspace

LOG = logging.getLogger("liftroom")
RELEASE = 4  # rises when a summary says something else of the same readout, or its sentences change
NOTHING = Summary(reading=Reading.EMPTY, sentences={})
BROKEN = Summary(reading=Reading.BROKEN, sentences={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One experiment that the overview lists, and what its summary depends on."""

    experiment: Experiment
    mark: str  # another one when the summary may be another one; empty: it has no events


def entries(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    experiments: Sequence[Stored[Experiment]],
    *,
    metrics: Sequence[Stored[Metric]],
    now: datetime | None = None,
) -> tuple[Entry, ...]:
    """Return what each experiment's summary depends on: history, declarations, policy, lifted veil, and the day.

    Raises `Forbidden` for who may not read results.
    """
    require(actor, Action.READ_RESULTS)
    states, versions = summaries.states(home), {stored.value.key: stored.version for stored in metrics}
    policy, unveiled = workspace.policy(actor).version, workspace.unveiled(actor)
    moment = now or datetime.now(UTC)
    days = {zone: moment.astimezone(ZoneInfo(zone)).date() for zone in {one.value.time_zone for one in experiments}}
    found = []
    for stored in experiments:
        experiment = stored.value
        state, used = states.get(experiment.key), [versions.get(use.metric, 0) for use in experiment.metrics]
        parts = (RELEASE, state, stored.version, used, policy, experiment.key in unveiled, days[experiment.time_zone])
        found.append(Entry(experiment=experiment, mark="" if state is None else "|".join(map(str, parts))))
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
    except NotFound:
        return NOTHING
    except Exception as error:  # noqa: BLE001  whatever is wrong with one history must not take the page away
        LOG.error("summary of %s broke: %s", entry.experiment.key, type(error).__name__)
        return BROKEN
    found = summarize(read, {language: _sentence(read, language) for language in wording.LANGUAGES})
    summaries.keep(home, entry.experiment.key, entry.mark, value=as_document(found))
    return found


def covered(summary: Summary, why: Message) -> Summary:
    """Return a summary without anything of the results; `why` is said in their place."""
    return replace(
        summary,
        reading=Reading.VEILED,
        kind=None,
        precision=None,
        sparks=(),
        sentences={language: wording.speak(why, language) for language in wording.LANGUAGES},
    )


def _sentence(read: Readout, language: str) -> str:
    if read.veiled_on_screen:
        return checks.veil_title(read, language)
    return wording.verdict_headline(read, language)


def as_document(summary: Summary) -> dict[str, Any]:
    """Return a summary as JSON."""
    document = asdict(summary)
    document["as_of"] = summary.as_of.isoformat() if summary.as_of else None
    document["sparks"] = [[spark.lift, spark.low, spark.high] for spark in summary.sparks]
    return document


def from_document(document: Mapping[str, Any]) -> Summary:
    """Return the summary that `as_document` wrote; raises KeyError, TypeError or ValueError when it is not one."""
    fields = dict(document)
    fields["reading"] = Reading(fields["reading"])
    fields["kind"] = VerdictKind(fields["kind"]) if fields["kind"] else None
    fields["light"] = Light(fields["light"]) if fields["light"] else None
    fields["as_of"] = date.fromisoformat(fields["as_of"]) if fields["as_of"] else None
    fields["sparks"] = tuple(Spark(lift=lift, low=low, high=high) for lift, low, high in fields["sparks"])
    return Summary(**fields)
