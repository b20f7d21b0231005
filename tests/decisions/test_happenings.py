"""What happened to the tests between two sessions; never how they came out."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.decisions.agenda import Line
from analytics.decisions.happenings import Event, Happening, happenings, standing
from analytics.decisions.results import Light, VerdictKind
from analytics.decisions.summaries import Place, Reading, Summary
from data.declarations.experiments import Experiment, Status

TODAY = date(2026, 11, 20)
RUNNING = Experiment(key="banner", name="Banner", status=Status.RUNNING, planned_end=date(2026, 12, 1))
READ = Summary(reading=Reading.READ, kind=VerdictKind.SHIP, light=Light.OK, sentences={})
EMPTY = Summary(reading=Reading.EMPTY, sentences={})


def line(experiment: Experiment = RUNNING, summary: Summary = READ) -> Line:
    return Line(experiment=experiment, summary=summary, place=Place.COLLECTING)


ENDED = line(replace(RUNNING, status=Status.ENDED))
PAST_ITS_END = line(replace(RUNNING, planned_end=date(2026, 11, 19)))
DECIDED = line(replace(RUNNING, status=Status.DECIDED))
ALARMED = line(summary=replace(READ, light=Light.BLOCK))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, line(), [Happening.STARTED]),
        (line(summary=EMPTY), line(), [Happening.STARTED]),
        (line(), line(), []),
        (line(), line(summary=replace(READ, kind=VerdictKind.STOP)), []),  # a verdict is for the reveal
        (line(), ENDED, [Happening.ENDED]),
        (line(), PAST_ITS_END, [Happening.ENDED]),
        (PAST_ITS_END, ENDED, []),
        (ENDED, DECIDED, [Happening.DECIDED]),
        (line(), ALARMED, [Happening.ALARMED]),
        (ALARMED, ALARMED, []),
        (ALARMED, line(), []),
        (None, ALARMED, [Happening.ALARMED, Happening.STARTED]),
        (None, line(summary=EMPTY), []),
    ],
)
def test_what_changed_is_told_once(before: Line | None, now: Line, expected: list[Happening]) -> None:
    noted = {} if before is None else standing((before,), TODAY)
    assert [event.what for event in happenings((now,), noted, TODAY)] == expected


def test_alarms_come_first_and_say_of_which_test() -> None:
    other = line(replace(RUNNING, key="other", name="Other"), replace(READ, light=Light.BLOCK))
    found = happenings((line(), other), standing((other,), TODAY) | {"other": "running"}, TODAY)
    assert found == (
        Event(experiment=other.experiment, what=Happening.ALARMED),
        Event(experiment=RUNNING, what=Happening.STARTED),
    )


def test_where_a_test_stands_says_nothing_of_its_result() -> None:
    kinds = [standing((line(summary=replace(READ, kind=kind)),), TODAY) for kind in VerdictKind]
    assert all(one == kinds[0] for one in kinds)
