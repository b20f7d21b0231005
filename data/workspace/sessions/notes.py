"""Notes: texts that belong to everybody, one for each topic and the improvement."""

from data.workspace.records import Kind, Stored
from data.workspace.sessions import contents, limits, topics
from data.workspace.sessions.contents import TOPICS
from data.workspace.sessions.records import Note
from data.workspace.sessions.rooms import Room

IMPROVEMENT = "improvement"  # the element of the one note that is about no topic


def save(room: Room, topic: str, *, text: str, version: int | None) -> Stored[Note]:
    """Save what was said of a topic over `version` (None: nothing yet). Raises `Conflict` with both texts."""
    record = Note(text=text)
    room.before(Kind.NOTE, topic, record=record, version=version)
    limits.check_text(text, longest=limits.NOTE)
    topics.check(contents.read(room, TOPICS), topic)
    return room.save(Kind.NOTE, topic, record=record, version=version)


def improve(room: Room, text: str, *, version: int | None) -> Stored[Note]:
    """Save the one improvement over `version` (None: none yet). Raises `Conflict` with both texts."""
    record = Note(text=" ".join(text.split()))
    room.before(Kind.NOTE, IMPROVEMENT, record=record, version=version)
    limits.check_text(record.text, longest=limits.IMPROVEMENT)
    return room.save(Kind.NOTE, IMPROVEMENT, record=record, version=version)
