"""What a printed page says, read back from its PDF by a reader that knows nothing of how it was made."""

import io

from pypdf import PdfReader


def pages(made: bytes) -> int:
    return len(PdfReader(io.BytesIO(made)).pages)


def words(made: bytes) -> str:
    """Return all words of the page in one line, without the marks at which long words may break."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return " ".join(text.replace("\u200b", "").split())
