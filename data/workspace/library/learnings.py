"""Learnings and practices: what may be kept of them. Numbers are characters unless they say otherwise."""

from dataclasses import replace

from sqlalchemy import Connection

from data.messages import Message, Refused
from data.workspace import door, ledger
from data.workspace.actors import Actor
from data.workspace.library.records import Learning, Practice
from data.workspace.records import Kind, Stored, Verb
from data.workspace.sessions import limits

CLAIM = 300
WORDS = 80  # of a lever, an audience, a channel
TITLE = 120
TEXT = 20_000  # of a practice
LINKS = 50  # experiments of a learning, learnings of a practice


def save(connection: Connection, actor: Actor, learning: Learning, *, version: int | None) -> Stored[Learning]:
    """Save over `version`. Raises `Conflict`, then `Refused` for what cannot be."""
    limits.check_key(learning.key)
    before = door.before(connection, Kind.LEARNING, learning.key, record=learning, version=version)
    whole = replace(
        learning,
        claim=limits.check_line(learning.claim, longest=CLAIM),
        lever=limits.check_line(learning.lever, longest=WORDS),
        audience=_line(learning.audience),
        channel=_line(learning.channel),
    )
    if whole.metric not in ledger.keys(connection, Kind.METRIC):
        raise Refused(
            Message(
                "metric_unknown",
                "There is no metric “{metric}”: declare it first, or choose another.",
                {"metric": whole.metric[:80]},
            )
        )
    _check_links(whole.experiments, known=ledger.keys(connection, Kind.EXPERIMENT))
    _check_new(connection, whole)
    action = Verb.ARCHIVE if before and whole.archived and not before.archived else None
    return door.save(connection, actor, Kind.LEARNING, whole.key, record=whole, version=version, action=action)


def save_practice(connection: Connection, actor: Actor, practice: Practice, *, version: int | None) -> Stored[Practice]:
    """Save over `version`. Raises `Conflict`, then `Refused` for what cannot be."""
    limits.check_key(practice.key)
    before = door.before(connection, Kind.PRACTICE, practice.key, record=practice, version=version)
    whole = replace(practice, title=limits.check_line(practice.title, longest=TITLE), text=practice.text.strip())
    limits.check_text(whole.text, longest=TEXT)
    _check_links(whole.learnings, known=ledger.keys(connection, Kind.LEARNING))
    action = Verb.ARCHIVE if before and whole.archived and not before.archived else None
    return door.save(connection, actor, Kind.PRACTICE, whole.key, record=whole, version=version, action=action)


def _line(text: str) -> str:
    return limits.check_line(text, longest=WORDS) if text.strip() else ""


def _check_links(links: tuple[str, ...], *, known: frozenset[str]) -> None:
    if len(links) > LINKS or len(set(links)) < len(links):
        raise Refused(
            Message("links_twice", "At most {most} can be linked, each once: leave some out.", {"most": LINKS})
        )
    unknown = next((key for key in links if key not in known), None)
    if unknown is not None:
        raise Refused(
            Message(
                "link_unknown",
                "There is no “{key}” in this workspace that could be linked: choose from the list.",
                {"key": unknown[:80]},
            )
        )


def _check_new(connection: Connection, learning: Learning) -> None:
    """Refuse what is claimed already in the same words; an archived claim stands in nobody's way."""
    if learning.archived:
        return
    for stored in (door.read(Learning, row) for row in ledger.every(connection, Kind.LEARNING)):
        other = stored.value
        if other.key != learning.key and not other.archived and _claimed(other) == _claimed(learning):
            raise Refused(
                Message(
                    "learning_twice",
                    "The library claims this already, as “{claim}”: link the tests to that learning.",
                    {"claim": other.claim},
                )
            )


def _claimed(learning: Learning) -> tuple[str, ...]:
    said = (learning.lever, learning.audience, learning.metric, learning.change.value, learning.channel)
    return tuple(text.casefold() for text in said)
