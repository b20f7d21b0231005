"""The report as slides and as a workbook: of any size, currency and names, its sums reconcile to the cent."""

import io
from dataclasses import replace
from time import process_time
from typing import Any

import openpyxl
import pytest

from analytics.decisions.reports import Report
from analytics.decisions.roi import Stage
from analytics.exports.forms import Form
from analytics.exports.report_files import written
from analytics.present import worths
from analytics.present.papers import worth_book
from tests.present.papers.reports import report
from tests.present.papers.slides import assert_sound, charts, ends, frames, opened, said, sheet, table, values

LONG = "Đề xuất sản phẩm cho khách quay lại " * 6
WORLDS = {
    "none": report(0),
    "one, no cost": report(1, cost=0, shipped=1.0, left=0, waiting=0),
    "two": report(2, shipped=1.0),
    "forty": report(40),
    "loss": report(12, cost=900_000_000),
    "dong": report(6, currency="VND", digits=0, scale=25_000.0, cost=3_000_000_000),
    "no currency": report(5, currency=None),
    "long names": report(20, name=LONG, waiting=6, left=9),
    "hostile": report(3, name='=HYPERLINK("http://evil.example")'),
    "no unit": replace(report(3), worth=None),
}


def step_of(told: Report) -> dict[Stage, float]:
    assert told.worth is not None
    return {step.stage: told.amount(step.amount) for step in told.worth.waterfall}


@pytest.mark.parametrize("told", list(WORLDS.values()), ids=list(WORLDS))
@pytest.mark.parametrize("language", ["en", "vi"])
def test_slides_of_any_report_are_sound_and_say_the_verdict_first(told: Report, language: str) -> None:
    made = written(told, Form.PPTX, language=language)
    assert_sound(made, language={"en": "en-US", "vi": "vi-VN"}[language])
    first = opened(made).slides[0].shapes.title
    assert first is not None
    assert first.text_frame.text == worths.headline(told, language)
    assert " ".join(worths.subline(told, language).split()) in said(made)
    counts = told.worth is not None and bool(told.worth.gains)
    assert len(opened(made).slides) == (4 if counts else 1)


@pytest.mark.parametrize("name", [name for name, told in WORLDS.items() if told.worth and told.worth.gains])
def test_charts_and_table_add_up_to_the_cent(name: str) -> None:
    told = WORLDS[name]
    assert told.worth is not None
    made = written(told, Form.PPTX)
    dots, fall, sources = charts(made)
    marks = [one for one in dots.series if len(one.values) != 2 or not one.name.startswith("cost")]
    assert sum(len(list(one.iter_values())) for one in marks) == 50
    counted = {one.name: len(list(one.iter_values())) for one in marks}
    assert counted.get("pays back", 0) == worths.paying(told, told.worth)
    steps = step_of(told)
    assert [row[-1] for row in sheet(fall)[1:]] == list(steps.values())
    drawn, level = values(fall), 0.0
    held, part, across = (drawn[key] for key in ("holds up", "step", "step, other side of zero"))
    for place, (stage, amount) in enumerate(steps.items()):
        assert abs(part[place]) + abs(across[place]) == pytest.approx(abs(amount), abs=0.001)
        start = 0.0 if stage in (Stage.SEEN, Stage.NET) else level
        level = start + amount
        reach = [held[place], held[place] + part[place], across[place]]
        assert (min(reach), max(reach)) == pytest.approx((min(start, level, 0.0), max(start, level, 0.0)), abs=0.001)
        assert worths.exact(told, round(amount * 10**told.digits), "en") in said(made)
    gains = told.worth.gains[:8]
    assert values(sources)["Worth"] == [told.amount(gain.value.mean) for gain in gains]
    for found, gain in zip(ends(sources), gains, strict=True):
        low, high = (told.amount(end) for end in (gain.value.interval.low, gain.value.interval.high))
        mean = told.amount(gain.value.mean)
        assert found == pytest.approx((min(low, mean), max(high, mean)), abs=0.001)
    rows = table(frames(made, charts=False)[0])
    amounts = [_amount(row[3]) for row in rows[1:]]
    assert round(sum(amounts[:-1]) * 10**told.digits) == round(amounts[-1] * 10**told.digits) == told.worth.value.mean


def _amount(text: str) -> float:
    """Return an amount as it is written in English."""
    return float("".join(letter for letter in text.replace("−", "-") if letter in "-.0123456789"))


def cells(told: Report, language: str = "en") -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(written(told, Form.XLSX, language=language)))
    return {page.title: [list(row) for row in page.iter_rows(min_row=2)] for page in book}


@pytest.mark.parametrize("name", list(WORLDS))
def test_the_workbook_holds_numbers_days_and_currencies_as_such(name: str) -> None:
    told = WORLDS[name]
    found = cells(told)
    assert list(found) == [
        "Summary", "Waterfall", "Tests", "Worth by", "Decisions wanted", "Left out", "Assumptions", "Costs",
    ]  # fmt: skip
    for rows in found.values():
        for row in rows:
            assert not [cell for cell in row if cell.data_type == "f"]
    summary = {row[0].value: row for row in found["Summary"]}
    assert summary["Data to"][1].is_date
    assert summary["Left out"][1].value == len(told.left_out)
    assert len(found["Decisions wanted"]) == len(told.waiting)
    if told.worth is None:
        assert not found["Waterfall"]
        return
    assert [row[1].value for row in found["Waterfall"]] == list(step_of(told).values())
    assert summary["Brings in"][1].value == told.amount(told.worth.value.mean)
    assert summary["Leaves"][1].value == told.amount(told.worth.net.mean)
    worth = [row[9] for row in found["Tests"]]
    assert round(sum(cell.value for cell in worth) * 10**told.digits) == told.worth.value.mean
    assert all(row[5].is_date for row in found["Tests"])
    sign = {"EUR": "[$€]", "VND": "[$₫]", None: "#,##0.00"}[told.currency]
    assert all(sign in cell.number_format for cell in worth)
    for facet in ("Quarter", "Team", "Channel", "Audience"):
        parts = [row[3].value for row in found["Worth by"] if row[0].value == facet]
        assert round(sum(parts) * 10**told.digits) == told.worth.value.mean


def test_names_of_sheets_fit_into_every_language() -> None:
    for language in ("en", "vi"):
        names = [sheet.name for sheet in worth_book.sheets(WORLDS["forty"], language)]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("form", [Form.PPTX, Form.XLSX])
def test_the_same_report_gives_the_same_bytes(form: Form) -> None:
    assert written(WORLDS["forty"], form) == written(WORLDS["forty"], form)


def test_slides_of_five_hundred_tests_take_less_than_a_second_of_work() -> None:
    told = report(500)
    written(report(2), Form.PPTX)  # loads the library
    begun = process_time()
    assert len(opened(written(told, Form.PPTX)).slides) == 4
    assert process_time() - begun <= 1.0
