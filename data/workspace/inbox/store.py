"""The door of the inbox: what was told, who has read it, and telling what has come about.

A test that waits for somebody's forecast is not spoken of to them: that it can be decided says that it says something.
"""

from collections.abc import Callable, Collection

from sqlalchemy import Connection

from data.workspace import door
from data.workspace import engine as engines
from data.workspace.actors import Actor
from data.workspace.door import Door
from data.workspace.inbox import changes, marks
from data.workspace.inbox.records import Found, Notice, NoticeKind
from data.workspace.outbox import dispatches, webhooks
from data.workspace.outbox.records import Webhook
from data.workspace.rights import Action, may, require
from data.workspace.sessions import forecasts, rooms

SHOWN = 200  # notices at most
KEPT = 90 * 86_400  # seconds for which a notice is shown
TOLD = frozenset(NoticeKind) - {NoticeKind.WEBHOOK_OFF}  # what is looked for; the rest tells itself


class Inbox(Door):
    """What people are told."""

    def notices(self, actor: Actor, *, now: int) -> tuple[Notice, ...]:
        """Return what this person may be told, the newest first. `now`: seconds since 1970."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            found = marks.inbox(connection, rooms.person_of(actor), since=now - KEPT, most=SHOWN)
            hidden = _hidden(connection, actor, {(one.kind, one.subject) for one in found})
            return tuple(one for one in found if (one.kind, one.subject) not in hidden)

    def unread(self, actor: Actor, *, now: int) -> int:
        """Return how many of them this person has not read: one small question, asked on every page."""
        with self._reading(actor, Action.READ_RESULTS) as connection:
            found = marks.unread(connection, rooms.person_of(actor), since=now - KEPT, most=SHOWN)
            hidden = _hidden(connection, actor, set(found))
            return sum(one not in hidden for one in found)

    def mark_read(self, actor: Actor, keys: Collection[str]) -> None:
        """Note that this person has read these."""
        with self._writing(actor, Action.READ_RESULTS) as connection:
            marks.mark(connection, rooms.person_of(actor), [*keys][:SHOWN])

    def tell(
        self, actor: Actor, found: Found, *, phrase: Callable[[Notice, Webhook], str], now: int
    ) -> tuple[Notice, ...]:
        """Tell what has come about, and put what a webhook asks for into the outbox in the same transaction.

        `phrase` writes a message's body.
        """
        require(actor, Action.EDIT_SETTINGS)
        with engines.reading(self._engine) as connection:
            door.confirm(connection, actor)
            if not changes.is_news(connection, found, kinds=TOLD, now=now):
                return ()
        with self._writing(actor, Action.EDIT_SETTINGS) as connection:
            told = changes.tell(connection, found, kinds=TOLD, now=now)
            webhook = webhooks.read(connection).value
            for notice in told:
                if webhook.is_on and notice.kind in webhook.kinds:
                    dispatches.put(connection, notice, body=phrase(notice, webhook), now=now)
            return told


def _hidden(
    connection: Connection, actor: Actor, found: Collection[tuple[NoticeKind, str]]
) -> frozenset[tuple[NoticeKind, str]]:
    """Return what this person is not told (yet)."""
    mends = may(actor, Action.EDIT_SETTINGS)
    hidden = {one for one in found if one[0] is NoticeKind.WEBHOOK_OFF and not mends}
    ready = {one for one in found if one[0] is NoticeKind.DECISION_READY}
    if ready:
        asked = forecasts.veiled(connection, actor)
        hidden |= {one for one in ready if one[1] in asked}
    return frozenset(hidden)
