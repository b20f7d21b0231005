"""What the programme was worth as files: pages, slides, a workbook, and the JSON and table that schedulers read.

Amounts are in the currency that stands beside them, rounded once to its own decimals: sums of rows are the sums told.
"""

import json
from collections.abc import Callable, Mapping

from analytics.decisions.reports import Report, Waiting
from analytics.decisions.roi import Estimate, Gain, Worth
from analytics.document import Json
from analytics.exports.forms import Form, json_file
from analytics.present import wording
from analytics.present.papers import spreadsheets
from analytics.present.papers.spreadsheets import Sheet
from analytics.present.worths import WHY
from analytics.statistics.results import Interval
from data.workspace.documents import to_json

SCHEMA = 1


def file_name(report: Report, form: Form) -> str:
    """Return `roi-2026-11-18.pdf`: what it is about and the last day of its data."""
    day = f"-{report.as_of.isoformat()}" if report.as_of is not None else ""
    return f"roi{day}.{form.value}"


def written(report: Report, form: Form, *, language: str = "en") -> bytes:
    """Return the file; the same report gives the same bytes."""
    return WRITERS[form](report, language)


def _json(report: Report, language: str) -> bytes:
    return json_file(as_document(report, language=language))


def _csv(report: Report, _language: str) -> bytes:
    return spreadsheets.csv_file(experiments(report))


def _pdf(report: Report, language: str) -> bytes:
    from analytics.present.papers import worthpage  # loads the charts, which figures alone do not need

    return worthpage.page(report, language)


def _pptx(report: Report, language: str) -> bytes:
    from analytics.present.papers import worth_slides  # slow to import, as its library is

    return worth_slides.deck(report, language)


def _xlsx(report: Report, language: str) -> bytes:
    from analytics.present.papers import worth_book  # slow to import, as its library is

    return worth_book.workbook(report, language)


WRITERS: Mapping[Form, Callable[[Report, str], bytes]] = {
    Form.JSON: _json,
    Form.CSV: _csv,
    Form.PDF: _pdf,
    Form.PPTX: _pptx,
    Form.XLSX: _xlsx,
}


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
        "waiting": [_waiting(report, one) for one in report.waiting],
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


def _waiting(report: Report, one: Waiting) -> dict[str, Json]:
    """Return a decision that is wanted; `stake.interval` is null where the lift is an assumed one."""
    stake = one.stake
    return {
        "key": one.experiment.key,
        "verdict": one.kind.value,
        "owner": one.owner or None,
        "due": one.due.isoformat() if one.due else None,
        "days_overdue": one.overdue,
        "stake": None
        if stake is None
        else {
            "amount": report.amount(stake.amount),
            "interval": _ends(report, stake.interval) if stake.interval else None,
            "lift": stake.lift,
        },
    }


def _plain(value: object) -> Json:
    """Return a stored declaration's JSON as a document's; they are the same, and told apart by their types alone."""
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]
