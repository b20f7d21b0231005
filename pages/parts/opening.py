"""What a server does once, beside its first page: begin the sample in a new home, and read what will be asked for."""

from datetime import date

from data import home as homes
from data import samples
from data.messages import Message
from data.sample.programme import Part
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from pages.parts import fetch
from pages.parts.jobs import Job, jobs

OPENING, SAMPLE, REST, AHEAD = "opening", "sample", "sample_rest", "read_ahead"
SECONDS = 30.0  # the longest a first page waits for the opening


def welcome() -> None:
    """Begin loading the sample if nobody has ever put anything into this home, or if it was left half loaded."""
    home = homes.current()
    with Workspace.open(home) as workspace:
        is_new = not home.lake.exists() and not workspace.experiments(LOCAL_OWNER)
    if is_new or samples.is_unfinished(home):
        load_sample()


def load_sample() -> None:
    """Begin loading the sample, unless that is under way: what is read first, and then the rest by itself."""
    _load(SAMPLE, Message("sample_job", "Loading the sample"), Part.FIRST)


def _load(name: str, title: Message, part: Part) -> None:
    home = homes.current()

    def work(job: Job) -> object:
        with Workspace.open(home) as workspace:
            samples.load_part(home, workspace, LOCAL_OWNER, part=part, today=date.today(), progress=job.report)
        if part is Part.FIRST:
            _load(REST, Message("sample_rest_job", "Loading the rest of the sample"), Part.REST)
        else:
            read_ahead()
        return None

    jobs().start(name, title, work)


def read_ahead() -> None:
    """Begin to read what nobody has read today: overview and library then answer at once, whoever comes first."""
    _, unread = fetch.summaries(LOCAL_OWNER)
    if unread:
        title = Message("survey_job", "Reading every experiment for today")
        jobs().start(AHEAD, title, fetch.survey(LOCAL_OWNER, unread))


def wait() -> None:
    """Let a page that comes early wait until it is known whether there is a sample to wait for."""
    job = jobs().get(OPENING)
    if job is not None:
        job.over.wait(SECONDS)
