"""Whether this installation could do its work now: the engine answers, and the workspace takes a write.

What is wrong is one sentence for whoever watches the server; it names no file, address or driver, since anybody who
reaches the server may ask.
"""

import logging
from collections.abc import Callable
from functools import partial

from data.events import engines
from data.events.engines import EngineFault
from data.home import Home
from data.messages import Message
from data.workspace.store import Workspace

LOG = logging.getLogger("liftroom")
MEMORY = "64MiB"


def ailment(home: Home, workspace: Callable[[], Workspace]) -> Message | None:
    """Run a query in an engine that may read the lake, and a write in the workspace that is rolled back.

    Returns what is wrong in one sentence, None when nothing is. `workspace` gives the opened one, or raises.
    """
    return _said("engine", partial(_query, home)) or _said("workspace", lambda: workspace().check())


def _said(part: str, examine: Callable[[], None]) -> Message | None:
    try:
        examine()
    except Exception as error:  # noqa: BLE001  whoever asks must get an answer, whatever is broken
        LOG.error("health: %s: %s", part, type(error).__name__)
        if part == "engine":
            return Message("health_engine", "The engine that reads the events does not answer.")
        return Message("health_workspace", "The workspace cannot be written now; what was saved before is untouched.")
    return None


def _query(home: Home) -> None:
    with engines.connect(folders=[home.lake], memory=MEMORY, threads=1) as engine:
        if engine.run("health", "SELECT sum(number) FROM range(1000) AS numbers(number)", seconds=10) != [(499_500,)]:
            raise EngineFault(Message("engine.wrong", "The query “{query}” gave a wrong answer.", {"query": "health"}))
