"""A brief of one experiment as the page, the slide, the table and the JSON that people and schedulers take along.

As a page or a table nothing leaves while the numbers are veiled, or while this person still has to guess them; the JSON
is the analyst's and says so.
"""

from collections.abc import Callable, Mapping

from analytics.briefs import Brief
from analytics.decisions.roi import Gain
from analytics.document import Json
from analytics.exports.forms import Form, json_file
from analytics.exports.readout_files import refuse_veiled
from analytics.present import briefings, wording
from analytics.present.papers import spreadsheets
from analytics.present.papers.spreadsheets import Cell, Sheet
from analytics.statistics.results import Interval
from data.messages import Message, Refused

SCHEMA = 1


def written(brief: Brief, form: Form, *, language: str = "en") -> bytes:
    """Return the file; the same brief gives the same bytes. Raises `Refused` while its numbers are hidden."""
    if form is not Form.JSON:
        refuse_veiled(brief.readout)
        if brief.owes_forecast:
            raise Refused(Message("brief_forecast", "Your team waits for your forecast of it: give that first."))
    return WRITERS[form](brief, language)


def as_document(brief: Brief, *, language: str = "en") -> dict[str, Json]:
    """Return the brief as JSON values; what there is nothing of is null, with the reason beside it."""
    found, experiment, gain = brief.readout, brief.readout.experiment, brief.gain
    return {
        "schema": SCHEMA,
        "experiment": experiment.key,
        "name": experiment.name,
        "hypothesis": experiment.hypothesis,
        "owner": experiment.owner,
        "channel": experiment.channel,
        "audience": experiment.audience,
        "first_day": found.first_day.isoformat() if found.first_day else None,
        "last_day": found.last_day.isoformat() if found.last_day else None,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "verdict": found.verdict.kind.value,
        "sentence": wording.verdict_sentence(found, language),
        "breath": briefings.breath_of(brief, language),
        "health": briefings.health(found, language),
        "decision": _decision(brief),
        "learnings": [one.stored.value.claim for one in brief.learnings],
        "worth": _worth(brief, gain) if gain is not None else None,
        "worth_said": briefings.worth(brief, language),
        "fingerprint": found.fingerprint,
        "sample": experiment.sample,
        "veiled_on_screen": found.veiled_on_screen,
        "owes_forecast": brief.owes_forecast,
    }


def _decision(brief: Brief) -> dict[str, Json] | None:
    taken = brief.decision
    if taken is None:
        return None
    return {
        "choice": taken.value.choice.value,
        "by": taken.author,
        "on": taken.changed_at.date().isoformat(),
        "reason": taken.value.reason,
        "follows_policy": taken.value.follows,
    }


def _worth(brief: Brief, gain: Gain) -> dict[str, Json]:
    told, ends = brief.report, gain.value.interval
    interval: list[Json] = [told.amount(ends.low), told.amount(ends.high)]
    return {"value": told.amount(gain.value.mean), "interval": interval, "currency": told.currency}


def table(brief: Brief, language: str) -> Sheet:
    """Return the brief as one row, so that those of many tests can be laid together."""
    document = as_document(brief, language=language)
    row: dict[str, Cell] = {}
    for name, value in document.items():
        if isinstance(value, list):
            row[name] = "; ".join(str(each) for each in value)
        elif not isinstance(value, dict) and name not in ("schema", "decision", "worth", "worth_said"):
            row[name] = value
    lift = briefings.leading(brief.readout)
    interval = lift.relative_interval if lift is not None else None
    ends = (interval.low, interval.high) if isinstance(interval, Interval) else (None, None)
    point = lift.relative_lift if lift is not None and isinstance(lift.relative_lift, float) else None
    row |= {"relative_lift": point, "relative_interval_low": ends[0], "relative_interval_high": ends[1]}
    taken, gain, told = brief.decision, brief.gain, brief.report
    row |= {
        "decision": taken.value.choice.value if taken else None,
        "decided_by": taken.author if taken else None,
        "decided_on": taken.changed_at.date() if taken else None,
        "reason": taken.value.reason if taken else None,
        "worth": told.amount(gain.value.mean) if gain else None,
        "worth_low": told.amount(gain.value.interval.low) if gain else None,
        "worth_high": told.amount(gain.value.interval.high) if gain else None,
        "currency": told.currency,
        "worth_said": briefings.worth(brief, language),
    }
    percents = frozenset({"relative_lift", "relative_interval_low", "relative_interval_high"})
    return Sheet(name="Experiment", columns=tuple(row), rows=(tuple(row.values()),), percents=percents)


def _json(brief: Brief, language: str) -> bytes:
    return json_file(as_document(brief, language=language))


def _csv(brief: Brief, language: str) -> bytes:
    return spreadsheets.csv_file(table(brief, language))


def _pdf(brief: Brief, language: str) -> bytes:
    from analytics.present.papers import briefpage  # loads the charts, which figures alone do not need

    return briefpage.page(brief, language)


def _pptx(brief: Brief, language: str) -> bytes:
    from analytics.present.papers import readout_slides  # slow to import, as its library is

    return readout_slides.brief(brief, language)


WRITERS: Mapping[Form, Callable[[Brief, str], bytes]] = {
    Form.JSON: _json,
    Form.CSV: _csv,
    Form.PDF: _pdf,
    Form.PPTX: _pptx,
}
