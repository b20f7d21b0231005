"""A report as it stands for one person, and as the JSON and the table that schedulers read.

Amounts are in the currency that stands beside them, rounded once to its own decimals: sums of rows are the sums told.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.decisions.counting import Omission
from analytics.decisions.results import VerdictKind
from analytics.decisions.roi import Estimate, Gain, Worth
from analytics.document import Json
from analytics.present import wording
from analytics.present.papers import spreadsheets
from analytics.present.papers.spreadsheets import Sheet
from analytics.statistics.results import Interval
from data.declarations.assumptions import Assumptions
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.messages import Message
from data.workspace.documents import to_json
from data.workspace.records import Stored

SCHEMA = 1
WHY = {
    Omission.UNHEALTHY: Message("omitted_unhealthy", "its data cannot be trusted"),
    Omission.GUESS: Message("omitted_guess", "a session waits for your forecast of it"),
    Omission.UNREAD: Message("omitted_unread", "it is still being read"),
    Omission.SILENT: Message("omitted_silent", "there are no results to read"),
    Omission.UNMEASURED: Message("omitted_unmeasured", "it does not measure what money is counted by"),
    Omission.UNDATED: Message("omitted_undated", "its data have no days"),
    Omission.CURRENCY: Message("omitted_currency", "its amounts are in another currency"),
    Omission.INTERACTS: Message("omitted_interacts", "another test changes its effect"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A test that does not count."""

    key: str
    name: str
    why: Omission


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A finished test about which nobody has decided."""

    experiment: Experiment
    kind: VerdictKind  # what it says
    day: date | None  # since when it waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a programme was worth, for one person."""

    worth: Worth | None  # None: its metric is no money, and nobody said what one unit is worth
    assumed: Stored[Assumptions]
    metric: Metric
    currency: str | None
    digits: int  # decimals of the currency
    cost: int  # of the whole programme, minor units
    months: int  # that the programme has run, for which yearly costs count
    as_of: date | None  # last day of data that anything rests on; None: nothing was decided
    left_out: tuple[LeftOut, ...]  # by name
    waiting: tuple[Waiting, ...]  # the longest first
    is_sample: bool  # rests on invented tests

    def amount(self, minor: float) -> float:
        """Return an amount in the currency from one in minor units."""
        return minor / 10.0**self.digits


class Form(StrEnum):
    """What a report can be written as; the value is the ending of the file's name."""

    JSON = "json"
    CSV = "csv"


def written(report: Report, form: Form, *, language: str = "en") -> bytes:
    """Return the file; the same report gives the same bytes."""
    if form is Form.CSV:
        return spreadsheets.csv_file(experiments(report))
    document = as_document(report, language=language)
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def as_document(report: Report, *, language: str = "en") -> dict[str, Json]:
    """Return the report as JSON values; where no money can be counted, its amounts are null and rows are missing.

    Amounts are in `currency`, lifts are fractions; `net.pays_back` is a chance, `net.payback_month` counts from the
    first rollout on.
    """
    worth = report.worth
    return {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "currency": report.currency,
        "sample": report.is_sample,
        "metric": report.metric.key,
        "tests": worth.tests if worth else 0,
        "few": worth.few if worth else True,
        "left_out": [
            {"key": each.key, "reason": each.why.value, "why": wording.speak(WHY[each.why], language)}
            for each in report.left_out
        ],
        "waterfall": [
            {"step": step.stage.value, "amount": report.amount(step.amount)}
            for step in (worth.waterfall if worth else ())
        ],
        "value": _estimate(report, worth.value) if worth else None,
        "cost": report.amount(report.cost),
        "net": _net(report, worth) if worth else None,
        "avoided": _estimate(report, worth.avoided) if worth and worth.avoided else None,
        "experiments": [_gain(report, gain) for gain in (worth.gains if worth else ())],
        "waiting": [{"key": one.experiment.key, "verdict": one.kind.value} for one in report.waiting],
        "assumptions": _plain(to_json(report.assumed.value)),
    }


def experiments(report: Report) -> Sheet:
    """Return a row for every test that was rolled out and counts."""
    columns = (
        *("experiment", "name", "owner", "channel", "audience", "shipped_on", "users_a_month", "raw_lift"),
        *("shrunk_lift", "value", "value_low", "value_high", "cost", "currency", "as_of"),
    )
    rows = []
    for gain in report.worth.gains if report.worth else ():
        test, ends = gain.test, gain.value.interval
        money = (report.amount(each) for each in (gain.value.mean, ends.low, ends.high, test.cost))
        told = (test.key, test.name, test.owner, test.channel, test.audience, test.shipped_on, test.users)
        rows.append((*told, test.lift, gain.shrunk_lift, *money, report.currency, report.as_of))
    return Sheet(name="ROI", columns=columns, rows=tuple(rows), percents=frozenset({"raw_lift", "shrunk_lift"}))


def _net(report: Report, worth: Worth) -> dict[str, Json]:
    timing: dict[str, Json] = {"pays_back": worth.pays_back, "payback_month": worth.payback_month}
    return _estimate(report, worth.net) | timing


def _estimate(report: Report, estimate: Estimate) -> dict[str, Json]:
    return {"mean": report.amount(estimate.mean), "interval": _ends(report, estimate.interval)}


def _ends(report: Report, interval: Interval) -> list[Json]:
    return [report.amount(interval.low), report.amount(interval.high)]


def _gain(report: Report, gain: Gain) -> dict[str, Json]:
    return {
        "key": gain.test.key,
        "raw_lift": gain.test.lift,
        "shrunk_lift": gain.shrunk_lift,
        "value": report.amount(gain.value.mean),
        "interval": _ends(report, gain.value.interval),
        "cost": report.amount(gain.test.cost),
        "net": report.amount(gain.net),
        "users_a_month": gain.test.users,
        "shipped_on": gain.test.shipped_on.isoformat() if gain.test.shipped_on else None,
    }


def _plain(value: object) -> Json:
    """Return a stored declaration's JSON as a document's; they are the same, and told apart by their types alone."""
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]
