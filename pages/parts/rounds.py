"""Rounds: once a minute the server looks at what has come about, tells it, and sends what waits, beside all pages.

One that goes wrong is written into the log, and the next one tries again.
"""

import logging

from analytics import notices as conductor
from data.messages import Fault, Message
from data.workspace.actors import LOCAL_OWNER
from pages.parts import fetch, standings
from pages.parts.jobs import Job, jobs

LOG = logging.getLogger("liftroom")
ROUNDS = "rounds"
PAUSE = 60.0  # seconds between two


def begin() -> None:
    """Begin going the rounds, unless this server does already."""
    jobs().start(ROUNDS, Message("rounds_job", "Looking for what is new"), _go)


def once_around() -> None:
    """Go one round."""
    lies, workspace = fetch.home(), fetch.workspace()
    conductor.tell(lies, workspace, LOCAL_OWNER, summary=lambda entry: standings.summarize(LOCAL_OWNER, entry))
    conductor.send(workspace, LOCAL_OWNER)


def _go(job: Job) -> None:
    while not job.cancelled.wait(PAUSE):
        try:
            once_around()
        except Fault as fault:
            LOG.warning("a round was not finished: %s", fault.message.code)
        except Exception as error:  # noqa: BLE001  whatever is wrong now must not end all rounds to come
            LOG.error("a round broke: %s", type(error).__name__)
