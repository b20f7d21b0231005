"""How well a team reflects: what became of its promises, what keeps coming back, how long decisions take, who foresaw.

Nobody is compared with anybody: a person sees their own forecasts beside the team's, and of promises only how many.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from analytics.decisions import forecasts
from analytics.decisions.echoes import Echo, echoes
from analytics.decisions.forecasts import Forecast, Outcome, TrackRecord
from analytics.statistics.forecasting import LEVEL
from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.shares import exact_interval
from data.declarations.experiments import Experiment, Status
from data.workspace.sessions.chronicles import Chronicle, Promised, Round, Taken
from data.workspace.sessions.records import Choice

ME = "me"  # the one who asks, among forecasters who are otherwise numbers
Answers = Mapping[tuple[str, str], Outcome]  # what was revealed, by session and experiment; none where no answer was


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many days something takes, or waits."""

    count: int  # cases
    median: float  # days
    fewest: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What became of the actions that were promised."""

    promised: int
    done: int
    dropped: int
    open: int
    overdue: int  # open, and the day that was named is over
    share: Interval | Untestable  # exact, of those done among all promised
    to_done: Days | Untestable  # from the promise, of those done
    waiting: Days | Untestable  # since the promise, of the open ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A test that has ended and waits for a decision."""

    experiment: str  # key
    name: str
    days: int  # since its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """How long a decision takes after a test's end."""

    taken: Days | Untestable  # one case per test that was decided in a session and whose end is known
    undecided: tuple[Undecided, ...]  # the longest wait first


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """How well was foreseen what came: one forecast per person and test, held against what the session revealed."""

    own: TrackRecord
    team: TrackRecord  # as a crowd: tests that two people or more forecast
    unanswered: int  # tests in a session that revealed no answer
    known: int  # tests in a session whose answer an earlier session had revealed: not scored
    anonymous: bool  # some forecasts are the team's alone, as their session is anonymous


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How well reflecting works."""

    sessions: int  # that are over
    promises: Promises
    echoes: tuple[Echo, ...]
    titles: Mapping[str, str]  # of sessions, by key
    decisions: Decisions
    foresight: Foresight

    @property
    def is_first(self) -> bool:
        """Whether there is nothing to look back on yet."""
        scored = self.foresight.own.scored + self.foresight.team.scored
        settled = isinstance(self.decisions.taken, Days)
        return self.sessions == 0 and self.promises.promised == 0 and scored == 0 and not settled


def habits(told: Chronicle, answers: Answers, experiments: Sequence[Experiment], *, now: datetime) -> Habits:
    """Return how well reflecting works by what one person may know.

    Parameters
    ----------
    told : Chronicle
    answers : what each of its rounds revealed; a round without one has none.
    experiments : every test that is not archived.
    now : aware time.
    """
    return Habits(
        sessions=sum(session.is_over for session in told.sessions),
        promises=promises(told.actions, today=now.date()),
        echoes=echoes(told.topics, _since(told)),
        titles={session.key: session.title for session in told.sessions},
        decisions=decisions([one for one in experiments if one.key not in told.veiled], told.decisions, now=now),
        foresight=foresight([one for one in told.rounds if one.experiment not in told.veiled], answers),
    )


def _since(told: Chronicle) -> list[Promised]:
    """Return what was promised since the first session whose topics are told: older promises were about others."""
    keys = [session.key for session in told.sessions]
    first = keys.index(told.topics[0].session) if told.topics else len(keys)
    recent = frozenset(keys[first:])
    return [action for action in told.actions if action.session in recent]


def promises(actions: Sequence[Promised], *, today: date) -> Promises:
    """Return what became of the actions. A share of none is Untestable (`too_few`), and so are days of none."""
    done = [action for action in actions if action.done_on is not None]
    waiting = [action for action in actions if action.done_on is None and not action.dropped]
    count = len(actions)
    return Promises(
        promised=count,
        done=len(done),
        dropped=count - len(done) - len(waiting),
        open=len(waiting),
        overdue=sum(action.due is not None and action.due < today for action in waiting),
        share=exact_interval(len(done), count, level=LEVEL) if count else Untestable(reason=Reason.TOO_FEW),
        to_done=_days((one.done_on - one.promised_at.date()).days for one in done if one.done_on is not None),
        waiting=_days((today - one.promised_at.date()).days for one in waiting),
    )


def decisions(experiments: Sequence[Experiment], taken: Sequence[Taken], *, now: datetime) -> Decisions:
    """Return how long decisions take after a test's end, and which tests wait.

    Notes
    -----
    The first decision counts. To run a test again, or longer, is none while it still runs. A decision before the end
    takes no day. A test that was marked as decided elsewhere waits no more, but how long it took is not known.
    """
    of_test: dict[str, list[Taken]] = {}
    for one in taken:
        of_test.setdefault(one.experiment, []).append(one)
    durations, undecided = [], []
    for experiment in experiments:
        zone = ZoneInfo(experiment.time_zone)
        today = now.astimezone(zone).date()
        end = ended(experiment, today)
        if end is None:
            continue
        days = [
            (one.choice, (one.taken_at.astimezone(zone).date() - end).days) for one in of_test.get(experiment.key, ())
        ]
        settled = [passed for choice, passed in days if passed > 0 or choice is not Choice.RERUN]
        if settled:
            durations.append(max(0, min(settled)))
        elif experiment.status is not Status.DECIDED:
            undecided.append(Undecided(experiment=experiment.key, name=experiment.name, days=(today - end).days))
    undecided.sort(key=lambda one: (-one.days, one.name))
    return Decisions(taken=_days(durations), undecided=tuple(undecided))


def ended(experiment: Experiment, today: date) -> date | None:
    """Return the last day of a test that is over, as far as it is declared; None while it is not over."""
    if experiment.status in (Status.DRAFT, Status.ARCHIVED):
        return None
    end = experiment.ended_on or experiment.planned_end
    return end if end is not None and end < today else None


def foresight(rounds: Sequence[Round], answers: Answers) -> Foresight:
    """Return how well was foreseen what the sessions revealed.

    Notes
    -----
    Of several sessions on one test the first one that revealed an answer counts: before it there is nothing to hold a
    forecast against, and after it a forecast is none.
    """
    answered: dict[str, Round] = {}
    unanswered, known = [], 0
    for one in sorted(rounds, key=lambda each: each.given_at):
        if one.experiment in answered:
            known += 1
        elif (one.session, one.experiment) in answers:
            answered[one.experiment] = one
        else:
            unanswered.append(one)
    outcomes = [answers[one.session, one.experiment] for one in answered.values()]
    stated = [each for one in answered.values() for each in _stated(one)]
    return Foresight(
        own=forecasts.own([each for each in stated if each.person == ME], outcomes),
        team=forecasts.team(stated, outcomes),
        unanswered=len(unanswered),
        known=known,
        anonymous=any(one.anonymous for one in answered.values()),
    )


def _stated(one: Round) -> Iterable[Forecast]:
    """Give the forecasts of a round; whoever is not the one who asks is a number that means nothing elsewhere."""
    for number, guess in enumerate(one.guesses):
        yield Forecast(
            experiment=one.experiment,
            person=ME if guess.is_mine else str(number),
            chance=guess.chance,
            low=guess.low,
            high=guess.high,
        )


def _days(days: Iterable[int]) -> Days | Untestable:
    found = sorted(days)
    if not found:
        return Untestable(reason=Reason.TOO_FEW)
    return Days(count=len(found), median=float(median(found)), fewest=found[0], most=found[-1])
