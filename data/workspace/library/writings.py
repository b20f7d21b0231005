"""Writings: what of a document can be found, and what it belongs to. Nobody's name is among it but where it is text.

Read from the stored JSON, not from records: what an older release wrote is found too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.workspace.records import Json, JsonObject, Kind

ARCHIVED = "archived"  # the status of an experiment that left the lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What can be found of one document."""

    title: str = ""  # its own name
    text: str = ""  # what excerpts are taken from
    unseen: str = ""  # found too, but never shown as an excerpt
    session: str = ""  # key
    experiment: str = ""  # key of the one it is about


def of(kind: Kind, key: str, value: JsonObject) -> Writing | None:
    """Return what can be found of a document; None: nothing, it is empty, withdrawn, archived or of another kind."""
    read = _READ.get(kind)
    found = read(key, value) if read else None
    return found if found and (found.title or found.text or found.unseen) else None


def _experiment(key: str, value: JsonObject) -> Writing | None:
    if value.get("status") == ARCHIVED:
        return None
    said = (value.get("hypothesis"), value.get("audience"), value.get("channel"), *_many(value, "variants"))
    unseen = f"{key} {_one(value, 'owner')}"
    return Writing(title=_one(value, "name"), text=_joined(said), unseen=unseen, experiment=key)


def _learning(_key: str, value: JsonObject) -> Writing | None:
    if value.get("archived"):
        return None
    said = (value.get("lever"), value.get("audience"), value.get("channel"))
    tests = _many(value, "experiments")
    unseen = " ".join((_one(value, "metric"), *tests))
    about = tests[0] if len(tests) == 1 else ""
    return Writing(title=_one(value, "claim"), text=_joined(said), unseen=unseen, experiment=about)


def _practice(_key: str, value: JsonObject) -> Writing | None:
    return None if value.get("archived") else Writing(title=_one(value, "title"), text=_one(value, "text"))


def _within(field: str) -> Callable[[str, JsonObject], Writing]:
    """Return how to read what belongs to a session, as its key says, and has one text."""
    return lambda key, value: Writing(text=_one(value, field).strip(), session=key.partition("/")[0])


def _decision(key: str, value: JsonObject) -> Writing:
    session, _, experiment = key.partition("/")
    choice = _one(value, "choice")
    unseen = f"{choice} {experiment}"
    return Writing(text=_one(value, "reason"), unseen=unseen, session=session, experiment=experiment)


def _action(_key: str, value: JsonObject) -> Writing:
    return Writing(text=_one(value, "text"), session=_one(value, "session"))


_READ: Mapping[Kind, Callable[[str, JsonObject], Writing | None]] = MappingProxyType(
    {
        Kind.LEARNING: _learning,
        Kind.PRACTICE: _practice,
        Kind.DECISION: _decision,
        Kind.EXPERIMENT: _experiment,
        Kind.NOTE: _within("text"),
        Kind.ACTION: _action,
        Kind.TOPIC: _within("name"),
        Kind.CARD: _within("text"),
    }
)
FINDABLE = tuple(_READ)  # what says most stands first


def _one(value: JsonObject, field: str) -> str:
    found = value.get(field)
    return found if isinstance(found, str) else ""


def _many(value: JsonObject, field: str) -> list[str]:
    found = value.get(field)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _joined(parts: tuple[Json, ...]) -> str:
    return " · ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
