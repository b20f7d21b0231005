"""Seals: how an anonymous session knows whose card is whose without anybody being able to tell.

Each such session has a secret of its own, a file outside the database. A card's voice is a digest of secret, card and
person: its author can be recognised when they come, two cards of one author cannot be linked, and once the secret is
destroyed nobody can tell anything. A secret is made with its session and never again: with another one everybody would
have a second ballot.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from data.home import Home, sync
from data.messages import Message, Refused
from data.workspace.documents import spelled

_SIZE = 32  # bytes


def make(home: Home, session: str) -> None:
    """Make the secret of a new session, readable by its owner alone."""
    path = _path(home, session)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_SIZE))
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def find(home: Home, session: str) -> bytes | None:
    """Return the secret; None when it was destroyed, or stayed behind when the workspace was moved."""
    with suppress(FileNotFoundError):
        held = _path(home, session).read_bytes()
        return held if len(held) == _SIZE else None
    return None


def destroy(home: Home, session: str) -> None:
    """Destroy the secret, for good also after a power cut."""
    path = _path(home, session)
    if path.exists():
        path.unlink()
        sync(path.parent)


def voice(secret: bytes, *parts: str) -> str:
    """Return the digest that stands for a person: in one card, or on one ballot."""
    return hmac.new(secret, spelled(list(parts)).encode(), hashlib.sha256).hexdigest()


def broken() -> Refused:
    """Return what is said where the secret is missing."""
    return Refused(
        Message(
            "session_unsealed",
            "The secret of this anonymous session is missing here, so no cards or votes can be added: take the next "
            "step, or start a new session.",
        )
    )


def _path(home: Home, session: str) -> Path:
    return home.sealed / f"{session}.key"
