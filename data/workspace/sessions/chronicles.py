"""Chronicles: what became of all sessions together, as far as everybody may see it by now and nobody stands out in it.

A session that was called off is none of them; what was promised in it still is a promise. Of a forecast a chronicle
says whether it is one's own, and nothing else of who gave it; in an anonymous session not even that. What is still
hidden in a session, and each test that waits for this person's forecast, is left out.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from data.workspace import door, ledger
from data.workspace.actors import Actor
from data.workspace.records import Kind, Stored
from data.workspace.sessions import forecasts, rooms
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import ActionItem, Ballot, Card, Choice, Decision, Forecast, Session, Topic

RECENT = 20  # sessions, the newest, of which topics are told
TURNS = frozenset({Kind.SESSION, Kind.DECISION, Kind.ACTION})  # what is written when more may be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A session that was begun."""

    key: str
    title: str
    began_at: datetime  # UTC
    is_settled: bool  # forecasts are revealed and votes counted: neither changes any more
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A forecast that somebody gave."""

    chance: float  # that the treatment is better, 0–1
    low: float  # relative lift (fraction)
    high: float
    is_mine: bool  # given by the person who asks, in a session that is not anonymous


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The forecasts of one test in one session."""

    session: str  # key
    experiment: str  # key
    given_at: datetime  # UTC; when the last of them was given
    anonymous: bool
    guesses: tuple[Guess, ...]  # by what they say, never by who gave them


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A topic that got a vote."""

    session: str  # key
    name: str  # what people called it, else the card it began with
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A decision about a test."""

    experiment: str  # key
    choice: Choice
    taken_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What somebody promised to do, without who."""

    session: str  # key
    text: str
    promised_at: datetime  # UTC
    due: date | None
    done_on: date | None  # None: not done yet
    dropped: bool  # will not be done


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What one person may know of all sessions together."""

    sessions: tuple[Past, ...]  # oldest first
    rounds: tuple[Round, ...]  # of the sessions that have revealed them, oldest session first
    topics: tuple[Raised, ...]  # of the newest settled sessions, oldest session first
    decisions: tuple[Taken, ...]  # oldest first
    actions: tuple[Promised, ...]  # oldest first
    veiled: frozenset[str]  # experiments that wait for this person's forecast: nothing is told of them


def tell(connection: Connection, actor: Actor, *, known: Collection[str]) -> Chronicle:
    """Return what this person may know of all sessions together.

    `known`: keys of settled sessions whose rounds and topics need not be told again.
    """
    person, hidden = rooms.person_of(actor), veiled(connection, actor)
    every = (door.read(Session, row) for row in ledger.every(connection, Kind.SESSION))
    begun = sorted((stored for stored in every if stored.value.called_off_at is None), key=_began)
    sessions = tuple(_past(stored) for stored in begun)
    counted = [session.key for session in sessions if session.is_settled][-RECENT:]
    revealed = {
        stored.value.key: stored.value
        for stored in begun
        if stored.value.phase.has_reached(Phase.REVEAL) and stored.value.key not in known
    }
    return Chronicle(
        sessions=sessions,
        rounds=tuple(_rounds(connection, revealed, person, hidden)),
        topics=tuple(_topics(connection, [key for key in counted if key not in known])),
        decisions=tuple(sorted(_decisions(connection, hidden), key=lambda one: one.taken_at)),
        actions=tuple(sorted(_actions(connection), key=lambda one: one.promised_at)),
        veiled=hidden,
    )


def veiled(connection: Connection, actor: Actor) -> frozenset[str]:
    """Return the experiments that wait for this person's forecast."""
    return frozenset(forecasts.veiled(connection, actor))


def _began(stored: Stored[Session]) -> tuple[datetime, str]:
    return stored.value.started_at or stored.changed_at, stored.value.key


def _past(stored: Stored[Session]) -> Past:
    session = stored.value
    return Past(
        key=session.key,
        title=session.title,
        began_at=_began(stored)[0],
        is_settled=session.phase.has_reached(Phase.DISCUSS),
        is_over=session.is_over,
    )


def _rounds(
    connection: Connection, revealed: Mapping[str, Session], person: str, hidden: Collection[str]
) -> Iterator[Round]:
    """Give what was forecast in these sessions."""
    for key, found in ledger.within_each(connection, (Kind.FORECAST,), revealed).items():
        session = revealed[key]
        given: dict[str, list[Stored[Forecast]]] = {}
        for stored in (door.read(Forecast, row) for row in found[Kind.FORECAST].values()):
            if stored.value.experiment not in hidden and not stored.value.declined:
                given.setdefault(stored.value.experiment, []).append(stored)
        for experiment, answers in given.items():
            guesses = (
                _guess(one.value, is_mine=one.value.person == person and not session.anonymous) for one in answers
            )
            yield Round(
                session=key,
                experiment=experiment,
                given_at=max(one.changed_at for one in answers),
                anonymous=session.anonymous,
                guesses=tuple(sorted((one for one in guesses if one is not None), key=_said)),
            )


def _guess(forecast: Forecast, *, is_mine: bool) -> Guess | None:
    if forecast.chance is None or forecast.low is None or forecast.high is None:
        return None
    return Guess(chance=forecast.chance, low=forecast.low, high=forecast.high, is_mine=is_mine)


def _said(guess: Guess) -> tuple[float, float, float]:
    return guess.chance, guess.low, guess.high


def _topics(connection: Connection, counted: Sequence[str]) -> Iterator[Raised]:
    """Give the topics that got a vote in these sessions, most votes first; the cards under them are not read."""
    voted: list[Raised] = []
    unnamed: dict[int, str] = {}
    for session, found in ledger.within_each(connection, (Kind.TOPIC, Kind.BALLOT), counted).items():
        names = {topic: door.read(Topic, row).value.name for topic, row in found[Kind.TOPIC].items()}
        totals: Counter[str] = Counter()
        for row in found[Kind.BALLOT].values():
            totals.update(door.read(Ballot, row).value.votes)
        for topic, votes in totals.most_common():
            if not names.get(topic):
                unnamed[len(voted)] = f"{session}/{topic}"
            voted.append(Raised(session=session, name=names.get(topic, ""), votes=votes))
    cards = ledger.those(connection, Kind.CARD, unnamed.values())
    for number, raised in enumerate(voted):
        card = cards.get(unnamed.get(number, ""))
        text = raised.name if card is None else door.read(Card, card).value.text
        if text:  # else nobody named it, and the card it began with is gone
            yield replace(raised, name=text)


def _decisions(connection: Connection, hidden: Collection[str]) -> Iterator[Taken]:
    for row in ledger.every(connection, Kind.DECISION):
        decision = door.read(Decision, row).value
        if decision.experiment not in hidden:
            yield Taken(experiment=decision.experiment, choice=decision.choice, taken_at=row.changed_at)


def _actions(connection: Connection) -> Iterator[Promised]:
    first = ledger.begun(connection, Kind.ACTION)
    for row in ledger.every(connection, Kind.ACTION):
        item = door.read(ActionItem, row).value
        yield Promised(
            session=item.session,
            text=item.text,
            promised_at=first.get(item.key, row.changed_at),
            due=item.due,
            done_on=item.done_on,
            dropped=item.dropped,
        )
