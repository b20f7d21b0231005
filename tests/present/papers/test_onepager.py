"""One page to print: the readout's figures, in both languages, always one page, whatever people call things."""

from dataclasses import replace

import pytest

from analytics.decisions.results import Check, Finding, Light, MetricComparison, Readout, VerdictKind, VerdictReason
from analytics.present import checks, wording
from analytics.present.papers.onepager import MOST, page
from analytics.statistics.results import Comparison, Reason, Untestable
from data.declarations.experiments import Role
from data.declarations.metrics import Fold, Metric
from data.messages import Message
from tests.present.examples import EXPERIMENT, METRICS, WINNER, comparison, row, trend, with_rows
from tests.present.papers.pages import pages, words

HOSTILE = (
    '#import "x"',
    '#sys.inputs #eval("1") #panic()',
    "$x^2$ *bold* _x_ `code`",
    "@label <label> //comment /* more",
    "\\ ~ -- --- ... [x] {x} ](",
    "</text><script>alert(1)</script>&amp;",
    '"}, "name": "other',
)


def metric(number: int) -> Metric:
    return Metric(key=f"metric_{number}", name=f"Metric {number}", event="x", fold=Fold.ANY)


def many(count: int, *, worse: int | None = None) -> Readout:
    """Give a readout of so many metrics, one of each eleven deciding and two guardrails; number `worse` got worse."""
    rows: list[MetricComparison] = []
    for number in range(count):
        role = (Role.PRIMARY, *[Role.SECONDARY] * 8, *[Role.GUARDRAIL] * 2)[number % 11]
        lift, adjusted = (-0.2, 0.001) if number == worse else (0.01, 0.5)
        result: Comparison | Untestable = comparison(0.08, lift, 0.03, adjusted_p=adjusted)
        if number % 7 == 6:
            result = Untestable(reason=Reason.NO_USERS)
        rows.append(row(metric(number), role, result, margin=0.1 if role is Role.GUARDRAIL else None))
    return with_rows(*rows)


def plain_lift(value: float) -> str:
    """Write a lift by Python's own format, the second road to what the page says."""
    return f"{value:+.1%}".replace("-", "−")


def test_every_figure_of_the_readout_stands_on_its_page() -> None:
    said = words(page(WINNER, "en"))
    assert "Keep personalised. It probably raised purchases by 2–6%." in said
    for one in WINNER.comparisons:
        assert one.metric.name in said
        if isinstance(one.result, Comparison) and isinstance(one.result.relative_lift, float):
            assert plain_lift(one.result.relative_lift) in said
    for expected in ("+2.1% to +6.1%", "8.01% (1,707 of 21,306) → 8.34%", "There is nothing reliable to divide by."):
        assert expected in said
    for variant, users in WINNER.users.items():
        assert f"{variant} {users:,}" in said


def test_the_page_says_whose_it_is_of_which_day_how_it_was_read_and_of_which_data() -> None:
    said = words(page(replace(WINNER, fingerprint="0f1e2d3c4b5a6978"), "en"))
    assert said.startswith("Personalised hero banner web · day 28 of 28 · as of 18 Nov 2026 · data to 18 Nov 2026")
    assert said.endswith("Liftroom · Valid on every day · 18 Nov 2026 · fingerprint 0f1e2d3c4b5a6978")
    assert "Sample: invented data" not in said
    sample = replace(WINNER, experiment=replace(EXPERIMENT, sample=True))
    assert "Sample: invented data" in words(page(sample, "en"))


def test_parts_stand_in_the_order_in_which_they_are_to_be_read() -> None:
    said = words(page(WINNER, "en"))
    order = (
        "Personalised hero banner", "day 28 of 28", "Keep personalised.", "Best guess", "Why this verdict",
        "Nothing blocks the verdict", "Weight of the largest user", "Better on 2 of 6 metrics", "Decides", "Explains",
        "Must not get worse", "The lift has been clear of zero since day 8", "Users by variant", "fingerprint",
    )  # fmt: skip
    places = [said.index(part) for part in order]
    assert places == sorted(places)


def test_what_blocks_the_verdict_is_told_with_what_to_do() -> None:
    blocked = Finding(
        check=Check.SAMPLE_RATIO, light=Light.BLOCK, p_value=1e-9, detail=Message("x", "The split is 52 : 48."),
        action=Message("z", "Find out why."),
    )  # fmt: skip
    verdict = replace(WINNER.verdict, kind=VerdictKind.UNTRUSTED, reasons=(VerdictReason.HEALTH_BLOCKS,))
    said = words(page(replace(WINNER, health=(blocked,), verdict=verdict), "en"))
    assert "■ Don’t trust yet" in said
    assert "■ One check blocks the verdict Planned split. The split is 52 : 48. Find out why." in said
    assert said.count("Find out why.") == 1


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_speaks_the_readers_language(language: str) -> None:
    said = words(page(WINNER, language))
    assert wording.verdict_headline(WINNER, language) in said
    assert checks.title(WINNER.health, language) in said
    for one in WINNER.comparisons:
        assert wording.metric(one.metric, language) in said


def test_vietnamese_letters_and_numbers_are_whole() -> None:
    said = words(page(WINNER, "vi"))
    for expected in ("Tỷ lệ mua hàng", "Người dùng", "+4,1%", "21.306"):
        assert expected in said
    assert "\ufffd" not in said


@pytest.mark.parametrize("count", [1, 5, 6, 9, 10, 24, 25, 80, 400])
def test_it_is_one_page_whatever_the_number_of_metrics(count: int) -> None:
    made = page(many(count), "en")
    assert pages(made) == 1
    left = count - MOST
    assert (f"{left} more rows stand in the tables." in words(made)) is (left > 0)


def test_what_got_worse_and_what_decides_is_never_left_out() -> None:
    said = words(page(many(80, worse=75), "en"))
    assert "Metric 75 " in said  # one of those that explain, the last of them
    for number in range(0, 80, 11):
        assert f"Metric {number} " in said


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_names_are_words_and_never_markup(name: str) -> None:
    named = replace(METRICS["purchase_rate"], name=name)
    experiment = replace(EXPERIMENT, name=name, channel=name, variants=(name, "personalised"))
    readout = replace(with_rows(row(named, Role.PRIMARY, comparison(0.08, 0.04, 0.02))), experiment=experiment)
    made = page(replace(readout, users={name: 7, "personalised": 8}), "en")
    assert pages(made) == 1
    said = words(made)
    assert said.startswith(f"{name} {name} · day 28 of 28")
    assert f"Lift over “{name}”." in said


@pytest.mark.parametrize("name", ["W" * 200, "Ứ" * 200, "a b " * 50, "\x00\n\r\t\u2028\u202ex\ud800", "🎉 中文 ‏עברית"])
def test_a_name_of_any_length_and_letters_leaves_one_page(name: str) -> None:
    named = replace(METRICS["purchase_rate"], name=name)
    readout = replace(
        with_rows(*[row(named, Role.PRIMARY, comparison(0.08, 0.04, 0.02))] * 30),
        experiment=replace(EXPERIMENT, name=name, channel=name, variants=tuple(f"{name}{n}" for n in range(30))),
        users={f"{name}{number}": number for number in range(30)},
        trends=(replace(trend(), treatment=name), trend()),
        health=tuple(
            Finding(
                check=check, light=Light.BLOCK, p_value=None, detail=Message("x", "{x}", {"x": name * 4}), action=None
            )
            for check in Check
        ),
    )
    assert pages(page(readout, "vi")) == 1


def test_without_dates_users_or_checks_there_is_still_a_page() -> None:
    undated = replace(WINNER, as_of=None, first_day=None, last_day=None, day_number=None, trends=())
    assert "No trend: the data carry no dates" in words(page(undated, "en"))
    assert pages(page(replace(undated, comparisons=(), health=(), users={}), "en")) == 1


def test_the_same_readout_gives_the_same_bytes() -> None:
    assert page(WINNER, "en") == page(WINNER, "en")
    assert page(WINNER, "en") != page(WINNER, "vi")
