"""The tests of one month, as a team goes through them: which belong to it, what each says, what was decided.

A test belongs to the months in which it started, ended or was decided, and to those it ran through. What it says stands
in the month it ended and later; until then it is running. Pure: nothing is opened here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import median

from analytics.decisions.months import Month, month_of
from analytics.decisions.results import VerdictKind
from analytics.decisions.statements import Silence
from analytics.statistics.results import Interval
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric


class Part(StrEnum):
    """What a test did in a month."""

    STARTED = "started"
    ENDED = "ended"
    DECIDED = "decided"
    RAN = "ran"  # through the whole of it


class Course(StrEnum):
    """What was decided about a test, or that nobody has."""

    SHIP = "ship"
    STOP = "stop"
    ITERATE = "iterate"
    RERUN = "rerun"  # ends nothing: it still waits
    ROLLOUT = "rollout"  # everybody has it, as people stated; no session decided it
    DECLARED = "declared"  # declared as decided: nobody wrote down what, or when
    WAITING = "waiting"  # finished, and nobody has decided
    OPEN = "open"  # not finished
    HIDDEN = "hidden"  # this person has to guess first what came out


class Group(StrEnum):
    """Where a test stands in a month's list, in the order a team needs it."""

    WAITING = "waiting"
    DECIDED = "decided"
    OPEN = "open"  # nothing to decide yet, or not for this person to see


NO_RESULT = "none"  # what a test without a verdict is found by
LONGEST = 120  # months that a test is listed in, the last ones
WAITS = (Course.WAITING, Course.RERUN)
TAKEN = (Course.SHIP, Course.STOP, Course.ITERATE, Course.ROLLOUT, Course.DECLARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a test did to one metric."""

    metric: Metric
    lift: float  # relative (fraction)
    interval: Interval | None  # of the lift, as its readout shows it (fractions); None: none finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a test says, or why it says nothing."""

    kind: VerdictKind | None = None
    silence: Silence | None = None  # None: it says something
    effect: Measured | None = None  # on the leading primary; None: none can be told
    harm: tuple[Measured, ...] = ()  # what got worse beyond chance of the guardrails, where that is why it lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One test with its days, for one person."""

    experiment: Experiment
    start: date
    end: date | None  # None: not finished
    read_to: date  # last day of its data; of a finished test its end
    answer: Answer
    course: Course
    decided_on: date | None = None  # None: not decided, or nobody wrote down when
    decided_by: str | None = None  # name; empty: the local owner; None: not known, or not for this person
    overruled: bool = False  # decided against the verdict

    @property
    def days(self) -> int:
        """How many days it has run, the first and the last counted."""
        return (self.read_to - self.start).days + 1

    @property
    def counts_on(self) -> date | None:
        """The day its decision counts on: of one nobody wrote the day of, the test's end. None: not decided."""
        return (self.decided_on or self.end) if self.course in TAKEN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One test in one month."""

    test: Reviewed
    parts: tuple[Part, ...]
    answer: Answer  # as of the month: of a test that ran on, that it was running
    course: Course

    @property
    def group(self) -> Group:
        """Where it stands in the list."""
        return Group.WAITING if self.course in WAITS else Group.DECIDED if self.course in TAKEN else Group.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A month in numbers of tests."""

    started: int
    ended: int
    decided: int
    waiting: int  # that ended in it and still wait for a decision
    won: int  # of those that ended, as what follows
    lost: int
    same: int  # no real difference
    unclear: int
    untrusted: int
    silent: int  # this person sees no result
    lag: float | None  # median days from end to decision; None: none was decided on a known day
    timed: int  # decisions that median is of

    @property
    def judged(self) -> int:
        """How many that ended have a result to be trusted: what the winners are counted among."""
        return self.won + self.lost + self.same + self.unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which tests a reader wants; None asks for nothing."""

    owner: str | None = None
    channel: str | None = None
    audience: str | None = None
    result: str | None = None  # kind of verdict; `none`: without one
    decision: Course | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The tests of one month for one person: what waits first, then what is decided, then what runs."""

    month: Month
    rows: tuple[Row, ...]
    of: int  # tests of the month, before anybody asked for less
    earlier: int  # tests that ended in earlier months and still wait for a decision
    undated: int  # tests without days, which stand in no month
    is_sample: bool  # rests on invented tests

    @property
    def as_of(self) -> date | None:
        """The last day that any of it was read on; None: nothing is listed."""
        return max((row.test.read_to for row in self.rows), default=None)


def months(tests: Sequence[Reviewed]) -> tuple[Month, ...]:
    """Return the months that tests belong to, the newest first."""
    found = {month for test in tests for month in _months(test)}
    return tuple(sorted(found, reverse=True))


def review(tests: Sequence[Reviewed], month: Month, *, undated: int = 0) -> Review:
    """Return one month."""
    found = [_row(test, parts, month) for test in tests if (parts := _parts(test, month))]
    return Review(
        month=month,
        rows=tuple(sorted(found, key=_place)),
        of=len(found),
        earlier=sum(test.course in WAITS and test.end is not None and test.end < month.first for test in tests),
        undated=undated,
        is_sample=any(test.experiment.sample for test in tests),
    )


def totals(rows: Sequence[Row]) -> Totals:
    """Return what a month comes to."""
    ended = [row for row in rows if Part.ENDED in row.parts]
    kinds = [row.answer.kind for row in ended]
    lags = [
        (row.test.decided_on - row.test.end).days
        for row in rows
        if Part.DECIDED in row.parts and row.test.decided_on is not None and row.test.end is not None
    ]
    return Totals(
        started=sum(Part.STARTED in row.parts for row in rows),
        ended=len(ended),
        decided=sum(Part.DECIDED in row.parts for row in rows),
        waiting=sum(row.course in WAITS for row in ended),
        won=kinds.count(VerdictKind.SHIP),
        lost=kinds.count(VerdictKind.STOP),
        same=kinds.count(VerdictKind.NO_DIFFERENCE),
        unclear=kinds.count(VerdictKind.INCONCLUSIVE) + kinds.count(VerdictKind.KEEP_COLLECTING),
        untrusted=kinds.count(VerdictKind.UNTRUSTED),
        silent=kinds.count(None),
        lag=float(median(lags)) if lags else None,
        timed=len(lags),
    )


def chosen(found: Review, choice: Choice) -> Review:
    """Return the tests a reader asks for."""
    return replace(found, rows=tuple(row for row in found.rows if _fits(row, choice)))


def result_of(row: Row) -> str:
    """Return what a test is found by when a reader asks for a result."""
    return row.answer.kind.value if row.answer.kind is not None else NO_RESULT


def _fits(row: Row, choice: Choice) -> bool:
    experiment = row.test.experiment
    return (
        choice.owner in (None, experiment.owner)
        and choice.channel in (None, experiment.channel)
        and choice.audience in (None, experiment.audience)
        and choice.result in (None, result_of(row))
        and choice.decision in (None, row.course)
    )


def _months(test: Reviewed) -> Iterator[Month]:
    month, first = month_of(test.read_to), month_of(test.start)
    for _ in range(LONGEST):
        yield month
        if month <= first:
            break
        month = month.before
    yield first
    if test.counts_on is not None:
        yield month_of(test.counts_on)


def _parts(test: Reviewed, month: Month) -> tuple[Part, ...]:
    days = {Part.STARTED: test.start, Part.ENDED: test.end, Part.DECIDED: test.counts_on}
    found = tuple(part for part, day in days.items() if day is not None and month_of(day) == month)
    ran = month_of(test.start) < month < month_of(test.read_to) or (
        test.end is None and month_of(test.start) < month == month_of(test.read_to)
    )
    return found or ((Part.RAN,) if ran else ())


def _row(test: Reviewed, parts: tuple[Part, ...], month: Month) -> Row:
    """Return a test as of a month: one that ran on says nothing yet, and nothing was due."""
    if test.read_to <= month.last or test.answer.silence is Silence.GUESS:
        return Row(test=test, parts=parts, answer=test.answer, course=test.course)
    course = test.course if Part.DECIDED in parts else Course.OPEN
    return Row(test=test, parts=parts, answer=Answer(silence=Silence.RUNNING), course=course)


def _place(row: Row) -> tuple[int, date, str]:
    return list(Group).index(row.group), row.test.end or row.test.read_to, row.test.experiment.name
