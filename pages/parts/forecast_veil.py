"""The veil of a forecast: whoever is asked for one in a session sees no results before it is given."""

from collections.abc import Mapping

from data.messages import Forbidden, Message
from data.workspace.actors import Actor
from data.workspace.store import Workspace
from pages.parts.moment import once


class AwaitsForecast(Forbidden):
    """A session waits for this person's forecast of a test."""

    def __init__(self, session: str) -> None:
        super().__init__(
            Message(
                "awaits_forecast",
                "Your team is about to guess how this test came out, and you have not yet: its results stay hidden "
                "from you until you have.",
            )
        )
        self.session = session


def veiled(workspace: Workspace, actor: Actor) -> Mapping[str, str]:
    """Return, by experiment, the session that waits for this person's forecast."""
    found: Mapping[str, str] = once("veils", lambda: workspace.sessions.veiled(actor))
    return found


def require(workspace: Workspace, actor: Actor, experiment: str) -> None:
    """Raise `AwaitsForecast` while a session waits for this person's forecast of the experiment."""
    session = veiled(workspace, actor).get(experiment)
    if session is not None:
        raise AwaitsForecast(session)
