"""The report on one page: its figures are the JSON's to the cent, and it is one page whatever the programme is like."""

import json
import re
from dataclasses import replace
from time import process_time

import pytest

from analytics.decisions.reports import Report
from analytics.decisions.roi import OUTCOMES
from analytics.exports.forms import Form
from analytics.exports.report_files import written
from analytics.present import numbers, worths
from analytics.present.papers.worthpage import CARDS, ROWS, laid_out, page
from tests.present.papers.pages import pages, words
from tests.present.papers.reports import report

LONG = "Biểu ngữ cá nhân hoá cho khách quay lại đã mua ít nhất một lần trong mùa xuân và mùa hè năm nay"
HOSTILE = (
    '#set page("a1") $x$ *b* _i_ <l> @r \\ `c`', "עברית ‏مرحبا", "\x00\n\r\t\u2028\u202ex\ud800", "W" * 5000,
    "🎉 中文", "a b " * 200, "=1+1", "",
)  # fmt: skip
FEW = {
    "nothing": report(0, waiting=0, left=0),
    "one": report(1, shipped=1.1),
    "two": report(2, shipped=1.1),
    "none shipped": report(9, shipped=-1.0),
    "no unit": replace(report(5), worth=None),
    "no cost": report(5, cost=0),
    "no currency": report(12, currency=None),
    "a loss": report(12, cost=30_000_000_000),
    "dong": report(60, currency="VND", digits=0, scale=26_000.0, cost=3_720_000_000, name=LONG),
    "many": report(500),
    "long names": report(40, name=LONG, waiting=9, left=60),
}


def amounts(said: str, *, digits: int) -> list[float]:
    """Read English amounts back: `−€1,234.50`."""
    found = re.findall(rf"(−?)[^\d\s,.()−–]?(\d[\d,]*(?:\.\d{{{digits}}})?)(?![\d.%])", said)
    return [float(number.replace(",", "")) * (-1 if minus else 1) for minus, number in found]


def gains(told: Report, language: str = "en") -> list[list[str]]:
    content, _ = laid_out(told, language)
    found = content["gains"]
    assert isinstance(found, dict)
    rows = found["rows"]
    assert isinstance(rows, list)
    return [*rows, found["total"]]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", FEW)
def test_it_is_one_page_whatever_the_programme_is_like(case: str, language: str) -> None:
    made = page(FEW[case], language)
    assert pages(made) == 1
    said = words(made)
    for expected in (worths.headline(FEW[case], language), worths.standing(FEW[case], language)):
        assert " ".join(expected.split()) in said


@pytest.mark.parametrize("case", ["one", "two", "no cost", "a loss", "many"])
def test_what_the_page_says_is_the_json_to_the_cent(case: str) -> None:
    told = FEW[case]
    said = set(amounts(words(page(told, "en")), digits=2))
    document = json.loads(written(told, Form.JSON))
    assert {document["value"]["mean"], document["cost"], document["net"]["mean"]} <= said
    assert {one["value"] for one in document["experiments"][:ROWS]} <= said
    assert round(sum(step["amount"] for step in document["waterfall"][:-1]), 2) == document["net"]["mean"]


@pytest.mark.parametrize("case", ["one", "two", "dong", "many", "long names", "no currency"])
def test_the_rows_of_the_table_add_up_to_its_sum(case: str) -> None:
    told = FEW[case]
    *rows, total = gains(told)
    found = [amounts(row[3], digits=told.digits)[0] for row in rows]
    assert round(sum(found), 2) == amounts(total[3], digits=told.digits)[0]
    assert told.worth is not None
    assert amounts(total[3], digits=told.digits)[0] == told.amount(told.worth.value.mean)
    assert len(rows) == min(len(told.worth.gains), ROWS) + (len(told.worth.gains) > ROWS)
    if len(told.worth.gains) > ROWS:
        assert f"and {len(told.worth.gains) - ROWS} more" in words(page(told, "en"))


def test_every_figure_of_the_table_stands_whole_on_paper_also_in_dong() -> None:
    said = words(page(FEW["dong"], "vi")).replace("\xa0", " ")
    for row in gains(FEW["dong"], "vi"):
        for cell in row[1:]:
            assert cell.replace("\xa0", " ") in said


def test_the_drawings_hold_fifty_marks_and_the_six_steps() -> None:
    told = FEW["many"]
    assert told.worth is not None
    _, (dots, falls) = laid_out(told, "en")
    paying = worths.paying(told, told.worth)
    assert dots.count("<circle") == paying
    crosses = laid_out(FEW["a loss"], "en")[1][0]
    assert crosses.count('stroke-linecap="round"') == OUTCOMES
    assert falls.count("<rect") == 6
    for step in told.worth.waterfall:
        assert worths.money(told, step.amount, "en") in falls


def test_the_words_for_who_cannot_see_the_drawings_hold_the_steps_to_the_cent() -> None:
    told = FEW["two"]
    assert told.worth is not None
    content, _ = laid_out(told, "en")
    figures = content["figures"]
    assert isinstance(figures, list)
    assert "outcomes pay back" in figures[0]["alt"]
    for step in told.worth.waterfall:
        assert worths.exact(told, step.amount, "en") in figures[1]["alt"]


def test_the_month_of_payback_is_named_and_counted() -> None:
    told = FEW["many"]
    worth = told.worth
    assert worth is not None
    assert worth.payback_month is not None
    said = words(page(told, "en"))
    shipped = min(gain.test.shipped_on for gain in worth.gains if gain.test.shipped_on)
    months = shipped.year * 12 + shipped.month - 1 + worth.payback_month
    named = numbers.month(shipped.replace(year=months // 12, month=months % 12 + 1, day=min(shipped.day, 28)), "en")
    assert f"month {worth.payback_month} after the first rollout" in said
    assert named in said
    assert "not within 12 months" in words(page(FEW["a loss"], "en"))
    assert "no cost is stated" in words(page(FEW["no cost"], "en"))


def test_at_most_three_decisions_are_wanted() -> None:
    content, _ = laid_out(FEW["long names"], "en")
    wanted = content["wanted"]
    assert isinstance(wanted, dict)
    assert len(wanted["cards"]) == CARDS == 3
    assert "Decisions wanted" not in words(page(FEW["nothing"], "en"))


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_names_are_words_and_never_markup(name: str) -> None:
    made = page(report(20, name=name, left=9), "en")
    assert pages(made) == 1
    if len(name) < 60 and name.isprintable() and name.isascii():
        assert name in words(made)


def test_a_page_over_500_tests_takes_less_than_a_second() -> None:
    told = FEW["many"]
    page(told, "vi")
    began = process_time()
    page(told, "en")
    assert process_time() - began <= 1.0
