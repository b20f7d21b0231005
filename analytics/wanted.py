"""Which decisions the report asks for: of whom, by when, and how much money hangs on each.

A test waits when it is finished and nobody has decided, or when it was to be tested again and is not. Where a session
was about that test alone, what was promised there says who is to act and by when; else it is the test's owner, a week
after the day since when it waits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analytics.decisions.counting import Frame, counts, spent_on, tested
from analytics.decisions.reach import Decided
from analytics.decisions.reports import URGENT, Waiting
from analytics.decisions.results import VerdictKind
from analytics.decisions.roi import Terms
from analytics.decisions.stakes import Question, at_stake
from analytics.decisions.summaries import Reading, Summary
from data.declarations.experiments import Experiment
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace

PATIENCE = timedelta(days=7)  # from the day on since when a decision waits
OPEN = (VerdictKind.INCONCLUSIVE, VerdictKind.KEEP_COLLECTING)  # the test left its lift open


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What somebody promised about one test."""

    owner: str  # name; empty: nobody in particular
    due: date


def promises(workspace: Workspace) -> dict[str, Promise]:
    """Return, by test, what is promised first in sessions that were about that test alone."""
    alone = {
        one.value.key: one.value.experiments[0]
        for one in workspace.sessions.sessions(LOCAL_OWNER)
        if len(one.value.experiments) == 1 and one.value.called_off_at is None
    }
    names = workspace.people.names(LOCAL_OWNER)
    found: dict[str, Promise] = {}
    for stored in workspace.sessions.open_actions(LOCAL_OWNER):  # what is due first
        item = stored.value
        if item.session in alone and item.due is not None:
            found.setdefault(alone[item.session], Promise(owner=names.get(item.owner, ""), due=item.due))
    return found


def waiting(
    finished: Sequence[Experiment],
    summaries: Mapping[str, Summary],
    frame: Frame,
    *,
    promised: Mapping[str, Promise],
    today: date,
) -> tuple[Waiting, ...]:
    """Return what waits for a decision, without the money."""
    return tuple(_undecided(finished, summaries, frame, promised=promised, today=today))


def valued(
    waits: Sequence[Waiting],
    summaries: Mapping[str, Summary],
    frame: Frame,
    *,
    known: Sequence[Decided],
    terms: Terms,
) -> tuple[Waiting, ...]:
    """Return the same with the money that hangs on each, most first; then what is clearest, and waits the longest.

    `known`: every decided test.
    """
    asked = [found for one in waits if (found := _question(one, summaries[one.experiment.key], frame)) is not None]
    stakes = at_stake(known, asked, terms) if frame.unit else {}
    return tuple(sorted((replace(one, stake=stakes.get(one.experiment.key)) for one in waits), key=_rank))


def _undecided(
    finished: Sequence[Experiment],
    summaries: Mapping[str, Summary],
    frame: Frame,
    *,
    promised: Mapping[str, Promise],
    today: date,
) -> Iterator[Waiting]:
    for one in finished:
        summary = summaries.get(one.key)
        if one.key in frame.guessing or summary is None or summary.reading is not Reading.READ or summary.kind is None:
            continue
        if counts(one, frame):
            continue
        since = _since(one, summary, frame)
        promise = promised.get(one.key)
        due = promise.due if promise else since + PATIENCE if since else None
        yield Waiting(
            experiment=one,
            kind=summary.kind,
            day=since,
            owner=(promise.owner if promise else "") or one.owner.strip(),
            due=due,
            overdue=max((today - due).days, 0) if due else 0,
        )


def _since(experiment: Experiment, summary: Summary, frame: Frame) -> date | None:
    """Return since when it waits: its last day, or the day on which it was to be tested again."""
    decision = frame.decisions.get(experiment.key)
    if decision is not None:
        return decision.changed_at.date()
    return min((day for day in (experiment.ended_on, summary.as_of) if day), default=None)


def _question(one: Waiting, summary: Summary, frame: Frame) -> Question | None:
    """Return what money can be reckoned on; None: its figures say nothing."""
    found = tested(one.experiment, summary, frame)
    if not isinstance(found, Decided):
        return None
    return Question(
        test=replace(found, shipped_on=None),
        cost=spent_on(one.experiment.key, frame.assumed.horizon_months, frame),
        lift=summary.target if one.kind in OPEN else None,
    )


def _rank(one: Waiting) -> tuple[int, int, date, str]:
    money = 0 if one.stake is None else abs(one.stake.amount)
    return -money, URGENT.index(one.kind), one.due or date.max, one.experiment.name
