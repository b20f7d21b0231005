"""The summaries of all experiments, as this process knows them: what lists need, without a readout of each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Condition, Lock

import streamlit as st

from analytics import overview as surveyor
from analytics.decisions.summaries import Summary
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER, Actor
from pages.parts import fetch
from pages.parts.jobs import Job, jobs

AHEAD = "read_ahead"
PATIENCE = 5.0  # seconds: the longest that work beside the pages lets pages go first before it reads another one
READING = Message("survey_job", "Reading every experiment for today")
COUNTING = Message("report_job", "Counting what the tests were worth")


def summaries(actor: Actor) -> tuple[dict[str, Summary], tuple[surveyor.Entry, ...]]:
    """Return the summaries that are known, by experiment, and the experiments that have still to be read."""
    declared = fetch.experiments(actor)
    entries = surveyor.entries(fetch.home(), fetch.workspace(), actor, declared, metrics=fetch.metrics(actor))
    shelf = _shelf(root=str(fetch.home().root))
    known = {entry.experiment.key: shelf.summary(entry) for entry in entries}
    return (
        {key: found for key, found in known.items() if found is not None},
        tuple(entry for entry in entries if known[entry.experiment.key] is None),
    )


def summarize(actor: Actor, entry: surveyor.Entry) -> Summary:
    """Return the summary of one experiment; reads for it unless it is known by now."""
    return _shelf(root=str(fetch.home().root)).fill(
        entry, lambda: surveyor.concluded(fetch.home(), fetch.workspace(), actor, entry)
    )


@contextmanager
def going_first() -> Iterator[None]:
    """Let what is read beside the pages wait meanwhile: somebody looks at an empty page."""
    with _shelf(root=str(fetch.home().root)).going_first():
        yield


def survey(actor: Actor, entries: Sequence[surveyor.Entry]) -> Callable[[Job], None]:
    """Return the work of reading many experiments for their summaries, beside the pages."""
    lies, opened, shelf = fetch.home(), fetch.workspace(), _shelf(root=str(fetch.home().root))

    def work(job: Job) -> None:
        for position, entry in enumerate(entries):
            shelf.give_way(PATIENCE)
            shelf.fill(entry, partial(surveyor.concluded, lies, opened, actor, entry))
            job.report((position + 1) / (len(entries) + 1))
        job.report(job.share, COUNTING)
        fetch.report(LOCAL_OWNER, summaries(LOCAL_OWNER)[0])  # what is found of pairs of tests is kept, too

    return work


def read_ahead() -> None:
    """Begin to read what nobody has read today: overview and library then answer at once, whoever comes first."""
    _, unread = summaries(LOCAL_OWNER)
    if unread:
        jobs().start(AHEAD, READING, survey(LOCAL_OWNER, unread))


class Shelf:
    """The latest summary of each experiment, as this process knows it.

    Who asks for a summary while somebody else reads for it waits and takes theirs: twelve people who open the overview
    after an import would otherwise each read every experiment, and wait twelve times as long. Who asks for one that
    nobody reads for does not wait: a single answer need not stand in line behind all that are read ahead. Two who read
    at once share the processor, so what nobody looks at gives way.
    """

    def __init__(self) -> None:
        self._pages = Condition()
        self._going_first = 0
        self._known: dict[str, tuple[str, Summary]] = {}
        self._reading: dict[str, Lock] = {}

    def summary(self, entry: surveyor.Entry) -> Summary | None:
        """Return what is known for the entry's mark; None: it has still to be read."""
        mark, found = self._known.get(entry.experiment.key, ("?", None))
        if mark == entry.mark:
            return found
        found = surveyor.kept(fetch.home(), entry)
        if found is not None:
            self._known[entry.experiment.key] = (entry.mark, found)
        return found

    def fill(self, entry: surveyor.Entry, read: Callable[[], Summary]) -> Summary:
        """Return what is known, or else keep and return what `read` answers."""
        with self._reading.setdefault(entry.experiment.key, Lock()):
            found = self.summary(entry)
            if found is None:
                found = read()
                self._known[entry.experiment.key] = (entry.mark, found)
        return found

    @contextmanager
    def going_first(self) -> Iterator[None]:
        """Hold up whoever gives way."""
        with self._pages:
            self._going_first += 1
        try:
            yield
        finally:
            with self._pages:
                self._going_first -= 1
                self._pages.notify_all()

    def give_way(self, patience: float) -> None:
        """Wait until nobody goes first, at most `patience` seconds."""
        with self._pages:
            self._pages.wait_for(lambda: self._going_first == 0, timeout=patience)


@st.cache_resource(max_entries=8)
def _shelf(root: str) -> Shelf:
    del root
    return Shelf()
