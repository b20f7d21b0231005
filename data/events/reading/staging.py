"""Staging: a mapped file becomes the files of a batch in a folder. Runs in the child process only.

Ids leave memory as keyed hashes alone: files are read block by block, the engine that sees ids never spills, and what
is written before the whole file is known lies in a sub-folder that is gone at the end.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from data.events.contract import Limits, Shape
from data.events.mapping import Mapping, check
from data.events.reading.checks import PARTS, Checker
from data.events.reading.files import open_file
from data.events.reading.finish import Finisher
from data.events.reading.reports import Staged
from data.events.reading.totals import Totaller
from data.messages import Message, Refused


def stage_file(
    file: BinaryIO,
    mapping: Mapping,
    *,
    folder: Path,
    secret: bytes,
    content: str,
    forgotten: Iterable[int],
    limits: Limits,
    encoding: str | None,
    seen: Callable[[int], None],
) -> Staged:
    """Write what `mapping` makes of a seekable file into the empty `folder`, and return the report.

    Parameters
    ----------
    secret: key of the user hash. content: SHA-256 of the file, hexadecimal, names users of files without user ids.
    forgotten: codes of people whose rows are refused. seen: told the rows read so far.

    Raises `Refused` when the file cannot be taken as a whole; rows that break the contract are counted instead.
    """
    opened = open_file(file, limits=limits, encoding=encoding)
    check(mapping, opened.columns)
    if mapping.shape is Shape.TOTALS:
        staged = Totaller(mapping, opened.columns, folder=folder, limits=limits).run(opened, seen=seen)
    else:
        try:
            checker = Checker(mapping, opened.columns, folder=folder, secret=secret, content=content, limits=limits)
            checker.forget(forgotten)
            checked = checker.run(opened, seen=seen)
            staged = Finisher(checked, mapping, folder=folder, columns=opened.columns).run(limits=limits)
        finally:
            shutil.rmtree(folder / PARTS, ignore_errors=True)
    if not staged.read:
        raise Refused(Message("file.no_rows", "The file has a header and no rows: export it again."))
    return staged
