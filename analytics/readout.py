"""The one conductor of results: asks data for what a readout is made of, and walks it through statistics and decisions.

Screens, the readout command and every document show what `read` returns, and nothing else. Also the command itself:
`python -m analytics.readout KEY [--as-of DATE] [--inference NAME] [--method NAME] [--by ATTRIBUTE] --json`; with
`--pdf`, `--pptx`, `--xlsx` or `--csv FILE` it writes what the screen lets people take along.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from analytics.decisions.conclusions import conclude
from analytics.decisions.material import Material
from analytics.decisions.results import Readout
from analytics.document import as_document
from analytics.exports.forms import Form
from analytics.gathering import Gathered, Pair, gather
from analytics.present import wording
from analytics.statistics.methods import Method
from data.declarations.experiments import Experiment, Inference
from data.events import deliveries, history
from data.home import Home, current
from data.lean import keep_out_pandas
from data.messages import Fault, Message, NotFound, Refused
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.store import Workspace


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
    return conclude(
        material(
            home, workspace, actor, key, as_of=as_of, inference=inference, method=method, attribute=attribute, now=now
        )
    )


def material(
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
) -> Material:
    """Return what `read` concludes from, for who reads it once more in another way; see there."""
    experiment = workspace.experiment(actor, key).value
    policy = workspace.policy(actor).value
    metrics = declared_metrics(workspace, actor, experiment)
    attributes = history.attributes(home, key)
    if attribute is not None and attribute not in attributes:
        raise NotFound(_no_attribute(attribute, attributes))
    today = (now or datetime.now(UTC)).astimezone(ZoneInfo(experiment.time_zone)).date()
    yesterday = today - timedelta(days=1)
    asked = min(as_of, yesterday) if as_of is not None else yesterday
    found = gather(home, experiment, metrics, attributes=attributes, attribute=attribute, through=None)
    days = found.exposures.axes.days
    if as_of is not None and days and asked < days[0]:  # looks are cut later; before the first day nothing is left
        found = gather(home, experiment, metrics, attributes=attributes, attribute=attribute, through=asked)
    return Material(
        experiment=experiment,
        policy=policy,
        histories=found.histories,
        exposures=found.exposures,
        evidence=history.read_evidence(home, experiment, as_of=asked if days and as_of is not None else None),
        fingerprint=history.fingerprint(home, experiment, [metric for metric, _ in metrics]),
        through=asked if days else None,
        today=asked + timedelta(days=1),
        live=asked == yesterday,
        groups=found.groups,
        attribute=attribute,
        segments=found.segments,
        deliveries=_deliveries(home, experiment, found, attribute),
        asked=inference,
        method=method,
        unveiled=bool(workspace.unveilings(actor, key)),
    )


def _deliveries(
    home: Home, experiment: Experiment, found: Gathered, attribute: str | None
) -> tuple[deliveries.Deliveries, ...]:
    wanted = [found.exposures.axes, *([found.groups[attribute].axes] if attribute in found.groups else [])]
    return deliveries.read_deliveries(home, experiment, wanted) or ()


def declared_metrics(workspace: Workspace, actor: Actor, experiment: Experiment) -> list[Pair]:
    """Return the metrics of an experiment that the catalogue knows, with their uses."""
    catalogue = {stored.value.key: stored.value for stored in workspace.metrics(actor)}
    return [(catalogue[use.metric], use) for use in experiment.metrics if use.metric in catalogue]


def _no_attribute(attribute: str, known: Sequence[str]) -> Message:
    if not known:
        return Message("no_attributes", "This experiment's data have no attributes to read by.")
    return Message(
        "attribute_unknown",
        "There is no attribute “{attribute}”; there is {known}.",
        {"attribute": attribute, "known": ", ".join(known)},
    )


class _Parser(argparse.ArgumentParser):
    """Reads arguments; a wrong one is one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Refused(Message("arguments", "{what}: see --help.", {"what": message}))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m analytics.readout", description="Read one experiment's result.")
    parser.add_argument("key", help="the experiment's key")
    parser.add_argument("--as-of", metavar="DATE", help="a past day, YYYY-MM-DD")
    parser.add_argument("--inference", choices=[each.value for each in Inference], help="how daily looks are counted")
    parser.add_argument(
        "--method", metavar="NAME", choices=[each.value for each in Method], help="another estimate by name"
    )
    parser.add_argument("--by", dest="attribute", metavar="ATTRIBUTE", help="add rows for each of its values")
    parser.add_argument("--json", action="store_true", help="the whole readout as one JSON object")
    parser.add_argument("--pdf", metavar="FILE", help="write it on one A4 page")
    parser.add_argument("--pptx", metavar="FILE", help="write it on one slide")
    parser.add_argument("--xlsx", metavar="FILE", help="write it as an Excel workbook")
    parser.add_argument("--csv", metavar="FILE", help="write it as a table")
    parser.add_argument("--language", choices=list(wording.LANGUAGES), default="en", help="of its sentences")
    return parser.parse_args(arguments)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise Refused(
            Message("day_form", "“{text}” is not a day: write it as 2026-11-18.", {"text": text or ""})
        ) from None


def _write(readout: Readout, asked: argparse.Namespace) -> None:
    """Write the files that were asked for."""
    wanted = {ending: getattr(asked, ending) for ending in ("pdf", "pptx", "xlsx", "csv") if getattr(asked, ending)}
    if not wanted:
        return
    from analytics.exports import readout_files  # loads the charts, which a readout alone does not need

    for ending, name in wanted.items():
        made = readout_files.written(readout, Form(ending), language=asked.language)
        try:
            Path(name).write_bytes(made)
        except OSError as error:
            why = {"file": name, "why": error.strerror or str(error)}
            raise Refused(Message("paper_file", "“{file}” cannot be written: {why}.", why)) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 with one sentence on stderr."""
    try:
        asked = _arguments(arguments)
        as_of, home = _day(asked.as_of), current()
        with Workspace.open(home) as workspace:
            readout = read(
                home,
                workspace,
                LOCAL_OWNER,
                asked.key,
                as_of=as_of,
                inference=Inference(asked.inference) if asked.inference else None,
                method=Method(asked.method) if asked.method else None,
                attribute=asked.attribute,
            )
        _write(readout, asked)
    except Fault as fault:
        sys.stderr.write(f"{wording.speak(fault.message, 'en')}\n")
        return 2
    if asked.json:
        document = as_document(readout, language=asked.language)
        sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n")
    else:
        sys.stdout.write(wording.verdict_sentence(readout, asked.language) + "\n")
    return 0


if __name__ == "__main__":
    keep_out_pandas()
    sys.exit(main())
