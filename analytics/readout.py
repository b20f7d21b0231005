"""The one conductor of results: asks data for what a readout is made of, and walks it through statistics and decisions.

Screens, the readout command and every document show what `read` returns, and nothing else. Also the command itself:
`python -m analytics.readout KEY [--as-of DATE] [--inference NAME] [--method NAME] [--by ATTRIBUTE] --json`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from analytics.decisions.conclusions import conclude
from analytics.decisions.material import History, Material
from analytics.decisions.results import Readout
from analytics.document import as_document
from analytics.present import wording
from analytics.statistics.methods import Method
from data.declarations.experiments import Experiment, Inference, MetricUse
from data.declarations.metrics import Metric
from data.events import history
from data.events.history import Wanted
from data.events.moments import Population
from data.home import Home, current
from data.messages import Fault, Message, NotFound
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.store import Workspace

_Pair = tuple[Metric, MetricUse]


def read(
    home: Home,
    workspace: Workspace,
    actor: Actor,
    key: str,
    *,
    as_of: date | None = None,
    inference: Inference | None = None,
    method: Method | None = None,
    attribute: str | None = None,
    now: datetime | None = None,
) -> Readout:
    """Read one experiment as it stands, or as it stood at the end of a past day.

    Parameters
    ----------
    home, workspace, actor
        Where the data lie, where the declarations lie, and in whose name they are read.
    key : str
        The experiment's key.
    as_of : date or None
        A day in the experiment's time zone: exactly what was readable at its end. None: the last complete day. Undated
        data have no days; theirs is ignored.
    inference : Inference or None
        None leaves it to the experiment.
    method : Method or None
        Another estimate by name, for metrics it can compare; None: the house's own.
    attribute : str or None
        Adds rows for each of its values.
    now : datetime or None
        The moment of reading, for tests; None: the clock.

    Raises
    ------
    NotFound
        No such experiment, or no such attribute.
    Refused
        An inference that is not built.
    """
    experiment = workspace.experiment(actor, key).value
    policy = workspace.policy(actor).value
    metrics = _metrics(workspace, actor, experiment)
    attributes = history.attributes(home, key)
    if attribute is not None and attribute not in attributes:
        raise NotFound(_no_attribute(attribute, attributes))
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(experiment.time_zone)).date()
    yesterday = today - timedelta(days=1)
    asked = min(as_of, yesterday) if as_of is not None else yesterday
    exposures = history.read_exposures(home, experiment)
    days = exposures.axes.days
    through = None  # of the arrays: all of them, looks are cut later; before the first day there is nothing to cut
    if as_of is not None and days and asked < days[0]:
        through = asked
        exposures = history.read_exposures(home, experiment, through=through)
    histories, segments = _histories(home, experiment, metrics, attribute=attribute, through=through)
    return conclude(
        Material(
            experiment=experiment,
            policy=policy,
            histories=histories,
            exposures=exposures,
            evidence=history.read_evidence(home, experiment, as_of=asked if days and as_of is not None else None),
            fingerprint=history.fingerprint(home, experiment, [metric for metric, _ in metrics]),
            through=asked if days else None,
            today=asked + timedelta(days=1),
            live=asked == yesterday,
            groups={
                name: history.read_exposures(home, experiment, attribute=name, through=through) for name in attributes
            },
            attribute=attribute,
            segments=segments,
            asked=inference,
            method=method,
            unveiled=bool(workspace.unveilings(actor, key)),
        )
    )


def _metrics(workspace: Workspace, actor: Actor, experiment: Experiment) -> list[_Pair]:
    catalogue = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    return [(catalogue[use.metric], use) for use in experiment.metrics if use.metric in catalogue]


def _histories(
    home: Home, experiment: Experiment, metrics: Sequence[_Pair], *, attribute: str | None, through: date | None
) -> tuple[tuple[History, ...], tuple[History, ...]]:
    """Return every metric's history, of everybody and by the attribute, read at once."""
    wanted: list[Wanted] = []
    for metric, _ in metrics:
        whose = Population.MATURED if metric.matured_only else Population.EVERYONE
        wanted += [Wanted(metric=metric, population=whose), Wanted(metric=metric, population=Population.CROSSED)]
        wanted += [Wanted(metric=metric, population=whose, attribute=attribute)] if attribute is not None else []
    found = history.read_all(home, experiment, wanted, through=through) if wanted else []
    step = 3 if attribute is not None else 2
    everybody, segments = [], []
    for place, (metric, use) in enumerate(metrics):
        (axes, moments), (_, crossed), *parts = found[step * place : step * place + step]
        known = None if metric.matured_only else crossed
        everybody.append(History(metric=metric, use=use, axes=axes, moments=moments, crossed=known))
        segments += [History(metric=metric, use=use, axes=part_axes, moments=part) for part_axes, part in parts]
    return tuple(everybody), tuple(segments)


def _no_attribute(attribute: str, known: Sequence[str]) -> Message:
    if not known:
        return Message("no_attributes", "This experiment's data have no attributes to read by.")
    return Message(
        "attribute_unknown",
        "There is no attribute “{attribute}”; there is {known}.",
        {"attribute": attribute, "known": ", ".join(known)},
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m analytics.readout", description="Read one experiment's result.")
    parser.add_argument("key", help="the experiment's key")
    parser.add_argument("--as-of", type=date.fromisoformat, help="a past day, YYYY-MM-DD")
    parser.add_argument(
        "--inference", type=Inference, choices=list(Inference), help="how daily looks are accounted for"
    )
    parser.add_argument("--method", type=Method, choices=list(Method), help="another estimate by name")
    parser.add_argument("--by", dest="attribute", help="add rows for each value of an attribute")
    parser.add_argument("--json", action="store_true", help="the whole readout as one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 with one sentence on stderr."""
    asked = _arguments(arguments)
    home = current()
    try:
        with Workspace.open(home) as workspace:
            readout = read(
                home,
                workspace,
                LOCAL_OWNER,
                asked.key,
                as_of=asked.as_of,
                inference=asked.inference,
                method=asked.method,
                attribute=asked.attribute,
            )
    except Fault as fault:
        sys.stderr.write(f"{wording.speak(fault.message, 'en')}\n")
        return 2
    if asked.json:
        sys.stdout.write(json.dumps(as_document(readout), ensure_ascii=False, allow_nan=False, indent=1) + "\n")
    else:
        sys.stdout.write(wording.verdict_sentence(readout, "en") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
