"""Time zones for SQL: the offset of a zone on every day of a range, with the moment within the day when it changes.

DuckDB's own time zones live in an extension that a locked engine does not load; Python's `zoneinfo` knows them.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

SECOND = 1_000_000  # microseconds
DAY = 86_400
SLOTS = 4  # changes of offset that a query takes without a join: two years
NEVER = 10**11  # a second beyond every admitted time


def offsets(zone: str, *, first: int, last: int) -> pa.Table:
    """Return the offsets of `zone` on the UTC days `first` to `last` (days since 1970).

    One row a day: utc_day, switch (microseconds since 1970; the end of the day when nothing changes), before and
    after (microseconds to add to UTC). A zone changes at most once in a UTC day.
    """
    days = range(first, last + 1)
    edges = [_offset(zone, day * DAY) for day in range(first, last + 2)]
    switches, after = [], []
    for position, day in enumerate(days):
        changed = edges[position + 1] != edges[position]
        switches.append(_switch(zone, day) if changed else (day + 1) * DAY)
        after.append(edges[position + 1])
    return pa.table(
        {
            "utc_day": pa.array(days, pa.int32()),
            "switch": pa.array([switch * SECOND for switch in switches], pa.int64()),
            "before": pa.array([offset * SECOND for offset in edges[:-1]], pa.int64()),
            "after": pa.array([offset * SECOND for offset in after], pa.int64()),
        }
    )


def slots(zone: str, *, first: int, last: int) -> dict[str, int] | None:
    """Return the offset of `zone` at the start of the UTC day `first` and its changes up to the end of day `last`.

    Microseconds: `shift`, and `switch_1`, `step_1` … `switch_4`, `step_4` (from the switch on, the step is added); None
    when there are more than four changes.
    """
    edges = [_offset(zone, day * DAY) for day in range(first, last + 2)]
    changes = [
        (_switch(zone, first + position), edges[position + 1] - edges[position])
        for position in range(len(edges) - 1)
        if edges[position + 1] != edges[position]
    ]
    if len(changes) > SLOTS:
        return None
    found = {"shift": edges[0] * SECOND}
    for number, (switch, step) in enumerate(changes + [(NEVER, 0)] * (SLOTS - len(changes)), start=1):
        found |= {f"switch_{number}": switch * SECOND, f"step_{number}": step * SECOND}
    return found


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
