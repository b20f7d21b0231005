"""How well reflecting works, in words: four lines for the start of a session, and what stands behind each."""

from collections.abc import Iterator, Sequence

from analytics.decisions.echoes import Echo
from analytics.decisions.forecasts import TrackRecord
from analytics.decisions.habits import Days, Decisions, Foresight, Habits, Promises
from analytics.present import calibrations, wording
from analytics.present.calibrations import Whose
from analytics.present.figures import Table
from analytics.statistics.forecasting import FEWEST, Accuracy
from analytics.statistics.results import Untestable
from data.messages import Message, Parameter

UNBROKEN = "\u00a0"  # a space at which no line ends
SHOWN = 5  # topics and tests named; more are counted
Parameters = dict[str, Parameter]


def lines(found: Habits, language: str) -> tuple[str, ...]:
    """Return what has become of reflecting since it began, at most a line for each habit."""
    said = (_promises(found.promises), _echoes(found.echoes), _decisions(found.decisions))
    spoken = [wording.speak(message, language) for message in said if message is not None]
    return (*spoken, *_foresight(found.foresight, language))


def promises(found: Promises, language: str) -> tuple[str, ...]:
    """Return what became of actions, one fact a line."""
    if isinstance(found.share, Untestable):
        return (wording.speak(Message("promises_none", "Nothing was promised yet."), language),)
    share: Parameters = {
        "done": found.done,
        "count": found.promised,
        "share": found.done / found.promised,
        "low": found.share.low,
        "high": found.share.high,
    }
    told = [
        Message("promises_done", "Done: {done} of {count} ({share:.0%}; range {low:.0%} to {high:.0%})", share),
    ]
    if isinstance(found.to_done, Days):
        told.append(Message("promises_took", "From promise to done: {days}", {"days": _within(found.to_done)}))
    if isinstance(found.waiting, Days):
        open_ones: Parameters = {"count": found.open, "overdue": found.overdue, "days": _waiting(found.waiting)}
        told.append(Message("promises_open", "Open: {count}, overdue: {overdue}; {days}", open_ones))
    if found.dropped:
        told.append(Message("promises_dropped", "Will not be done: {count}", {"count": found.dropped}))
    return tuple(wording.speak(message, language) for message in told)


def echoes(found: Habits, language: str) -> tuple[str, ...]:
    """Return each topic that came back with the sessions it came up in."""
    told = [
        wording.speak(
            Message(
                "echo_listed",
                "“{name}”: {sessions}",
                {"name": echo.name, "sessions": ", ".join(found.titles.get(key, key) for key in echo.sessions)},
            ),
            language,
        )
        for echo in found.echoes[:SHOWN]
    ]
    return (*told, *_more(found.echoes, language))


def decisions(found: Decisions, language: str) -> tuple[str, ...]:
    """Return how long decisions take and which tests wait, one fact a line."""
    told = []
    if isinstance(found.taken, Days):
        taken: Parameters = {"count": found.taken.count, "days": _within(found.taken)}
        told.append(
            Message("decisions_took", "Tests decided in a session: {count}; from end to decision: {days}", taken)
        )
    for test in found.undecided[:SHOWN]:
        waits: Parameters = {"name": test.name, "days": _span(test.days)}
        told.append(Message("decisions_wait", "{name}: ended {days} ago, not decided", waits))
    if not told:
        told.append(Message("decisions_none", "No test has ended and been decided in a session yet."))
    return (*(wording.speak(message, language) for message in told), *_more(found.undecided, language))


def scores(found: Foresight, language: str) -> Table:
    """Return one's own forecasts beside the team's."""
    columns = (Message("column_measure", "Measure"), Message("column_you", "You"), Message("column_team", "The team"))
    names = (
        Message("score_count", "Forecasts with an answer"),
        Message("score_brier", "Brier score (0 is perfect; always giving 50% gets 0.25)"),
        Message("score_log", "Log score (0 is perfect; always giving 50% gets 0.69)"),
        Message("score_skill", "Better than always giving the share that came out better"),
        Message("score_ranges", "Ranges that held (aim: 8 in 10)"),
    )
    cells = zip(names, _scores(found.own, language), _scores(found.team, language), strict=True)
    return Table(
        columns=tuple(wording.speak(column, language) for column in columns),
        rows=tuple((wording.speak(name, language), own, team) for name, own, team in cells),
    )


def left_out(found: Foresight, language: str) -> str:
    """Say how forecasts are counted, and which are not."""
    told = [
        Message(
            "foresight_counted",
            "One forecast per person and test, held against what the session revealed; the team’s is the average "
            "of all. Nobody else sees yours here.",
        )
    ]
    if found.unanswered:
        told.append(
            Message("foresight_unanswered", "Without an answer when revealed: {count}.", {"count": found.unanswered})
        )
    if found.known:
        told.append(
            Message("foresight_known", "Not counted, as the answer was known before: {count}.", {"count": found.known})
        )
    if found.anonymous:
        told.append(Message("foresight_anonymous", "Those of anonymous sessions count for the team alone."))
    return " ".join(wording.speak(message, language) for message in told)


def both(found: Foresight) -> bool:
    """Say whether there are two calibrations to choose from."""
    return isinstance(found.own.calibration, tuple) and isinstance(found.team.calibration, tuple)


def best(found: Foresight) -> Whose:
    """Return whose calibration is shown first: one's own, where there is enough of it."""
    enough = isinstance(found.own.calibration, tuple) or not isinstance(found.team.calibration, tuple)
    return Whose.OWN if enough else Whose.TEAM


def record(found: Foresight, whose: Whose) -> TrackRecord:
    """Return one of the records."""
    return found.own if whose is Whose.OWN else found.team


def _promises(found: Promises) -> Message | None:
    if not found.promised:
        return None
    if isinstance(found.waiting, Untestable):
        return Message("line_done", "Actions done: {done} of {count}", {"done": found.done, "count": found.promised})
    return Message(
        "line_promises",
        "Actions done: {done} of {count}; the oldest open one waits {days}",
        {"done": found.done, "count": found.promised, "days": _span(found.waiting.most)},
    )


def _echoes(found: Sequence[Echo]) -> Message | None:
    if not found:
        return None
    told: Parameters = {"name": found[0].name, "sessions": len(found[0].sessions), "more": len(found) - 1}
    if len(found) == 1:
        return Message("line_echo", "“{name}” came up in {sessions} sessions, with nothing done", told)
    return Message(
        "line_echoes", "“{name}” came up in {sessions} sessions, with nothing done, and so did {more} more", told
    )


def _decisions(found: Decisions) -> Message | None:
    waits = len(found.undecided)
    longest = _span(found.undecided[0].days if waits else 0)
    if isinstance(found.taken, Untestable):
        told: Parameters = {"waits": waits, "longest": longest}
        return (
            Message("line_waits", "Ended and not decided: {waits}, the longest for {longest}", told) if waits else None
        )
    figures: Parameters = {"speed": _speed(found.taken), "waits": waits, "longest": longest}
    if not waits:
        return _speed(found.taken)
    return Message(
        "line_decisions",
        "{speed}; still waiting: {waits}, the longest for {longest}",
        figures,
    )


def _speed(found: Days) -> Message:
    if found.count == 1:
        return Message(
            "line_decided_one", "One decision so far, {days} after the end of its test", {"days": _median(found)}
        )
    decided: Parameters = {"days": _median(found)}
    return Message("line_decided", "Half of all decisions came within {days} of the end of the test", decided)


def _foresight(found: Foresight, language: str) -> Iterator[str]:
    whose = best(found)
    known = record(found, whose)
    if isinstance(known.calibration, tuple):
        said = calibrations.happened(calibrations.fullest(known.calibration), whose, language)
        held = None if isinstance(known.coverage, Untestable) else calibrations.held(known.coverage, whose, language)
        yield ". ".join(part for part in (said, held) if part)
    elif known.scored:
        few = Message(
            "line_forecasts_few",
            "Your forecasts with an answer: {count}, too few to tell; it takes {fewest}",
            {"count": known.scored, "fewest": FEWEST},
        )
        yield wording.speak(few, language)


def _scores(found: TrackRecord, language: str) -> tuple[str, ...]:
    few = wording.speak(Message("score_few", "too few to tell"), language)
    count = wording.number(found.scored, language)
    if not isinstance(found.accuracy, Accuracy):
        return (count, few, few, few, few)
    known, skill = found.accuracy, found.accuracy.skill
    ranges = few
    if not isinstance(found.coverage, Untestable):
        counted = {"some": found.coverage.inside, "all": found.coverage.forecasts}
        ranges = wording.speak(Message("count_of", "{some} of {all}", counted), language).replace(" ", UNBROKEN)
    return (
        count,
        wording.number(known.brier, language, digits=2),
        wording.number(known.log_score, language, digits=2),
        few if isinstance(skill, Untestable) else wording.lift(skill, language, digits=0),
        ranges,
    )


def _span(days: int) -> Message:
    return Message("days_one", "1 day") if days == 1 else Message("days_many", "{days} days", {"days": days})


def _median(found: Days) -> Message:
    if found.median == 1:
        return Message("days_one", "1 day")
    if found.median.is_integer():
        return Message("days_many", "{days} days", {"days": round(found.median)})
    return Message("days_half", "{days:.1f} days", {"days": found.median})


def _within(found: Days) -> Message:
    """Return “half within 6 days (from 1 to 17)”."""
    if found.count == 1:
        return _span(found.fewest)
    ends: Parameters = {"days": _median(found), "low": found.fewest, "high": found.most}
    return Message("days_within", "half within {days} (from {low} to {high})", ends)


def _waiting(found: Days) -> Message:
    """Return “half wait for 90 days or longer (from 70 to 110)”."""
    if found.count == 1:
        return Message("days_waits", "it waits for {days}", {"days": _span(found.fewest)})
    ends: Parameters = {"days": _median(found), "low": found.fewest, "high": found.most}
    return Message("days_waiting", "half wait for {days} or longer (from {low} to {high})", ends)


def _more(all_of_them: Sequence[object], language: str) -> tuple[str, ...]:
    left = len(all_of_them) - SHOWN
    return (wording.speak(Message("changes_more", "and {count} more", {"count": left}), language),) if left > 0 else ()
