"""Months: which of them a test belongs to, what it says in each, and what they come to."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.decisions.months import Month, month_named, month_of
from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import (
    LONGEST,
    Answer,
    Choice,
    Course,
    Group,
    Part,
    Reviewed,
    Row,
    chosen,
    months,
    review,
    totals,
)
from analytics.decisions.statements import Silence
from data.declarations.experiments import Experiment

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
WON = Answer(kind=VerdictKind.SHIP)


def reviewed(
    start: date,
    end: date | None = None,
    *,
    read_to: date | None = None,
    course: Course = Course.WAITING,
    decided_on: date | None = None,
    answer: Answer = WON,
    key: str = "one",
    owner: str = "",
) -> Reviewed:
    return Reviewed(
        experiment=Experiment(key=key, name=key.capitalize(), owner=owner),
        start=start,
        end=end,
        read_to=end or read_to or start,
        answer=answer,
        course=course if end is not None else Course.OPEN,
        decided_on=decided_on,
    )


def row(tests: list[Reviewed], month: Month) -> Row:
    [found] = review(tests, month).rows
    return found


def test_a_month_has_a_name_its_days_and_the_one_before() -> None:
    assert (OCTOBER.name, OCTOBER.first, OCTOBER.last) == ("2026-10", date(2026, 10, 1), date(2026, 10, 31))
    assert Month(2026, 1).before == Month(2025, 12)
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month(1, 1).before == Month(1, 1)
    assert Month(9999, 12).last == date.max
    assert month_named("2026-10") == OCTOBER


@pytest.mark.parametrize(
    "wrong",
    ["", "2026", "2026-13", "2026-00", "0000-01", "26-10", "2026-1", "2026-10-01", "٢٠٢٦-١٠", "-2026-1", "²026-10"],
)
def test_what_is_no_month_is_none(wrong: str) -> None:
    assert month_named(wrong) is None


@given(st.dates(), st.integers(0, 1500), st.integers(-50, 400), st.booleans())
def test_a_test_belongs_to_every_month_of_its_days_and_to_that_of_its_decision(
    start: date, days: int, later: int, is_decided: bool
) -> None:
    end = min(start + timedelta(days=days), date.max - timedelta(days=400))
    if end < start:
        return
    decided = end + timedelta(days=later)
    known = reviewed(start, end, course=Course.STOP, decided_on=decided) if is_decided else reviewed(start, end)
    walked = {month_of(start + timedelta(days=number)) for number in range((end - start).days + 1)}
    expected = walked | ({month_of(decided)} if is_decided else set())
    assert set(months([known])) == expected
    for month in expected:
        parts = row([known], month).parts
        assert (Part.STARTED in parts) == (month == month_of(start))
        assert (Part.ENDED in parts) == (month == month_of(end))
        assert (Part.DECIDED in parts) == (is_decided and month == month_of(decided))
        assert (parts == (Part.RAN,)) == (not set(parts) & {Part.STARTED, Part.ENDED, Part.DECIDED})


def test_months_in_which_nothing_was_done_list_nothing() -> None:
    known = reviewed(date(2026, 10, 3), date(2026, 10, 20), course=Course.SHIP, decided_on=date(2026, 12, 1))
    assert months([known]) == (Month(2026, 12), OCTOBER)
    assert review([known], NOVEMBER).rows == ()
    assert review([known], NOVEMBER).of == 0


def test_a_test_that_runs_for_ever_is_listed_in_its_last_years_and_where_it_began() -> None:
    known = reviewed(date(1, 1, 1), read_to=date(2026, 11, 5))
    found = months([known])
    assert len(found) == LONGEST + 1
    assert (found[0], found[-1]) == (NOVEMBER, Month(1, 1))


def test_a_test_that_ran_on_says_nothing_before_the_month_it_ended() -> None:
    known = reviewed(date(2026, 10, 29), date(2026, 11, 25), course=Course.SHIP, decided_on=date(2026, 11, 26))
    before, then = row([known], OCTOBER), row([known], NOVEMBER)
    assert (before.answer.kind, before.answer.silence, before.course) == (None, Silence.RUNNING, Course.OPEN)
    assert (then.answer, then.course, then.parts) == (WON, Course.SHIP, (Part.ENDED, Part.DECIDED))
    assert totals([before]).decided == 0


def test_what_is_hidden_stays_hidden_in_every_month() -> None:
    guess = Answer(silence=Silence.GUESS)
    known = reviewed(date(2026, 10, 29), date(2026, 11, 25), course=Course.HIDDEN, answer=guess)
    for month in (OCTOBER, NOVEMBER):
        found = row([known], month)
        assert (found.answer, found.course, found.group) == (guess, Course.HIDDEN, Group.OPEN)
    told = totals([row([known], NOVEMBER)])
    assert (told.ended, told.silent, told.waiting, told.judged) == (1, 1, 0, 0)


def test_a_decision_without_a_day_counts_in_the_month_its_test_ended() -> None:
    known = reviewed(date(2026, 10, 1), date(2026, 10, 20), course=Course.DECLARED)
    assert row([known], OCTOBER).parts == (Part.STARTED, Part.ENDED, Part.DECIDED)
    assert totals([row([known], OCTOBER)]).lag is None


def test_to_test_the_same_again_ends_nothing() -> None:
    known = reviewed(date(2026, 10, 1), date(2026, 10, 20), course=Course.RERUN, decided_on=date(2026, 10, 22))
    found = row([known], OCTOBER)
    assert found.group is Group.WAITING
    assert (totals([found]).decided, totals([found]).waiting) == (0, 1)


def test_totals_count_each_result_once_and_name_the_middle_wait() -> None:
    kinds = [*VerdictKind, VerdictKind.SHIP]
    waits = (2, 9, 40, 4, 1, 3, 5)
    ends = [date(2026, 10, 3) + timedelta(days=number) for number in range(len(kinds))]
    tests = [
        reviewed(
            date(2026, 9, 20), end, course=Course.STOP, decided_on=end + timedelta(days=wait),
            answer=Answer(kind=kind), key=f"t{number}",
        )
        for number, (kind, end, wait) in enumerate(zip(kinds, ends, waits, strict=True))
    ]  # fmt: skip
    told = totals(review(tests, OCTOBER).rows)
    assert (told.started, told.ended, told.waiting) == (0, 7, 0)
    assert (told.won, told.lost, told.same, told.unclear, told.untrusted, told.silent) == (2, 1, 1, 2, 1, 0)
    assert told.judged == 6
    within = [wait for wait, end in zip(waits, ends, strict=True) if month_of(end + timedelta(days=wait)) == OCTOBER]
    assert (told.decided, told.timed, told.lag) == (6, 6, median(within))


def test_an_empty_month_comes_to_nothing() -> None:
    told = totals(review([], OCTOBER).rows)
    assert (told.started, told.ended, told.decided, told.judged, told.lag) == (0, 0, 0, 0, None)


def test_what_waits_comes_first_and_the_longest_wait_first_of_all() -> None:
    tests = [
        reviewed(date(2026, 10, 2), read_to=date(2026, 10, 30), key="runs"),
        reviewed(
            date(2026, 10, 2), date(2026, 10, 12), course=Course.STOP, decided_on=date(2026, 10, 13), key="decided"
        ),
        reviewed(date(2026, 10, 2), date(2026, 10, 20), key="late"),
        reviewed(date(2026, 10, 2), date(2026, 10, 9), key="early"),
    ]
    assert [each.test.experiment.key for each in review(tests, OCTOBER).rows] == ["early", "late", "decided", "runs"]
    assert review(tests, NOVEMBER).earlier == 2


def test_a_reader_asks_for_less_and_knows_of_how_much() -> None:
    tests = [
        reviewed(date(2026, 10, 2), date(2026, 10, 9), key="hers", owner="Web team"),
        reviewed(
            date(2026, 10, 2), date(2026, 10, 9), key="theirs", owner="App team", answer=Answer(silence=Silence.EMPTY)
        ),
    ]
    whole = review(tests, OCTOBER)
    for choice, keys in (
        (Choice(), ["hers", "theirs"]),
        (Choice(owner="Web team"), ["hers"]),
        (Choice(result="ship"), ["hers"]),
        (Choice(result="none"), ["theirs"]),
        (Choice(decision=Course.WAITING, owner="App team"), ["theirs"]),
        (Choice(decision=Course.SHIP), []),
    ):
        left = chosen(whole, choice)
        assert [each.test.experiment.key for each in left.rows] == keys
        assert left.of == 2
