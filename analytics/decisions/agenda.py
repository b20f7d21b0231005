"""Many experiments at once: which are shown, in which order, and what changed since somebody was last here."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.decisions.summaries import Place, Summary, place, stands
from data.declarations.experiments import Experiment, Status

_ORDER = {each: position for position, each in enumerate(Place)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One experiment of the overview."""

    experiment: Experiment
    summary: Summary
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which lines a reader wants; None and empty ask for nothing."""

    status: Status | None = None
    channel: str | None = None
    owner: str | None = None
    waiting: bool = False  # only what waits for a decision
    text: str = ""  # words that all stand in name, hypothesis, channel, owner or audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An experiment that stands elsewhere than when a person last looked."""

    line: Line
    before: str | None  # what stood there, as `stands` says it; None: it was not there


def arranged(experiments: Sequence[Experiment], summaries: Mapping[str, Summary]) -> tuple[Line, ...]:
    """Return a line for each experiment that has a summary, what waits for a decision first, else as given.

    Of those that are decided, what ended last stands first: whoever looks for one remembers about when it was.
    """
    lines = [
        Line(experiment=one, summary=summaries[one.key], place=place(one, summaries[one.key]))
        for one in experiments
        if one.key in summaries
    ]
    return tuple(sorted(lines, key=_rank))


def chosen(lines: Sequence[Line], choice: Choice) -> tuple[Line, ...]:
    """Return the lines a reader asks for. Accents and case do not matter to the text."""
    words = folded(choice.text).split()
    return tuple(line for line in lines if _fits(line, choice) and _holds(line.experiment, words))


def channels(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return every channel that is named, sorted."""
    return tuple(sorted({line.experiment.channel for line in lines} - {""}))


def owners(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return everybody who owns an experiment, sorted."""
    return tuple(sorted({line.experiment.owner for line in lines} - {""}))


def statuses(lines: Sequence[Line]) -> tuple[Status, ...]:
    """Return the statuses that occur, in their natural order."""
    found = {line.experiment.status for line in lines}
    return tuple(status for status in Status if status in found)


def waiting(lines: Sequence[Line]) -> int:
    """Return how many experiments wait for a decision."""
    return sum(line.place is Place.WAITING for line in lines)


def seen(lines: Sequence[Line]) -> dict[str, str]:
    """Return what a person sees of each experiment, to be compared on their next visit."""
    return {line.experiment.key: stands(line.experiment, line.summary) for line in lines}


def differences(lines: Sequence[Line], before: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return the lines that stand elsewhere than `before` (experiment key → what stood there), in the lines' order."""
    return tuple(
        Difference(line=line, before=before.get(line.experiment.key))
        for line in lines
        if before.get(line.experiment.key) != stands(line.experiment, line.summary)
    )


def folded(text: str) -> str:
    """Return a text without accents and case, as it is searched: “Đặt hàng” → “dat hang”."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _rank(line: Line) -> tuple[int, int]:
    ended = line.experiment.ended_on or line.summary.as_of if line.place is Place.SETTLED else None
    return _ORDER[line.place], 0 if ended is None else -ended.toordinal()


def _fits(line: Line, choice: Choice) -> bool:
    experiment = line.experiment
    return (
        choice.status in (None, experiment.status)
        and choice.channel in (None, experiment.channel)
        and choice.owner in (None, experiment.owner)
        and (not choice.waiting or line.place is Place.WAITING)
    )


def _holds(experiment: Experiment, words: Sequence[str]) -> bool:
    if not words:
        return True
    parts = (experiment.name, experiment.hypothesis, experiment.channel, experiment.owner, experiment.audience)
    text = folded(" ".join(parts))
    return all(word in text for word in words)
