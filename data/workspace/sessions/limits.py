"""Limits of what fits into a room, and texts held against them. Numbers are characters unless they say otherwise."""

import re
import secrets

from data.messages import Message, Refused

TITLE = 120
CARD = 1_000
NAME = 80  # of a topic
NOTE = 10_000
REASON = 1_000
GROUNDS = 10  # at least, where the policy is overruled
ACTION = 500
IMPROVEMENT = 300
EXPERIMENTS = 20  # in one session
CARDS = 50  # of one person in one session
VOTES = 5  # of one person in one session
VOTES_ON_ONE = 3  # of one person on one topic
MINUTES = 60  # of a timer
SNAPSHOT = 2_000_000  # bytes of one pinned readout
LIFT = 10.0  # largest relative lift that can be forecast, either way
CHANCE = 0.01  # smallest chance that can be forecast, and its distance from certainty

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


def new_key() -> str:
    """Return a key that tells nothing of who made it or when."""
    return secrets.token_urlsafe(16)


def check_key(key: str) -> None:
    """Raise `Refused` for what `new_key` cannot have made: a key must not carry anything."""
    if not _KEY.fullmatch(key):
        raise Refused(Message("key_random", "The key of a card or action must be a random one: load the page again."))


def check_text(text: str, *, longest: int) -> None:
    """Raise `Refused` for a text that is longer."""
    if len(text) > longest:
        raise Refused(
            Message(
                "text_long",
                "This text has {length} characters and may have {longest}: shorten it.",
                {"length": len(text), "longest": longest},
            )
        )


def check_line(text: str, *, longest: int) -> str:
    """Return a text as one line. Raises `Refused` for an empty or longer one."""
    line = " ".join(text.split())
    if not line:
        raise Refused(Message("text_empty", "There is nothing written: write something first."))
    check_text(line, longest=longest)
    return line
