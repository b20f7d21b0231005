"""The one conductor of what is known: claims weighed by the tests linked to them, and how much a programme wins.

Figures come from the kept summaries, so that a page over hundreds of tests reads none of them. What a person may not
see of a test does not count for them: neither its lift nor that it would change a status.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analytics.decisions import learnings
from analytics.decisions.agenda import Line
from analytics.decisions.learnings import Change, Claim, LearningStatus, ProgrammeRates, programme_rates
from analytics.decisions.statements import FINISHED, Silence, Statement, evidence
from analytics.decisions.summaries import Reading, Summary
from analytics.statistics.results import Untestable
from data.declarations.experiments import Experiment
from data.workspace.library.records import Learning
from data.workspace.records import Stored

ORDER = (
    LearningStatus.CONFIRMED,
    LearningStatus.SUPPORTED,
    LearningStatus.CONTRADICTED,
    LearningStatus.EMERGING,
    LearningStatus.UNTESTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """A linked test that gives no evidence to this person."""

    experiment: str  # key
    why: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A learning of the team, with what its tests make of it for this person."""

    stored: Stored[Learning]
    found: learnings.Learning
    mute: tuple[Mute, ...]  # in the order they were linked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is there of the tests that claims are weighed by."""

    experiments: Mapping[str, Experiment]  # by key, archived ones left out
    summaries: Mapping[str, Summary]  # by key; one that is missing is still being read
    guessing: Collection[str] = ()  # keys of the tests this person has to guess first


def weigh(kept: Sequence[Stored[Learning]], tests: Sources) -> tuple[Known, ...]:
    """Return every learning that is not archived, what is borne out best first, then by its words."""
    weighed = [_weighed(stored, tests) for stored in kept if not stored.value.archived]
    return tuple(sorted(weighed, key=lambda one: (ORDER.index(one.found.status), one.stored.value.claim.casefold())))


def linked(kept: Sequence[Stored[Learning]]) -> frozenset[str]:
    """Return the keys of all tests that some learning rests on."""
    return frozenset(key for stored in kept if not stored.value.archived for key in stored.value.experiments)


def rates(lines: Sequence[Line]) -> ProgrammeRates | Untestable:
    """Return win rate and learning rate over the decided tests whose numbers this person may see.

    Invented tests count only while there are no others.
    """
    said = [(line.experiment.sample, line.summary.statement) for line in lines]
    decided = [(sample, one.kind) for sample, one in said if one is not None and one.is_decided]
    own = [kind for sample, kind in decided if not sample]
    return programme_rates(own or [kind for _, kind in decided])


def _weighed(stored: Stored[Learning], tests: Sources) -> Known:
    kept = stored.value
    claim = Claim(lever=kept.lever, audience=kept.audience, metric=kept.metric, change=Change(kept.change.value))
    heard = {key: _heard(key, tests) for key in kept.experiments}
    given = [
        evidence(tests.experiments[key], said, kept.metric)
        for key, said in heard.items()
        if isinstance(said, Statement)
    ]
    mute = tuple(Mute(experiment=key, why=why) for key, why in heard.items() if isinstance(why, Silence))
    return Known(stored=stored, found=learnings.learn(claim, given), mute=mute)


def _heard(key: str, tests: Sources) -> Statement | Silence:
    """Return what a test says, or why it says nothing."""
    experiment, summary = tests.experiments.get(key), tests.summaries.get(key)
    if experiment is None:
        return Silence.GONE
    if key in tests.guessing:
        return Silence.GUESS
    if experiment.status not in FINISHED:
        return Silence.RUNNING
    if summary is None:
        return Silence.UNREAD
    if summary.statement is not None:
        return summary.statement
    return Silence.EARLY if summary.reading is Reading.VEILED else Silence.EMPTY
