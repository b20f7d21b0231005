"""Decides, when a batch is published, whether any of its events stands in another batch of the experiment too.

Only then must the fold look for doubles, which costs as much as the fold itself. Event ids are compared with every
other batch; rows without ids only where the times of both batches meet.
"""

from collections.abc import Mapping
from pathlib import Path

from data.events import engines
from data.events.batches import Part


def overlapping(fresh: Path, part: Part, older: Mapping[Path, Part]) -> bool:
    """Say whether a row of `fresh` equals a row of `older`.

    Parameters
    ----------
    fresh: the Parquet file of the new rows, described by `part`.
    older: the experiment's files in other batches, each with its description.
    """
    if not older:
        return False
    with engines.connect(folders=sorted({path.parent for path in (fresh, *older)})) as engine:
        everyone = {"fresh": str(fresh), "older": [str(path) for path in older]}
        if engine.perform("overlap_ids", everyone)[0][0]:
            return True
        for path, other in older.items():
            shared = _shared_time(part, other)
            if shared is None:
                continue
            times = {"fresh": str(fresh), "older": [str(path)], "first": shared[0], "last": shared[1]}
            if engine.perform("overlap_rows", times)[0][0]:
                return True
    return False


def _shared_time(part: Part, other: Part) -> tuple[str, str] | None:
    """Return the first and last moment that both cover; None when they cannot share a row. Undated rows can meet."""
    if part.first is None or part.last is None or other.first is None or other.last is None:
        return "1970-01-01", "1970-01-01"
    first, last = max(part.first, other.first), min(part.last, other.last)
    return (first, last) if first <= last else None
