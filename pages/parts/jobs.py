"""Work that outlives a page run: one thread each, watched by whoever looks, cancellable, the tab may be closed."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from data.messages import Fault, Message

LOG = logging.getLogger("liftroom")
OURS = Message("job_broken", "Something went wrong on our side: nothing was changed. Try again, or tell your admin.")


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work, as far as it has come. Written by its own thread, read by pages."""

    name: str  # one at a time per name
    title: Message
    share: float = 0.0  # done, 0 to 1
    stage: Message | None = None  # what it does now
    fault: Message | None = None  # why it failed
    result: object = None
    over: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether it is over, well or not."""
        return self.over.is_set()

    def report(self, share: float, stage: Message | None = None) -> None:
        """Note how far the work is."""
        self.share, self.stage = min(max(share, 0.0), 1.0), stage or self.stage


class Jobs:
    """All work of this server, by name."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Job | None:
        """Return the work of that name, running or over."""
        return self._jobs.get(name)

    def forget(self, name: str) -> None:
        """Drop what is over, once it was read."""
        with self._lock:
            if (job := self._jobs.get(name)) is not None and job.done:
                del self._jobs[name]

    def start(self, name: str, title: Message, work: Callable[[Job], object]) -> Job:
        """Begin `work` unless work of that name is running; return the one that runs."""
        with self._lock:
            known = self._jobs.get(name)
            if known is not None and not known.done:
                return known
            job = self._jobs[name] = Job(name=name, title=title)
        threading.Thread(target=_run, args=(job, work), name=name, daemon=True).start()
        return job


def _run(job: Job, work: Callable[[Job], object]) -> None:
    try:
        job.result = work(job)
        job.share = 1.0
    except Fault as fault:
        job.fault = fault.message
    except Exception as error:
        LOG.exception("work broke: %s in %s", type(error).__name__, job.name, exc_info=False)
        job.fault = OURS
    finally:
        job.over.set()


@st.cache_resource
def jobs() -> Jobs:
    """Return the work of this server."""
    return Jobs()
