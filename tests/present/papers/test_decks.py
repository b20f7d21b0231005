"""Slides as files: real titles, native charts people can edit, words for who cannot see, nothing to run, no clock."""

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.present.palette import Ink
from analytics.present.papers.bands import band
from analytics.present.papers.decks import deck
from analytics.present.papers.slides import (
    Axis,
    BarChart,
    Bars,
    Box,
    Grid,
    Line,
    Part,
    Points,
    Scatter,
    Shape,
    Slide,
    Words,
)
from tests.present.papers.slides import NAMES, assert_sound, charts, ends, frames, opened, said, sheet, table, values

HOSTILE = '=HYPERLINK("http://evil.example","x")'
AXIS = Axis(low=-2.0, high=4.0, step=1.0, format="0.0")
BARS = BarChart(
    name="Bars", alt="Two bars", box=Box(), categories=(HOSTILE, "<b>&\u202ename"), format="0.00",
    axis=AXIS, lying=True,
    series=(Bars(name="+cmd|calc", values=(1.5, None), ink=Ink.BETTER, ends=((1.0, 2.5), (0.0, 0.0))),),
    beside=(("Exact", (1.5, -0.25)),),
)  # fmt: skip
DOTS = Scatter(
    name="Dots", alt="Three dots", box=Box(), x=AXIS, y=AXIS,
    series=(
        Points(name="pays", at=((1.0, 1.0), (2.0, 1.0)), ink=Ink.BETTER),
        Points(name=HOSTILE, at=((-1.0, 1.0),), ink=Ink.WORSE, shape=Shape.CROSS, said="here", to_left=True),
    ),
)  # fmt: skip
GRID = Grid(
    name="Grid", alt="One row", box=Box(height=2.0), columns=("Test", "Worth"), rows=((HOSTILE, "€1"), ("All", "€1")),
    has_total=True,
)  # fmt: skip
WORDS = Words(name="Words", box=Box(), lines=(Line(text="one\n\x0btwo"), Line(text="three", bullet=True)))
PARTS: tuple[Part, ...] = (BARS, DOTS, GRID, WORDS)
SLIDES = tuple(
    Slide(title=f"It pays back {place}", lead="Between", parts=(part,), foot="Liftroom", notes=("From the readout.",))
    for place, part in enumerate(PARTS)
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck(SLIDES, name="A deck", language="vi")


def test_every_slide_has_a_title_a_language_and_words_for_who_cannot_see_it(made: bytes) -> None:
    assert_sound(made, language="vi-VN")
    assert [slide.shapes.title.text_frame.text for slide in opened(made).slides] == [one.title for one in SLIDES]
    assert [slide.slide_layout.name for slide in opened(made).slides] == ["Title Only"] * 4


def test_charts_are_powerpoints_own_and_hold_their_figures_twice(made: bytes) -> None:
    bars, dots = charts(made)
    assert values(bars) == {"+cmd|calc": [1.5, 0.0]}
    assert list(bars.plots[0].categories) == [HOSTILE, "<b>&name"]
    assert ends(bars)[0] == (1.0, 2.5)
    assert [row[1:] for row in sheet(bars)] == [
        ["+cmd|calc", "+cmd|calc −", "+cmd|calc +", "Exact"], [1.5, 0.5, 1.0, 1.5], [None, None, None, -0.25],
    ]  # fmt: skip
    assert [(one.name, list(one.iter_values())) for one in dots.series] == [("pays", [1.0, 1.0]), (HOSTILE, [1.0])]
    kept = sheet(dots)
    assert kept == [[None, "pays"], [1, 1], [2, 1], [None, None], [None, HOSTILE], [-1, 1]]


def test_the_sheet_of_a_chart_stands_where_the_chart_looks_for_it(made: bytes) -> None:
    for chart in charts(made):
        kept = sheet(chart)
        for part in chart.part._element.iterfind(".//c:numRef", NAMES):
            column, first, last = _cells(part.findtext("c:f", namespaces=NAMES))
            known = {
                int(each.get("idx")): float(each.findtext("c:v", namespaces=NAMES))
                for each in part.iterfind(".//c:pt", NAMES)
            }
            for place in range(last - first + 1):
                assert kept[first - 1 + place][column] == known.get(place)


def _cells(reference: str) -> tuple[int, int, int]:
    """Return column and rows of `Sheet1!$B$2:$B$9`."""
    first, last = (part.split("$")[1:] for part in reference.split("!")[1].split(":"))
    return ord(first[0]) - ord("A"), int(first[1]), int(last[1])


def test_no_name_of_a_test_can_be_run_where_a_chart_is_edited(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
                    assert not [part for part in book.namelist() if "hyperlink" in part.lower()]


def test_words_of_people_stay_words_on_their_line(made: bytes) -> None:
    [grid] = frames(made, charts=False)
    assert table(grid)[1][0] == HOSTILE
    assert "one  two three" in " ".join(shape.text_frame.text for shape in opened(made).slides[3].shapes).replace(
        "\n", " "
    )
    assert not [slide for slide in opened(made).slides if slide._element.xpath(".//a:hlinkClick")]


def test_the_same_slides_give_the_same_bytes_on_any_day(made: bytes) -> None:
    assert made == deck(SLIDES, name="A deck", language="vi")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printer" in name]
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                    assert {entry.date_time for entry in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    about = opened(made).core_properties
    assert (about.created.year, about.modified.year, about.title, about.language) == (2000, 2000, "A deck", "vi-VN")


def test_colours_and_letters_of_the_file_are_ours(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert '<a:accent1><a:srgbClr val="0B5FA5"/></a:accent1>' in theme
    assert '<a:majorFont><a:latin typeface="Cambria"' in theme
    assert '<a:minorFont><a:latin typeface="Calibri"' in theme


def test_a_title_of_any_length_stays_one() -> None:
    made = deck((Slide(title="word " * 200, notes=("n",)),), name="n" * 999, language="en")
    [title] = [slide.shapes.title.text_frame for slide in opened(made).slides]
    assert len(title.text) == 240
    assert title.text.endswith("…")
    assert_sound(made, language="en-US")
    assert said(made).count("word") < 60


@given(some.floats(-1e9, 1e9), some.floats(-1e9, 1e9))
def test_a_bar_that_hangs_anywhere_reaches_from_one_end_to_the_other(start: float, end: float) -> None:
    found = band(start, end)
    low, high = sorted((start, end))
    parts: list[Any] = [found.held, found.held + found.near, found.across]
    assert (min(parts), max(parts)) == pytest.approx((min(low, 0.0), max(high, 0.0)))
    assert abs(found.near) + abs(found.across) == pytest.approx(high - low, abs=1e-6)
    assert found.across == 0 or found.held == 0
    assert found.held * found.near >= 0  # a stack counts both sides of zero apart
