"""What each person saw when they were last here, so that the next visit can begin with what has changed.

One small file per person in `HOME/visits`, named by a digest of their name. It is a convenience: deleting it makes the
next visit a first one, and it is in no backup. Going to and fro within half an hour is one visit.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from data.home import Home, replace_file
from data.workspace.actors import Actor

PAUSE = timedelta(minutes=30)  # longer than this between two looks begins a new visit

Seen = Mapping[str, str]  # experiment key → what stood there


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The end of a person's visit."""

    ended: datetime  # UTC
    seen: Seen


def arrive(home: Home, actor: Actor, seen: Seen, *, now: datetime) -> Visit | None:
    """Note that `actor` sees `seen` at `now` (UTC), and return the visit before this one; None on the first."""
    path = _path(home, actor)
    latest, before = _read(path)
    if latest is not None and now - latest.ended > PAUSE:
        before = latest
    content = {"latest": _document(Visit(ended=now, seen=seen)), "before": _document(before) if before else None}
    try:
        replace_file(path, json.dumps(content, ensure_ascii=False).encode())
    except OSError:  # a full disk: the next visit then tells changes since an earlier one
        return before
    return before


def keep(home: Home, name: str, seen: Seen, *, now: datetime) -> None:
    """Note what stood when something called `name` took place, e.g. a session of the team."""
    content = {"latest": _document(Visit(ended=now, seen=seen)), "before": None}
    replace_file(_file(home, name), json.dumps(content, ensure_ascii=False).encode())


def kept(home: Home, name: str) -> Visit | None:
    """Return what stood then; None where nothing was noted."""
    return _read(_file(home, name))[0]


def _path(home: Home, actor: Actor) -> Path:
    return _file(home, actor.name)


def _file(home: Home, name: str) -> Path:
    return home.root / "visits" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> tuple[Visit | None, Visit | None]:
    """Return the latest visit and the one before it; a file that cannot be read is none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return _visit(held["latest"]), _visit(held["before"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, None


def _document(visit: Visit) -> dict[str, Any]:
    return {"ended": visit.ended.isoformat(), "seen": dict(visit.seen)}


def _visit(document: Mapping[str, Any] | None) -> Visit | None:
    if document is None:
        return None
    seen = {str(key): str(stood) for key, stood in document["seen"].items()}
    return Visit(ended=datetime.fromisoformat(document["ended"]), seen=seen)
