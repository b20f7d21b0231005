"""What a printed page says, read back from its PDF by a reader that knows nothing of how it was made."""

import io
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PdfReader
from pypdf.generic import IndirectObject

ACCESSIBLE = b"<pdfuaid:part>1</pdfuaid:part>"  # what a PDF says of itself that keeps to PDF/UA-1


def pages(made: bytes) -> int:
    return len(PdfReader(io.BytesIO(made)).pages)


def words(made: bytes) -> str:
    """Return all words of the page in one line, without the marks at which long words may break."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return " ".join(text.replace("\u200b", "").split())


def catalog(made: bytes) -> dict[str, Any]:
    """Return what a PDF says of itself as a whole."""
    return cast("dict[str, Any]", PdfReader(io.BytesIO(made)).trailer["/Root"])


def tags(made: bytes) -> list[dict[str, Any]]:
    """Return the tags in the order in which they are read."""
    return list(_walked(catalog(made)["/StructTreeRoot"]["/K"]))


def _walked(found: object) -> Iterator[dict[str, Any]]:
    node = found.get_object() if isinstance(found, IndirectObject) else found
    if isinstance(node, list):
        for each in node:
            yield from _walked(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walked(node["/K"])
