"""How our slides look: letters, inks, and where the parts of a slide master stand. Nothing of the template is left."""

import re

from pptx.oxml.slide import CT_SlideMaster

from analytics.present.palette import LIGHT, Ink

TITLES, WORDS = "Cambria", "Calibri"  # come with every Office; both have all letters of Vietnamese
_LEVEL = "{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr"
_LEFT = re.compile(rb"<Relationship [^>]*(?:thumbnail|printerSettings)[^>]*/>")
_OWN = ("docProps/thumbnail", "ppt/printerSettings/")  # of the template
_SCHEME = re.compile(r"<a:clrScheme.*?</a:clrScheme>", re.DOTALL)
_ABOUT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"><Application>Liftroom</Application></Properties>'
)


def lettered(master: CT_SlideMaster) -> None:
    """Let titles and feet of a slide master begin at the left."""
    for level in master.iter(_LEVEL):
        if level.get("algn") == "ctr":
            level.set("algn", "l")


def cleared(name: str, content: bytes) -> bytes | None:
    """Return a part of a file in our theme and without the template's own; None: it is not needed."""
    if name.startswith(_OWN):
        return None
    if name.startswith("ppt/theme/"):
        return _themed(content.decode()).encode()
    if name == "docProps/app.xml":
        return _ABOUT
    return _LEFT.sub(b"", content) if name.endswith(".rels") else content


def _themed(theme: str) -> str:
    """Return a theme with our inks and letters, which charts and words take over where people add some."""
    inks = (
        *(Ink.TEXT, Ink.PAPER, Ink.MUTED, Ink.RULE, Ink.BETTER, Ink.WORSE, Ink.UNDECIDED, Ink.TAKEN_AWAY),
        *(Ink.WASH, Ink.MUTED, Ink.BETTER, Ink.UNDECIDED),
    )
    slots = ("dk1", "lt1", "dk2", "lt2", *(f"accent{place}" for place in range(1, 7)), "hlink", "folHlink")
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{LIGHT[ink][1:]}"/></a:{slot}>' for slot, ink in zip(slots, inks, strict=True)
    )
    theme = _SCHEME.sub(f'<a:clrScheme name="Liftroom">{colours}</a:clrScheme>', theme)
    for kind, letters in (("majorFont", TITLES), ("minorFont", WORDS)):
        theme = re.sub(rf'(<a:{kind}><a:latin typeface=")[^"]*', rf"\g<1>{letters}", theme)
        theme = re.sub(r'(<a:font script="Viet" typeface=")[^"]*', rf"\g<1>{WORDS}", theme)
    return theme
