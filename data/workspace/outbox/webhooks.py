"""The webhook as it is set: read, checked, saved, and switched off when nobody answers."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from data.courier import addresses, signatures
from data.home import Home
from data.messages import Forbidden, Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import RELEASE, Actor, ActorRole
from data.workspace.inbox import changes
from data.workspace.inbox.records import Change, NoticeKind
from data.workspace.ledger import ONLY
from data.workspace.outbox import vault
from data.workspace.outbox.records import OUTGOING, Webhook
from data.workspace.outbox.vault import Sealed
from data.workspace.records import Kind, Stored

OVERLAP = 86_400  # seconds for which a secret still counts beside the one that follows it
_BASE = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]+(/[A-Za-z0-9._~/-]*)?")
_ITSELF = Actor(RELEASE, ActorRole.OWNER)


def read(connection: Connection) -> Stored[Webhook]:
    """Return the webhook; version 0 before it was ever set."""
    found = ledger.find(connection, Kind.WEBHOOK, ONLY)
    if found is None:
        return Stored(value=Webhook(), version=0, author=RELEASE, changed_at=datetime.fromtimestamp(0, UTC))
    return door.read(Webhook, found)


def save(
    connection: Connection, home: Home, actor: Actor, webhook: Webhook, *, address: str, version: int
) -> tuple[Stored[Webhook], str | None]:
    """Save over `version` (0: never set). `address`: empty leaves it as it is. Returns a secret that was made for it.

    Raises `Conflict`, `Refused`, `Forbidden` for another than the local owner who chooses this machine.
    """
    before = door.before(connection, Kind.WEBHOOK, ONLY, record=webhook, version=version) or Webhook()
    sealed = vault.find(home, before.seal)
    wanted = address or (sealed.address if sealed else "")
    whole = replace(webhook, seal=before.seal, host=before.host, base=webhook.base.rstrip("/"))
    _check(whole, actor, wanted)
    made = None
    if wanted and (sealed is None or wanted != sealed.address):
        made = signatures.new_secret()  # who stands at one address shall not be able to speak for us at another
        kept = Sealed(address=wanted, secret=made)
        whole = replace(whole, seal=vault.put(home, kept), host=addresses.target(wanted, local=whole.local).host)
    return door.save(connection, actor, Kind.WEBHOOK, ONLY, record=whole, version=version or None), made


def renew(connection: Connection, home: Home, actor: Actor, *, version: int, now: int) -> tuple[Stored[Webhook], str]:
    """Make a new secret in place of the present one, which still counts for a day. Raises `Conflict`, `Refused`."""
    webhook = read(connection).value
    door.before(connection, Kind.WEBHOOK, ONLY, record=webhook, version=version)
    sealed = vault.find(home, webhook.seal)
    if sealed is None:
        raise unset()
    made = signatures.new_secret()
    whole = Sealed(address=sealed.address, secret=made, former=sealed.secret, former_until=now + OVERLAP)
    changed = replace(webhook, seal=vault.put(home, whole))
    return door.save(connection, actor, Kind.WEBHOOK, ONLY, record=changed, version=version), made


def switch_off(connection: Connection, *, now: int) -> None:
    """Switch off what nobody answers for, and tell those who can mend it."""
    stored = read(connection)
    if not stored.value.is_on:
        return
    off = replace(stored.value, is_on=False)
    saved = door.save(connection, _ITSELF, Kind.WEBHOOK, ONLY, record=off, version=stored.version)
    day = datetime.fromtimestamp(now, UTC).date()
    told = Change(kind=NoticeKind.WEBHOOK_OFF, subject="webhook", became=f"version {saved.version}", day=day)
    changes.write(connection, told, occurrence=1, now=now)


def unset() -> Refused:
    """Return what is said where there is no address."""
    return Refused(Message("webhook_unset", "There is no address to send to here: write one and save."))


def _check(webhook: Webhook, actor: Actor, address: str) -> None:
    if webhook.local and actor.role is not ActorRole.OWNER:
        raise Forbidden(
            Message("webhook_owner", "Only whoever sits at the machine may send to it: leave “Only to this machine”.")
        )
    if address:
        addresses.target(address, local=webhook.local)
    elif webhook.is_on:
        raise unset()
    if webhook.base and not _BASE.fullmatch(webhook.base):
        raise Refused(
            Message(
                "webhook_base", "Links need the address people open Liftroom at, like https://liftroom.example.com."
            )
        )
    if set(webhook.kinds) - set(OUTGOING):
        raise Refused(Message("webhook_kinds", "This is not sent to other tools: choose among what is offered."))
