"""Signatures: how a receiver knows that a message is ours, as the Standard Webhooks specification says.

Signed is “id.timestamp.body” with HMAC-SHA256, so that neither can be exchanged, and an old message cannot be sent
again. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from secrets import token_bytes

PREFIX = "whsec_"  # by which a secret is told from other texts
SIZE = 32  # bytes of a secret


def new_secret() -> str:
    """Return a secret that nobody had before."""
    return PREFIX + base64.b64encode(token_bytes(SIZE)).decode()


def headers(secrets: Sequence[str], *, message: str, at: int, body: bytes) -> dict[str, str]:
    """Return the headers that prove a message, with each of these secrets.

    `message`: its id, the same at every attempt; `at`: of this attempt, in seconds since 1970.
    """
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signature(one, message=message, at=at, body=body) for one in secrets),
    }


def signature(secret: str, *, message: str, at: int, body: bytes) -> str:
    """Return the signature of one attempt; `at`: seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = f"{message}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
