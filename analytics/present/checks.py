"""How far a test has come and whether it is healthy, in words and rows."""

from collections.abc import Sequence

from analytics.decisions.results import Finding, Light, Proof, Readout
from analytics.present import wording
from analytics.present.figures import Table
from data.messages import Message, Parameter

WEIGHT = (Light.BLOCK, Light.WARN, Light.OK)
SHAPES = {Light.OK: "●", Light.WARN: "▲", Light.BLOCK: "■"}


def dateline(readout: Readout, language: str) -> str:
    """Return “Personalised hero banner · web · day 21 of 28 · data to 18 Nov 2026”."""
    experiment = readout.experiment
    parts = [experiment.name, experiment.channel, day_of_test(readout, language)]
    if readout.as_of is not None:
        shown = {"day": wording.day(readout.as_of, language)}
        parts.append(wording.speak(Message("data_to", "data to {day}", shown), language))
    return " · ".join(part for part in parts if part)


def day_of_test(readout: Readout, language: str) -> str:
    """Return “day 21 of 28”; nothing of undated data."""
    if readout.day_number is None:
        return ""
    counted = {"day": readout.day_number, "days": readout.planned_days or 0}
    of_days = Message("day_of_days", "day {day} of {days}", counted)
    alone = Message("day_alone", "day {day}", counted)
    return wording.speak(of_days if readout.planned_days else alone, language)


def table(readout: Readout, language: str) -> Table:
    """Return each health check with its light as a shape and what was found, the worst first."""
    return Table(
        columns=(
            wording.speak(Message("column_check", "Check"), language),
            wording.speak(Message("column_found", "Found"), language),
        ),
        rows=tuple(
            (
                name(finding, language),
                wording.speak(finding.detail, language),
            )
            for finding in by_weight(readout.health)
        ),
    )


def by_weight(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with the worst first."""
    return sorted(findings, key=lambda finding: WEIGHT.index(finding.light))


def title(findings: Sequence[Finding], language: str) -> str:
    """Say in one sentence whether anything stands in the way of a verdict."""
    blocking, warning = (sum(finding.light is light for finding in findings) for light in (Light.BLOCK, Light.WARN))
    said = Message("health_fine", "The test is healthy: all {count} checks passed", {"count": len(findings)})
    if blocking > 1:
        said = Message("health_blocks_many", "{count} checks block the verdict", {"count": blocking})
    elif blocking:
        said = Message("health_blocks_one", "One check blocks the verdict")
    elif warning > 1:
        many = {"count": warning}
        said = Message("health_warns_many", "Nothing blocks the verdict; {count} checks need a look", many)
    elif warning:
        said = Message("health_warns_one", "Nothing blocks the verdict; one check needs a look")
    return wording.speak(said, language)


def name(finding: Finding, language: str) -> str:
    """Return what a check is called, with its light as a shape."""
    return f"{SHAPES[finding.light]} {wording.label(finding.check, language)}"


def proof(shown: Proof, language: str) -> Table:
    """Return the rows behind a finding in the reader's words."""

    def spoken(cell: Parameter) -> str:
        return wording.speak(Message("cell", "{cell}", {"cell": cell}), language)

    return Table(
        columns=tuple(wording.speak(column, language) for column in shown.columns),
        rows=tuple(tuple(spoken(cell) for cell in row) for row in shown.rows),
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
