"""How times without year-first order are read: 03/04/2026 is the third of April or March the fourth, never a guess."""

import re
from collections.abc import Iterable, Sequence

from data.events.contract import Field
from data.events.mapping import Dates, Mapping
from data.events.reading.delimited import Block
from data.messages import Message, Refused

WRITTEN = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2\d{4}\b.*")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
UNMISTAKABLE = tuple(f"%d{mark}%b{mark}%Y{clock}" for mark in (" ", "-") for clock in CLOCKS)


def formats(mapping: Mapping, block: Block) -> list[str]:
    """Return the formats for times that do not begin with the year, judged by the first block of a file.

    Raises `Refused` when every such date of the block can be read two ways and nobody chose.
    """
    name = mapping.fields.get(Field.TIMESTAMP)
    if name is None or not len(block.lines):
        return list(UNMISTAKABLE)
    sample = block.columns.column(name).slice(0, 1).to_pylist()
    if mapping.dates is Dates.DETECTED and not WRITTEN.fullmatch(sample[0] or ""):
        return [*UNMISTAKABLE, *_ordered("%d.%m.%Y", marks=".")]
    return [*UNMISTAKABLE, *_written(mapping.dates, block.columns.column(name).to_pylist())]


def is_doubtful(texts: Iterable[str | None]) -> bool:
    """Say whether there are dates among `texts` and nothing in them tells the day from the month."""
    found = _found(texts)
    return _both_ways(found) and not any(match[2] == "." for match in found)


def _found(texts: Iterable[str | None]) -> list[re.Match[str]]:
    return [match for text in texts if (match := WRITTEN.fullmatch(text or ""))]


def _both_ways(found: Sequence[re.Match[str]]) -> bool:
    """Say whether none of the dates has a day beyond 12, or they contradict each other."""
    day_first = any(int(match[1]) > 12 for match in found)
    return bool(found) and day_first == any(int(match[3]) > 12 for match in found)


def _written(dates: Dates, texts: Iterable[str | None]) -> list[str]:
    found = _found(texts)
    if dates is Dates.MONTH_FIRST:
        return _ordered("%m.%d.%Y", marks="/-.")
    if dates is Dates.DAY_FIRST or any(match[2] == "." for match in found):
        return _ordered("%d.%m.%Y", marks="/-.")
    day_first = any(int(match[1]) > 12 for match in found)
    if _both_ways(found):
        raise Refused(
            Message(
                "file.dates",
                "Dates such as 03/04/2026 can be read two ways: choose whether the day or the month comes first.",
            )
        )
    return _ordered("%d.%m.%Y" if day_first else "%m.%d.%Y", marks="/-.")


def _ordered(pattern: str, *, marks: str) -> list[str]:
    return [pattern.replace(".", mark) + clock for mark in marks for clock in CLOCKS]
