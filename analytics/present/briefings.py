"""One experiment in words, for whoever was not in the room: its dates, health, decision, learnings, and its worth."""

from collections.abc import Iterator

from analytics.briefs import Brief
from analytics.decisions.results import Light, MetricComparison, Readout
from analytics.present import breath, changes, checks, claims, reflection, wording, worths
from analytics.statistics.results import Comparison
from data.declarations.experiments import Status
from data.messages import Message, Parameter
from data.workspace.sessions.records import Choice

ONGOING = (Status.DRAFT, Status.RUNNING)
LEARNINGS = 4


def breath_of(brief: Brief, language: str) -> str:
    """Return what to say in one breath, as far as something was decided as decided."""
    return breath.said(brief.readout, language, choice=brief.choice)


def leading(readout: Readout) -> Comparison | None:
    """Return the comparison of the leading metric that the verdict speaks of; None where it cannot be compared."""
    speaking = readout.verdict.treatment
    row: MetricComparison | None = changes.row_of(readout, speaking) if speaking is not None else None
    return row.result if row is not None and isinstance(row.result, Comparison) else None


def who(brief: Brief, language: str) -> str:
    """Return “Web team · web · returning visitors · 22 Oct 2026 to 18 Nov 2026”."""
    found, experiment = brief.readout, brief.readout.experiment
    parts = [experiment.owner, experiment.channel, experiment.audience]
    if found.first_day is not None and found.last_day is not None:
        ends: dict[str, Parameter] = {"low": found.first_day, "high": found.last_day}
        parts.append(wording.speak(Message("range", "{low} to {high}", ends), language))
    return " · ".join(part for part in parts if part)


def health(readout: Readout, language: str) -> str:
    """Return in one line whether it is healthy; what is wrong by name, the worst first."""
    if not readout.health:
        return ""
    wrong = [one for one in checks.by_weight(readout.health) if one.light is not Light.OK]
    named = ", ".join(wording.label(one.check, language) for one in wrong if one.light is wrong[0].light)
    said = f"{checks.SHAPES[wrong[0].light if wrong else Light.OK]} {checks.title(readout.health, language)}"
    return f"{said}: {named}" if named else said


def decision(brief: Brief, language: str) -> tuple[str, str]:
    """Return what was decided, by whom and when, and why; that nobody has decided where nobody has."""
    taken = brief.decision
    if brief.rolled_out_on is not None and (taken is None or taken.value.choice is not brief.choice):
        out = Message("brief_out", "Rolled out on {day}, as the assumptions state.", {"day": brief.rolled_out_on})
        return wording.speak(out, language), ""
    if taken is None:
        return wording.speak(Message("brief_undecided", "Nobody has decided about it in a session."), language), ""
    given: dict[str, Parameter] = {
        "choice": reflection.CHOICES[taken.value.choice],
        "name": taken.author,
        "day": taken.changed_at.date(),
    }
    followed = Message("brief_decided", "{choice} · decided by {name} on {day}", given)
    overruled = Message("brief_overruled", "{choice} · decided by {name} on {day}, against the verdict", given)
    return wording.speak(followed if taken.value.follows else overruled, language), taken.value.reason


def learnings(brief: Brief, language: str) -> tuple[tuple[str, str], ...]:
    """Return what the team learned of it, each with how well all tests together bear it out."""
    return tuple(_learnings(brief, language))


def _learnings(brief: Brief, language: str) -> Iterator[tuple[str, str]]:
    for one in brief.learnings[:LEARNINGS]:
        yield (
            one.stored.value.claim,
            f"{claims.word(one.found.status, language)} · {claims.verdict(one.found, language)}",
        )
    left = len(brief.learnings) - LEARNINGS
    if left > 0:
        yield wording.speak(Message("gains_more", "and {count} more", {"count": left}), language), ""


def worth(brief: Brief, language: str) -> str:
    """Return what it brings, with its range; where it is not counted, why not."""
    gain, left = brief.gain, brief.left_out
    if gain is not None:
        return worths.gain(brief.report, gain, language)
    if left is not None:
        why = Message("brief_omitted", "It is not counted in the report: {why}.", {"why": worths.WHY[left.why]})
        return wording.speak(why, language)
    return wording.speak(_uncounted(brief), language)


def _uncounted(brief: Brief) -> Message:
    """Return why a test that nothing is wrong with brings nothing."""
    experiment, taken = brief.readout.experiment, brief.decision
    if experiment.status in ONGOING:
        return Message("brief_ongoing", "It brings nothing yet: the test is not finished.")
    if experiment.sample and not brief.report.is_sample:
        return Message("brief_invented", "It is not counted in the report: it is invented.")
    if brief.report.worth is None:
        return Message("brief_no_unit", "No money can be counted yet: nobody has said what one unit is worth.")
    if any(one.experiment.key == experiment.key for one in brief.report.waiting):
        return Message("brief_waiting", "It brings nothing yet: nobody has decided about it.")
    if taken is not None and taken.value.choice is Choice.RERUN:
        return Message("brief_again", "It brings nothing yet: it is to be tested again.")
    return Message("brief_not_out", "It brings nothing: it was not rolled out.")
