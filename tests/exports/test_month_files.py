"""A month's tests in files: read back they say what the screen says, in both languages, whatever people are called."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from analytics import report
from analytics.decisions.months import Month, month_of
from analytics.decisions.reviews import months, review
from analytics.exports import month_files
from analytics.exports.forms import Form
from analytics.present import reviews as words
from data.home import Home
from data.messages import Message
from data.workspace.store import Workspace
from tests.present.papers.pages import words as read_pages
from tests.test_reviews import HERO, found, newest, workspace

__all__ = ["workspace"]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("form", list(month_files.WRITERS))
def test_an_empty_month_is_written_in_every_form(form: Form, language: str) -> None:
    bare = review([], Month(2026, 7))
    made = month_files.written(bare, form, language=language)
    assert made == month_files.written(bare, form, language=language)
    assert len(made) > 100


def test_files_read_back_say_what_the_screen_says(home: Home, workspace: Workspace) -> None:
    told = found(home, workspace)
    for month in months(told.tests):
        shown = review(told.tests, month)
        table, headline = words.table(shown, "en"), words.headline(shown, "en")
        document = json.loads(month_files.written(shown, Form.JSON))
        lines = list(csv.DictReader(io.StringIO(month_files.written(shown, Form.CSV).decode("utf-8-sig"))))
        book = openpyxl.load_workbook(io.BytesIO(month_files.written(shown, Form.XLSX)))[month.name]
        head, *cells = book.iter_rows(values_only=True)
        assert tuple(head) == tuple(lines[0]) == month_files.COLUMNS
        keys = [row.test.experiment.key for row in shown.rows]
        assert keys == [each["key"] for each in document["tests"]] == [line["experiment"] for line in lines]
        assert keys == [line[1] for line in cells]
        for row, test, line, cell in zip(shown.rows, document["tests"], lines, cells, strict=True):
            effect = row.answer.effect
            lift = None if effect is None else effect.lift
            assert (test["effect"] or {}).get("lift") == lift
            assert cell[13] == (None if lift is None else pytest.approx(lift, rel=1e-12))
            assert line["lift"] == ("" if lift is None else repr(lift))
            assert test["decision"] == line["decision"] == cell[17] == row.course.value
            assert line["result"] == (row.answer.kind.value if row.answer.kind else "")
        printed = read_pages(month_files.written(shown, Form.PDF))
        slides = spoken(month_files.written(shown, Form.PPTX))
        for where in (printed, slides):
            assert headline in where
            for cell_words in (cell for row in table.rows for cell in row[2:]):
                assert cell_words in where


def spoken(made: bytes) -> str:
    """Return all words of a deck in one line."""
    said = []
    for slide in Presentation(io.BytesIO(made)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(" ".join(said).split())


def test_a_long_month_has_the_tables_head_on_every_page_and_every_slide(home: Home, workspace: Workspace) -> None:
    told = found(home, workspace)
    many = [
        replace(test, experiment=replace(test.experiment, key=f"{test.experiment.key}-{number}"))
        for number in range(12)
        for test in told.tests
    ]
    hero = next(test for test in told.tests if test.experiment.key == HERO)
    shown = review(many, month_of(hero.read_to))
    assert len(shown.rows) >= 24
    reader = PdfReader(io.BytesIO(month_files.written(shown, Form.PDF)))
    assert len(reader.pages) > 1
    assert all("Effect" in page.extract_text() and "Decision" in page.extract_text() for page in reader.pages)
    assert {"/Table", "/TH", "/H1"} <= set(tags(reader))
    deck = Presentation(io.BytesIO(month_files.written(shown, Form.PPTX)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(deck.slides) == ceil(len(shown.rows) / 7)
    assert {table.cell(0, 3).text for table in tables} == {"Effect"}
    assert sum(len(table.rows) - 1 for table in tables) == len(shown.rows)


def tags(reader: PdfReader) -> Iterator[str]:
    """Give the names of every element of a tagged PDF."""
    waiting: list[Any] = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if hasattr(node, "get"):
            yield str(node.get("/S", ""))
            below = node.get("/K", [])
            waiting += [each for each in (below if isinstance(below, list) else [below]) if not isinstance(each, int)]


HOSTILE = "=1+1 #import $x$ <b> [a](b) \u202e*" + "W" * 300


@pytest.mark.parametrize("form", list(month_files.WRITERS))
def test_hostile_names_stay_words_in_every_file(home: Home, workspace: Workspace, form: Form) -> None:
    sources = report.gather(home, workspace)
    named = [
        replace(each, name=HOSTILE, owner=HOSTILE, channel=HOSTILE, audience=HOSTILE) for each in sources.experiments
    ]
    made = month_files.written(newest(found(home, workspace, sources=replace(sources, experiments=named))), form)
    if form is Form.CSV:
        [line, *_] = csv.DictReader(io.StringIO(made.decode("utf-8-sig")))
        assert line["name"].startswith("'=1+1")
    elif form is Form.XLSX:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(made)).worksheets[0].iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
    elif form is Form.PDF:
        assert "=1+1 #import $x$ <b> [a](b)" in read_pages(made)
    elif form is Form.PPTX:
        assert "=1+1 #import $x$ <b> [a](b)" in spoken(made)
    else:
        assert json.loads(made)["tests"][0]["name"] == HOSTILE


def test_the_command_writes_a_month_and_refuses_in_one_sentence(
    home: Home, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = found(home, workspace)
    for form in month_files.WRITERS:
        target = tmp_path / f"month.{form.value}"
        assert report.main(["month", "--format", form.value, "--out", str(target), "--language", "vi"]) == 0
        assert target.read_bytes() == month_files.written(newest(told), form, language="vi")
    last = months(told.tests)[-1]
    assert report.main(["month", "--month", last.name]) == 0
    assert json.loads(capsys.readouterr().out)["month"] == last.name
    for wrong in (["month", "--month", "2026-13"], ["month", "key"], ["roi", "--month", last.name]):
        assert report.main(wrong) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_words_are_said_in_both_languages_and_pages_name_what_was_asked_for(home: Home, workspace: Workspace) -> None:
    shown = newest(found(home, workspace))
    assert words.month(Month(2026, 10), "vi") == "tháng 10 năm 2026"
    asked = (Message("asked_for", "{what}: {value}", {"what": "Owner", "value": "Web team"}),)
    assert "Owner: Web team" in read_pages(month_files.written(shown, Form.PDF, asked=asked))
    assert "Owner: Web team" in spoken(month_files.written(shown, Form.PPTX, asked=asked))
