"""Topics: cards put together, by whoever takes part."""

from data.messages import Message, Refused
from data.workspace.records import Kind, Stored
from data.workspace.sessions import contents, limits
from data.workspace.sessions.contents import TOPICS, Contents
from data.workspace.sessions.records import Place, Topic
from data.workspace.sessions.rooms import Room


def put(room: Room, card: str, topic: str) -> str:
    """Put a card under a topic (empty: under one of its own) and return that topic's key."""
    found = contents.read(room, TOPICS)
    if card not in found.standing():
        raise Refused(Message("card_gone", "This card is not there any more: look at the board again."))
    present = found.topic_of(card)
    target = topic or _own(found, card)
    if target == present:
        return present
    if topic:
        check(found, topic)
    before = found.places.get(card)
    room.save(Kind.PLACE, card, record=Place(topic=target), version=before.version if before else None)
    return target


def name(room: Room, topic: str, *, text: str, version: int | None) -> Stored[Topic]:
    """Call a topic something, over `version` (None: it had no name). Raises `Conflict`, `Refused`."""
    record = Topic(name=" ".join(text.split()))
    room.before(Kind.TOPIC, topic, record=record, version=version)
    limits.check_text(record.name, longest=limits.NAME)
    check(contents.read(room, TOPICS), topic)
    return room.save(Kind.TOPIC, topic, record=record, version=version)


def check(found: Contents, topic: str) -> None:
    """Raise `Refused` for a topic that no card is under."""
    if topic not in found.topics():
        raise Refused(Message("topic_gone", "There is no such topic any more: look at the board again."))


def _own(found: Contents, card: str) -> str:
    """Return the topic of a card that stands alone: its present one if it does, else a free one."""
    topics = found.topics()
    present = found.topic_of(card)
    if topics[present] == (card,):
        return present
    return limits.new_key() if card in topics else card
