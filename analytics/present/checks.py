"""How far a test has come and whether it is healthy, in words and rows."""

from analytics.decisions.results import Light, Readout
from analytics.present import wording
from analytics.present.figures import Table
from data.messages import Message

SHAPES = {Light.OK: "●", Light.WARN: "▲", Light.BLOCK: "■"}


def dateline(readout: Readout, language: str) -> str:
    """Return “Personalised hero banner · web · day 21 of 28 · data to 18 Nov 2026”."""
    experiment = readout.experiment
    parts = [experiment.name, experiment.channel]
    if readout.day_number is not None:
        counted = {"day": readout.day_number, "days": readout.planned_days or 0}
        of_days = Message("day_of_days", "day {day} of {days}", counted)
        alone = Message("day_alone", "day {day}", counted)
        parts.append(wording.speak(of_days if readout.planned_days else alone, language))
    if readout.as_of is not None:
        shown = {"day": wording.day(readout.as_of, language)}
        parts.append(wording.speak(Message("data_to", "data to {day}", shown), language))
    return " · ".join(part for part in parts if part)


def table(readout: Readout, language: str) -> Table:
    """Return each health check with its light as a shape and what was found, the worst first."""
    order = (Light.BLOCK, Light.WARN, Light.OK)
    found = sorted(readout.health, key=lambda finding: order.index(finding.light))
    return Table(
        columns=(
            wording.speak(Message("column_check", "Check"), language),
            wording.speak(Message("column_found", "Found"), language),
        ),
        rows=tuple(
            (
                f"{SHAPES[finding.light]} {wording.label(finding.check, language)}",
                wording.speak(finding.detail, language),
            )
            for finding in found
        ),
    )


def legend(language: str) -> str:
    """Return what the shapes of the lights mean."""
    return " · ".join(f"{shape} {wording.label(light, language)}" for light, shape in SHAPES.items())


def veil_title(readout: Readout, language: str) -> str:
    """Return how many days the numbers stay hidden."""
    left = max(readout.policy.minimum_days - (readout.day_number or 0), 0)
    if left == 0:
        return wording.speak(Message("veil_title_users", "Too early to read: too few users or conversions"), language)
    if left == 1:
        return wording.speak(Message("veil_title_day", "Too early to read: one more day"), language)
    return wording.speak(Message("veil_title_days", "Too early to read: {days} more days", {"days": left}), language)
