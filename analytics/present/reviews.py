"""The monthly review in words: its headline, its totals, and each test with its result, its effect and its decision."""

from collections.abc import Iterator, Mapping, Sequence

from analytics.decisions.months import Month
from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import NO_RESULT, Answer, Course, Group, Measured, Part, Review, Row, Totals, totals
from analytics.decisions.statements import Silence
from analytics.present import numbers, wording
from analytics.present.figures import Table
from analytics.present.lines import MARKS
from analytics.present.reflection import CHOICES, OWNER
from data.messages import Message, Parameter

SHARED = 20  # tests from which on a share of them is said in percent
COURSES: Mapping[Course, Message] = {
    **{Course(choice.value): said for choice, said in CHOICES.items()},
    Course.ROLLOUT: Message("course_rollout", "Rolled out"),
    Course.DECLARED: Message("course_declared", "Decided"),
    Course.WAITING: Message("course_waiting", "Waits for a decision"),
    Course.OPEN: Message("course_open", "Not due yet"),
    Course.HIDDEN: Message("course_hidden", "Hidden until you guess"),
}
PARTS: Mapping[Part, Message] = {
    Part.STARTED: Message("part_started", "started"),
    Part.ENDED: Message("part_ended", "ended"),
    Part.DECIDED: Message("part_decided", "decided"),
    Part.RAN: Message("part_ran", "ran all month"),
}
SILENT: Mapping[Silence, Message] = {
    Silence.RUNNING: Message("silent_running", "Still running"),
    Silence.EARLY: Message("silent_early", "Too early"),
    Silence.GUESS: Message("silent_guess", "Guess first"),
    Silence.EMPTY: Message("silent_empty", "No events"),
    Silence.UNREAD: Message("silent_unread", "Being read"),
    Silence.GONE: Message("silent_gone", "Archived"),
}
RAN_ON = Message("silent_later", "Ran on")
WHY: Mapping[Silence, Message] = {
    Silence.RUNNING: Message("why_running", "Its result stands in the month it ends."),
    Silence.EARLY: Message("why_early", "Its numbers stay hidden until the minimum of days is reached."),
    Silence.GUESS: Message("why_guess", "A session waits for your forecast of it."),
    Silence.EMPTY: Message("why_empty", "There are no results to read."),
    Silence.UNREAD: Message("why_unread", "It is being read; look again in a moment."),
    Silence.GONE: Message("why_empty", "There are no results to read."),
}
GROUPS: Mapping[Group, Message] = {
    Group.WAITING: Message("place_waiting", "Waiting for a decision"),
    Group.DECIDED: Message("place_settled", "Decided"),
    Group.OPEN: Message("group_open", "Nothing to decide yet"),
}
COLUMNS = (
    Message("column_test", "Test"), Message("column_when", "When"), Message("column_result", "Result"),
    Message("column_effect", "Effect"), Message("column_decision", "Decision"),
)  # fmt: skip
OUTCOMES: Mapping[str, Message] = {  # by the field of the totals that counts them
    "won": Message("outcome_won", "{count} won"),
    "lost": Message("outcome_lost", "{count} lost"),
    "same": Message("outcome_same", "{count} made no difference"),
    "unclear": Message("outcome_unclear", "{count} unclear"),
    "untrusted": Message("outcome_untrusted", "{count} not to be trusted"),
    "silent": Message("outcome_silent", "{count} without a result"),
}


def month(found: Month, language: str) -> str:
    """Return what a month is called: `October 2026`."""
    return numbers.month(found.first, wording.language_of(language))


def months(known: Sequence[Month], language: str) -> dict[str, str]:
    """Return what a picker calls months, by their stable names."""
    named = {each.name: month(each, language) for each in known}
    return {name: said[:1].upper() + said[1:] for name, said in named.items()}


def headline(found: Review, language: str) -> str:
    """Return the month in one sentence: what ended, how it came out, and what waits."""
    told = totals(found.rows)
    given: dict[str, Parameter] = {
        "month": _month(found, language),
        "count": told.ended,
        "outcomes": _outcomes(told, language),
        "waiting": _waiting(told.waiting),
    }
    return wording.speak(_headline(told, given), language)


def _month(found: Review, language: str) -> Message:
    """Return which month is told of, and how much of it where a reader asked for less."""
    given: dict[str, Parameter] = {
        "month": month(found.month, language), "shown": len(found.rows), "total": found.of,
    }  # fmt: skip
    if len(found.rows) == found.of:
        return Message("month_whole", "{month}", given)
    return Message("month_part", "{month} ({shown} of {total} tests)", given)


def _headline(told: Totals, given: Mapping[str, Parameter]) -> Message:
    if told.ended == 0 and told.started:
        more = {**given, "started": told.started}
        return Message("review_started", "In {month}, no test ended; {started} started.", more)
    if told.ended == 0:
        return Message("review_none", "In {month}, no test ended.", given)
    if told.ended == 1:
        return Message("review_one", "In {month}, one test ended: {outcomes}; {waiting}.", given)
    return Message("review_ended", "In {month}, {count} tests ended: {outcomes}; {waiting}.", given)


def _outcomes(told: Totals, language: str) -> str:
    counts = {name: getattr(told, name) for name in OUTCOMES}
    said = (Message(OUTCOMES[name].code, OUTCOMES[name].template, {"count": n}) for name, n in counts.items() if n)
    return ", ".join(wording.speak(one, language) for one in said)


def _waiting(count: int) -> Message:
    if count == 0:
        return Message("review_waits_none", "no decision waits")
    if count == 1:
        return Message("review_waits_one", "one decision waits")
    return Message("review_waits", "{count} decisions wait", {"count": count})


def subline(found: Review, language: str) -> str:
    """Return the rest of the totals: what started and was decided, how many won, how long decisions took."""
    return " · ".join(wording.speak(each, language) for each in _subline(found, totals(found.rows)))


def _subline(found: Review, told: Totals) -> Iterator[Message]:
    yield Message("review_counts", "Started: {started}", {"started": told.started})
    yield Message("review_decided", "decided: {decided}", {"decided": told.decided})
    if told.judged:
        rate: dict[str, Parameter] = {"won": told.won, "of": told.judged, "share": told.won / told.judged}
        few = Message("review_won", "won: {won} of {of} whose result can be trusted", rate)
        many = Message("review_won_share", "won: {won} of {of} whose result can be trusted ({share:.0%})", rate)
        yield many if told.judged >= SHARED else few
    if told.lag is not None:
        given: dict[str, Parameter] = {"days": told.lag, "count": told.timed}
        one = Message("review_lag_one", "days from end to decision: {days}", given)
        more = Message("review_lag", "days from end to decision: {days}, the middle one of {count}", given)
        yield one if told.timed == 1 else more
    if found.earlier:
        yield Message("review_earlier", "still waiting from earlier months: {count}", {"count": found.earlier})
    if found.undated:
        yield Message("review_undated", "without dates, so in no month: {count}", {"count": found.undated})


def when(row: Row, language: str) -> str:
    """Return “8 Oct – 28 Oct 2026”; of a test that runs, since when."""
    test = row.test
    if test.end is not None:
        return numbers.day_range(test.start, test.end, wording.language_of(language))
    return wording.speak(Message("review_since", "since {day}", {"day": test.start}), language)


def _days(count: int) -> Message:
    return Message("days_one", "1 day") if count == 1 else Message("days_many", "{days} days", {"days": count})


def parts(row: Row, language: str) -> str:
    """Return how long a test ran, and what it did in the month: “21 days · started, ended”."""
    days = _days(row.test.days)
    so_far = Message("review_so_far", "{days} so far", {"days": days})
    done = ", ".join(wording.speak(PARTS[part], language) for part in row.parts)
    return f"{wording.speak(days if row.test.end is not None else so_far, language)} · {done}"


def result(row: Row, language: str) -> str:
    """Return the verdict with its shape, else why there is none: `▲ Ship`, `Still running`."""
    kind = row.answer.kind
    if kind is not None:
        return f"{MARKS.get(kind, '◆')} {wording.label(kind, language)}"
    return wording.speak(RAN_ON if _ran_on(row) else SILENT[row.answer.silence or Silence.EMPTY], language)


def _ran_on(row: Row) -> bool:
    """Tell whether a test ended after the month that is told of."""
    return row.answer.silence is Silence.RUNNING and row.test.end is not None


def effect(row: Row, language: str) -> str:
    """Return the leading metric's lift and its range, else why there is none: `Purchase rate +19% (+12% to +26%)`.

    Where a guardrail is why a test lost, what got worse stands beside it.
    """
    if _ran_on(row) and row.test.end is not None:
        later = {"month": numbers.month(row.test.end, wording.language_of(language))}
        return wording.speak(Message("why_later", "Its result stands in {month}.", later), language)
    return "; ".join(wording.speak(each, language) for each in _effect(row.answer, language))


def _effect(answer: Answer, language: str) -> Iterator[Message]:
    if answer.silence is not None:
        yield WHY[answer.silence]
    elif answer.kind is VerdictKind.UNTRUSTED:
        yield Message("effect_untrusted", "Not told: its data cannot be trusted.")
    elif answer.effect is None and not answer.harm:
        yield Message("effect_none", "No lift is told.")
    for each in (*((answer.effect,) if answer.effect else ()), *answer.harm):
        yield _measured(each, language)


def _measured(found: Measured, language: str) -> Message:
    given: dict[str, Parameter] = {
        "metric": wording.metric(found.metric, language),
        "lift": wording.lift(found.lift, wording.language_of(language)),
    }
    if found.interval is None:
        return Message("effect_bare", "{metric} {lift}, range unknown", given)
    given["range"] = wording.lift_range(found.interval, language)
    return Message("effect_range", "{metric} {lift} ({range})", given)


def decision(row: Row, language: str) -> str:
    """Return what was decided, when and by whom, or since when it waits."""
    return " · ".join(wording.speak(each, language) for each in _decision(row))


def _decision(row: Row) -> Iterator[Message]:
    test, course = row.test, row.course
    if course is Course.WAITING and test.end is not None:
        yield Message("decision_waits", "Waits since {day}", {"day": test.end})
        return
    yield COURSES[course]
    if course is Course.DECLARED:
        yield Message("decision_undated", "no day written down")
    if course in (Course.OPEN, Course.HIDDEN):
        return
    if test.decided_on is not None:
        yield Message("decision_day", "{day}", {"day": test.decided_on})
    if test.decided_by is not None:
        yield Message("decision_by", "{name}", {"name": test.decided_by}) if test.decided_by else OWNER
    if test.overruled:
        yield Message("decision_overruled", "against the verdict")
    if course is Course.RERUN:
        yield Message("decision_open", "the decision still waits")


def place(row: Row, language: str) -> str:
    """Return whose test it is, where, and for whom."""
    experiment = row.test.experiment
    parts = (experiment.owner, experiment.channel, experiment.audience)
    sample = (wording.speak(Message("sample_short", "Sample"), language),) if experiment.sample else ()
    return " · ".join((*sample, *(part for part in parts if part)))


def table(found: Review, language: str) -> Table:
    """Return the list in words, a row for every test."""
    return Table(
        columns=tuple(wording.speak(column, language) for column in COLUMNS),
        rows=tuple(
            (
                f"{row.test.experiment.name} · {place(row, language)}",
                f"{when(row, language)} · {parts(row, language)}",
                result(row, language),
                effect(row, language),
                decision(row, language),
            )
            for row in found.rows
        ),
    )


def results(found: Review, language: str) -> dict[str, str]:
    """Return the results that occur in a month, by what they are found by."""
    kinds = {row.answer.kind for row in found.rows}
    named = {kind.value: wording.label(kind, language) for kind in VerdictKind if kind in kinds}
    return named | ({NO_RESULT: wording.speak(Message("result_none", "No result"), language)} if None in kinds else {})


def courses(found: Review, language: str) -> dict[str, str]:
    """Return the decisions that occur in a month, by their stable names."""
    present = {row.course for row in found.rows}
    return {course.value: wording.speak(COURSES[course], language) for course in Course if course in present}
