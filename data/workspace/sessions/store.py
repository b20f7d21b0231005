"""The door of the room: sessions of a team, each call in the name of an actor, one call one transaction.

Every call checks the actor's role and whether it belongs to the phase. What is written while people wait to see it
comes out of one place alone, the board, and only as far as it is this person's to see.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType

from sqlalchemy import Engine

from data.home import Home
from data.workspace.actors import Actor
from data.workspace.door import Door
from data.workspace.records import JsonObject, Kind, Stored
from data.workspace.rights import Action, may
from data.workspace.sessions import (
    actions,
    ballots,
    cards,
    decisions,
    forecasts,
    limits,
    moves,
    notes,
    presence,
    rooms,
    snapshots,
    topics,
    views,
)
from data.workspace.sessions.boards import Board
from data.workspace.sessions.phases import Phase, Step
from data.workspace.sessions.records import (
    ActionItem,
    Ballot,
    Card,
    Choice,
    Decision,
    Forecast,
    Note,
    Prompt,
    Session,
    Topic,
)
from data.workspace.sessions.rooms import Room

_NO_READOUTS: Mapping[str, JsonObject] = MappingProxyType({})


class Sessions(Door):
    """The sessions of a workspace."""

    def __init__(self, engine: Engine, home: Home) -> None:
        super().__init__(engine)
        self._home = home

    def sessions(self, actor: Actor) -> tuple[Stored[Session], ...]:
        """Return every session, the newest first."""
        found = self._every(actor, Kind.SESSION, Session, right=Action.READ_RESULTS)
        return tuple(sorted(found, key=_begun, reverse=True))

    def version(self, actor: Actor, session: str) -> int:
        """Return a number that every change in a room raises, 0 before the first: what a browser polls."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return presence.clock(connection, session)

    def board(self, actor: Actor, session: str, *, now: int) -> Board:
        """Return what this person may see now; `now`: seconds since 1970. Raises `NotFound`."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return views.board(Room.enter(connection, actor, session, home=self._home), now=now)

    def snapshot(self, actor: Actor, session: str, experiment: str) -> Stored[JsonObject]:
        """Return a readout as it was revealed. Raises `NotFound` before that."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return snapshots.get(Room.enter(connection, actor, session, home=self._home), experiment)

    def veiled(self, actor: Actor) -> Mapping[str, str]:
        """Return, by experiment, the session that waits for this person's forecast: its results stay hidden."""
        with self._reading(actor, Action.READ_DECLARATIONS) as connection:
            return forecasts.veiled(connection, actor)

    def open_actions(self, actor: Actor) -> tuple[Stored[ActionItem], ...]:
        """Return what was promised in any session and still waits, what is due first."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            return tuple(each for each in actions.every(connection) if each.value.is_open)

    def start(
        self, actor: Actor, title: str, *, experiments: Sequence[str] = (), anonymous: bool = False
    ) -> Stored[Session]:
        """Begin a session and lead it. Raises `Refused`, `NotFound`."""
        with self._writing(actor, Action.WRITE_NOTES) as connection:
            return moves.start(connection, actor, title, experiments=experiments, anonymous=anonymous, home=self._home)

    def move(
        self,
        actor: Actor,
        session: str,
        to: Phase,
        *,
        version: int,
        readouts: Mapping[str, JsonObject] = _NO_READOUTS,
    ) -> Stored[Session]:
        """Go to another phase; `readouts` are pinned at the reveal, one for each experiment.

        Raises `Forbidden` for whoever does not lead, `Refused` for a move that is not legal or was overtaken.
        """
        with self._inside(actor, session, Step.MOVE) as room:
            return moves.move(room, to, version=version, readouts=readouts)

    def hand_over(self, actor: Actor, session: str, person: str) -> Stored[Session]:
        """Let somebody else lead. Raises `Forbidden`, `Refused`."""
        with self._inside(actor, session, Step.LEAD) as room:
            return moves.hand_over(room, person)

    def take_over(self, actor: Actor, session: str) -> Stored[Session]:
        """Lead from now on, whoever led before. Raises `Forbidden`."""
        with self._inside(actor, session, Step.LEAD, right=Action.DECIDE) as room:
            return moves.take_over(room)

    def start_timer(self, actor: Actor, session: str, *, minutes: int) -> Stored[Session]:
        """Let a timer run from now. Raises `Forbidden`, `Refused`."""
        with self._inside(actor, session, Step.LEAD) as room:
            return moves.set_timer(room, minutes)

    def stop_timer(self, actor: Actor, session: str) -> Stored[Session]:
        """Stop the timer. Raises `Forbidden`."""
        with self._inside(actor, session, Step.LEAD) as room:
            return moves.set_timer(room, None)

    def discuss(self, actor: Actor, session: str, topic: str) -> Stored[Session]:
        """Let everybody look at a topic. Raises `Forbidden`, `Refused`."""
        with self._inside(actor, session, Step.TOPIC) as room:
            return moves.discuss(room, topic)

    def forecast(
        self, actor: Actor, session: str, experiment: str, *, low: float, high: float, chance: float
    ) -> Stored[Forecast]:
        """Say, for good, which lift (fractions) and which chance to be better one expects. Raises `Refused`."""
        with self._inside(actor, session, Step.FORECAST) as room:
            forecasts.check(low, high, chance)
            low, high, chance = float(low), float(high), float(chance)
            expected = Forecast(experiment=experiment, person=room.person, low=low, high=high, chance=chance)
            return forecasts.give(room, expected)

    def decline(self, actor: Actor, session: str, experiment: str) -> Stored[Forecast]:
        """Say, for good, that one knows the result already. Raises `Refused`."""
        with self._inside(actor, session, Step.FORECAST) as room:
            return forecasts.give(room, Forecast(experiment=experiment, person=room.person, declined=True))

    def save_card(
        self, actor: Actor, session: str, card: str, *, text: str, prompt: Prompt, version: int | None
    ) -> Stored[Card]:
        """Save one's own card over `version` (None: a new one, `card` being a `new_key`); an empty text withdraws it.

        Raises `Forbidden` for somebody else's, `Conflict` with both texts, `Refused`.
        """
        with self._inside(actor, session, Step.CARD) as room:
            return cards.save(room, card, text=text, prompt=prompt, version=version)

    def put(self, actor: Actor, session: str, card: str, topic: str) -> str:
        """Put a card under a topic, or with an empty one under its own; returns the topic's key. Raises `Refused`."""
        with self._inside(actor, session, Step.GROUP) as room:
            return topics.put(room, card, topic)

    def name_topic(self, actor: Actor, session: str, topic: str, *, name: str, version: int | None) -> Stored[Topic]:
        """Call a topic something, over `version` (None: it had no name). Raises `Conflict`, `Refused`."""
        with self._inside(actor, session, Step.GROUP) as room:
            return topics.name(room, topic, text=name, version=version)

    def vote(self, actor: Actor, session: str, topic: str, *, change: int) -> Stored[Ballot]:
        """Give a topic one vote (1) or take one back (-1). Raises `Refused` beyond the limits."""
        with self._inside(actor, session, Step.VOTE) as room:
            return ballots.vote(room, topic, change=change)

    def finish(self, actor: Actor, session: str, *, done: bool) -> None:
        """Say that one is done with this phase, or not yet after all. Raises `Refused`."""
        with self._inside(actor, session, Step.FINISH) as room:
            phase = room.session.phase.value if done else ""
            presence.finish(room.connection, session, room.person, phase=phase)

    def save_note(self, actor: Actor, session: str, topic: str, *, text: str, version: int | None) -> Stored[Note]:
        """Save what was said of a topic over `version` (None: nothing yet). Raises `Conflict`, `Refused`."""
        with self._inside(actor, session, Step.NOTE) as room:
            return notes.save(room, topic, text=text, version=version)

    def decide(
        self, actor: Actor, session: str, experiment: str, *, choice: Choice, reason: str = ""
    ) -> Stored[Decision]:
        """Decide about an experiment, in place of an earlier decision. Raises `Refused` without a needed reason."""
        with self._inside(actor, session, Step.DECIDE, right=Action.DECIDE) as room:
            return decisions.decide(room, experiment, choice=choice, reason=reason)

    def add_action(
        self, actor: Actor, session: str, text: str, *, owner: str, due: date | None = None
    ) -> Stored[ActionItem]:
        """Write down what somebody promised. Raises `Refused`."""
        with self._inside(actor, session, Step.ACT) as room:
            return actions.add(room, ActionItem(key=limits.new_key(), text=text, owner=owner, due=due))

    def save_action(self, actor: Actor, item: ActionItem, *, version: int) -> Stored[ActionItem]:
        """Save an action over `version`, also after its session. Raises `Conflict`, `Refused`, `NotFound`."""
        with self._writing(actor, Action.WRITE_NOTES) as connection:
            return actions.save(connection, actor, item, version=version)

    def improve(self, actor: Actor, session: str, text: str, *, version: int | None) -> Stored[Note]:
        """Save the one improvement over `version` (None: none yet). Raises `Conflict`, `Refused`."""
        with self._inside(actor, session, Step.IMPROVE) as room:
            return notes.improve(room, text, version=version)

    def here(self, actor: Actor, session: str, *, now: int) -> None:
        """Give a sign of life; `now`: seconds since 1970. Raises `NotFound`."""
        person = rooms.person_of(actor)
        with self._reading(actor, Action.READ_RESULTS) as connection:
            room = Room.enter(connection, actor, session, home=self._home)
            if room.session.phase is Phase.CLOSED or not presence.is_due(connection, session, person, now=now):
                return
        with self._writing(actor, Action.READ_RESULTS) as connection:
            room = Room.enter(connection, actor, session, home=self._home)
            if room.session.phase is not Phase.CLOSED:
                partakes = may(actor, Action.WRITE_NOTES)
                presence.note(connection, session, person, partakes=partakes, now=now)

    @contextmanager
    def _inside(self, actor: Actor, session: str, step: Step, *, right: Action = Action.WRITE_NOTES) -> Iterator[Room]:
        with self._writing(actor, right) as connection:
            room = Room.enter(connection, actor, session, home=self._home)
            room.check(step)
            yield room


def _begun(stored: Stored[Session]) -> tuple[str, str]:
    started = stored.value.started_at
    return started.isoformat() if started else "", stored.value.key
