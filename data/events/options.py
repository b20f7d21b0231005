"""The words of the events command: its arguments read into records. Every mistake is one sentence."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from data.events.contract import Field, Shape
from data.events.mapping import Dates
from data.messages import Message, Refused
from data.requests import ImportRequest, read_weights

ORDERS = {str(dates).replace("_", "-"): dates for dates in Dates if dates is not Dates.DETECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked on the command line."""

    command: str  # import, status, undo, rebuild, forget, compact
    subject: str = ""  # the file, the batch or the user it is about
    request: ImportRequest = field(default_factory=ImportRequest)
    progress: bool = False  # JSON lines on stderr


class _Parser(argparse.ArgumentParser):
    """Argparse whose mistakes are one sentence, raised."""

    def error(self, message: str) -> NoReturn:
        raise Refused(
            Message(
                "command.arguments",
                "The command cannot be read: {reason}; see “python -m data.events --help”.",
                {"reason": message},
            )
        )


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Return what the command line asks for; raises `Refused` for what cannot be read."""
    chosen = _parser().parse_args(arguments)
    subject = next((getattr(chosen, name) for name in ("file", "batch", "user") if hasattr(chosen, name)), "")
    if chosen.command != "import":
        return Options(command=chosen.command, subject=subject)
    return Options(command="import", subject=subject, request=_request(chosen), progress=chosen.progress)


def _parser() -> _Parser:
    parser = _Parser(prog="python -m data.events", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    taken = commands.add_parser("import", help="take a file in", allow_abbrev=False)
    taken.add_argument("file", help="CSV, TSV, Parquet, JSON Lines or Excel; gzip and zstd of these")
    taken.add_argument("--shape", choices=[shape.value for shape in Shape], help="default: told by the columns")
    taken.add_argument("--experiment", metavar="KEY", help="the whole file's experiment")
    taken.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column is what")
    taken.add_argument(
        "--outcome", action="append", default=[], metavar="METRIC=COLUMN", help="the first one is the primary metric"
    )
    taken.add_argument("--variant", metavar="NAME", help="the whole file's variant")
    taken.add_argument("--control", metavar="NAME", help="the variant that others are compared with")
    taken.add_argument("--weights", metavar="NAME=W,…", help="the planned split")
    taken.add_argument("--time-zone", metavar="ZONE", help="of the experiment's days, e.g. Asia/Ho_Chi_Minh")
    taken.add_argument(
        "--attribute", action="append", metavar="COLUMN", help="a column to keep; default: those with few values"
    )
    taken.add_argument("--dates", choices=list(ORDERS), help="how 03/04/2026 is read, where the file leaves it open")
    taken.add_argument("--progress", action="store_true", help="report every step on stderr as a line of JSON")
    commands.add_parser("status", help="what the lake holds")
    commands.add_parser("undo", help="take a batch out").add_argument("batch")
    commands.add_parser("rebuild", help="fold every history anew")
    commands.add_parser("forget", help="remove a person and refuse them from now on").add_argument("user")
    commands.add_parser("compact", help="fold the history's increments together")
    return parser


def _request(chosen: argparse.Namespace) -> ImportRequest:
    fields = dict(_pair(text, "--map") for text in chosen.map)
    unknown = next((name for name in fields if name not in list(Field)), None)
    if unknown is not None:
        raise Refused(
            Message(
                "command.field",
                "There is no field “{field}”: --map knows {known}.",
                {"field": unknown, "known": ", ".join(Field)},
            )
        )
    outcomes: dict[str, tuple[str, ...]] = {}
    for text in chosen.outcome:
        metric, column = _pair(text, "--outcome")
        if metric in outcomes:
            raise Refused(Message("command.outcome", "The outcome “{metric}” is given twice.", {"metric": metric}))
        outcomes[metric] = (column,)
    return ImportRequest(
        shape=chosen.shape,
        experiment=chosen.experiment,
        fields=fields,
        outcomes=outcomes,
        variant=chosen.variant,
        control=chosen.control,
        weights=_weights(chosen.weights),
        time_zone=chosen.time_zone,
        attributes=None if chosen.attribute is None else tuple(chosen.attribute),
        dates=None if chosen.dates is None else ORDERS[chosen.dates],
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, rest = text.partition("=")
    if not (name and sign and rest):
        raise Refused(
            Message("command.pair", "{option} is written NAME=COLUMN, not “{text}”.", {"option": option, "text": text})
        )
    return name, rest


def _weights(text: str | None) -> dict[str, float]:
    weights = read_weights(text or "")
    if weights is None:
        raise Refused(
            Message("command.weights", "--weights is written NAME=W,NAME=W, not “{text}”.", {"text": text or ""})
        )
    return weights
