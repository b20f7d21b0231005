"""Forecasts: what people expect before the reveal, and whose results stay hidden until they said it."""

import hashlib
import math
from collections.abc import Mapping

from sqlalchemy import Connection

from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import Actor
from data.workspace.documents import spelled
from data.workspace.records import Kind, Stored
from data.workspace.rights import Action, may
from data.workspace.sessions import rooms
from data.workspace.sessions.limits import CHANCE, LIFT
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Forecast, Session
from data.workspace.sessions.rooms import Room

_WAITING = f'"phase":"{Phase.FORECAST}"'  # as a stored session spells it


def give(room: Room, forecast: Forecast) -> Stored[Forecast]:
    """Keep a person's one answer on one experiment. Raises `Refused` for a second."""
    if forecast.experiment not in room.session.experiments:
        raise Refused(
            Message(
                "forecast_unasked",
                "This session does not look at “{experiment}”: choose one of its experiments.",
                {"experiment": forecast.experiment[:80]},
            )
        )
    element = element_of(forecast.experiment, forecast.person)
    if room.find(Kind.FORECAST, element, Forecast) is not None:
        raise Refused(
            Message("forecast_given", "You have answered this already, and a forecast is final: wait for the reveal.")
        )
    return room.save(Kind.FORECAST, element, record=forecast, version=None)


def check(low: float, high: float, chance: float) -> None:
    """Raise `Refused` unless these are a range of lifts (fractions) and a chance (0–1)."""
    if not all(math.isfinite(number) for number in (low, high, chance)) or not -LIFT <= low <= high <= LIFT:
        raise Refused(
            Message(
                "forecast_range",
                "A forecast is a range from a lower to a higher lift, within ±{percent} %: correct it.",
                {"percent": round(100 * LIFT)},
            )
        )
    if not CHANCE <= chance <= 1 - CHANCE:
        raise Refused(
            Message("forecast_chance", "Nobody is that certain: give a chance from 1 % to 99 %."),
        )


def veiled(connection: Connection, actor: Actor) -> Mapping[str, str]:
    """Return, by experiment, the session that waits for this actor's forecast; it waits for nobody who only reads."""
    return veils(connection, rooms.person_of(actor)) if may(actor, Action.WRITE_NOTES) else {}


def veils(connection: Connection, person: str) -> Mapping[str, str]:
    """Return, by experiment, the session that waits for this person's forecast of it."""
    asked = {
        f"{session.key}/{element_of(experiment, person)}": (experiment, session.key)
        for session in _waiting(connection)
        for experiment in session.experiments
    }
    given = ledger.those(connection, Kind.FORECAST, asked)
    return {experiment: session for key, (experiment, session) in asked.items() if key not in given}


def asked(connection: Connection) -> frozenset[str]:
    """Return every experiment that a session is guessing about now."""
    return frozenset(experiment for session in _waiting(connection) for experiment in session.experiments)


def element_of(experiment: str, person: str) -> str:
    """Return the element of a person's forecast: the two keys together would be too long."""
    return hashlib.sha256(spelled([experiment, person]).encode()).hexdigest()[:40]


def _waiting(connection: Connection) -> tuple[Session, ...]:
    found = (door.read(Session, row).value for row in ledger.holding(connection, Kind.SESSION, _WAITING))
    return tuple(session for session in found if session.phase is Phase.FORECAST and not session.is_over)
