"""The ladder as a truth table: every rung, ties at every threshold, several arms."""

from dataclasses import replace

import pytest

from analytics.decisions.evidence import ArmFacts, GuardrailFacts, PrimaryFacts, Situation
from analytics.decisions.results import VerdictKind as K
from analytics.decisions.results import VerdictReason as R
from analytics.decisions.verdicts import arm_verdict, experiment_verdict
from analytics.statistics.results import Interval
from data.declarations.metrics import Direction
from data.declarations.policies import Policy

RUNNING = Situation(
    policy=Policy(),
    minimal_interesting_lift=0.01,
    days=14,
    ended=False,
    protected=True,
    blocked=False,
    split_known=True,
)
ENDED = replace(RUNNING, days=28, ended=True)


def just_above(threshold: float) -> float:
    return threshold * (1 + 1e-9)


def span(low: float, high: float) -> Interval:
    return Interval(low=low, high=high, level=0.95)


QUIET = PrimaryFacts(
    metric="purchase_rate",
    direction=Direction.UP,
    better_p=1.0,
    better_p_alone=1.0,
    worse_p=1.0,
    harm_p=1.0,
    small_cell_waits=False,
    interval=span(-0.03, 0.05),
    lift=0.01,
)
BETTER = replace(QUIET, better_p=0.01, better_p_alone=0.01, interval=span(0.02, 0.06), lift=0.04)
WORSE = replace(QUIET, worse_p=0.001, harm_p=0.001, interval=span(-0.06, -0.02), lift=-0.04)
SAFE = GuardrailFacts(metric="unsubscribe_rate", safe_p=0.01, safe_level=0.05, harm_p=1.0, beyond_today=False)
OPEN = replace(SAFE, safe_p=0.2)
HARMED = replace(SAFE, safe_p=1.0, harm_p=0.001, beyond_today=True)


def arm(*primaries: PrimaryFacts, guardrails: tuple[GuardrailFacts, ...] = (), name: str = "B") -> ArmFacts:
    return ArmFacts(treatment=name, users=1000, conversions=100, primaries=primaries, guardrails=guardrails)


LADDER = [
    # situation, facts → kind, first reason
    (RUNNING, arm(BETTER), K.SHIP, R.PRIMARY_BETTER),
    (ENDED, arm(BETTER), K.SHIP, R.PRIMARY_BETTER),
    (RUNNING, arm(QUIET, BETTER), K.SHIP, R.PRIMARY_BETTER),
    (RUNNING, arm(BETTER, guardrails=(SAFE, SAFE)), K.SHIP, R.PRIMARY_BETTER),
    (replace(RUNNING, blocked=True), arm(BETTER), K.UNTRUSTED, R.HEALTH_BLOCKS),
    (replace(RUNNING, blocked=True), arm(WORSE), K.UNTRUSTED, R.HEALTH_BLOCKS),
    (RUNNING, arm(WORSE), K.STOP, R.PRIMARY_WORSE),
    (replace(RUNNING, days=2), arm(WORSE), K.STOP, R.PRIMARY_WORSE),
    (ENDED, arm(WORSE), K.STOP, R.PRIMARY_WORSE),
    (RUNNING, arm(BETTER, WORSE), K.STOP, R.PRIMARY_WORSE),
    (RUNNING, arm(BETTER, guardrails=(HARMED,)), K.STOP, R.GUARDRAIL_HARMED),
    (RUNNING, arm(BETTER, guardrails=(replace(HARMED, beyond_today=False),)), K.KEEP_COLLECTING, R.PRIMARY_BETTER),
    (RUNNING, arm(replace(WORSE, harm_p=1.0)), K.KEEP_COLLECTING, R.BEFORE_PLANNED_END),  # too few events to stop
    (RUNNING, arm(BETTER, replace(WORSE, harm_p=1.0)), K.KEEP_COLLECTING, R.PRIMARY_BETTER),  # none may be worse
    (replace(RUNNING, days=6), arm(BETTER), K.KEEP_COLLECTING, R.BELOW_MINIMUM),
    (RUNNING, arm(replace(QUIET, interval=span(-0.001, 0.001))), K.NO_DIFFERENCE, R.WITHIN_INTERESTING),
    (
        RUNNING,  # an extended clock stands still today
        arm(replace(QUIET, interval=span(-0.001, 0.001), interval_protected=False)),
        K.KEEP_COLLECTING,
        R.BEFORE_PLANNED_END,
    ),
    (RUNNING, arm(BETTER, guardrails=(OPEN,)), K.KEEP_COLLECTING, R.PRIMARY_BETTER),
    (ENDED, arm(BETTER, guardrails=(OPEN,)), K.INCONCLUSIVE, R.PRIMARY_BETTER),
    (RUNNING, arm(replace(QUIET, interval=span(-0.004, 0.006))), K.NO_DIFFERENCE, R.WITHIN_INTERESTING),
    (ENDED, arm(replace(QUIET, interval=span(-0.004, 0.006))), K.NO_DIFFERENCE, R.WITHIN_INTERESTING),
    (RUNNING, arm(replace(QUIET, interval=span(-0.004, 0.006)), QUIET), K.KEEP_COLLECTING, R.BEFORE_PLANNED_END),
    (RUNNING, arm(QUIET), K.KEEP_COLLECTING, R.BEFORE_PLANNED_END),
    (ENDED, arm(QUIET), K.INCONCLUSIVE, R.AFTER_PLANNED_END),
    (ENDED, arm(replace(QUIET, interval=None, lift=None)), K.INCONCLUSIVE, R.AFTER_PLANNED_END),
    (replace(RUNNING, protected=False), arm(BETTER), K.KEEP_COLLECTING, R.NOT_PROTECTED),
    (replace(RUNNING, protected=False), arm(WORSE), K.KEEP_COLLECTING, R.NOT_PROTECTED),
    (replace(RUNNING, split_known=False), arm(BETTER), K.KEEP_COLLECTING, R.PRIMARY_BETTER),
    (replace(ENDED, split_known=False), arm(BETTER), K.INCONCLUSIVE, R.PRIMARY_BETTER),
    (replace(RUNNING, split_known=False), arm(WORSE), K.STOP, R.PRIMARY_WORSE),
    (RUNNING, replace(arm(BETTER), users=0), K.KEEP_COLLECTING, R.NO_DATA),
    (ENDED, replace(arm(BETTER), users=0), K.INCONCLUSIVE, R.NO_DATA),
    (replace(ENDED, days=None), arm(BETTER), K.SHIP, R.PRIMARY_BETTER),
    (replace(ENDED, days=3), replace(arm(BETTER), users=10), K.SHIP, R.PRIMARY_BETTER),  # the end lifts the minimum
]


@pytest.mark.parametrize(("situation", "facts", "kind", "reason"), LADDER)
def test_the_first_rung_that_holds_is_the_verdict(situation: Situation, facts: ArmFacts, kind: K, reason: R) -> None:
    verdict = arm_verdict(facts, situation)
    assert (verdict.kind, verdict.reasons[0]) == (kind, reason)


TIES = [
    # what meets its threshold exactly, meets it
    (RUNNING, arm(replace(BETTER, better_p=0.05)), K.SHIP),
    (RUNNING, arm(replace(BETTER, better_p=just_above(0.05))), K.KEEP_COLLECTING),
    (RUNNING, arm(replace(WORSE, harm_p=0.025)), K.STOP),
    (RUNNING, arm(replace(WORSE, harm_p=just_above(0.025))), K.KEEP_COLLECTING),
    (RUNNING, arm(BETTER, replace(QUIET, worse_p=0.025)), K.KEEP_COLLECTING),
    (RUNNING, arm(BETTER, replace(QUIET, worse_p=just_above(0.025))), K.SHIP),
    (RUNNING, arm(BETTER, guardrails=(replace(HARMED, harm_p=0.025),)), K.STOP),
    (RUNNING, arm(BETTER, guardrails=(replace(HARMED, harm_p=just_above(0.025)),)), K.KEEP_COLLECTING),
    (RUNNING, arm(BETTER, guardrails=(replace(SAFE, safe_p=0.05),)), K.SHIP),
    (RUNNING, arm(BETTER, guardrails=(replace(SAFE, safe_p=just_above(0.05)),)), K.KEEP_COLLECTING),
    (replace(RUNNING, days=7), arm(BETTER), K.SHIP),
    (replace(RUNNING, days=6), arm(BETTER), K.KEEP_COLLECTING),
    (RUNNING, replace(arm(BETTER), users=100), K.SHIP),
    (RUNNING, replace(arm(BETTER), users=99), K.KEEP_COLLECTING),
    (RUNNING, replace(arm(BETTER), conversions=25), K.SHIP),
    (RUNNING, replace(arm(BETTER), conversions=24), K.KEEP_COLLECTING),
    (RUNNING, replace(arm(BETTER), conversions=None), K.SHIP),
    (RUNNING, arm(replace(QUIET, interval=span(-0.01, 0.01))), K.NO_DIFFERENCE),
    (RUNNING, arm(replace(QUIET, interval=span(-0.01, just_above(0.01)))), K.KEEP_COLLECTING),
    (RUNNING, arm(replace(QUIET, interval=span(-just_above(0.01), 0.0))), K.KEEP_COLLECTING),
]


@pytest.mark.parametrize(("situation", "facts", "kind"), TIES)
def test_a_value_that_exactly_meets_its_threshold_meets_it(situation: Situation, facts: ArmFacts, kind: K) -> None:
    assert arm_verdict(facts, situation).kind is kind


ASIDES = [
    (RUNNING, arm(replace(BETTER, interval=span(0.002, 0.008))), K.SHIP, R.SMALLER_THAN_INTERESTING),
    (RUNNING, arm(BETTER, guardrails=(SAFE,)), K.SHIP, R.GUARDRAILS_HOLD),
    (RUNNING, arm(replace(BETTER, crossed_earlier=True)), K.SHIP, R.CROSSED_EARLIER),
    (RUNNING, arm(replace(BETTER, crossed_earlier=True, lift=-0.01)), K.SHIP, R.EFFECT_CHANGED),
    (RUNNING, arm(replace(WORSE, lift=0.01)), K.STOP, R.EFFECT_CHANGED),
    (RUNNING, arm(BETTER, WORSE), K.STOP, R.PRIMARIES_DISAGREE),
    (RUNNING, arm(replace(QUIET, better_p_alone=0.03, better_p=0.06)), K.KEEP_COLLECTING, R.CORRECTED),
    (RUNNING, arm(replace(QUIET, small_cell_waits=True)), K.KEEP_COLLECTING, R.SMALL_CELL),
    (RUNNING, arm(BETTER, guardrails=(OPEN,)), K.KEEP_COLLECTING, R.GUARDRAIL_NOT_SHOWN),
    (ENDED, arm(BETTER, guardrails=(OPEN,)), K.INCONCLUSIVE, R.GUARDRAIL_NOT_SHOWN),
    (replace(ENDED, split_known=False), arm(BETTER), K.INCONCLUSIVE, R.SPLIT_UNKNOWN),
    (replace(ENDED, days=None), arm(QUIET), K.INCONCLUSIVE, R.DATES_UNKNOWN),
    (RUNNING, replace(arm(BETTER), suspicious=True), K.SHIP, R.SUSPICIOUS_LIFT),
]


@pytest.mark.parametrize(("situation", "facts", "kind", "reason"), ASIDES)
def test_a_verdict_carries_what_else_a_reader_should_know(
    situation: Situation, facts: ArmFacts, kind: K, reason: R
) -> None:
    verdict = arm_verdict(facts, situation)
    assert verdict.kind is kind
    assert reason in verdict.reasons


def test_lower_is_better_turns_the_sense_of_a_lift() -> None:
    falling = replace(BETTER, direction=Direction.DOWN, lift=-0.04, interval=span(-0.06, -0.02))
    assert R.EFFECT_CHANGED not in arm_verdict(arm(falling), RUNNING).reasons
    assert R.EFFECT_CHANGED in arm_verdict(arm(replace(falling, lift=0.01)), RUNNING).reasons


SEVERAL = [
    # arms → experiment's kind, arm it speaks about
    ((arm(BETTER, name="B"), arm(replace(BETTER, lift=0.08), name="C")), K.SHIP, "C"),
    ((arm(BETTER, name="B"), arm(WORSE, name="C")), K.SHIP, "B"),
    ((arm(WORSE, name="B"), arm(QUIET, name="C")), K.KEEP_COLLECTING, "C"),
    ((arm(WORSE, name="B"), arm(WORSE, name="C")), K.STOP, "B"),
    ((arm(replace(QUIET, interval=span(0, 0.001)), name="B"), arm(QUIET, name="C")), K.KEEP_COLLECTING, "C"),
    ((arm(replace(QUIET, interval=span(0, 0.001)), name="B"), arm(WORSE, name="C")), K.NO_DIFFERENCE, "B"),
]


@pytest.mark.parametrize(("facts", "kind", "speaker"), SEVERAL)
def test_the_best_shippable_arm_speaks_and_stop_needs_every_arm(
    facts: tuple[ArmFacts, ...], kind: K, speaker: str
) -> None:
    verdict = experiment_verdict(facts, RUNNING)
    assert (verdict.kind, verdict.treatment) == (kind, speaker)


def test_a_harmed_arm_is_always_named() -> None:
    verdict = experiment_verdict((arm(BETTER, name="B"), arm(BETTER, guardrails=(HARMED,), name="C")), RUNNING)
    assert verdict.kind is K.SHIP
    assert R.GUARDRAIL_HARMED in verdict.reasons
    assert verdict.arms[1].harmed == ("unsubscribe_rate",)


def test_the_best_guess_chooses_among_arms_to_ship() -> None:
    lucky = replace(arm(replace(BETTER, lift=0.09), name="B"), best_guess=0.02)
    steady = replace(arm(BETTER, name="C"), best_guess=0.035)
    assert experiment_verdict((lucky, steady), RUNNING).treatment == "C"


def test_an_experiment_without_treatments_has_no_data() -> None:
    verdict = experiment_verdict((), RUNNING)
    assert (verdict.kind, verdict.reasons, verdict.arms) == (K.KEEP_COLLECTING, (R.NO_DATA,), ())
