"""Which days are looks, and which look may decide."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from analytics.decisions.looks import Looks, plan
from data.declarations.experiments import Experiment, Extension, Inference, Status
from data.messages import Refused
from tests.decisions.worlds import START, experiment

DAYS = tuple(START + timedelta(days=day) for day in range(20))
PLANNED, OPEN = experiment(days=28), experiment(days=None)


def day(number: int) -> date:
    """Return the day with this number, from 1."""
    return START + timedelta(days=number - 1)


def planned(
    declared: Experiment,
    days: tuple[date, ...] = DAYS,
    *,
    through: date | None = DAYS[-1],
    asked: Inference | None = None,
    live: bool = True,
) -> Looks:
    users = np.arange(1, len(days) + 1) * 1000 if days else np.array([1000])
    return plan(declared, days, users=users, through=through, asked=asked, live=live)


def test_a_planned_end_makes_every_complete_day_a_protected_look() -> None:
    looks = planned(PLANNED)
    assert looks.inference is Inference.SEQUENTIAL
    assert (looks.read, looks.day_number, looks.protected, looks.ended) == (19, 20, True, False)
    assert looks.clock is not None
    assert looks.clock.share[-1] == pytest.approx(20 / 28)


def test_a_past_day_is_read_as_it_was() -> None:
    assert planned(PLANNED, through=day(5)).days == DAYS[:5]


def test_a_planned_end_after_the_last_data_is_a_look_of_its_own() -> None:
    looks = planned(PLANNED, through=day(40))
    assert looks.days[-1] == day(28)
    assert looks.positions[-2:] == (19, 19)
    assert looks.ended


def test_data_after_the_planned_end_do_not_move_the_look_that_is_read() -> None:
    looks = planned(experiment(days=14))
    assert looks.days[looks.read] == day(14)
    assert looks.days[-1] == day(20)
    assert looks.clock is not None
    assert looks.clock.after_end.tolist() == [False] * 14 + [True] * 6


def test_planned_users_end_a_test_too() -> None:
    looks = planned(replace(OPEN, planned_users=10_000))
    assert looks.days[looks.read] == day(10)
    assert looks.ended


def test_an_early_end_stops_the_clock() -> None:
    looks = planned(replace(PLANNED, ended_on=day(10)))
    assert looks.days[looks.read] == day(10)
    assert looks.ended
    assert looks.clock is not None
    assert looks.clock.share[-1] == pytest.approx(10 / 28)


def test_an_extension_keeps_the_old_clock_for_earlier_looks() -> None:
    moved = replace(PLANNED, extensions=(Extension(decided_on=day(10), planned_end=day(14)),))
    looks = planned(moved)
    assert looks.clock is not None
    assert looks.clock.share[9] == pytest.approx(10 / 14)
    assert not looks.ended


def test_without_a_planned_end_one_look_is_shown_and_nothing_is_decided() -> None:
    looks = planned(OPEN)
    assert looks.inference is Inference.FIXED
    assert looks.reason is not None
    assert looks.reason.code == "no_planned_end"
    assert (looks.protected, looks.ended) == (False, False)


@pytest.mark.parametrize("declared", [replace(OPEN, ended_on=day(18)), replace(OPEN, status=Status.ENDED)])
def test_an_open_test_that_has_ended_may_be_decided(declared: Experiment) -> None:
    looks = planned(declared)
    assert (looks.protected, looks.ended) == (True, True)


def test_the_status_of_today_says_nothing_about_a_past_day() -> None:
    assert not planned(replace(OPEN, status=Status.ENDED), live=False).ended


def test_asking_for_one_look_makes_an_open_test_a_finished_one() -> None:
    looks = planned(OPEN, asked=Inference.FIXED)
    assert (looks.reason, looks.protected, looks.ended) == (None, True, True)


def test_one_look_waits_for_a_declared_end() -> None:
    assert not planned(PLANNED, asked=Inference.FIXED).protected
    assert planned(PLANNED, asked=Inference.FIXED, through=day(28)).protected


@pytest.mark.parametrize("asked", [None, Inference.FIXED, Inference.SEQUENTIAL])
def test_undated_data_are_one_finished_look(asked: Inference | None) -> None:
    looks = planned(PLANNED, (), through=None, asked=asked)
    assert (looks.inference, looks.days, looks.day_number) == (Inference.FIXED, (), None)
    assert (looks.protected, looks.ended) == (True, True)
    assert (looks.reason is None) == (asked is Inference.FIXED)


def test_always_valid_inference_is_not_built_yet() -> None:
    with pytest.raises(Refused, match="Not yet"):
        planned(PLANNED, asked=Inference.ALWAYS)


def test_a_declared_always_falls_back_and_says_so() -> None:
    looks = planned(replace(OPEN, inference=Inference.ALWAYS))
    assert looks.reason is not None
    assert looks.reason.code == "always_not_built"
