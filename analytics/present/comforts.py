"""What is said beside a verdict: the split, the guardrails, harmed arms, and what it means for a thousand customers."""

from analytics.decisions.results import ArmVerdict, Check, Light, Readout, VerdictReason
from analytics.present.changes import noun_of, row_of
from analytics.present.labels import variant_name
from analytics.present.numbers import number
from analytics.statistics.results import Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Direction, Kind
from data.messages import Message

_MORE = {  # metric key → “3 more buy”; one, and any other number
    "purchase_rate": (Message("buys", "{count} more buys"), Message("buy", "{count} more buy")),
    "click_through_rate": (Message("clicks_one", "{count} more clicks"), Message("clicks_many", "{count} more click")),
    "form_fill_rate": (
        Message("fills", "{count} more fills the form"),
        Message("fill", "{count} more fill the form"),
    ),
}


def comforts(readout: Readout) -> list[Message]:
    """Return “The split is healthy and refunds did not rise.”, as far as both are so."""
    lights = {finding.check: finding.light for finding in readout.health}
    healthy = lights.get(Check.SAMPLE_RATIO) is Light.OK
    guardrails = _guardrails(readout) if VerdictReason.GUARDRAILS_HOLD in readout.verdict.reasons else None
    if healthy and guardrails is not None:
        return [Message("healthy_and", "The split is healthy and {guardrails}.", {"guardrails": guardrails})]
    if healthy:
        return [Message("healthy", "The split is healthy.")]
    return []


def _guardrails(readout: Readout) -> Message | None:
    rows = [row for row in readout.comparisons if row.role is Role.GUARDRAIL and row.segment is None]
    metrics = {row.metric.key: row.metric for row in rows}
    if not metrics:
        return None
    if len(metrics) > 1:
        return Message("guardrails_held", "the guardrails held")
    ((key, metric),) = metrics.items()
    if metric.direction is Direction.DOWN:
        return Message("did_not_rise", "{metric} did not rise", {"metric": noun_of(readout, key)})
    return Message("did_not_fall", "{metric} did not fall", {"metric": noun_of(readout, key)})


def harmed_elsewhere(readout: Readout) -> list[Message]:
    """Return every harmed arm but the one the verdict speaks about, named with what it harms."""
    return [
        Message(
            "harmed_arm",
            "{treatment} harmed {metric}.",
            {"treatment": variant_name(arm.treatment), "metric": noun_of(readout, arm.harmed[0])},
        )
        for arm in readout.verdict.arms
        if arm.harmed and arm.treatment != readout.verdict.treatment
    ]


def per_thousand(readout: Readout, arm: ArmVerdict, *, language: str) -> list[Message]:
    """Return “If 1,000 customers see it, about 3 more buy.” for rates whose best guess is known."""
    row = row_of(readout, arm.treatment)
    if row is None or isinstance(row.result, Untestable) or row.metric.kind is not Kind.RATE or arm.best_guess is None:
        return []
    more = 1000 * row.result.control_value * arm.best_guess
    if more <= 0:
        return []
    one, many = _MORE.get(row.metric.key, (None, None))
    digits = 0 if more >= 0.95 else 1
    count = number(more, language, digits=digits)
    phrase = one if count == number(1, language) else many
    if phrase is None:
        return [
            Message(
                "per_thousand_other",
                "If {customers:,} customers see it, {metric} happens about {count} times more.",
                {"customers": 1000, "metric": noun_of(readout, row.metric.key), "count": count},
            )
        ]
    return [
        Message(
            "per_thousand",
            "If {customers:,} customers see it, about {more}.",
            {"customers": 1000, "more": Message(phrase.code, phrase.template, {"count": count})},
        )
    ]
