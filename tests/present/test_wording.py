"""Verdicts in words: golden sentences, their length and manners, numbers by the customs of a language."""

import re
from datetime import date, datetime

import pytest

from analytics.decisions.results import Check, Light, Readout
from analytics.decisions.results import VerdictKind as K
from analytics.decisions.results import VerdictReason as R
from analytics.present import wording
from analytics.present.labels import LABELS
from analytics.statistics.results import Interval
from data.messages import Message
from tests.present.readouts import METRICS, REFUNDS, arm, finding, guardrail, readout, row

JARGON = ("significan", "p-value", "p value", "null", "hypothes", "statistic", "confidence", "alpha", "reject", "power")

GOLDEN: list[tuple[Readout, str]] = [
    (
        readout(
            arm(K.SHIP, R.PRIMARY_BETTER, R.GUARDRAILS_HOLD, best_guess=0.04),
            rows=(row(0.02, 0.06), guardrail(-0.03, 0.04)),
        ),
        "Keep B. It probably raised purchases by 2–6% (best guess 4%). The split is healthy and refunds did not rise.",
    ),
    (
        readout(
            arm(K.SHIP, R.PRIMARY_BETTER, R.SMALLER_THAN_INTERESTING, best_guess=0.005),
            arm(K.STOP, R.PRIMARY_WORSE, treatment="C", harmed=("purchase_rate",)),
            rows=(row(0.002, 0.008), row(-0.06, -0.02, treatment="C")),
        ),
        "Keep B. It probably raised purchases by 0.2–0.8% (best guess 0.5%). C harmed purchases. "
        "The gain is smaller than what you called interesting.",
    ),
    (
        readout(arm(K.STOP, R.PRIMARY_WORSE, harmed=("purchase_rate",), best_guess=-0.09), rows=(row(-0.16, -0.02),)),
        "Stop B. It probably lowered purchases by 2–16% (best guess 9%).",
    ),
    (
        readout(
            arm(K.STOP, R.GUARDRAIL_HARMED, harmed=("refunds",), best_guess=0.04),
            arm(K.STOP, R.PRIMARY_WORSE, treatment="C", harmed=("purchase_rate",)),
            rows=(row(0.02, 0.06), row(-0.06, -0.02, treatment="C"), guardrail(0.26, 0.45)),
        ),
        "Stop every treatment. B raised refunds by 26–45%; the agreed limit is 10%. C harmed purchases.",
    ),
    (
        readout(arm(K.KEEP_COLLECTING, R.BELOW_MINIMUM), rows=(row(0.02, 0.6),), day=3),
        "Keep collecting. It is too early: day 3 of at least 7.",
    ),
    (
        readout(
            arm(K.KEEP_COLLECTING, R.PRIMARY_BETTER, R.GUARDRAIL_NOT_SHOWN, R.BEFORE_PLANNED_END, days_left=9),
            rows=(row(0.02, 0.06), guardrail(-0.1, 0.2)),
        ),
        "Keep collecting. B looks better, but refunds may have got worse.",
    ),
    (
        readout(arm(K.NO_DIFFERENCE, R.WITHIN_INTERESTING, best_guess=0.001), rows=(row(-0.004, 0.006),)),
        "No real difference. B changed purchases by −0.4% to +0.6%, too little to matter.",
    ),
    (
        readout(
            arm(K.NO_DIFFERENCE, R.WITHIN_INTERESTING),
            arm(K.STOP, R.GUARDRAIL_HARMED, treatment="C", harmed=("refunds",)),
            rows=(row(0.0, 0.0004), row(0.0, 0.001, treatment="C"), guardrail(0.2, 0.4, treatment="C")),
        ),
        "No real difference. B changed purchases by 0.00% to +0.04%, too little to matter. C harmed refunds.",
    ),
    (
        readout(arm(K.INCONCLUSIVE, R.AFTER_PLANNED_END, detectable_lift=0.08), rows=(row(-0.02, 0.05),)),
        "Inconclusive. B may have changed purchases by −2% to +5%. Only 8% or more could have been seen.",
    ),
    (
        readout(arm(K.INCONCLUSIVE, R.PRIMARY_BETTER, R.SPLIT_UNKNOWN, R.AFTER_PLANNED_END), rows=(row(0.02, 0.06),)),
        "Inconclusive. B changed purchases by +2% to +6%, but the planned split must be stated first.",
    ),
    (
        readout(
            arm(K.UNTRUSTED, R.HEALTH_BLOCKS),
            rows=(row(0.02, 0.06),),
            health=(finding(Check.SAMPLE_RATIO, Light.BLOCK),),
        ),
        "Don’t trust this yet. The users are not split between the variants as planned.",
    ),
    (
        readout(
            arm(K.UNTRUSTED, R.HEALTH_BLOCKS),
            rows=(row(0.02, 0.06),),
            health=(finding(Check.SAMPLE_RATIO, Light.OK), finding(Check.TWO_VARIANTS, Light.BLOCK)),
        ),
        "Don’t trust this yet. Too many users were seen in two variants.",
    ),
]
KINDS = [each[0].verdict.kind for each in GOLDEN]
WITH_RANGE = (K.SHIP, K.STOP, K.NO_DIFFERENCE, K.INCONCLUSIVE)
MORE = [
    readout(arm(K.SHIP, R.PRIMARY_BETTER, best_guess=0.04), rows=(row(-0.01, 0.06),)),
    readout(arm(K.SHIP, R.PRIMARY_BETTER), rows=(row(None, None),)),
    readout(arm(K.KEEP_COLLECTING, R.BEFORE_PLANNED_END, days_left=9), rows=(row(-0.01, 0.06),)),
    readout(arm(K.KEEP_COLLECTING, R.NOT_PROTECTED), rows=(row(-0.01, 0.06),), planned_end=None),
    readout(arm(K.KEEP_COLLECTING, R.NO_DATA)),
    readout(arm(K.INCONCLUSIVE, R.PRIMARY_BETTER, R.GUARDRAIL_NOT_SHOWN), rows=(row(0.02, 0.06), guardrail(0, 0.2))),
    readout(arm(K.STOP, R.GUARDRAIL_HARMED, harmed=("refunds",)), rows=(row(0.02, 0.06), guardrail(-0.01, 0.45))),
    readout(
        arm(K.SHIP, R.PRIMARY_BETTER, treatment="The quite long name of a variant", best_guess=0.04),
        arm(K.STOP, R.PRIMARY_WORSE, treatment="Another name that does not end", harmed=("purchase_rate",)),
        rows=(row(0.02, 0.06, treatment="The quite long name of a variant"),),
    ),
]
EVERY = [*(each[0] for each in GOLDEN), *MORE]


@pytest.mark.parametrize(("told", "sentence"), GOLDEN)
def test_a_verdict_reads_as_agreed(told: Readout, sentence: str) -> None:
    assert wording.verdict_sentence(told, "en") == sentence


def test_the_golden_sentences_hold_each_verdict_twice() -> None:
    assert sorted(KINDS) == sorted([*K, *K])


@pytest.mark.parametrize("told", EVERY)
@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_verdict_is_at_most_25_words_with_a_range_only_where_it_may_stand(told: Readout, language: str) -> None:
    sentence = wording.verdict_sentence(told, language)
    if language == "en":
        assert len(sentence.split()) <= 25
    kind, has_number = told.verdict.kind, "%" in sentence
    if kind in WITH_RANGE:
        assert has_number
        assert not re.match(r"[^.]*\d", sentence), "the verdict stands before any number"
    else:
        assert not has_number


@pytest.mark.parametrize("told", EVERY)
def test_nobody_needs_to_know_statistics(told: Readout) -> None:
    spoken = " ".join(
        [wording.verdict_sentence(told, "en"), wording.verdict_detail(told, "en"), *wording.verdict_reasons(told, "en")]
    ).lower()
    assert not [word for word in JARGON if word in spoken]


def test_no_label_needs_statistics_either() -> None:
    spoken = " ".join(wording.label(term, "en") for term in LABELS).lower()
    assert not [word for word in JARGON if word in spoken]


def test_headline_and_detail_share_the_work() -> None:
    told = GOLDEN[0][0]
    assert wording.verdict_headline(told, "en") == "Keep B. It probably raised purchases by 2–6%."
    assert wording.verdict_detail(told, "en") == (
        "Best guess +4.0%. The split is healthy and refunds did not rise. If 1,000 customers see it, about 3 more buy."
    )


def test_the_detail_of_an_untrusted_readout_says_what_to_do() -> None:
    assert wording.verdict_detail(GOLDEN[10][0], "en") == "The split is off. Find out why."


def test_a_best_guess_beside_a_harmed_guardrail_names_its_metric() -> None:
    assert wording.verdict_detail(GOLDEN[3][0], "en").startswith("Best guess for purchases: +4.0%.")


def test_without_a_relative_range_the_metrics_own_unit_speaks() -> None:
    assert wording.verdict_headline(MORE[1], "en") == "Keep B. It probably raised purchases by 0.200%–0.500%."


def test_numbers_in_a_message_follow_the_language() -> None:
    told = Message("x", "{users:,} users ({share:.1%}) since {day}", {"users": 12345, "share": 0.0123, "day": DAY})
    assert wording.speak(told, "en") == "12,345 users (1.2%) since 18 Nov 2026"
    assert wording.speak(told, "vi") == "12.345 users (1,2%) since 18 thg 11 2026"


DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (wording.percent(0.10616, "en"), "10.6%"),
        (wording.percent(0.0061, "vi"), "0,610%"),
        (wording.lift(0.041, "en"), "+4.1%"),
        (wording.lift(-0.0041, "vi"), "−0,4%"),
        (wording.lift(0.0, "en"), "0.0%"),
        (wording.lift_range(Interval(low=-0.012, high=0.071, level=0.95), "en"), "−1% to +7%"),
        (wording.money(48_100, "VND", "vi"), "48.100\N{NO-BREAK SPACE}₫"),
        (wording.money(-3, "EUR", "en"), "−€3.00"),
        (wording.money(0.7, None, "en"), "0.70"),
        (wording.number(1_234_567, "vi"), "1.234.567"),
        (wording.number(-12.5, "en"), "−12.5"),
        (wording.day(DAY, "en"), "18 Nov 2026"),
        (wording.day(datetime(2026, 11, 18, 6, 0), "en"), "18 Nov 2026, 06:00"),
        (wording.value(0.1, METRICS["purchase_rate"], "en"), "10.0%"),
        (wording.value(4.81, METRICS["revenue_per_user"], "en", currency="EUR"), "€4.81"),
        (wording.value(1.5, METRICS["satisfaction"], "en"), "1.50"),
        (wording.metric(REFUNDS, "vi"), "refunds"),
    ],
)
def test_numbers_days_and_money_are_written_by_the_customs_of_the_language(written: str, expected: str) -> None:
    assert written == expected


def test_the_language_is_an_argument_and_never_remembered() -> None:
    first = wording.verdict_sentence(GOLDEN[0][0], "en")
    wording.verdict_sentence(GOLDEN[0][0], "vi-VN")
    assert wording.verdict_sentence(GOLDEN[0][0], "xx") == first


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("personalised", "Inconclusive. Personalised may have changed purchases by −2% to +5%."),
        ("editor's picks", "Inconclusive. Editor's picks may have changed purchases by −2% to +5%."),
        ("iOS banner", "Inconclusive. iOS banner may have changed purchases by −2% to +5%."),
        ("đề xuất riêng", "Inconclusive. Đề xuất riêng may have changed purchases by −2% to +5%."),
    ],
)
def test_a_variants_name_at_the_head_of_a_sentence_begins_with_a_capital(name: str, expected: str) -> None:
    told = readout(arm(K.INCONCLUSIVE, R.AFTER_PLANNED_END, treatment=name), rows=(row(-0.02, 0.05, treatment=name),))
    assert wording.verdict_sentence(told, "en") == expected
    assert wording.verdict_headline(told, "en") == expected


def test_a_checks_name_says_what_is_looked_at_and_never_how_it_came_out() -> None:
    told = ("as planned", "fresh", "alike", "right ", "healthy", "broken", "too ")
    names = [LABELS[check].template.lower() for check in Check]
    assert not [name for name in names if any(word in name for word in told)]
