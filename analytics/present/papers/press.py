"""The door to typst: sets a template of this room as a PDF. Words reach it as data and can never become its markup.

Every paper is tagged, and says that it keeps to PDF/UA-1: title, language, order of reading, headings, and words for
every drawing. Only where people's words hold letters that no font of ours has, it is tagged and promises nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import typst

from analytics.present.palette import LIGHT
from analytics.present.papers.cells import one_line

Content: TypeAlias = "str | int | float | bool | Sequence[Content] | Mapping[str, Content] | None"
FOLDER = Path(__file__).parent
UNSHOWN = "could not be displayed"  # what typst says of a letter that no font has
_ENDLESS = re.compile(r"\S{25}(?=\S{8})")


def pdf(template: str, content: Mapping[str, Content], pictures: Sequence[str]) -> bytes:
    """Set a page.

    Parameters
    ----------
    template : name of the template in this folder, without `.typ`.
    content : what it shows, words as people wrote them.
    pictures : SVG drawings; the content names them by position.

    Returns
    -------
    The PDF; the same for the same content on every day and machine: nothing but the compiler's own fonts is used.
    """
    inks = {ink.name.lower(): colour for ink, colour in LIGHT.items()}
    data = json.dumps(
        {"content": _fit(content), "pictures": list(pictures), "inks": inks}, ensure_ascii=False, allow_nan=False
    )
    try:
        return _set(template, data, accessible=True)
    except typst.TypstError as error:
        if UNSHOWN not in error.message:
            raise
        return _set(template, data, accessible=False)


def _set(template: str, data: str, *, accessible: bool) -> bytes:
    made = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards="ua-1" if accessible else None,
        timestamp=0,
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _fit(content: Content) -> Content:
    """Return content whose words stay on their line and can be broken when they would leave the page."""
    if isinstance(content, str):
        return _ENDLESS.sub("\\g<0>\u200b", one_line(content))
    if isinstance(content, Mapping):
        return {name: _fit(value) for name, value in content.items()}
    if isinstance(content, Sequence):
        return [_fit(value) for value in content]
    return content
