"""Arrivals: files at the door, by path or uploaded; which paths may be read, and what a file's content is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.events.reading.reader import Reader, content
from data.home import Home
from data.messages import Forbidden, Message, NotFound, Refused
from data.workspace.actors import Actor, ActorRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came through the browser. It is never written to the disk as it came."""

    name: str  # its base name, as the browser says
    content: BinaryIO  # seekable


Source = Path | Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An opened file."""

    name: str  # its base name
    content: str  # sha256 of all its bytes
    reader: Reader  # of what it holds


@contextmanager
def opened(home: Home, actor: Actor, source: Source) -> Iterator[Arrival]:
    """Open `source` for the block. The local owner may name any path, everybody else one below the home's `incoming`.

    Raises `NotFound`, `Forbidden`, and `Refused` for what is not a readable file.
    """
    if isinstance(source, Upload):
        with Reader(source.content) as upload:
            yield Arrival(name=Path(source.name).name, content=content(source.content), reader=upload)
        return
    path = source.resolve()
    if actor.role is not ActorRole.OWNER and not path.is_relative_to(home.incoming.resolve()):
        raise Forbidden(Message("arrival.outside", "Files are read from the folder “incoming” only: put it there."))
    if not path.exists():
        raise NotFound(Message("arrival.missing", "There is no file “{file}”.", {"file": source.name}))
    if not path.is_file():
        raise Refused(Message("arrival.no_file", "“{file}” is not a file: name one.", {"file": source.name}))
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused(
            Message("arrival.unreadable", "The file “{file}” cannot be opened: check who may read it.",
                    {"file": source.name})
        ) from error  # fmt: skip
    with file, Reader(file) as reader:
        yield Arrival(name=source.name, content=content(file), reader=reader)


def waiting(home: Home) -> tuple[str, ...]:
    """Return the names of the files in the home's `incoming`, sorted, as paths below it."""
    if not home.incoming.exists():
        return ()
    found = (path for path in home.incoming.rglob("*") if path.is_file() and not path.name.startswith("."))
    return tuple(sorted(str(path.relative_to(home.incoming)) for path in found))
