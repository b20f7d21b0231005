"""How Office files are packed: without the moment of writing, so that the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

BEGINNING = datetime(2000, 1, 1)  # the moment every file says it was made: its content alone tells two apart


def timeless(written: bytes, *, cleared: Callable[[str, bytes], bytes | None] | None = None) -> bytes:
    """Return a packed file with one moment for all its parts.

    Parameters
    ----------
    written : bytes
        The file as its library packed it.
    cleared : Callable[[str, bytes], bytes | None] | None
        Given each part's name and content, returns what is kept of it; None leaves the part out.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as plain, zipfile.ZipFile(packed, "w") as archive:
        for name in plain.namelist():
            content = plain.read(name) if cleared is None else cleared(name, plain.read(name))
            if content is not None:
                entry = zipfile.ZipInfo(name, date_time=BEGINNING.timetuple()[:6])
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
