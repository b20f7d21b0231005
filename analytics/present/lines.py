"""The overview in words: its title, one line per experiment, and what changed since somebody was last here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from analytics.decisions.agenda import Difference, Line
from analytics.decisions.results import VerdictKind
from analytics.decisions.summaries import Place, Reading
from analytics.present import wording
from analytics.present.checks import SHAPES
from data.declarations.experiments import Status
from data.messages import Message

PLACES: Mapping[Place, Message] = {
    Place.WAITING: Message("place_waiting", "Waiting for a decision"),
    Place.REPAIR: Message("place_repair", "Not to be trusted yet"),
    Place.COLLECTING: Message("place_collecting", "Still collecting"),
    Place.SETTLED: Message("place_settled", "Decided"),
    Place.PLANNED: Message("place_planned", "No events yet"),
}
MARKS: Mapping[VerdictKind, str] = {VerdictKind.SHIP: "▲", VerdictKind.STOP: "▼", VerdictKind.UNTRUSTED: "■"}
_STANDS: Mapping[Reading, Message] = {
    Reading.VEILED: Message("stands_veiled", "Too early"),
    Reading.EMPTY: Message("stands_empty", "No events"),
    Reading.BROKEN: Message("stands_broken", "Cannot be read"),
}
_BROKEN = Message(
    "line_broken", "Its history cannot be read: import its events again, or tell your admin. Nothing was lost."
)
_FIRST = Message(
    "since_first", "This is your first visit. From the next one on, verdicts that changed in between stand here."
)


def title(lines: Sequence[Line], language: str) -> str:
    """Return the overview's finding: how many tests wait for a decision."""
    count = sum(line.place is Place.WAITING for line in lines)
    if count == 1:
        return wording.speak(Message("waits_one", "One test waits for a decision"), language)
    if count:
        return wording.speak(Message("waits", "{count} tests wait for a decision", {"count": count}), language)
    if all(line.place is Place.PLANNED for line in lines):
        return wording.speak(Message("waits_planned", "Planned, but nothing is measured yet"), language)
    return wording.speak(Message("waits_none", "Nothing waits for a decision"), language)


def subtitle(lines: Sequence[Line], language: str) -> str:
    """Return how many other tests there are, by where they stand."""
    counts = {each: sum(line.place is each for line in lines) for each in Place}
    others = tuple(each for each in Place if each is not Place.WAITING)
    known = (
        Message("count_repair", "{count:,} not to be trusted yet", {"count": counts[Place.REPAIR]}),
        Message("count_collecting", "{count:,} still collecting", {"count": counts[Place.COLLECTING]}),
        Message("count_settled", "{count:,} decided", {"count": counts[Place.SETTLED]}),
        Message("count_planned", "{count:,} without events", {"count": counts[Place.PLANNED]}),
    )
    spoken = (wording.speak(one, language) for one, each in zip(known, others, strict=True) if counts[each])
    return " · ".join(spoken)


def word(line: Line, language: str) -> str:
    """Return the status word with its shape: `▲ Ship`, `◆ Inconclusive`; of a test without a verdict, why."""
    summary = line.summary
    if summary.kind is not None:
        return f"{MARKS.get(summary.kind, '◆')} {wording.label(summary.kind, language)}"
    if summary.reading is Reading.EMPTY and line.experiment.status is Status.DRAFT:
        return wording.label(Status.DRAFT, language)
    return wording.speak(_STANDS.get(summary.reading, _STANDS[Reading.EMPTY]), language)


def sentence(line: Line, language: str) -> str:
    """Return the verdict as its readout's headline says it; while nothing can be read, why."""
    summary = line.summary
    if summary.reading is Reading.BROKEN:
        return wording.speak(_BROKEN, language)
    if summary.reading is Reading.EMPTY and line.experiment.sample:
        return wording.speak(Message("line_sample", "The events of this invented test are still coming in."), language)
    if summary.reading is Reading.EMPTY:
        return wording.speak(Message("line_empty", "No events have come in: import them to read this test."), language)
    tongue = wording.language_of(language)
    return summary.sentences.get(tongue) or summary.sentences.get("en", "")


def facts(line: Line, language: str) -> str:
    """Return “web · CRM team · running · day 21 of 28 · ● Healthy”, and how far it is to a decision."""
    experiment, summary = line.experiment, line.summary
    parts = [experiment.channel, experiment.owner]
    if summary.reading is not Reading.EMPTY:
        parts.append(wording.label(experiment.status, language))
    if summary.day_number is not None:
        counted = {"day": summary.day_number, "days": summary.planned_days or 0}
        of_days = Message("day_of_days", "day {day} of {days}", counted)
        parts.append(
            wording.speak(of_days if summary.planned_days else Message("day_alone", "day {day}", counted), language)
        )
    if summary.light is not None:
        parts.append(f"{SHAPES[summary.light]} {wording.label(summary.light, language)}")
    if line.place is Place.COLLECTING and summary.progress is not None:
        parts.append(wording.speak(_progress(summary.progress, wording.lift(summary.target, language)), language))
    return " · ".join(part for part in parts if part)


def _progress(share: float, target: str) -> Message:
    """Return how far the precision has come that tells the smallest lift of interest from nothing."""
    figures: dict[str, str | float] = {"share": share, "target": target}
    if share < 0.01:
        figures["share"] = 0.01
        return Message(
            "progress_little", "under {share:.0%} of the data it takes to decide on a lift of {target}", figures
        )
    return Message("progress", "{share:.0%} of the data it takes to decide on a lift of {target}", figures)


def alternative(line: Line, language: str) -> str:
    """Return what the line's drawing shows, for who cannot see it."""
    last = line.summary.sparks[-1]
    figures: dict[str, str | int] = {
        "days": line.summary.day_number or len(line.summary.sparks),
        "lift": wording.lift(last.lift, language),
    }
    return wording.speak(Message("spark_alt", "Lift over {days} days, today {lift}", figures), language)


def since(ended: datetime | None, found: Sequence[Difference], language: str) -> str:
    """Return the heading over what changed since a visit (UTC); on a first visit, what will stand there."""
    if ended is None:
        return wording.speak(_FIRST, language)
    when = {"day": wording.day(ended.date(), language)}
    if not found:
        return wording.speak(
            Message("since_same", "No verdict has changed since you were here on {day}.", when), language
        )
    return wording.speak(Message("since", "Since you were here on {day}", when), language)


def change(difference: Difference, language: str) -> str:
    """Return “Keep collecting → Ship”; of a test that was not there, “new, Draft”."""
    now = _stand(difference.line.experiment.status, _known(difference.line), language)
    if difference.before is None:
        return wording.speak(Message("change_new", "new: {now}", {"now": now}), language)
    status, _, stood = difference.before.partition(" ")
    if status not in set(Status) or stood not in {*VerdictKind, *Reading}:
        return now
    before = _stand(Status(status), stood, language)
    if before == now:
        was, is_now = (
            wording.label(Status(status), language),
            wording.label(difference.line.experiment.status, language),
        )
        return f"{was} → {is_now}"
    return f"{before} → {now}"


def _known(line: Line) -> str:
    return (line.summary.kind or line.summary.reading).value


def _stand(status: Status, stood: str, language: str) -> str:
    """Return the word for a verdict, or for why there is none."""
    if stood in set(VerdictKind):
        return wording.label(VerdictKind(stood), language)
    if stood == Reading.EMPTY and status is Status.DRAFT:
        return wording.label(Status.DRAFT, language)
    return wording.speak(_STANDS.get(Reading(stood), _STANDS[Reading.EMPTY]), language)
