"""Charts of slides as PowerPoint's own, with the sheet they are drawn from: people can edit them.

A sheet is written by `workbooks`, so that no name of a test in it can be run. Whiskers are written as XML: python-pptx
has none.
"""

from collections.abc import Mapping, Sequence

from pptx.chart.axis import ValueAxis
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, ChartData, XyChartData
from pptx.chart.datalabel import DataLabel
from pptx.chart.series import BarSeries, XySeries
from pptx.dml.chtfmt import ChartFormat
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide as Page
from pptx.util import Inches, Pt

from analytics.present.palette import LIGHT, Ink
from analytics.present.papers import workbooks
from analytics.present.papers.cells import one_line
from analytics.present.papers.slides import Axis, BarChart, Bars, Points, Scatter, Shape
from analytics.present.papers.spreadsheets import Cell, Sheet

TONGUES: Mapping[str, str] = {"en": "en-US", "vi": "vi-VN"}
SHEET = "Sheet1"  # as the references of a chart call it
LETTERS = 12  # of axes and labels, points
MARKS = {Shape.DOT: XL_MARKER_STYLE.CIRCLE, Shape.CROSS: XL_MARKER_STYLE.X, Shape.LINE: XL_MARKER_STYLE.NONE}
WHISKER = 19050  # its thickness: 1.5 points


def coloured(ink: Ink) -> RGBColor:
    """Return an ink's colour on paper."""
    return RGBColor.from_string(LIGHT[ink].removeprefix("#"))


def scatter(page: Page, part: Scatter, tongue: str) -> GraphicFrame:
    """Draw points; the place of every series in the sheet is the one PowerPoint expects."""
    data = XyChartData(number_format="General")
    rows: list[tuple[Cell, ...]] = []
    for points in part.series:
        series = data.add_series(one_line(points.name))
        rows += [(None, None), (None, one_line(points.name))] if rows else []
        for x, y in points.at:
            series.add_data_point(x, y)
        rows += list(points.at)
    frame = _added(page, part, XL_CHART_TYPE.XY_SCATTER, data)
    chart: Chart = frame.chart
    named = one_line(part.series[0].name) if part.series else ""
    _sheet(chart, ("", named), rows)
    _plain(chart, tongue)
    _axis(chart.value_axis, part.y)
    _axis(chart.category_axis, part.x)
    for points, drawn in zip(part.series, chart.plots[0].series, strict=True):
        _pointed(drawn, points, part.mark, tongue)
    return frame


def bars(page: Page, part: BarChart, tongue: str) -> GraphicFrame:
    """Draw bars that stand on each other, standing or lying."""
    data = CategoryChartData(number_format=part.format)
    data.categories = [one_line(name) for name in part.categories]
    for one in part.series:
        data.add_series(one_line(one.name), one.values)
    kind = XL_CHART_TYPE.BAR_STACKED if part.lying else XL_CHART_TYPE.COLUMN_STACKED
    frame = _added(page, part, kind, data)
    chart: Chart = frame.chart
    ends = [
        column
        for one in part.series
        if one.ends
        for column in (
            (f"{one.name} −", tuple(_gap(value, low) for value, (low, _) in zip(one.values, one.ends, strict=True))),
            (f"{one.name} +", tuple(_gap(high, value) for value, (_, high) in zip(one.values, one.ends, strict=True))),
        )
    ]
    columns = (*((one.name, one.values) for one in part.series), *ends, *part.beside)
    heads = ("", *(one_line(name) for name, _ in columns))
    _sheet(chart, heads, list(zip(map(one_line, part.categories), *(values for _, values in columns), strict=True)))
    _plain(chart, tongue)
    chart.plots[0].gap_width = part.gap
    _axis(chart.value_axis, part.axis)
    _categories(chart, part)
    first = len(part.series) + 1
    for one, drawn in zip(part.series, chart.plots[0].series, strict=True):
        _filled(drawn, one, tongue)
        if one.ends:
            _whiskers(drawn, ends[:2], first)
            first, ends = first + 2, ends[2:]
    return frame


def _added(page: Page, part: Scatter | BarChart, kind: XL_CHART_TYPE, data: ChartData) -> GraphicFrame:
    box = part.box
    sizes = (Inches(each) for each in (box.left, box.top, box.width, box.height))
    frame: GraphicFrame = page.shapes.add_chart(kind, *sizes, data)
    return frame


def _sheet(chart: Chart, heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> None:
    """Lay the chart's figures beside it; python-pptx's own sheet would run a name that begins with `=`."""
    held = workbooks.workbook((Sheet(name=SHEET, columns=heads, rows=tuple(rows)),))
    chart.part.chart_workbook.update_from_xlsx_blob(held)


def _plain(chart: Chart, tongue: str) -> None:
    """Leave a chart its figures: no title, no legend, no grid."""
    chart.has_title = chart.has_legend = False
    chart.font.size, chart.font.color.rgb = Pt(LETTERS), coloured(Ink.MUTED)
    space = chart.element
    language = parse_xml(f'<c:lang {nsdecls("c")} val="{tongue}"/>')
    edges = parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>')
    place = 1 if space.find(qn("c:date1904")) is not None else 0
    space.insert(place, language)
    space.insert(place + 1, edges)
    for end in space.iter(qn("a:endParaRPr")):
        end.set("lang", tongue)


def _axis(axis: ValueAxis, wanted: Axis) -> None:
    axis.minimum_scale, axis.maximum_scale = wanted.low, wanted.high
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW if wanted.format else XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()
    if wanted.format:
        axis.major_unit = wanted.step
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = wanted.format, False
    axis.visible = bool(wanted.format)


def _categories(chart: Chart, part: BarChart) -> None:
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # also beside bars below zero
    axis.format.line.color.rgb, axis.format.line.width = coloured(Ink.MUTED), Pt(1)
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(LETTERS), coloured(Ink.TEXT)
    if part.lying:  # the first category on top, the amounts below the last
        axis.reverse_order = True
        chart.value_axis._element.find(qn("c:crosses")).set("val", "max")
        if chart.value_axis.visible:
            chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS


def _filled(drawn: BarSeries, one: Bars, tongue: str) -> None:
    drawn.invert_if_negative = False
    if one.ink is None:
        drawn.format.fill.background()
        drawn.format.line.fill.background()
    else:
        _ink(drawn.format, one.ink)
    for place, ink in one.inks.items():
        point = drawn.points[place]
        _ink(point.format, ink)
        _upright(drawn, place)
    for words, position in (
        (one.said, XL_LABEL_POSITION.INSIDE_BASE),
        (one.ends_said, XL_LABEL_POSITION.INSIDE_END),
    ):
        for place, said in words.items():
            label = drawn.points[place].data_label
            _said(label, said, tongue)
            label.position = position


def _upright(drawn: BarSeries, place: int) -> None:
    """Let a point keep its colour below zero."""
    for point in drawn._element.iterchildren(qn("c:dPt")):
        if point.find(qn("c:idx")).get("val") == str(place) and point.find(qn("c:invertIfNegative")) is None:
            point.find(qn("c:idx")).addnext(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))


def _ink(form: ChartFormat, ink: Ink) -> None:
    form.fill.solid()
    form.fill.fore_color.rgb = coloured(ink)
    form.line.fill.background()


def _said(label: DataLabel, said: str, tongue: str) -> None:
    run = label.text_frame.paragraphs[0].add_run()
    run.text = one_line(said)
    run.font.size, run.font.color.rgb = Pt(LETTERS + 1), coloured(Ink.TEXT)
    run._r.get_or_add_rPr().set("lang", tongue)


def _pointed(drawn: XySeries, points: Points, mark: int, tongue: str) -> None:
    drawn.marker.style = MARKS[points.shape]
    if points.shape is Shape.LINE:
        drawn.format.line.color.rgb, drawn.format.line.width = coloured(points.ink), Pt(1.75)
    else:
        drawn.format.line.fill.background()
        drawn.marker.size = mark
        drawn.marker.format.line.color.rgb = coloured(points.ink)
        if points.shape is Shape.DOT:
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = coloured(points.ink)
        else:
            drawn.marker.format.fill.background()
            drawn.marker.format.line.width = Pt(2.5)
    if points.said:
        label = drawn.points[len(points.at) - 1].data_label
        _said(label, points.said, tongue)
        label.position = XL_LABEL_POSITION.LEFT if points.to_left else XL_LABEL_POSITION.RIGHT


def _whiskers(drawn: BarSeries, ends: Sequence[tuple[str, Sequence[float | None]]], first: int) -> None:
    """Draw each value's range over its bar."""
    minus, plus = (_numbers(values, chr(ord("A") + first + place)) for place, (_, values) in enumerate(ends))
    colour = f'<a:solidFill><a:srgbClr val="{coloured(Ink.TEXT)}"/></a:solidFill>'
    drawn._element.find(qn("c:cat")).addprevious(
        parse_xml(
            f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/>'
            f'<c:noEndCap val="0"/><c:plus>{plus}</c:plus><c:minus>{minus}</c:minus>'
            f'<c:spPr><a:ln w="{WHISKER}">{colour}</a:ln></c:spPr></c:errBars>'
        )
    )


def _numbers(values: Sequence[float | None], column: str) -> str:
    """Return values as a chart keeps them beside where they stand in its sheet."""
    known = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    cells = f"{SHEET}!${column}$2:${column}${len(values) + 1}"
    return (
        f"<c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{known}</c:numCache></c:numRef>'
    )


def _gap(high: float | None, low: float | None) -> float | None:
    return None if high is None or low is None else max(high - low, 0.0)
