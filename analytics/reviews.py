"""The conductor of the monthly review: every test with its days, what it says and what was decided, for one person.

It reads nothing but the kept summaries, so that hundreds of tests cost little. Who reads reports and not results sees
here what a report tells: verdicts of finished tests, and effects of those that were decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analytics.decisions.learnings import Change
from analytics.decisions.results import VerdictKind
from analytics.decisions.reviews import TAKEN, Answer, Course, Measured, Reviewed
from analytics.decisions.statements import FINISHED, Effect, Silence
from analytics.decisions.summaries import Place, Reading, Summary, place
from analytics.report import Sources
from analytics.statistics.results import Interval
from data.declarations.experiments import Experiment, Role, Status
from data.declarations.metrics import Direction, Metric
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.records import Stored
from data.workspace.rights import Action, may
from data.workspace.sessions.records import Choice, Decision
from data.workspace.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """All tests that have days, and how many have none."""

    tests: tuple[Reviewed, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What every test is looked at by."""

    metrics: Mapping[str, Metric]
    decisions: Mapping[str, Stored[Decision]]
    rollouts: Mapping[str, date]
    guessing: frozenset[str]
    names: Mapping[str, str] | None  # None: who decided is not for this person
    zone: ZoneInfo
    level: float  # of the ranges of running tests

    @property
    def reads_results(self) -> bool:
        """Whether this person reads single results."""
        return self.names is not None


def read(workspace: Workspace, actor: Actor, sources: Sources) -> Reviews:
    """Return the tests as this person may see them. Raises `Forbidden` for who may not read reports."""
    assumed = workspace.assumptions(actor).value
    frame = _Frame(
        metrics={stored.value.key: stored.value for stored in workspace.metrics(actor)},
        decisions=workspace.sessions.decisions(LOCAL_OWNER),
        rollouts={one.experiment: one.starts_on for one in assumed.rollouts},
        guessing=frozenset(workspace.sessions.veiled(actor)),
        names=workspace.people.names(actor) if may(actor, Action.READ_RESULTS) else None,
        zone=ZoneInfo(workspace.settings(actor).value.time_zone),
        level=workspace.policy(actor).value.level,
    )
    begun = _programme(sources.experiments)
    found = [_reviewed(one, sources.summaries.get(one.key), frame) for one in begun]
    tests = tuple(test for test in found if test is not None)
    return Reviews(tests=tests, undated=len(begun) - len(tests))


def _programme(experiments: Sequence[Experiment]) -> list[Experiment]:
    """Return the tests that were begun; invented ones only while the team has none of its own."""
    begun = [one for one in experiments if one.status in (Status.RUNNING, *FINISHED)]
    return [one for one in begun if not one.sample] or begun


def _reviewed(experiment: Experiment, summary: Summary | None, frame: _Frame) -> Reviewed | None:
    """Return a test with its days; None where it has none."""
    start = experiment.starts_on or (summary.first_day if summary else None)
    as_of = summary.as_of if summary else None
    if start is None:
        return None
    end = _end(experiment, as_of, start) if experiment.status in FINISHED else None
    course = _course(experiment, frame)
    decision = frame.decisions.get(experiment.key)
    answer = _answer(experiment, summary, frame, is_decided=course in TAKEN)
    if course is Course.OPEN and answer.kind is not None and summary is not None:  # it may be decided before its end
        course = Course.WAITING if place(experiment, summary) is Place.WAITING else course
    taken = decision if decision is not None and decision.value.choice.value == course.value else None
    return Reviewed(
        experiment=experiment,
        start=start,
        end=end,
        read_to=end or max(as_of or start, start),
        answer=answer,
        course=course,
        decided_on=_decided_on(experiment, course, taken, frame),
        decided_by=_decider(taken.value.person, frame) if taken is not None else None,
        overruled=taken is not None and not taken.value.follows,
    )


def _end(experiment: Experiment, as_of: date | None, start: date) -> date:
    """Return the last day of a finished test: as declared, else as planned, never after its data."""
    known = [day for day in (experiment.planned_end, as_of) if day is not None]
    return max(experiment.ended_on or min(known, default=start), start)


def _course(experiment: Experiment, frame: _Frame) -> Course:
    """Return what was decided; that the same is tested again decides nothing."""
    decision = frame.decisions.get(experiment.key)
    if experiment.key in frame.guessing:
        return Course.HIDDEN
    if decision is not None and decision.value.choice is not Choice.RERUN:
        return Course(decision.value.choice.value)
    if experiment.key in frame.rollouts:
        return Course.ROLLOUT
    if decision is not None:
        return Course.RERUN
    if experiment.status is Status.DECIDED:
        return Course.DECLARED
    return Course.WAITING if experiment.status is Status.ENDED else Course.OPEN


def _decided_on(experiment: Experiment, course: Course, taken: Stored[Decision] | None, frame: _Frame) -> date | None:
    if course is Course.ROLLOUT:
        return frame.rollouts[experiment.key]
    return _day(taken.changed_at, frame.zone) if taken is not None else None


def _decider(person: str, frame: _Frame) -> str | None:
    """Return who decided; of somebody who has left the workspace nothing is known."""
    if frame.names is None:
        return None
    return frame.names.get(person) if person else ""


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _answer(experiment: Experiment, summary: Summary | None, frame: _Frame, *, is_decided: bool) -> Answer:
    """Return what a test says to this person: for good once it is finished, else today."""
    silence = _silence(experiment, summary, frame)
    if silence is not None or summary is None:
        return Answer(silence=silence)
    leading = next((use.metric for use in experiment.metrics if use.role is Role.PRIMARY), "")
    said = summary.statement
    if said is None:
        return Answer(kind=summary.kind, effect=_today(summary, leading, frame))
    if not (is_decided or frame.reads_results):
        return Answer(kind=said.kind)
    guards = {use.metric for use in experiment.metrics if use.role is Role.GUARDRAIL}
    is_lost = said.kind is VerdictKind.STOP
    return Answer(
        kind=said.kind,
        effect=next((_measured(one, frame) for one in said.effects if one.metric == leading), None),
        harm=tuple(
            found
            for one in said.effects
            if is_lost and one.metric in guards and (found := _measured(one, frame)) and _is_worse(one, found.metric)
        ),
    )


def _measured(effect: Effect, frame: _Frame) -> Measured | None:
    metric = frame.metrics.get(effect.metric)
    return None if metric is None else Measured(metric=metric, lift=effect.lift, interval=effect.interval)


def _is_worse(effect: Effect, metric: Metric) -> bool:
    return effect.shows is (Change.LOWERS if metric.direction is Direction.UP else Change.RAISES)


def _silence(experiment: Experiment, summary: Summary | None, frame: _Frame) -> Silence | None:
    """Return why nothing is told of a test; None: it is."""
    if experiment.key in frame.guessing:
        return Silence.GUESS
    if summary is None:
        return Silence.UNREAD
    if summary.reading is Reading.VEILED:
        return Silence.EARLY
    if summary.reading is not Reading.READ:
        return Silence.EMPTY
    if experiment.status not in FINISHED and not frame.reads_results:
        return Silence.RUNNING
    return None


def _today(summary: Summary, leading: str, frame: _Frame) -> Measured | None:
    """Return what a running test says today, with the range that is valid on that day."""
    last, metric = (summary.sparks[-1] if summary.sparks else None), frame.metrics.get(leading)
    if last is None or metric is None:
        return None
    ends = None if last.low is None or last.high is None else Interval(low=last.low, high=last.high, level=frame.level)
    return Measured(metric=metric, lift=last.lift, interval=ends)
