"""Names of things in plain words: verdicts, roles, checks, lights, reasons, metrics. Not translated here."""

from enum import StrEnum

from analytics.decisions.results import Check, Light, VerdictKind, VerdictReason
from analytics.statistics.results import Reason
from data.declarations.experiments import Inference, Role, Status
from data.declarations.metrics import Metric
from data.messages import Message

LABELS: dict[StrEnum, Message] = {
    VerdictKind.SHIP: Message("ship", "Ship"),
    VerdictKind.STOP: Message("stop", "Stop"),
    VerdictKind.KEEP_COLLECTING: Message("keep_collecting", "Keep collecting"),
    VerdictKind.NO_DIFFERENCE: Message("no_difference", "No real difference"),
    VerdictKind.INCONCLUSIVE: Message("inconclusive", "Inconclusive"),
    VerdictKind.UNTRUSTED: Message("untrusted", "Don’t trust yet"),
    Role.PRIMARY: Message("primary", "Decides"),
    Role.SECONDARY: Message("secondary", "Explains"),
    Role.GUARDRAIL: Message("guardrail", "Must not get worse"),
    Status.DRAFT: Message("draft", "Draft"),
    Status.RUNNING: Message("running", "Running"),
    Status.ENDED: Message("ended", "Ended"),
    Status.DECIDED: Message("decided", "Decided"),
    Status.ARCHIVED: Message("archived", "Archived"),
    Inference.FIXED: Message("fixed", "One finished look"),
    Inference.SEQUENTIAL: Message("sequential", "Valid on every day"),
    Inference.ALWAYS: Message("always", "Valid on every day, without an end"),
    Light.OK: Message("ok", "Healthy"),
    Light.WARN: Message("warn", "Look at this"),
    Light.BLOCK: Message("block", "Blocks the verdict"),
    Check.SAMPLE_RATIO: Message("sample_ratio", "Planned split"),
    Check.SAMPLE_RATIO_BY_ATTRIBUTE: Message("sample_ratio_by_attribute", "Split within groups"),
    Check.SAMPLE_RATIO_BY_DAY: Message("sample_ratio_by_day", "Split by day"),
    Check.TWO_VARIANTS: Message("two_variants_check", "Users in two variants"),
    Check.UNEXPECTED_VARIANT: Message("unexpected_variant_check", "Undeclared variants"),
    Check.MISSING_VARIANT: Message("missing_variant_check", "Missing variants"),
    Check.ALLOCATION_CHANGE: Message("allocation_change_check", "Changes of the split"),
    Check.STALE: Message("stale_check", "Age of the data"),
    Check.DOMINANCE: Message("dominance_check", "Weight of the largest user"),
    Check.SKEWNESS: Message("skewness_check", "Weight of large values"),
    Check.BEFORE_EXPOSURE: Message("before_exposure_check", "Events before exposure"),
    Check.MISDELIVERY: Message("misdelivery_check", "Messages and who got them"),
    Check.OVERLAPS: Message("overlaps_check", "Other tests at the same time"),
    Check.COVARIATE_BALANCE: Message("covariate_balance_check", "Balance before the test"),
    Reason.NO_USERS: Message("no_users", "There are no users yet."),
    Reason.TOO_FEW_USERS: Message("too_few_users", "Each variant needs at least two users."),
    Reason.NO_VARIATION: Message("no_variation", "Every user did the same."),
    Reason.NO_DENOMINATOR: Message("no_denominator", "There is nothing reliable to divide by."),
    Reason.NO_BASELINE: Message("no_baseline", "The control's value is zero, so there is no lift over it."),
    Reason.UNBOUNDED: Message("unbounded", "The control's value is too uncertain for a relative range."),
    Reason.NOT_ENOUGH_DATA: Message("not_enough_data", "There is not enough data for this method."),
    Reason.NOT_BUILT: Message("not_built", "This method is not built yet."),
    Reason.TOO_FEW: Message("too_few", "There are too few to judge by yet."),
    VerdictReason.HEALTH_BLOCKS: Message(
        "health_blocks", "A health check found something that makes the figures unsafe."
    ),
    VerdictReason.SPLIT_UNKNOWN: Message(
        "split_unknown", "Nobody has stated the planned split, so it cannot be checked."
    ),
    VerdictReason.NO_DATA: Message("no_data", "There are no users to compare yet."),
    VerdictReason.PRIMARY_BETTER: Message("primary_better", "A deciding metric is better, beyond chance."),
    VerdictReason.PRIMARY_WORSE: Message("primary_worse", "A deciding metric is worse, beyond chance."),
    VerdictReason.PRIMARIES_DISAGREE: Message("primaries_disagree", "One deciding metric is better and another worse."),
    VerdictReason.GUARDRAIL_HARMED: Message("guardrail_harmed", "A guardrail is worse than its agreed margin."),
    VerdictReason.GUARDRAIL_NOT_SHOWN: Message(
        "guardrail_not_shown", "A guardrail is not yet shown to be within its agreed margin."
    ),
    VerdictReason.GUARDRAILS_HOLD: Message(
        "guardrails_hold", "Every guardrail is shown to be within its agreed margin."
    ),
    VerdictReason.SMALLER_THAN_INTERESTING: Message(
        "smaller_than_interesting", "The gain is real, but smaller than what you called interesting."
    ),
    VerdictReason.WITHIN_INTERESTING: Message(
        "within_interesting", "The whole range lies within what you called too small to matter."
    ),
    VerdictReason.BELOW_MINIMUM: Message(
        "below_minimum", "There are too few days, users or conversions for a verdict."
    ),
    VerdictReason.BEFORE_PLANNED_END: Message("before_planned_end", "The planned end is not reached."),
    VerdictReason.AFTER_PLANNED_END: Message("after_planned_end", "The test is read as finished."),
    VerdictReason.CROSSED_EARLIER: Message(
        "crossed_earlier", "The line was crossed on an earlier day, and that counts."
    ),
    VerdictReason.EFFECT_CHANGED: Message("effect_changed", "Since then, the estimate has turned the other way."),
    VerdictReason.SMALL_CELL: Message("small_cell", "Few conversions: the exact test does not agree yet."),
    VerdictReason.CORRECTED: Message(
        "corrected", "Clear alone, but not after counting how many metrics and variants were tested."
    ),
    VerdictReason.SUSPICIOUS_LIFT: Message("suspicious_lift", "A change this large is rare: look for a mistake first."),
    VerdictReason.DATES_UNKNOWN: Message(
        "dates_unknown", "The dates are unknown, so this is read as one finished look."
    ),
    VerdictReason.NOT_PROTECTED: Message(
        "not_protected", "The test has not ended, and one look is not protected against looking every day."
    ),
}

_METRICS: dict[str, tuple[Message, Message]] = {  # key → what tables call it, what a sentence calls it
    "click_through_rate": (Message("click_through_rate", "Click-through rate"), Message("clicks", "clicks")),
    "form_fill_rate": (Message("form_fill_rate", "Form-fill rate"), Message("form_fills", "filled forms")),
    "purchase_rate": (Message("purchase_rate", "Purchase rate"), Message("purchases", "purchases")),
    "revenue_per_user": (Message("revenue_per_user", "Revenue per user"), Message("revenue", "revenue per user")),
    "average_order_value": (
        Message("average_order_value", "Average order value"),
        Message("order_value", "the average order"),
    ),
    "clicks_per_view": (Message("clicks_per_view", "Clicks per view"), Message("view_clicks", "clicks per view")),
    "unsubscribe_rate": (Message("unsubscribe_rate", "Unsubscribe rate"), Message("unsubscribes", "unsubscribes")),
    "satisfaction": (Message("satisfaction", "Satisfaction"), Message("satisfied", "satisfaction")),
}


def metric_name(metric: Metric) -> Message:
    """Return what tables call a metric: the catalogue's own names can be translated, a team's names are kept."""
    known = _METRICS.get(metric.key)
    if known is not None and known[0].template == metric.name:
        return known[0]
    return Message("metric_name", "{name}", {"name": metric.name})


def metric_noun(metric: Metric) -> Message:
    """Return what a sentence calls a metric, after “raised” or “lowered”."""
    known = _METRICS.get(metric.key)
    if known is not None and known[0].template == metric.name:
        return known[1]
    return Message("metric_name", "{name}", {"name": _short(metric.name, words=4)})


def variant_name(variant: str) -> str:
    """Return a variant's name, cut to what fits a sentence."""
    return _short(variant, words=3)


def _short(name: str, *, words: int) -> str:
    parts = name.split()
    cut = " ".join(parts[:words])[:40]
    return cut if cut == " ".join(parts) else cut.rstrip() + "…"
