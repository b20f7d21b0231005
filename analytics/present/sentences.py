"""The verdict as messages: the answer first, then its range, then what else a reader must hear. Not translated here.

Ranges appear in ship, stop, no difference and inconclusive; never where the figures cannot be trusted or are too few.
"""

from collections.abc import Sequence

from analytics.decisions.results import ArmVerdict, Check, Readout, VerdictKind, VerdictReason
from analytics.present.changes import changed, comparison_of, harm, noun_of, row_of
from analytics.present.comforts import comforts, harmed_elsewhere, per_thousand
from analytics.present.labels import variant_name
from analytics.present.numbers import lift, percent
from data.messages import Message

WORDS = 25

_CAUSES = {
    Check.SAMPLE_RATIO: Message("cause_split", "The users are not split between the variants as planned."),
    Check.TWO_VARIANTS: Message("cause_two_variants", "Too many users were seen in two variants."),
    Check.UNEXPECTED_VARIANT: Message("cause_unexpected", "Some users are in variants nobody declared."),
    Check.MISSING_VARIANT: Message("cause_missing", "A declared variant has no users."),
    Check.MISDELIVERY: Message("cause_misdelivery", "Too many users were sent another variant’s message."),
    Check.ALLOCATION_CHANGE: Message("cause_allocation", "The split between the variants changed during the test."),
}
_CAUSE = Message("cause_other", "A health check found that the figures are unsafe.")


def speaker(readout: Readout) -> ArmVerdict | None:
    """Return the arm the verdict speaks about."""
    return next((arm for arm in readout.verdict.arms if arm.treatment == readout.verdict.treatment), None)


def verdict(readout: Readout, language: str) -> tuple[list[Message], list[Message]]:
    """Return what the sentence must say, and what it may say where there is room, most important first."""
    arm = speaker(readout)
    if arm is None or VerdictReason.NO_DATA in readout.verdict.reasons:
        return _no_data(readout), []
    essential = [*_answer(readout, arm, language=language, guess=True), *harmed_elsewhere(readout)]
    optional = comforts(readout) if arm.kind is VerdictKind.SHIP else []
    return essential, [*_footnotes(arm, language=language), *optional]


def headline(readout: Readout, language: str) -> list[Message]:
    """Return the verdict and its range alone."""
    arm = speaker(readout)
    if arm is None or VerdictReason.NO_DATA in readout.verdict.reasons:
        return _no_data(readout)
    return _answer(readout, arm, language=language, guess=False)


def detail(readout: Readout, language: str) -> list[Message]:
    """Return what stands under the headline: best guess, other arms, health, guardrails, customers."""
    arm = speaker(readout)
    if arm is None or VerdictReason.NO_DATA in readout.verdict.reasons:
        return []
    messages: list[Message] = []
    if arm.kind is VerdictKind.UNTRUSTED:
        blocking = [finding for finding in readout.health if finding.light == "block"]
        return [message for finding in blocking for message in (finding.detail, finding.action) if message]
    numbers_shown = VerdictReason.BELOW_MINIMUM not in arm.reasons and VerdictReason.NOT_PROTECTED not in arm.reasons
    if arm.best_guess is not None and numbers_shown:
        messages.append(_best_guess(readout, arm, lift(arm.best_guess, language)))
    messages += harmed_elsewhere(readout)
    messages += _footnotes(arm, language=language)
    messages += comforts(readout)
    if arm.kind is VerdictKind.SHIP:
        messages += per_thousand(readout, arm, language=language)
    return messages


def _best_guess(readout: Readout, arm: ArmVerdict, guess: str) -> Message:
    """Return the best guess; with its metric's name where the headline speaks about another one."""
    leading = row_of(readout, arm.treatment)
    if leading is None or leading.metric.key in arm.harmed or not arm.harmed:
        return Message("best_guess", "Best guess {guess}.", {"guess": guess})
    figures: dict[str, str | Message] = {"metric": noun_of(readout, leading.metric.key), "guess": guess}
    return Message("best_guess_of", "Best guess for {metric}: {guess}.", figures)


def _no_data(readout: Readout) -> list[Message]:
    if readout.verdict.kind is VerdictKind.INCONCLUSIVE:
        return [Message("verdict_no_data", "Inconclusive. There are no users in two variants to compare.")]
    return [Message("verdict_no_data_yet", "Keep collecting. There are no users in two variants to compare yet.")]


def _answer(readout: Readout, arm: ArmVerdict, *, language: str, guess: bool) -> list[Message]:
    """Return the verdict and its range, by kind."""
    name = {"treatment": variant_name(arm.treatment)}
    match readout.verdict.kind:
        case VerdictKind.SHIP:
            return [Message("verdict_ship", "Keep {treatment}.", name), changed(readout, arm, language, guess=guess)]
        case VerdictKind.STOP:
            return [_stop(readout), harm(readout, arm, language, guess=guess)]
        case VerdictKind.NO_DIFFERENCE:
            head = Message("verdict_no_difference", "No real difference.")
            return [head, _between(readout, arm, language, small=True)]
        case VerdictKind.INCONCLUSIVE:
            return [Message("verdict_inconclusive", "Inconclusive."), _undecided(readout, arm, language)]
        case VerdictKind.KEEP_COLLECTING:
            return [Message("verdict_keep_collecting", "Keep collecting."), _waiting(readout, arm)]
        case VerdictKind.UNTRUSTED:
            return [Message("verdict_untrusted", "Don’t trust this yet."), cause(readout)]


def cause(readout: Readout) -> Message:
    """Return why a test cannot be trusted."""
    blocking = next((finding.check for finding in readout.health if finding.light == "block"), None)
    return _CAUSES.get(blocking, _CAUSE) if blocking else _CAUSE


def _stop(readout: Readout) -> Message:
    names: Sequence[str] = [variant_name(arm.treatment) for arm in readout.verdict.arms]
    if len(names) == 1:
        return Message("verdict_stop", "Stop {treatment}.", {"treatment": names[0]})
    return Message("verdict_stop_all", "Stop every treatment.")


def _between(readout: Readout, arm: ArmVerdict, language: str, *, small: bool) -> Message:
    """Return a range that may hold zero, as a plain sentence."""
    where = comparison_of(readout, arm)
    assert where is not None, "a verdict with a range has a comparison"
    low, high = where.ends(language)
    figures: dict[str, str | Message] = {
        "treatment": variant_name(arm.treatment), "metric": noun_of(readout, where.metric), "low": low, "high": high
    }  # fmt: skip
    if small:
        return Message(
            "too_small",
            "{treatment} changed {metric} by {low} to {high}, too little to matter.",
            figures,
        )
    return Message("unclear", "{treatment} may have changed {metric} by {low} to {high}.", figures)


def _undecided(readout: Readout, arm: ArmVerdict, language: str) -> Message:
    where = comparison_of(readout, arm)
    if where is None:
        return Message("no_range", "There is not enough data for a range.")
    better = VerdictReason.PRIMARY_BETTER in arm.reasons
    point = open_point(readout, arm) if better else None
    if point is None:
        return _between(readout, arm, language, small=False)
    low, high = where.ends(language)
    return Message(
        "better_but",
        "{treatment} changed {metric} by {low} to {high}, but {open_point}.",
        {
            "treatment": variant_name(arm.treatment),
            "metric": noun_of(readout, where.metric),
            "low": low,
            "high": high,
            "open_point": point,
        },
    )


def open_point(readout: Readout, arm: ArmVerdict) -> Message | None:
    """Return what keeps a better arm from being kept."""
    if VerdictReason.GUARDRAIL_NOT_SHOWN in arm.reasons:
        guardrails = [row.metric for row in readout.comparisons if row.role == "guardrail" and row.segment is None]
        if len({metric.key for metric in guardrails}) == 1:
            return Message(
                "guardrail_open", "{metric} may have got worse", {"metric": noun_of(readout, guardrails[0].key)}
            )
        return Message("guardrails_open", "a guardrail may have got worse")
    if VerdictReason.SPLIT_UNKNOWN in arm.reasons:
        return Message("split_open", "the planned split must be stated first")
    return None


def _waiting(readout: Readout, arm: ArmVerdict) -> Message:
    name = variant_name(arm.treatment)
    if VerdictReason.NOT_PROTECTED in arm.reasons:
        if readout.experiment.planned_end is None:
            return Message(
                "waiting_end", "Set a planned end, or tell when the test ended; until then nothing is decided."
            )
        return Message("waiting_planned_end", "One look decides only at the planned end.")
    if VerdictReason.BELOW_MINIMUM in arm.reasons:
        return _too_early(readout)
    point = open_point(readout, arm) if VerdictReason.PRIMARY_BETTER in arm.reasons else None
    if point is not None:
        return Message("waiting_open", "{treatment} looks better, but {point}.", {"treatment": name, "point": point})
    if arm.days_left is not None and arm.days_left > 1:
        return Message("waiting_days", "No clear answer yet; about {days} days are left.", {"days": arm.days_left})
    return Message("waiting", "No clear answer yet.")


def _too_early(readout: Readout) -> Message:
    if readout.day_number is not None and readout.day_number < readout.policy.minimum_days:
        return Message(
            "too_early",
            "It is too early: day {day} of at least {minimum}.",
            {"day": readout.day_number, "minimum": readout.policy.minimum_days},
        )
    return Message("too_few", "There are too few users or conversions yet.")


def _footnotes(arm: ArmVerdict, *, language: str) -> list[Message]:
    """Return what changes how the range is to be read."""
    notes = []
    if VerdictReason.SMALLER_THAN_INTERESTING in arm.reasons:
        notes.append(Message("small_gain", "The gain is smaller than what you called interesting."))
    if VerdictReason.SUSPICIOUS_LIFT in arm.reasons:
        notes.append(Message("suspicious", "So large a change is rare: look for a mistake first."))
    if VerdictReason.CORRECTED in arm.reasons and arm.kind is not VerdictKind.SHIP:
        notes.append(Message("corrected_note", "With so many comparisons, it may be chance."))
    if arm.kind is VerdictKind.INCONCLUSIVE and arm.detectable_lift is not None:
        size = percent(arm.detectable_lift, language, digits=0 if arm.detectable_lift >= 0.02 else 1)
        notes.append(Message("detectable", "Only {lift} or more could have been seen.", {"lift": size}))
    return notes
