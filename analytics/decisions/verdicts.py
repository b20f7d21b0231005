"""The verdict ladder: facts of one day in, one verdict per arm out, first rung that holds; then the experiment's.

Rungs: untrusted, stop, too little yet, ship, no real difference, keep collecting, inconclusive. Nothing here estimates
or tests; every threshold comes from the policy in the situation. A value that exactly meets its threshold meets it.
"""

from analytics.decisions.evidence import ArmFacts, GuardrailFacts, PrimaryFacts, Situation
from analytics.decisions.results import ArmVerdict, Verdict, VerdictKind, VerdictReason
from data.declarations.metrics import Direction

_Answer = tuple[VerdictKind, tuple[VerdictReason, ...]]


def is_better(fact: PrimaryFacts, situation: Situation) -> bool:
    """Tell whether this primary is better, after correction; once crossed, it stays so."""
    return fact.better_p <= 2 * situation.policy.false_ship


def is_worse(fact: PrimaryFacts, situation: Situation) -> bool:
    """Tell whether this primary is worse, within the budget of false stops."""
    return fact.worse_p <= situation.policy.false_stop


def is_harmful(fact: PrimaryFacts, situation: Situation) -> bool:
    """Tell whether this primary is worse on days with enough events to stop a test."""
    return fact.harm_p <= situation.policy.false_stop


def is_harmed(fact: GuardrailFacts, situation: Situation) -> bool:
    """Tell whether this guardrail is beyond its margin, within the budget of false stops, and still is today."""
    return fact.harm_p <= situation.policy.false_stop and fact.beyond_today


def is_safe(fact: GuardrailFacts) -> bool:
    """Tell whether this guardrail is shown not to be worse than its margin."""
    return fact.safe_p <= fact.safe_level


def _good_way(fact: PrimaryFacts, lift: float) -> float:
    return lift if fact.direction is Direction.UP else -lift


def _within_interesting(facts: ArmFacts, situation: Situation) -> bool:
    """Tell whether every primary's interval lies inside ± the minimal interesting lift.

    On a day on which an extended clock stands still, the interval is drawn at an earlier look's level and shows
    nothing: with such days 4.5 to 6.6 % of simulated tests would claim it falsely, without them 2.5 %.
    """
    bound = situation.minimal_interesting_lift
    return bool(facts.primaries) and all(
        fact.interval is not None
        and fact.interval_protected
        and -bound <= fact.interval.low
        and fact.interval.high <= bound
        for fact in facts.primaries
    )


def _below_minimum(facts: ArmFacts, situation: Situation) -> bool:
    policy = situation.policy
    few_days = situation.days is not None and situation.days < policy.minimum_days
    few_conversions = facts.conversions is not None and facts.conversions < policy.minimum_conversions
    return few_days or facts.users < policy.minimum_users or few_conversions


def _harm(facts: ArmFacts, situation: Situation) -> tuple[tuple[str, ...], tuple[VerdictReason, ...]]:
    """Return what harms this arm (metric keys) and the reasons; both empty when nothing may stop it."""
    worse = [fact for fact in facts.primaries if is_harmful(fact, situation)]
    harmed = [fact for fact in facts.guardrails if is_harmed(fact, situation)]
    reasons = []
    if worse:
        reasons.append(VerdictReason.PRIMARY_WORSE)
        if any(is_better(fact, situation) for fact in facts.primaries):
            reasons.append(VerdictReason.PRIMARIES_DISAGREE)
        if all(fact.lift is not None and _good_way(fact, fact.lift) >= 0 for fact in worse):
            reasons.append(VerdictReason.EFFECT_CHANGED)
    if harmed:
        reasons.append(VerdictReason.GUARDRAIL_HARMED)
    metrics = [fact.metric for fact in worse] + [fact.metric for fact in harmed]
    return tuple(metrics), tuple(reasons)


def _asides(facts: ArmFacts, situation: Situation) -> tuple[VerdictReason, ...]:
    """Return what a reader should know beside the answer."""
    reasons = []
    crossed = [fact for fact in facts.primaries if is_better(fact, situation)]
    if any(fact.crossed_earlier for fact in crossed):
        reasons.append(VerdictReason.CROSSED_EARLIER)
    if any(fact.lift is not None and _good_way(fact, fact.lift) <= 0 for fact in crossed):
        reasons.append(VerdictReason.EFFECT_CHANGED)
    if any(fact.small_cell_waits for fact in facts.primaries if fact not in crossed):
        reasons.append(VerdictReason.SMALL_CELL)
    limit = 2 * situation.policy.false_ship
    if any(fact.better_p_alone <= limit < fact.better_p for fact in facts.primaries):
        reasons.append(VerdictReason.CORRECTED)
    if facts.suspicious:
        reasons.append(VerdictReason.SUSPICIOUS_LIFT)
    if situation.days is None:
        reasons.append(VerdictReason.DATES_UNKNOWN)
    return tuple(reasons)


def _undecided(facts: ArmFacts, situation: Situation) -> _Answer:
    """Return the last two rungs: wait before the end, inconclusive after it."""
    reasons: tuple[VerdictReason, ...] = ()
    if any(is_better(fact, situation) for fact in facts.primaries):
        reasons = (VerdictReason.PRIMARY_BETTER,)
        if not all(is_safe(fact) for fact in facts.guardrails):
            reasons = (*reasons, VerdictReason.GUARDRAIL_NOT_SHOWN)
        elif not situation.split_known:
            reasons = (*reasons, VerdictReason.SPLIT_UNKNOWN)
    if situation.ended:
        return VerdictKind.INCONCLUSIVE, (*reasons, VerdictReason.AFTER_PLANNED_END)
    return VerdictKind.KEEP_COLLECTING, (*reasons, VerdictReason.BEFORE_PLANNED_END)


def _climb(facts: ArmFacts, situation: Situation) -> _Answer:
    """Return the first rung that holds, harm and health apart."""
    if not situation.ended and not situation.protected:
        return VerdictKind.KEEP_COLLECTING, (VerdictReason.NOT_PROTECTED,)
    if not situation.ended and _below_minimum(facts, situation):
        return VerdictKind.KEEP_COLLECTING, (VerdictReason.BELOW_MINIMUM, VerdictReason.BEFORE_PLANNED_END)
    better = any(is_better(fact, situation) for fact in facts.primaries)
    worse = any(is_worse(fact, situation) for fact in facts.primaries)
    safe = all(is_safe(fact) for fact in facts.guardrails)
    inside = _within_interesting(facts, situation)
    if better and not worse and safe and situation.split_known:
        reasons: tuple[VerdictReason, ...] = (VerdictReason.PRIMARY_BETTER,)
        if facts.guardrails:
            reasons = (*reasons, VerdictReason.GUARDRAILS_HOLD)
        if inside:
            reasons = (*reasons, VerdictReason.SMALLER_THAN_INTERESTING)
        return VerdictKind.SHIP, reasons
    if inside:
        return VerdictKind.NO_DIFFERENCE, (VerdictReason.WITHIN_INTERESTING,)
    return _undecided(facts, situation)


def arm_verdict(facts: ArmFacts, situation: Situation) -> ArmVerdict:
    """Return the ladder's answer for one treatment.

    Parameters
    ----------
    facts : ArmFacts
        One arm's primaries (leading first), guardrails and counts, as of the day read.
    situation : Situation
        What holds for all arms: policy, days, whether the test has ended, health.

    Returns
    -------
    ArmVerdict
        The first rung that holds, its reasons (the deciding one first) and the figures a sentence needs. Without
        users in both arms the answer is to keep collecting (before the end) or inconclusive, for want of data.

    Notes
    -----
    A blocked or unprotected look never stops an arm: its harm is not yet evidence. A would-be ship whose planned split
    nobody has stated waits before the end and is inconclusive after it.
    """
    harmed: tuple[str, ...] = ()
    reasons: tuple[VerdictReason, ...]
    if situation.blocked:
        kind, reasons = VerdictKind.UNTRUSTED, (VerdictReason.HEALTH_BLOCKS,)
    elif facts.users == 0:
        kind = VerdictKind.INCONCLUSIVE if situation.ended else VerdictKind.KEEP_COLLECTING
        reasons = (VerdictReason.NO_DATA,)
    else:
        if situation.protected:
            harmed, harm_reasons = _harm(facts, situation)
        kind, reasons = (VerdictKind.STOP, harm_reasons) if harmed else _climb(facts, situation)
        reasons = (*reasons, *(reason for reason in _asides(facts, situation) if reason not in reasons))
    leading = facts.primaries[0] if facts.primaries else None
    return ArmVerdict(
        treatment=facts.treatment,
        kind=kind,
        reasons=reasons,
        harmed=harmed,
        crossed_on=leading.crossed_on if leading else None,
        best_guess=facts.best_guess,
        raw_lift=leading.lift if leading else None,
        interval=leading.interval if leading else None,
        days_left=facts.days_left if kind is VerdictKind.KEEP_COLLECTING else None,
        detectable_lift=facts.detectable_lift if kind is VerdictKind.INCONCLUSIVE else None,
    )


_PRECEDENCE = (
    VerdictKind.UNTRUSTED,
    VerdictKind.SHIP,
    VerdictKind.KEEP_COLLECTING,
    VerdictKind.INCONCLUSIVE,
    VerdictKind.NO_DIFFERENCE,
    VerdictKind.STOP,
)


def experiment_verdict(facts: tuple[ArmFacts, ...], situation: Situation) -> Verdict:
    """Return the experiment's verdict: its best shippable arm; stop only if every arm is stopped.

    Parameters
    ----------
    facts : tuple of ArmFacts
        One per treatment, in declared order; empty while an experiment has no treatment yet.
    situation : Situation
        What holds for all arms.

    Returns
    -------
    Verdict
        Among arms of the deciding kind, the one with the largest best guess for the better speaks.
    """
    if not facts:
        kind = VerdictKind.INCONCLUSIVE if situation.ended else VerdictKind.KEEP_COLLECTING
        return Verdict(kind=kind, treatment=None, reasons=(VerdictReason.NO_DATA,), arms=())
    arms = tuple(arm_verdict(arm, situation) for arm in facts)
    kind = min((arm.kind for arm in arms), key=_PRECEDENCE.index)
    candidates = [(verdict, _promise(fact)) for verdict, fact in zip(arms, facts, strict=True) if verdict.kind is kind]
    speaker = max(candidates, key=lambda candidate: candidate[1])[0]
    harmed_elsewhere = [arm for arm in arms if arm.harmed and arm is not speaker]
    reasons = list(speaker.reasons)
    for arm in harmed_elsewhere:
        reasons += [r for r in arm.reasons if r in _HARM_REASONS and r not in reasons]
    return Verdict(kind=kind, treatment=speaker.treatment, reasons=tuple(reasons), arms=arms)


_HARM_REASONS = (VerdictReason.PRIMARY_WORSE, VerdictReason.GUARDRAIL_HARMED)


def _promise(facts: ArmFacts) -> float:
    """Return how good the arm looks: best guess (else plain lift) of the leading primary, for the better."""
    if not facts.primaries:
        return float("-inf")
    leading = facts.primaries[0]
    lift = facts.best_guess if facts.best_guess is not None else leading.lift
    return float("-inf") if lift is None else _good_way(leading, lift)
