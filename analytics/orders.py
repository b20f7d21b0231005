"""The report command: which reports a scheduler may order, in which forms, and where they are written.

`python -m analytics.report roi|experiment KEY|month [--month 2026-10] --format json|csv|… [--out FILE]
[--language en|vi]`. A report that can be ordered is one entry of `REPORTS`; a form of it one entry of its writers.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

from analytics import briefs, report, reviews
from analytics.decisions import reviews as months
from analytics.decisions.months import month_named
from analytics.exports import brief_files, month_files, report_files
from analytics.exports.forms import Form
from analytics.present import wording
from data.home import Home, current
from data.messages import Fault, Message, Parameter, Refused
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for, in the analyst's name."""

    home: Home
    workspace: Workspace
    key: str  # of the experiment; empty: the report is about no single one
    form: Form
    language: str
    month: str = ""  # `2026-10`; empty: the newest that has tests


Making: TypeAlias = Callable[[Order], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A report that can be ordered."""

    forms: Sequence[Form]
    about_one: bool = False  # it is about one experiment, which the order names
    make: Making


def _roi(order: Order) -> bytes:
    found = report.read(order.home, order.workspace, LOCAL_OWNER, report.gather(order.home, order.workspace))
    return report_files.written(found, order.form, language=order.language)


def _month(order: Order) -> bytes:
    found = reviews.read(order.workspace, LOCAL_OWNER, report.gather(order.home, order.workspace))
    wanted = month_named(order.month) if order.month else next(iter(months.months(found.tests)), None)
    if wanted is None and order.month:
        given: dict[str, Parameter] = {"month": order.month}
        raise Refused(Message("month_unknown", "“{month}” is no month: write it as 2026-10.", given))
    if wanted is None:
        raise Refused(Message("month_none", "No test has begun yet: there is no month to look back on."))
    review = months.review(found.tests, wanted, undated=found.undated)
    return month_files.written(review, order.form, language=order.language)


def _experiment(order: Order) -> bytes:
    sources = report.gather(order.home, order.workspace)
    found = briefs.read(order.home, order.workspace, LOCAL_OWNER, order.key, sources)
    return brief_files.written(found, order.form, language=order.language)


REPORTS: Mapping[str, Kind] = {
    "roi": Kind(forms=tuple(report_files.WRITERS), make=_roi),
    "month": Kind(forms=tuple(month_files.WRITERS), make=_month),
    "experiment": Kind(forms=tuple(brief_files.WRITERS), about_one=True, make=_experiment),
}


FORMS = tuple(dict.fromkeys(form.value for kind in REPORTS.values() for form in kind.forms))


class _Parser(argparse.ArgumentParser):
    """Reads arguments; a wrong one is one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Refused(Message("arguments", "{what}: see --help.", {"what": message}))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m analytics.report", description="What the programme was worth.")
    parser.add_argument("what", choices=tuple(REPORTS), help="which report")
    parser.add_argument("key", nargs="?", default="", help="the experiment's key, where the report is about one")
    parser.add_argument("--month", default="", metavar="2026-10", help="which month; without: the newest with tests")
    parser.add_argument("--format", choices=FORMS, default=Form.JSON.value)
    parser.add_argument("--out", metavar="FILE", help="where it is written; without: to standard output")
    parser.add_argument("--language", choices=list(wording.LANGUAGES), default="en", help="of its sentences")
    asked = parser.parse_args(arguments)
    kind = REPORTS[asked.what]
    if kind.about_one != bool(asked.key):
        parser.error(f"{asked.what} {'needs' if kind.about_one else 'takes no'} KEY")
    if asked.month and asked.what != "month":
        parser.error(f"{asked.what} takes no --month")
    if asked.format not in kind.forms:
        parser.error(f"{asked.what} is written as {', '.join(kind.forms)}")
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 with one sentence on stderr."""
    try:
        asked, home = _arguments(arguments), current()
        with Workspace.open(home) as workspace:
            order = Order(
                home=home,
                workspace=workspace,
                key=asked.key,
                form=Form(asked.format),
                language=asked.language,
                month=asked.month,
            )
            written = REPORTS[asked.what].make(order)
        if asked.out is None:
            sys.stdout.buffer.write(written)
        else:
            _keep(Path(asked.out), written)
    except Fault as fault:
        sys.stderr.write(f"{wording.speak(fault.message, 'en')}\n")
        return 2
    return 0


def _keep(place: Path, written: bytes) -> None:
    try:
        place.write_bytes(written)
    except OSError as error:
        why = {"file": str(place), "why": error.strerror or str(error)}
        raise Refused(Message("paper_file", "“{file}” cannot be written: {why}.", why)) from None
