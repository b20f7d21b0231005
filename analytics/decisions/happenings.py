"""What happened to the tests since a team last sat together: started, ended, alarmed, decided. No results: those are
for the reveal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.decisions.agenda import Line
from analytics.decisions.results import Light
from analytics.decisions.summaries import Reading
from data.declarations.experiments import Experiment, Status

ALARMED = "alarmed"  # what is noted of a test whose health blocks its verdict


class Happening(StrEnum):
    """What can happen to a test, in the order in which it is told."""

    ALARMED = "alarmed"  # a health check blocks its verdict now
    ENDED = "ended"
    STARTED = "started"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one test."""

    experiment: Experiment
    what: Happening


def standing(lines: Sequence[Line], today: date) -> dict[str, str]:
    """Return where every test stands, by key, to be compared when the team meets again."""
    return {line.experiment.key: " ".join(_stands(line, today)) for line in lines}


def happenings(lines: Sequence[Line], before: Mapping[str, str], today: date) -> tuple[Event, ...]:
    """Return what happened since `before` (what `standing` returned then), alarms first."""
    found = [
        Event(experiment=line.experiment, what=what)
        for line in lines
        for what in _happened(before.get(line.experiment.key, ""), _stands(line, today))
    ]
    order = tuple(Happening)
    return tuple(sorted(found, key=lambda event: order.index(event.what)))


def _happened(before: str, now: tuple[str, ...]) -> list[Happening]:
    stood = before.split()
    found = [Happening.ALARMED] if ALARMED in now and ALARMED not in stood else []
    stage = now[0]
    if stage == (stood[0] if stood else "") or stage == Status.DRAFT:
        return found
    reached = {Status.RUNNING: Happening.STARTED, Status.ENDED: Happening.ENDED, Status.DECIDED: Happening.DECIDED}
    return [*found, reached[Status(stage)]] if stage in reached else found


def _stands(line: Line, today: date) -> tuple[str, ...]:
    """Return the stage, and whether health alarms. A test past its planned end has ended, whatever its status says."""
    experiment, status = line.experiment, line.experiment.status
    if line.summary.reading is Reading.EMPTY and status in (Status.DRAFT, Status.RUNNING):
        status = Status.DRAFT
    elif status in (Status.DRAFT, Status.RUNNING):
        over = experiment.planned_end is not None and experiment.planned_end < today
        status = Status.ENDED if over else Status.RUNNING
    return (status.value, ALARMED) if line.summary.light is Light.BLOCK else (status.value,)
