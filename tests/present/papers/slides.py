"""What slides hold, read back by python-pptx and from their XML: what a person who opens them would find."""

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.presentation import Presentation as Deck
from pptx.shapes.graphfrm import GraphicFrame
from pptx.util import Emu

NAMES = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def opened(made: bytes) -> Deck:
    return Presentation(io.BytesIO(made))


def frames(made: bytes, *, charts: bool) -> list[GraphicFrame]:
    """Return charts or tables, in the order of slides."""
    return [
        shape
        for slide in opened(made).slides
        for shape in slide.shapes
        if (shape.has_chart if charts else shape.has_table)
    ]


def charts(made: bytes) -> list[Chart]:
    return [frame.chart for frame in frames(made, charts=True)]


def table(frame: GraphicFrame) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


def values(chart: Chart) -> dict[str, list[float]]:
    """Return each series' values by its name."""
    return {series.name: [0.0 if each is None else each for each in series.values] for series in chart.series}


def sheet(chart: Chart) -> list[list[Any]]:
    """Return the rows of the sheet that opens when somebody edits a chart."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]


def ends(chart: Chart) -> list[tuple[float, float]]:
    """Return lower and upper end of each value's whisker."""
    [bars] = chart.plots[0].series
    reach = {
        side: [float(each.text) for each in bars._element.findall(f".//c:errBars/c:{side}//c:pt/c:v", NAMES)]
        for side in ("minus", "plus")
    }
    return [
        (value - minus, value + plus)
        for value, minus, plus in zip(
            (each for each in bars.values if each is not None), reach["minus"], reach["plus"], strict=True
        )
    ]


def said(made: bytes) -> str:
    """Return all words on slides, those of labels and notes too, in one line."""
    return " ".join(" ".join(_said(made)).split())


def _said(made: bytes) -> Iterator[str]:
    for slide in opened(made).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield from re.findall(r"<a:t>([^<]*)</a:t>", shape.chart.part.blob.decode())
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text


def assert_sound(made: bytes, *, language: str) -> None:
    """Check what holds of every slide of ours: titles, alternative words, languages, nothing empty, nothing outside."""
    deck = opened(made)
    assert (deck.slide_width, deck.slide_height) == (Emu(12191695), Emu(6858000))
    for slide in deck.slides:
        assert slide.shapes.title is not None
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id  # read first
        assert slide.shapes.title.text_frame.text.strip()
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip(), shape.name
        for shape in slide.shapes:
            assert shape.shape_type != 13, "no pictures"
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)
        assert slide.notes_slide.notes_text_frame.text
        for shape in slide.notes_slide.placeholders:
            assert shape.placeholder_format.type == 101 or shape.text_frame.text  # the picture of the slide
        told = slide._element.xpath(".//a:rPr/@lang") + slide.notes_slide._element.xpath(".//a:r/a:rPr/@lang")
        assert set(told) == {language}
