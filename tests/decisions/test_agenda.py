"""The order of the overview's lines: what waits first, and of what is decided the last test first."""

from datetime import date

from analytics.decisions import agenda
from analytics.decisions.results import Light, VerdictKind
from analytics.decisions.summaries import Reading, Summary
from data.declarations.experiments import Experiment, Status


def experiment(key: str, status: Status, ended: date | None) -> Experiment:
    return Experiment(key=key, name=key, status=status, ended_on=ended)


def test_of_decided_tests_the_last_stands_first_and_all_of_them_below_what_waits() -> None:
    known = [
        experiment("a-spring", Status.DECIDED, date(2026, 4, 30)),
        experiment("b-undated", Status.DECIDED, None),
        experiment("c-autumn", Status.DECIDED, date(2026, 10, 30)),
        experiment("d-waits", Status.ENDED, date(2026, 2, 1)),
        experiment("e-waits", Status.ENDED, date(2026, 3, 1)),
        experiment("f-summer", Status.DECIDED, None),
    ]
    said = Summary(reading=Reading.READ, kind=VerdictKind.INCONCLUSIVE, light=Light.OK, sentences={})
    summer = Summary(reading=Reading.READ, kind=VerdictKind.SHIP, light=Light.OK, sentences={}, as_of=date(2026, 7, 30))
    lines = agenda.arranged(known, {one.key: said for one in known} | {"f-summer": summer})
    order = ["d-waits", "e-waits", "c-autumn", "f-summer", "a-spring", "b-undated"]
    assert [line.experiment.key for line in lines] == order
