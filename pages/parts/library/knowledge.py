"""What the library knows: learnings weighed for this person, practices, and the tests they rest on."""

from collections.abc import Iterable, Mapping, Sequence

from analytics import library
from analytics.library import Known, Sources
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.sample import lessons
from data.workspace.library.records import Learning, Practice
from data.workspace.library.store import Library
from data.workspace.records import Stored
from pages.parts import fetch, forecast_veil, on_demand, surveys
from pages.parts.moment import once
from pages.parts.visitor import actor

TAUGHT = frozenset({*(learning.key for learning in lessons.LEARNINGS), lessons.PRACTICE.key})  # come with the sample


def door() -> Library:
    """Return the door of the library."""
    return fetch.workspace().library


def known() -> tuple[Known, ...]:
    """Return every learning with what its tests make of it, for this person."""
    return once("library", lambda: _weighed(_standing()))


def some(keys: Iterable[str]) -> dict[str, Known]:
    """Return some learnings by key. Of the tests that nobody has read today, only theirs are read."""
    wanted = frozenset(keys)
    kept = [stored for stored in _standing() if stored.value.key in wanted]
    return {one.stored.value.key: one for one in _weighed(kept)}


def practices() -> tuple[Stored[Practice], ...]:
    """Return the pages of advice that stand, by title."""
    shown = [stored for stored in door().practices(actor()) if not stored.value.archived]
    return tuple(sorted(shown, key=lambda stored: stored.value.title.casefold()))


def learning(key: str) -> Known | None:
    """Return one learning; None where there is none, or none any more."""
    return some([key]).get(key)


def claims() -> dict[str, str]:
    """Return what every learning claims, by key, in the order of the words."""
    return {stored.value.key: stored.value.claim for stored in _standing()}


def metrics() -> dict[str, Metric]:
    """Return the metrics by key."""
    return {metric.key: metric for metric in fetch.values(fetch.metrics(actor()))}


def experiments() -> Mapping[str, Experiment]:
    """Return the experiments that are not archived, by key."""
    return {one.key: one for one in fetch.values(fetch.experiments(actor()))}


def is_sample(record: Learning | Practice) -> bool:
    """Tell whether a learning or practice came with the sample."""
    return record.key in TAUGHT


def _standing() -> tuple[Stored[Learning], ...]:
    """Return the learnings that are not archived, by their words."""
    return once("learnings", _learnings)


def _learnings() -> tuple[Stored[Learning], ...]:
    shown = [stored for stored in door().learnings(actor()) if not stored.value.archived]
    return tuple(sorted(shown, key=lambda stored: stored.value.claim.casefold()))


def _weighed(kept: Sequence[Stored[Learning]]) -> tuple[Known, ...]:
    return on_demand.weighed(actor(), kept, _tests(library.linked(kept)))


def _tests(linked: frozenset[str]) -> Sources:
    """Return the tests that learnings rest on; those that nobody has read today are read."""
    guessing = frozenset(forecast_veil.veiled(fetch.workspace(), actor()))
    return Sources(experiments=experiments(), summaries=surveys.summaries(linked), guessing=guessing)
