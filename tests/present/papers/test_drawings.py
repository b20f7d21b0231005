"""The drawings of a page: where bars, limits and lines lie, checked by what the numbers say."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from analytics.present import axes, evidence
from analytics.present.figures import ForestRow
from analytics.present.palette import LIGHT, Ink
from analytics.present.papers import drawings
from tests.present.examples import WINNER, trend

SVG = "{http://www.w3.org/2000/svg}"


def rows() -> tuple[ForestRow, ...]:
    return evidence.forest_rows(WINNER, "en")


def boxes(drawn: str, colour: Ink) -> list[tuple[float, float]]:
    """Return left and right end of each box in an ink."""
    found = [box for box in ElementTree.fromstring(drawn).iter(f"{SVG}rect") if box.get("fill") == LIGHT[colour]]
    return [(float(box.get("x", "")), float(box.get("x", "")) + float(box.get("width", ""))) for box in found]


def test_a_bar_reaches_from_one_end_of_the_interval_to_the_other() -> None:
    axis = axes.forest(rows())
    drawn = drawings.lane(rows()[0], axis, width=740, height=74)
    [bar] = boxes(drawn, Ink.BETTER)
    # Purchase rate: 4.1 % ± 2 points; a lift lies at (lift - low) / (high - low) of the lane.
    expected = [(end - axis[0]) / (axis[1] - axis[0]) * 740 for end in (0.021, 0.061)]
    assert bar == pytest.approx(expected, abs=0.2)
    [band] = boxes(drawn, Ink.BAND)
    assert band == pytest.approx([(end - axis[0]) / (axis[1] - axis[0]) * 740 for end in (-0.01, 0.01)], abs=0.2)


def test_an_interval_beyond_the_axis_is_an_arrow_on_its_side() -> None:
    suspicious = next(each for each in rows() if not each.on_axis)
    drawn = drawings.lane(suspicious, axes.forest(rows()), width=740, height=74)
    assert boxes(drawn, Ink.UNDECIDED) == []
    assert "M740 37.0L" in drawn


def test_lanes_and_trend_are_valid_drawings_in_the_light_theme() -> None:
    marks = evidence.trend_marks(WINNER, trend(late=4), "en")
    drawn = drawings.trend(marks, ink=Ink.BETTER, percent=lambda lift: f"<{lift:.0%}&", width=1000, height=430)
    parsed = ElementTree.fromstring(drawn)
    colours = set(re.findall(r"#[0-9A-F]{6}", drawn))
    assert colours <= set(LIGHT.values())
    assert LIGHT[Ink.UNDECIDED] in colours  # the days after the planned end
    assert "<0%&" in [text.text for text in parsed.iter(f"{SVG}text")]


def test_without_a_single_lift_the_trend_is_an_empty_frame() -> None:
    known = evidence.trend_marks(WINNER, trend(), "en")
    marks = [replace(mark, point=None, interval=None, boundary=None) for mark in known]
    drawn = drawings.trend(marks, ink=Ink.BETTER, percent=str, width=1000, height=430)
    assert "circle" not in drawn
    ElementTree.fromstring(drawn)
