"""What to say in one breath: agreed sentences, at most two, counts recounted from the range, nothing said too early."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.decisions.results import Check, Light, Readout, VerdictKind
from analytics.decisions.results import VerdictKind as K
from analytics.decisions.results import VerdictReason as R
from analytics.present import breath, wording
from analytics.statistics.results import Comparison
from data.declarations.metrics import Metric
from data.workspace.sessions.records import Choice
from tests.present.readouts import METRICS, arm, finding, guardrail, readout, row
from tests.present.test_wording import EVERY, JARGON

GOLDEN: list[tuple[Readout, str]] = [
    (
        readout(arm(K.SHIP, R.PRIMARY_BETTER, best_guess=0.04), rows=(row(0.02, 0.06),)),  # of 8%: 1.6, 3.2, 4.8
        "About 3 more of every 1,000 customers buy with “Hero”; it could be as few as 2 or as many as 5. "
        "We should roll it out.",
    ),
    (
        readout(arm(K.SHIP, R.PRIMARY_BETTER, R.SMALLER_THAN_INTERESTING), rows=(row(0.002, 0.008),)),
        "About 4 more of every 10,000 customers buy with “Hero”; it could be as few as 2 or as many as 6. "
        "It is a small gain, but we should roll it out.",
    ),
    (
        readout(
            arm(K.SHIP, R.PRIMARY_BETTER, best_guess=0.04),
            rows=(row(0.02, 0.06, metric=METRICS["revenue_per_user"], control=4.4),),
        ),
        "“Hero” raises revenue per user by about 4%; it could be as little as 2% or as much as 6%. "
        "We should roll it out.",
    ),
    (
        readout(arm(K.SHIP, R.PRIMARY_BETTER, R.CROSSED_EARLIER), rows=(row(-0.02, 0.06),)),
        "With “Hero”, anything between 2 fewer and 5 more of every 1,000 customers buy. We should roll it out.",
    ),
    (
        readout(arm(K.SHIP, R.PRIMARY_BETTER)),
        "“Hero” is better, but nobody can say by how much. We should roll it out.",
    ),
    (
        readout(arm(K.STOP, R.PRIMARY_WORSE, harmed=("purchase_rate",), best_guess=-0.09), rows=(row(-0.16, -0.02),)),
        "About 7 fewer of every 1,000 customers buy with “Hero”; it could be as few as 2 or as many as 13. "
        "We should stop it.",
    ),
    (
        readout(
            arm(K.STOP, R.GUARDRAIL_HARMED, harmed=("refunds",), best_guess=0.04),
            rows=(row(0.02, 0.06), guardrail(0.26, 0.45)),
        ),
        "“Hero” raises refunds by about 36%; it could be as little as 26% or as much as 45%. "
        "That is more harm than we agreed to accept: we should stop it.",
    ),
    (
        readout(arm(K.KEEP_COLLECTING, R.BELOW_MINIMUM), rows=(row(0.02, 0.6),), day=3),
        "It is too early to say anything about “Hero”. We keep collecting.",
    ),
    (
        readout(
            arm(K.KEEP_COLLECTING, R.PRIMARY_BETTER, R.GUARDRAIL_NOT_SHOWN, days_left=9),
            rows=(row(0.02, 0.06), guardrail(-0.1, 0.2)),
        ),
        "“Hero” looks better, but refunds may have got worse. We keep collecting.",
    ),
    (
        readout(arm(K.KEEP_COLLECTING, R.NOT_PROTECTED), rows=(row(-0.01, 0.06),), planned_end=None),
        "There is no clear answer about “Hero” yet. We have to say first when the test ends.",
    ),
    (
        readout(arm(K.NO_DIFFERENCE, R.WITHIN_INTERESTING), rows=(row(-0.004, 0.006),)),
        "“Hero” makes no difference that matters: anything between 3 fewer and 5 more of every 10,000 customers buy. "
        "We can leave things as they are.",
    ),
    (
        readout(arm(K.INCONCLUSIVE, R.AFTER_PLANNED_END), rows=(row(-0.02, 0.05),)),
        "We could not find out what “Hero” does: anything between 2 fewer and 4 more of every 1,000 customers buy. "
        "Only a larger test could tell.",
    ),
    (
        readout(arm(K.INCONCLUSIVE, R.PRIMARY_BETTER, R.GUARDRAIL_NOT_SHOWN), rows=(row(0.02, 0.06), guardrail(0, 1))),
        "About 3 more of every 1,000 customers buy with “Hero”; it could be as few as 2 or as many as 5. "
        "But refunds may have got worse: nothing is decided before.",
    ),
    (
        readout(
            arm(K.UNTRUSTED, R.HEALTH_BLOCKS),
            rows=(row(0.02, 0.06),),
            health=(finding(Check.SAMPLE_RATIO, Light.BLOCK),),
        ),
        "We cannot trust this test, so there is no result to pass on. "
        "The users are not split between the variants as planned.",
    ),
    (
        readout(arm(K.KEEP_COLLECTING, R.NO_DATA)),
        "Nobody can be compared yet in “Hero”. We keep collecting.",
    ),
]
SAID = [*(each[0] for each in GOLDEN), *EVERY]
ENDS = {".", "!", "?"}


@pytest.mark.parametrize(("told", "expected"), GOLDEN)
def test_a_result_is_said_as_agreed(told: Readout, expected: str) -> None:
    assert breath.said(told, "en") == expected


def test_every_kind_of_verdict_has_its_sentence() -> None:
    assert {told.verdict.kind for told, _ in GOLDEN} == set(VerdictKind)


@pytest.mark.parametrize("told", SAID)
@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("choice", [None, *Choice])
def test_it_is_two_sentences_whatever_was_decided(told: Readout, language: str, choice: Choice | None) -> None:
    said = breath.said(told, language, choice=choice)
    assert said[-1] in ENDS
    assert len(re.findall(r"[.!?](?= |$)", said)) == 2
    assert said[0].isupper() or said[0] == "“"
    assert not re.search(r"[{}]", said)
    assert not [word for word in JARGON if word in said.lower()]


@pytest.mark.parametrize("told", SAID)
def test_no_size_is_said_without_its_range(told: Readout) -> None:
    said = breath.said(told, "en")
    sizes = re.findall(r"\d[\d,.]*%?", re.sub(r"of every [\d,]+ customers", "", said))
    assert len(sizes) in (0, 2, 3)
    if len(sizes) == 3:
        assert "it could be as" in said
    if len(sizes) == 2:
        assert "anything between" in said


@pytest.mark.parametrize("told", [told for told in SAID if told.verdict.kind in (K.UNTRUSTED, K.KEEP_COLLECTING)])
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_figures_that_are_too_few_or_unsafe_are_not_said(told: Readout, language: str) -> None:
    assert not re.search(r"\d", breath.said(told, language))


@pytest.mark.parametrize("told", SAID)
def test_under_the_veil_nothing_is_told(told: Readout) -> None:
    assert not re.search(r"\d", breath.said(replace(told, veiled_on_screen=True), "en"))


def test_what_was_decided_is_said_as_decided() -> None:
    told = GOLDEN[0][0]
    assert breath.said(told, "en", choice=Choice.SHIP).endswith(" We roll it out.")
    assert breath.said(told, "en", choice=Choice.STOP).endswith(" We stop it.")
    assert breath.said(told, "en", choice=Choice.ITERATE).endswith(" We change it and test again.")
    assert breath.said(told, "en", choice=Choice.RERUN).endswith(" We test the same again.")


def test_of_several_treatments_the_one_is_named_that_is_spoken_of() -> None:
    told = readout(
        arm(K.SHIP, R.PRIMARY_BETTER, best_guess=0.04),
        arm(K.STOP, R.PRIMARY_WORSE, treatment="C", harmed=("purchase_rate",)),
        rows=(row(0.02, 0.06), row(-0.06, -0.02, treatment="C")),
    )
    assert "buy with “Hero” (B);" in breath.said(told, "en")


@given(
    control=some.floats(0.001, 0.5),
    low=some.floats(-0.5, 0.5),
    width=some.floats(1e-4, 0.6),
    metric=some.sampled_from([METRICS["purchase_rate"], METRICS["click_through_rate"], METRICS["form_fill_rate"]]),
)
def test_counts_are_those_of_the_range(control: float, low: float, width: float, metric: Metric) -> None:
    high = low + width
    kind = K.SHIP if low > 0 else K.INCONCLUSIVE
    told = readout(arm(kind, R.PRIMARY_BETTER), rows=(row(low, high, metric=metric, control=control),))
    result = told.comparisons[0].result
    assert isinstance(result, Comparison)
    said = breath.said(told, "en")
    crowd = re.search(r"of every ([\d,]+) customers", said)
    if crowd is None:
        assert "%" in said
        return
    customers = int(crowd[1].replace(",", ""))
    ends = result.difference_interval
    counted = {round(abs(end) * customers) for end in (ends.low, ends.high)}
    told_ends = re.findall(r"as few as ([\d,]+) or as many as ([\d,]+)|between ([\d,]+) \w+ and ([\d,]+)", said)
    spoken = {int(each.replace(",", "")) for each in told_ends[0] if each}
    assert spoken == counted
    assert 0 not in spoken


@pytest.mark.parametrize("name", ["W" * 5000, "{x}{0}", "*b* #set $x$", "a\x00b", "\u202eevil", "”. “"])
def test_a_hostile_name_stays_words(name: str) -> None:
    told = readout(arm(K.SHIP, R.PRIMARY_BETTER, best_guess=0.04), rows=(row(0.02, 0.06),))
    said = breath.said(replace(told, experiment=replace(told.experiment, name=name)), "en")
    assert name[:50] in said
    assert len(said) < 300
