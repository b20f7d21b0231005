"""What a server does once, before its first page: begin the sample in a home that is new."""

from data import home as homes
from data import samples
from data.messages import Message
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from pages.parts.jobs import Job, jobs

OPENING, SAMPLE = "opening", "sample"
SECONDS = 30.0  # the longest a first page waits for the opening


def welcome() -> None:
    """Begin loading the sample if nobody has ever put anything into this home."""
    home = homes.current()
    with Workspace.open(home) as workspace:
        is_new = not home.lake.exists() and not workspace.experiments(LOCAL_OWNER)
    if is_new:
        load_sample()


def load_sample() -> None:
    """Begin loading the sample, unless that is under way."""
    home = homes.current()

    def work(job: Job) -> object:
        with Workspace.open(home) as workspace:
            samples.load(home, workspace, LOCAL_OWNER, progress=job.report)
        return None

    jobs().start(SAMPLE, Message("sample_job", "Loading the sample"), work)


def wait() -> None:
    """Let a page that comes early wait until it is known whether there is a sample to wait for."""
    job = jobs().get(OPENING)
    if job is not None:
        job.over.wait(SECONDS)
