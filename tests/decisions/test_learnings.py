"""Learnings as a truth table, their figures by another road, and the laws of what counts."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.proportion import proportion_confint

from analytics.decisions.learnings import (
    Change,
    Claim,
    Evidence,
    LearningStatus,
    LeftOut,
    Omission,
    ProgrammeRates,
    learn,
    programme_rates,
)
from analytics.decisions.results import VerdictKind
from analytics.statistics.results import Reason, Untestable

S = LearningStatus
RAISES = Claim(lever="urgency", audience="newcomers", metric="purchase_rate", change=Change.RAISES)
LOWERS = replace(RAISES, change=Change.LOWERS)
FIRST = date(2026, 1, 5)
SHOWN = {"+": Change.RAISES, "-": Change.LOWERS, "?": None}


def linked(*told: tuple[str, float, float]) -> list[Evidence]:
    """Give tests, a week apart: what each says by itself (+, - or ?), its lift and its standard error."""
    return [
        Evidence(
            experiment=f"test-{place}",
            lift=lift,
            standard_error=error,
            ended_on=FIRST + timedelta(days=7 * place),
            shows=SHOWN[says],
            healthy=True,
        )
        for place, (says, lift, error) in enumerate(told)
    ]


UP, DOWN, SILENT_UP, SILENT_DOWN = ("+", 0.05, 0.01), ("-", -0.05, 0.01), ("?", 0.01, 0.01), ("?", -0.01, 0.01)
LADDER: list[tuple[list[Evidence], LearningStatus]] = [
    (linked(), S.UNTESTED),
    (linked(UP), S.EMERGING),
    (linked(("+", 0.30, 0.01)), S.EMERGING),  # one test alone is never more
    (linked(SILENT_UP), S.EMERGING),
    (linked(SILENT_DOWN), S.EMERGING),
    (linked(DOWN), S.CONTRADICTED),
    (linked(UP, UP), S.EMERGING),  # 7 standard errors of the mean, of 12.7 that two tests need
    (linked(("+", 0.10, 0.01), ("+", 0.10, 0.01)), S.SUPPORTED),
    (linked(("-", -0.10, 0.01), ("-", -0.10, 0.01)), S.CONTRADICTED),
    (linked(SILENT_UP, SILENT_UP, SILENT_UP), S.EMERGING),
    (linked(UP, UP, UP), S.CONFIRMED),
    (linked(UP, UP, UP, DOWN), S.CONTRADICTED),  # one says the opposite, together they say nothing
    (linked(UP, UP, UP, SILENT_DOWN), S.EMERGING),
    (linked(*[("?", 0.02, 0.01)] * 8), S.CONFIRMED),  # none says it alone, together they do
    (linked(*[("?", -0.02, 0.01)] * 8), S.CONTRADICTED),
    # Effects that truly differ: their mean is above nothing, but the next one's may not be.
    (linked(*[("+", 0.20, 0.01)] * 4, *[("?", 0.01, 0.01)] * 4), S.SUPPORTED),
    (linked(*[("+", 0.10, 0.01)] * 9, ("-", -0.03, 0.01)), S.CONFIRMED),  # nine against one: listed, not decisive
]


@pytest.mark.parametrize(("evidence", "status"), LADDER)
def test_every_status_follows_from_the_evidence(evidence: list[Evidence], status: LearningStatus) -> None:
    assert learn(RAISES, evidence).status is status


def mirrored(evidence: Evidence) -> Evidence:
    """Give the test with control and treatment swapped: lift 1 / (1 + lift) - 1."""
    ratio = 1 + evidence.lift
    return replace(
        evidence,
        lift=1 / ratio - 1,
        standard_error=evidence.standard_error / ratio**2,
        shows=None if evidence.shows is None else evidence.shows.opposite,
    )


@pytest.mark.parametrize(("evidence", "status"), LADDER)
def test_swapping_the_arms_and_the_claim_leaves_the_status(evidence: list[Evidence], status: LearningStatus) -> None:
    told, other = learn(RAISES, evidence), learn(LOWERS, [mirrored(each) for each in evidence])
    assert other.status is status
    if told.interval is not None and other.interval is not None:
        assert other.interval.low == pytest.approx(1 / (1 + told.interval.high) - 1, rel=1e-9)


def test_the_combined_lift_is_statsmodels_mean_of_the_logarithms() -> None:
    lifts, errors = np.array([0.02, 0.09, 0.15, -0.01]), np.array([0.01, 0.02, 0.04, 0.015])
    found = learn(RAISES, linked(*(("?", lift, error) for lift, error in zip(lifts, errors, strict=True))))
    theirs = combine_effects(np.log1p(lifts), (errors / (1 + lifts)) ** 2, method_re="iterated", use_t=True, atol=1e-9)
    mean, error = theirs.mean_effect_re, theirs.sd_eff_w_re
    reach, ahead = stats.t.isf(0.025, 3) * error, stats.t.isf(0.1, 2) * np.sqrt(theirs.tau2 + error**2)
    assert found.interval is not None
    assert found.prediction is not None
    assert found.heterogeneity is not None
    assert found.lift == pytest.approx(np.expm1(mean), rel=1e-6)
    assert (found.interval.low, found.interval.high) == pytest.approx(np.expm1([mean - reach, mean + reach]), rel=1e-6)
    assert (found.prediction.low, found.prediction.high) == pytest.approx(
        np.expm1([mean - ahead, mean + ahead]), rel=1e-6
    )
    assert (found.interval.level, found.prediction.level) == (0.95, 0.8)
    assert found.heterogeneity.statistic == pytest.approx(theirs.q)


def test_a_gain_and_a_loss_that_undo_each_other_combine_to_nothing() -> None:
    # 1.25 x 0.8 = 1; both are as certain on the scale of the logarithm. A plain weighted mean would say -10 %.
    found = learn(RAISES, linked(("+", 0.25, 0.125), ("-", -0.2, 0.08)))
    assert found.lift == pytest.approx(0.0, abs=1e-12)


def test_a_single_test_shows_its_own_lift_and_no_more() -> None:
    found = learn(RAISES, linked(UP))
    assert found.lift == pytest.approx(0.05)
    assert found.interval is not None
    assert found.interval.low < 0.05 < found.interval.high
    assert (found.prediction, found.heterogeneity, found.tests) == (None, None, 1)


def test_without_a_test_there_is_no_figure() -> None:
    found = learn(RAISES, [])
    assert (found.lift, found.interval, found.prediction, found.heterogeneity) == (None, None, None, None)


def test_tests_are_told_apart_by_what_they_say_oldest_first() -> None:
    evidence = linked(UP, DOWN, SILENT_UP, UP)
    found = learn(RAISES, evidence[::-1])
    assert found.supporting == (evidence[0], evidence[3])
    assert found.contradicting == (evidence[1],)
    assert found.silent == (evidence[2],)
    assert found.tests == 4


SPOILT = [
    ({"healthy": False}, Omission.UNHEALTHY),
    ({"healthy": False, "lift": -2.0}, Omission.UNHEALTHY),
    ({"lift": -1.0}, Omission.UNMEASURED),
    ({"lift": float("nan")}, Omission.UNMEASURED),
    ({"lift": float("inf")}, Omission.UNMEASURED),
    ({"standard_error": 0.0}, Omission.UNMEASURED),
    ({"standard_error": float("nan")}, Omission.UNMEASURED),
]


@pytest.mark.parametrize(("spoilt", "why"), SPOILT)
@pytest.mark.parametrize(("evidence", "status"), LADDER)
def test_a_test_that_does_not_count_changes_nothing_and_is_listed(
    evidence: list[Evidence], status: LearningStatus, spoilt: dict[str, float], why: Omission
) -> None:
    bad = replace(linked(DOWN)[0], experiment="bad", **spoilt)  # type: ignore[arg-type]
    found = learn(RAISES, [*evidence, bad])
    assert replace(found, left_out=()) == learn(RAISES, evidence)
    assert found.left_out == (LeftOut(evidence=bad, why=why),)


def test_an_experiment_linked_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        learn(RAISES, [*linked(UP), *linked(UP)])


def test_a_hopelessly_uncertain_pair_has_no_upper_end() -> None:
    found = learn(RAISES, linked(("?", 0.0, 100.0), ("?", 0.0, 100.0)))
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (-1.0, float("inf"))


@settings(max_examples=60, deadline=None)
@given(
    some.lists(
        some.tuples(some.sampled_from("+-?"), some.floats(-0.5, 0.5), some.floats(0.005, 0.2)), min_size=1, max_size=8
    )
)
def test_a_status_never_says_more_than_its_figures(told: list[tuple[str, float, float]]) -> None:
    found = learn(RAISES, linked(*told))
    assert found.interval is not None
    if found.status in (S.SUPPORTED, S.CONFIRMED):
        assert found.tests >= 2
        assert found.interval.low > 0
    if found.status is S.CONFIRMED:
        assert found.tests >= 3
        assert found.prediction is not None
        assert found.prediction.low > 0
    if found.status is S.CONTRADICTED:
        assert found.contradicting or found.interval.high < 0
    assert found.status is not S.UNTESTED
    if found.status is S.EMERGING:
        assert not found.contradicting


KINDS = [
    *[VerdictKind.SHIP] * 3,
    *[VerdictKind.STOP] * 2,
    *[VerdictKind.NO_DIFFERENCE] * 4,
    *[VerdictKind.INCONCLUSIVE] * 6,
    VerdictKind.UNTRUSTED,
    VerdictKind.KEEP_COLLECTING,
]


def test_a_programme_wins_what_it_ships_and_learns_from_every_answer() -> None:
    found = programme_rates(KINDS)
    assert isinstance(found, ProgrammeRates)
    assert (found.decided, found.win.tests, found.learning.tests) == (17, 3, 9)
    for rate in (found.win, found.learning):
        assert rate.share == rate.tests / 17
        expected = proportion_confint(rate.tests, 17, method="beta")
        assert (rate.interval.low, rate.interval.high) == pytest.approx(expected, abs=1e-9)


def test_before_the_first_decision_a_programme_has_no_rates() -> None:
    assert programme_rates([]) == Untestable(reason=Reason.TOO_FEW)
