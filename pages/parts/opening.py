"""What a server does once, beside its first page: begin the sample in a new home, and read what will be asked for."""

from collections.abc import Iterator
from itertools import chain

from data import home as homes
from data.messages import Message
from data.sample import apart
from data.sample.apart import Step
from pages.parts.jobs import Job, jobs

OPENING, SAMPLE, REST = "opening", "sample", "sample_rest"
SECONDS = 30.0  # the longest a first page waits for the opening


def welcome() -> None:
    """Begin loading the sample if nobody has ever put anything into this home, or if it was left half loaded.

    Returns once that is known: the loading process has said its first word, or nothing.
    """
    home = homes.current()
    if home.lake.exists() and not apart.mark(home).exists():
        return
    steps = apart.load(into_new=True)
    first = next(steps, None)
    if first is not None:
        _load(chain([first], steps))


def load_sample() -> None:
    """Begin loading the sample, unless that is under way: what is read first, and then the rest by itself."""
    _load(apart.load())


def _load(steps: Iterator[Step]) -> None:
    jobs().start(SAMPLE, Message("sample_job", "Loading the sample"), lambda job: _follow(job, steps))


def _follow(job: Job, steps: Iterator[Step]) -> None:
    """Report steps until a part is ready; what comes after the first part is work of its own."""
    for step in steps:
        if step.ready is None:
            job.report(step.share, step.stage)
        elif job.name == SAMPLE:
            title = Message("sample_rest_job", "Loading the rest of the sample")
            jobs().start(REST, title, lambda rest: _follow(rest, steps))
            return
    if job.name == REST:
        from pages.parts import standings  # heavy: the loading process would begin two seconds later

        standings.read_ahead()


def wait() -> None:
    """Let a page that comes early wait until it is known whether there is a sample to wait for."""
    job = jobs().get(OPENING)
    if job is not None:
        job.over.wait(SECONDS)
