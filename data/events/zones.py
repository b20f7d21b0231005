"""Time zones for the fold: the offsets of a zone over a range of days, and the moments when they change.

DuckDB's own time zones live in an extension that a locked engine does not load; Python's `zoneinfo` knows them.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000  # microseconds
DAY = 86_400
SLOTS = 4  # changes of offset that a query takes without a join: two years
NEVER = 10**11  # a second beyond every admitted time


@lru_cache(maxsize=32)
def offsets(zone: str, *, first: int, last: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the offsets of `zone` from the UTC day `first` to the end of day `last` (days since 1970).

    In microseconds: the moments from which on an offset holds (the first is before everything), and the offsets to add
    to UTC. A zone changes at most once in a UTC day.
    """
    edges = [_offset(zone, day * DAY) for day in range(first, last + 2)]
    moments, found = [-NEVER * SECOND], [edges[0] * SECOND]
    for position in range(len(edges) - 1):
        if edges[position + 1] != edges[position]:
            moments.append(_switch(zone, first + position) * SECOND)
            found.append(edges[position + 1] * SECOND)
    return tuple(moments), tuple(found)


def slots(zone: str, *, first: int, last: int) -> dict[str, int] | None:
    """Return the same as parameters of a query: `shift` and the changes after it; None when they are more than four.

    `switch_1`, `step_1` … `switch_4`, `step_4`: from the switch on, the step is added.
    """
    moments, found = offsets(zone, first=first, last=last)
    changes = [(moments[n], found[n] - found[n - 1]) for n in range(1, len(moments))]
    if len(changes) > SLOTS:
        return None
    named = {"shift": found[0]}
    for number, (switch, step) in enumerate(changes + [(NEVER * SECOND, 0)] * (SLOTS - len(changes)), start=1):
        named |= {f"switch_{number}": switch, f"step_{number}": step}
    return named


def _switch(zone: str, day: int) -> int:
    """Return the first second after the start of the UTC day whose offset is that of the next day's start."""
    low, high = day * DAY, (day + 1) * DAY
    final = _offset(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(zone, middle) == final else (middle, high)
    return high


def _offset(zone: str, second: int) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())
