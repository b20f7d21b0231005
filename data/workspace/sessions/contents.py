"""Contents of a room: its elements read as records, its topics in order, and what was voted."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from data.workspace import door
from data.workspace.records import JsonObject, Kind, Stored
from data.workspace.sessions.records import Ballot, Card, Decision, Forecast, Note, Place, Topic
from data.workspace.sessions.rooms import Room

T = TypeVar("T")

EVERYTHING = frozenset(
    {Kind.FORECAST, Kind.CARD, Kind.PLACE, Kind.TOPIC, Kind.BALLOT, Kind.NOTE, Kind.DECISION}
)  # but the snapshots, which are large and never change
TOPICS = frozenset({Kind.CARD, Kind.PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What lies in a room, each by the element of its key; what was not asked for is empty."""

    forecasts: dict[str, Stored[Forecast]]
    cards: dict[str, Stored[Card]]  # withdrawn ones too
    places: dict[str, Stored[Place]]
    names: dict[str, Stored[Topic]]
    ballots: dict[str, Stored[Ballot]]
    notes: dict[str, Stored[Note]]
    decisions: dict[str, Stored[Decision]]
    anonymous: bool

    def standing(self) -> dict[str, Stored[Card]]:
        """Return the cards that are not withdrawn: as they were written, or, in an anonymous session, in no order.

        Whoever watched the number of cards while people wrote could else tell whose the third one is.
        """
        order = (lambda key: (0, key)) if self.anonymous else (lambda key: (self.cards[key].value.number, key))
        return {key: self.cards[key] for key in sorted(self.cards, key=order) if self.cards[key].value.text}

    def topics(self) -> dict[str, tuple[str, ...]]:
        """Return the cards of each topic, by its key; a card that was put nowhere is a topic of its own."""
        found: dict[str, list[str]] = {}
        for key in self.standing():
            found.setdefault(self.topic_of(key), []).append(key)
        return {topic: tuple(cards) for topic, cards in found.items()}

    def topic_of(self, card: str) -> str:
        """Return the topic of a card."""
        place = self.places.get(card)
        return card if place is None else place.value.topic

    def totals(self) -> Counter[str]:
        """Return the votes of each topic."""
        totals: Counter[str] = Counter()
        for ballot in self.ballots.values():
            totals.update(ballot.value.votes)
        return totals

    def ranked(self) -> dict[str, tuple[str, ...]]:
        """Return the topics with most votes first; those with as many stay as they were."""
        totals, topics = self.totals(), self.topics()
        return {topic: topics[topic] for topic in sorted(topics, key=lambda topic: -totals[topic])}


def read(room: Room, kinds: Collection[Kind] = EVERYTHING) -> Contents:
    """Read what lies in a room, of these kinds."""
    found = room.elements(kinds)

    def of(kind: Kind, record: type[T]) -> dict[str, Stored[T]]:
        rows: dict[str, Stored[JsonObject]] = found.get(kind, {})
        return {element: door.read(record, row) for element, row in rows.items()}

    return Contents(
        forecasts=of(Kind.FORECAST, Forecast),
        cards=of(Kind.CARD, Card),
        places=of(Kind.PLACE, Place),
        names=of(Kind.TOPIC, Topic),
        ballots=of(Kind.BALLOT, Ballot),
        notes=of(Kind.NOTE, Note),
        decisions=of(Kind.DECISION, Decision),
        anonymous=room.session.anonymous,
    )
