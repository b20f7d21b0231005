"""Staging: a mapped file becomes the files of a batch in a folder. Runs in the child process only.

Ids leave memory as keyed hashes alone: files are read block by block, the engine that sees ids never spills, and what
is written before the whole file is known lies in a sub-folder that is gone at the end.
"""

import shutil
from collections.abc import Callable, Iterable
from typing import BinaryIO

from data.events.contract import Shape
from data.events.mapping import Mapping, check
from data.events.reading.checks import Checker
from data.events.reading.desks import Desk
from data.events.reading.files import open_file
from data.events.reading.finish import Finisher
from data.events.reading.reports import Staged
from data.events.reading.totals import Totaller
from data.messages import Message, Refused


def stage_file(
    file: BinaryIO,
    mapping: Mapping,
    *,
    desk: Desk,
    secret: bytes,
    content: str,
    forgotten: Iterable[int],
    encoding: str | None,
    seen: Callable[[int], None],
) -> Staged:
    """Write what `mapping` makes of a seekable file into the empty folder of `desk`, and return the report.

    Parameters
    ----------
    desk: folder, limits and engines. secret: key of the user hash.
    content: SHA-256 of the file, hexadecimal, names users of files without user ids.
    forgotten: codes of people whose rows are refused. seen: told the rows read so far.

    Raises `Refused` when the file cannot be taken as a whole; rows that break the contract are counted instead.
    """
    opened = open_file(file, limits=desk.limits, encoding=encoding)
    check(mapping, opened.columns)
    if mapping.shape is Shape.TOTALS:
        staged = Totaller(mapping, opened.columns, folder=desk.folder, limits=desk.limits).run(opened, seen=seen)
    else:
        try:
            checker = Checker(mapping, opened.columns, desk=desk, secret=secret, content=content)
            checker.forget(forgotten)
            checked = checker.run(opened, seen=seen)
            staged = Finisher(checked, mapping, desk=desk, columns=opened.columns).run()
        finally:
            shutil.rmtree(desk.parts, ignore_errors=True)
    if not staged.read:
        raise Refused(Message("file.no_rows", "The file has a header and no rows: export it again."))
    return staged
