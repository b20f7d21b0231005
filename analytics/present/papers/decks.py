"""Slides as a PowerPoint file whose charts and tables people can edit. The same slides give the same bytes.

Titles are titles, charts and tables say what they show to who cannot see them, and every paragraph says which language
it is in. Letters are those that every PowerPoint brings. Slow to import: python-pptx is named here, in
`slide_charts` and in `themes` alone.
"""

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from analytics.present.palette import Ink
from analytics.present.papers import packing, slide_charts, themes
from analytics.present.papers.cells import one_line
from analytics.present.papers.slide_charts import TONGUES, coloured
from analytics.present.papers.slides import (
    FOOT,
    HEIGHT,
    MARGIN,
    WIDTH,
    Box,
    Grid,
    Line,
    Part,
    Scatter,
    Slide,
    Words,
)

LAYOUT = "Title Only"
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no fills, no grid
TITLE, LEAD = Box(top=0.35, height=0.9), Box(top=1.28, height=0.7)
LETTERS = ((58, 30.0), (120, 25.0), (200, 20.0))  # a title of up to so many letters has this size
LONGEST = 240  # letters of a title
BREATH = 0.12  # inside a card


def deck(slides: Sequence[Slide], *, name: str, language: str) -> bytes:
    """Return the slides as a PowerPoint file.

    Parameters
    ----------
    slides : Sequence[Slide]
        In their order, at least one.
    name : str
        What the file says it is called.
    language : str
        Of every word in it.
    """
    made, tongue = _blank(), TONGUES.get(language, TONGUES["en"])
    for slide in slides:
        _write(made, slide, tongue)
    about = made.core_properties
    about.title, about.language, about.author = one_line(name)[:LONGEST], tongue, "Liftroom"
    about.last_modified_by, about.revision, about.keywords, about.subject = "Liftroom", 1, "", ""
    about.created = about.modified = packing.BEGINNING
    written = io.BytesIO()
    made.save(written)
    return packing.timeless(written.getvalue(), cleared=themes.cleared)


def _blank() -> Deck:
    """Return an empty wide presentation with one layout, its title and foot where ours stand."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(made.slide_layouts):
        if layout.name != LAYOUT:
            made.slide_layouts.remove(layout)
    feet = {"dt": Box(left=9.2, top=FOOT + 0.1, width=2.2, height=0.4)}
    feet |= {"ftr": Box(top=FOOT + 0.1, width=8.4, height=0.4), "title": TITLE}
    feet |= {"sldNum": Box(left=WIDTH - MARGIN - 1.2, top=FOOT + 0.1, width=1.2, height=0.4)}
    for place in made.slide_master.placeholders:
        kind = place.element.ph.get("type")
        box = feet.get(kind, Box())
        place.left, place.top = Inches(box.left), Inches(box.top)
        place.width, place.height = Inches(box.width), Inches(box.height)
        body = place.text_frame._txBody.bodyPr
        body.set("lIns", "0")
        body.set("rIns", "0")
        if kind == "title":
            body.set("anchor", "b")
    themes.lettered(made.slide_master.element)
    return made


def _write(made: Deck, slide: Slide, tongue: str) -> None:
    page = made.slides.add_slide(made.slide_layouts[0])
    title = one_line(slide.title)
    title = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    heading = page.shapes.title
    assert heading is not None, "the layout has a title"
    size = next((size for letters, size in LETTERS if len(title) <= letters), 18.0)
    _say(heading.text_frame, (Line(text=title, size=size, heading=True),), tongue)
    if slide.lead:
        _put(page, Words(name="Lead", box=LEAD, lines=(Line(text=slide.lead, size=18),)), tongue)
    for part in slide.parts:
        _put(page, part, tongue)
    _feet(page, slide.foot, tongue)
    if slide.notes:
        _note(page, slide.notes, tongue)


def _put(page: Page, part: Part, tongue: str) -> None:
    if isinstance(part, Words):
        _words(page, part, tongue)
        return
    if isinstance(part, Grid):
        frame = _table(page, part, tongue)
    elif isinstance(part, Scatter):
        frame = slide_charts.scatter(page, part, tongue)
    else:
        frame = slide_charts.bars(page, part, tongue)
    frame.name = one_line(part.name)
    frame.element.nvGraphicFramePr.cNvPr.set("descr", one_line(part.alt))


def _words(page: Page, part: Words, tongue: str) -> None:
    box = part.box
    made = page.shapes.add_textbox(*_placed(box))
    made.name = one_line(part.name)
    frame = made.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    air = Inches(BREATH) if part.framed else Emu(0)
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = air
    if part.framed:
        made.line.color.rgb = coloured(Ink.TAKEN_AWAY)
        made.line.width = Pt(1)
    _say(frame, part.lines, tongue)


def _say(frame: TextFrame, lines: Sequence[Line], tongue: str) -> None:
    """Write paragraphs; people's words stay on their line."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = one_line(line.text)
        run.font.size, run.font.bold = Pt(line.size), line.bold or None
        run.font.color.rgb = coloured(line.ink)
        run._r.get_or_add_rPr().set("lang", tongue)
        if line.heading:
            run.font.name = "+mj-lt"
        if number:
            paragraph.space_before = Pt(line.size * 0.45 if line.above is None else line.above)
        if line.bullet:
            about = paragraph._p.get_or_add_pPr()
            about.set("marL", "228600")
            about.set("indent", "-228600")
            about.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _table(page: Page, part: Grid, tongue: str) -> GraphicFrame:
    box, lines = part.box, (part.columns, *part.rows)
    frame = page.shapes.add_table(len(lines), len(part.columns), *_placed(box))
    table = frame.table
    about = table._tbl.tblPr
    about.find(qn("a:tableStyleId")).text = PLAIN_TABLE
    table.horz_banding, table.last_row = False, part.has_total
    shares = part.shares or (1.0,) * len(part.columns)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Inches(box.width * share / sum(shares))
    height = Inches(min(part.size * 2.05 / 72, box.height / len(lines)))
    for at, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
        row.height = height
        is_head, is_total = at == 0, part.has_total and at == len(lines) - 1
        for place, text in enumerate(cells):
            cell = row.cells[place]
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            ink = Ink.MUTED if is_head else Ink.TEXT
            _say(cell.text_frame, (Line(text=text, size=part.size, ink=ink, bold=is_total),), tongue)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if place in part.numbers else PP_ALIGN.LEFT
            heavy = is_head or (part.has_total and at >= len(lines) - 2)
            cell._tc.get_or_add_tcPr().insert(0, parse_xml(_edge(Ink.MUTED if heavy else Ink.RULE)))
    return frame


def _edge(ink: Ink) -> str:
    colour = f'<a:solidFill><a:srgbClr val="{coloured(ink)}"/></a:solidFill>'
    return f'<a:lnB {nsdecls("a")} w="9525">{colour}</a:lnB>'


def _feet(page: Page, said: str, tongue: str) -> None:
    """Write foot and number of a slide into the places its layout has for them."""
    run = f'<a:rPr lang="{tongue}" sz="1100"/>'
    if said:
        place = parse_xml(_foot("ftr", "Footer", 11, len(page.shapes) + 2, f"<a:r>{run}<a:t/></a:r>"))
        place.find(f".//{qn('a:t')}").text = one_line(said)
        page.shapes._spTree.append(place)
    number = f'<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">{run}<a:t>‹#›</a:t></a:fld>'
    page.shapes._spTree.append(parse_xml(_foot("sldNum", "Slide Number", 12, len(page.shapes) + 2, number)))


def _foot(kind: str, name: str, place: int, number: int, inside: str) -> str:
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{place}"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{inside}</a:p></p:txBody></p:sp>"
    )


def _note(page: Page, notes: Sequence[str], tongue: str) -> None:
    made = page.notes_slide
    for place in list(made.placeholders):
        if place.element.ph.get("type") == "sldNum":  # which would stand empty
            place.element.getparent().remove(place.element)
    frame = made.notes_text_frame
    assert frame is not None, "the notes have a body"
    for number, said in enumerate(notes):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = one_line(said)
        run._r.get_or_add_rPr().set("lang", tongue)


def _placed(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
