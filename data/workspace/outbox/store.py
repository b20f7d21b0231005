"""The door of the outbox: the webhook, which only admins see and set, and what is sent to it.

Nothing is ever sent before somebody gave an address here, and but for a test nothing before it was switched on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from data.courier.answers import Answer, Trouble
from data.home import Home
from data.workspace import door
from data.workspace import engine as engines
from data.workspace.actors import Actor
from data.workspace.door import Door
from data.workspace.outbox import dispatches, vault, webhooks
from data.workspace.outbox.records import Dispatch, Sent, State, Webhook
from data.workspace.records import Stored
from data.workspace.rights import Action, require
from data.workspace.sessions import forecasts

SHOWN = 20  # messages at most


class Outbox(Door):
    """What another tool is told."""

    def __init__(self, engine: Engine, home: Home) -> None:
        super().__init__(engine)
        self._home = home

    def webhook(self, actor: Actor) -> Stored[Webhook]:
        """Return the webhook; version 0 before it was ever set."""
        with self._reading(actor, Action.EDIT_SETTINGS) as connection:
            return webhooks.read(connection)

    def is_sealed(self, actor: Actor) -> bool:
        """Say whether address and secret are here: a backup that was brought back has neither."""
        with self._reading(actor, Action.EDIT_SETTINGS) as connection:
            return vault.find(self._home, webhooks.read(connection).value.seal) is not None

    def save_webhook(
        self, actor: Actor, webhook: Webhook, *, address: str, version: int
    ) -> tuple[Stored[Webhook], str | None]:
        """Save over `version` (0: never set). `address`: empty leaves it as it is. Returns a secret made for it.

        Raises `Conflict`, `Refused`, `Forbidden` for another than the local owner who chooses this machine.
        """
        with self._vault(actor) as connection:
            saved, made = webhooks.save(
                connection, self._home, actor, webhook, address=address.strip(), version=version
            )
            if not saved.value.is_on:
                dispatches.give_up(connection, Trouble.OFF)
        return saved, made

    def renew_secret(self, actor: Actor, *, version: int, now: int) -> tuple[Stored[Webhook], str]:
        """Make a new secret in place of the present one, which still counts for a day. Raises `Conflict`, `Refused`."""
        with self._vault(actor) as connection:
            return webhooks.renew(connection, self._home, actor, version=version, now=now)

    def put_test(self, actor: Actor, *, phrase: Callable[[str, Webhook], str], now: int) -> str:
        """Let a message be sent that only tries the way, and return its id. Raises `Refused` without an address.

        `phrase` writes its body, of id and webhook.
        """
        with self._writing(actor, Action.EDIT_SETTINGS) as connection:
            webhook = webhooks.read(connection).value
            if vault.find(self._home, webhook.seal) is None:
                raise webhooks.unset()
            key = dispatches.new_test()
            dispatches.put_test(connection, key=key, body=phrase(key, webhook), now=now)
            return key

    def claim(self, actor: Actor, *, now: int, only: str | None = None) -> Dispatch | None:
        """Take the message that waits longest, to send it at once; None: there is none. `now`: seconds since 1970.

        `only`: the id of the one that is wanted.
        """
        require(actor, Action.EDIT_SETTINGS)
        with engines.reading(self._engine) as connection:
            door.confirm(connection, actor)
            if dispatches.due(connection, now=now, held=(), tests_only=False, only=only) is None:
                return None  # most times nobody has to wait for the one who writes
        with self._writing(actor, Action.EDIT_SETTINGS) as connection:
            webhook = webhooks.read(connection).value
            sealed = vault.find(self._home, webhook.seal)
            if sealed is None:
                return None
            held = forecasts.asked(connection)
            while row := dispatches.due(connection, now=now, held=held, tests_only=not webhook.is_on, only=only):
                if row.attempts < (1 if row.kind == dispatches.TEST else dispatches.ATTEMPTS):
                    break
                dispatches.give_up(connection, Trouble.KILLED, key=row.key)
            if row is None:
                return None
            return Dispatch(
                key=row.key,
                body=row.body,
                lease=dispatches.lease(connection, row.key, now=now),
                address=sealed.address,
                secrets=sealed.secrets(now),
                local=webhook.local,
            )

    def settle(self, actor: Actor, dispatch: Dispatch, answer: Answer, *, now: int) -> State | None:
        """Write down what was answered; None: somebody else has the message by now.

        Who says that they are gone (410), and who let a message go through all its attempts without taking any other
        since, is switched off, and those who can mend it are told.
        """
        with self._writing(actor, Action.EDIT_SETTINGS) as connection:
            state = dispatches.settle(connection, dispatch.key, dispatch.lease, answer=answer, now=now)
            lost = state is State.GIVEN_UP and not dispatches.is_test(connection, dispatch.key)
            if lost and (answer.status == 410 or not dispatches.arrived_since(connection, dispatch.key)):
                webhooks.switch_off(connection, now=now)
                dispatches.give_up(connection, Trouble.OFF)
            return state

    def sent(self, actor: Actor) -> tuple[Sent, ...]:
        """Return what became of the latest messages, the newest first."""
        with self._reading(actor, Action.EDIT_SETTINGS) as connection:
            return dispatches.latest(connection, most=SHOWN)

    @contextmanager
    def _vault(self, actor: Actor) -> Iterator[Connection]:
        """Write, and destroy afterwards what the vault held before; nobody else puts anything there meanwhile."""
        require(actor, Action.EDIT_SETTINGS)
        with self._home.locked("webhook"):
            try:
                with self._writing(actor, Action.EDIT_SETTINGS) as connection:
                    yield connection
            finally:
                with engines.reading(self._engine) as connection:
                    vault.sweep(self._home, webhooks.read(connection).value.seal)
