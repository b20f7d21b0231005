"""Views: how the contents of a room become the board of one person. What is hidden is left out here, and only here."""

from collections.abc import Iterator
from types import MappingProxyType

from data.workspace import door, ledger
from data.workspace.records import Kind, Stored
from data.workspace.rights import Action, may
from data.workspace.sessions import actions, contents, participants, phases, presence
from data.workspace.sessions.boards import Board, Hidden, Passage, ShownCard, ShownTopic
from data.workspace.sessions.contents import Contents
from data.workspace.sessions.limits import VOTES
from data.workspace.sessions.notes import IMPROVEMENT
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.presence import SEEN, Seen
from data.workspace.sessions.records import ActionItem, Card, Forecast, Session
from data.workspace.sessions.rooms import Room

FEW = 4  # people below whom one may guess who wrote what
_HIDDEN = MappingProxyType({Phase.FORECAST: Hidden.FORECASTS, Phase.WRITE: Hidden.CARDS, Phase.VOTE: Hidden.VOTES})


def board(room: Room, *, now: int) -> Board:
    """Return what the person who entered may see. `now`: seconds since 1970."""
    session, found = room.session, contents.read(room)
    seen = presence.everybody(room.connection, session.key)
    visible = _visible(room, found)
    own_actions, earlier = _promised(room)
    people = {*_people(found, seen, session), *(each.value.owner for each in (*own_actions, *earlier))}
    if not session.anonymous:
        people |= {stored.value.voice for stored in visible.values()}
    names = participants.names(room.connection, people)
    joined = session.joined or sum(one.partakes for one in seen)
    own = _own_votes(room, found)
    partakes = may(room.actor, Action.WRITE_NOTES)
    return Board(
        key=session.key,
        version=room.stored.version,
        clock=presence.clock(room.connection, session.key),
        title=session.title,
        experiments=session.experiments,
        anonymous=session.anonymous,
        phase=session.phase,
        phase_began_at=room.began_at,
        minutes=_minutes(room),
        facilitator=session.facilitator,
        is_led=room.is_led,
        called_off_at=session.called_off_at,
        called_off_by=session.called_off_by,
        moves=_moves(room) if partakes and not session.is_over else (),
        partakes=partakes,
        is_over=session.is_over,
        person=room.person,
        names=names,
        here=tuple(one.person for one in seen if one.here and one.seen_at >= now - SEEN),
        joined=joined,
        is_small=session.anonymous and joined < FEW,
        finished=tuple(one.person for one in seen if one.finished == session.phase),
        timer_ends_at=session.timer_ends_at,
        hidden=_HIDDEN.get(session.phase),
        answered=_answered(session, found),
        forecasts=_forecasts(room, found),
        written=len(found.standing()),
        cards=tuple(_cards(room, found, visible, names)),
        topics=tuple(_topics(room, found, own)),
        votes_left=VOTES - sum(own.values()) if partakes and session.phase is Phase.VOTE else 0,
        topic=session.topic,
        decisions=tuple(found.decisions[key] for key in session.experiments if key in found.decisions),
        actions=own_actions,
        earlier_actions=earlier,
        improvement=found.notes.get(IMPROVEMENT),
    )


def _moves(room: Room) -> tuple[Phase, ...]:
    legal = phases.moves(room.session.phase, experiments=bool(room.session.experiments))
    return tuple(phase for phase in Phase if phase in legal) if room.is_led else ()


def _minutes(room: Room) -> tuple[Passage, ...]:
    """Return when each phase was entered, by the history of the session."""
    versions = ledger.versions(room.connection, Kind.SESSION, room.session.key)
    entered: list[Passage] = []
    for stored in (door.read(Session, row) for row in reversed(versions)):
        began_at = stored.value.phase_began_at or stored.changed_at
        if not entered or entered[-1].phase is not stored.value.phase:
            entered.append(Passage(phase=stored.value.phase, began_at=began_at))
    return tuple(entered)


def _answered(session: Session, found: Contents) -> dict[str, tuple[str, ...]]:
    given = [stored.value for stored in found.forecasts.values()]
    return {
        experiment: tuple(sorted(each.person for each in given if each.experiment == experiment))
        for experiment in session.experiments
    }


def _forecasts(room: Room, found: Contents) -> tuple[Forecast, ...]:
    given = (stored.value for stored in found.forecasts.values())
    shown = room.session.phase.has_reached(Phase.REVEAL)
    return tuple(
        sorted(
            (each for each in given if shown or each.person == room.person),
            key=lambda each: (room.session.experiments.index(each.experiment), each.person),
        )
    )


def _visible(room: Room, found: Contents) -> dict[str, Stored[Card]]:
    """Return the cards this person may see."""
    shown = room.session.phase.has_reached(Phase.GROUP)
    return {key: stored for key, stored in found.standing().items() if shown or room.is_mine(key, stored.value)}


def _cards(room: Room, found: Contents, visible: dict[str, Stored[Card]], names: dict[str, str]) -> Iterator[ShownCard]:
    grouped = room.session.phase.has_reached(Phase.GROUP)
    for key, stored in visible.items():
        card = stored.value
        yield ShownCard(
            key=key,
            prompt=card.prompt,
            text=card.text,
            author=None if room.session.anonymous else names.get(card.voice, ""),
            version=stored.version if room.is_mine(key, card) else None,
            topic=found.topic_of(key) if grouped else "",
        )


def _own_votes(room: Room, found: Contents) -> dict[str, int]:
    element = room.ballot()
    ballot = found.ballots.get(element) if element else None
    return dict(ballot.value.votes) if ballot else {}


def _topics(room: Room, found: Contents, own: dict[str, int]) -> Iterator[ShownTopic]:
    phase = room.session.phase
    if not phase.has_reached(Phase.GROUP):
        return
    counted = phase.has_reached(Phase.DISCUSS)
    totals = found.totals()
    for key, cards in (found.ranked() if counted else found.topics()).items():
        name = found.names.get(key)
        yield ShownTopic(
            key=key,
            name=name.value.name if name else "",
            version=name.version if name else None,
            cards=cards,
            mine=own.get(key, 0),
            total=totals[key] if counted else None,
            note=found.notes.get(key),
        )


def _promised(room: Room) -> tuple[tuple[Stored[ActionItem], ...], tuple[Stored[ActionItem], ...]]:
    """Return the actions of this session, and those of others that are still open."""
    every = actions.every(room.connection)
    key = room.session.key
    own = tuple(each for each in every if each.value.session == key)
    return own, tuple(each for each in every if each.value.session != key and each.value.is_open)


def _people(found: Contents, seen: tuple[Seen, ...], session: Session) -> Iterator[str]:
    """Give the keys of everybody who stands on a board by name, whatever is hidden on it."""
    yield from (session.facilitator, session.called_off_by) if session.called_off_at else (session.facilitator,)
    yield from (one.person for one in seen)
    yield from (each.value.person for each in found.forecasts.values())
    yield from (each.value.person for each in found.decisions.values())
