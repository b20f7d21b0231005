"""From rows to states: who was exposed when to what, and what each user had done by the end of each day. NumPy only.

The rows of a slice of the users are sorted once by user and then walked through as whole columns. DuckDB's hash tables
over millions of users and days took four times as long for the same (see `tests/bench`), because nearly every group is
a user of its own; sorting packed integers is what processors do best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.events.plan import DAY, Role
from data.messages import Message, Refused

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Columns = Mapping[str, NDArray[np.generic]]
NEVER = 2**31 - 1  # a day after all days
LARGEST = 9.2e18  # of what a user's total may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What decides which rows count. Days since 1970, moments and spans in microseconds."""

    starts: int  # first and last day whose exposures count
    ends: int
    period_days: tuple[int, ...]  # first day of every allocation period
    roles: Sequence[Role]
    windows: tuple[int, ...]  # declared windows in days, rising
    switches: Integers  # moments from which on an offset holds; the first is before everything
    offsets: Integers  # microseconds to add to `at` for local time; zeros when `at` is local already
    undated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Exposed users, ascending by user; one position each."""

    user: NDArray[np.uint64]
    at: Integers  # first exposure that counts
    day: Integers
    cell: Integers  # profile number * 2^32 + period * 2^16 + variant's rank
    crossed: Integers  # first day of an exposure to a second variant; NEVER when there is none
    early: Integers  # days on which users had a first exposure before the start, one each
    late: Integers  # the same of users exposed only after the end


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What users had done in a family by the end of each day on which they did something, sorted like that."""

    person: Integers  # position in `People`
    family: Integers
    day: Integers
    totals: Integers  # (4, rows): n0, s0, n1, s1 up to and including the day
    before: Integers  # the same up to the step before
    last: Flags  # the person's last step in the family


def ordered(*keys: Integers) -> Integers:
    """Return positions that sort by the first key, then the second …; integers are packed with their positions."""
    rows = len(keys[0])
    if rows == 0:
        return np.zeros(0, dtype=np.int64)
    packed, width = np.zeros(rows, dtype=np.uint64), int(rows - 1).bit_length()
    for key in keys:
        low = int(key.min())
        bits = int(int(key.max()) - low).bit_length()
        width += bits
        if width > 64:
            return np.lexsort(keys[::-1])
        packed = (packed << np.uint64(bits)) | (key - low).astype(np.uint64)
    shift = np.uint64(int(rows - 1).bit_length())
    packed = np.sort((packed << shift) | np.arange(rows, dtype=np.uint64))
    return (packed & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)


def ordered_users(user: NDArray[np.uint64]) -> Integers:
    """Return positions that sort 64-bit `user`; as good as all of its bits are packed with the positions."""
    rows = len(user)
    bits = np.uint64(max(rows - 1, 1).bit_length())
    packed = np.sort(((user >> bits) << bits) | np.arange(rows, dtype=np.uint64))
    order = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    found = user[order]
    wrong = np.flatnonzero(found[1:] < found[:-1])
    if len(wrong):  # users who share all the packed bits lie mixed: sort those stretches by the whole value
        prefixes = np.unique(found[wrong] >> bits)
        mixed = np.flatnonzero(np.isin(found >> bits, prefixes))
        order[mixed] = order[mixed][np.argsort(found[mixed], kind="stable")]
    return order


def starts_of(*keys: NDArray[np.generic]) -> Integers:
    """Return where a new combination of sorted `keys` begins."""
    rows = len(keys[0])
    changed = np.ones(rows, dtype=np.bool_)
    if rows:
        changed[1:] = False
        for key in keys:
            changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


def local_day(at: Integers, rules: Rules) -> Integers:
    """Return the local day of moments."""
    place = np.searchsorted(rules.switches, at, side="right") - 1
    return (at + rules.offsets[place]) // DAY


def exposed(rows: Columns, rules: Rules) -> People:
    """Return the users of exposure `rows` (user, at, day, rank, number); ties: lowest rank, then lowest number."""
    day = rows["day"].astype(np.int64)
    inside = (day >= rules.starts) & (day <= rules.ends)
    early, late = _outside(rows["user"], day, rules, inside)
    kept = np.flatnonzero(inside)
    order = kept[ordered_users(rows["user"][kept].astype(np.uint64))]
    user, at, day = rows["user"][order].astype(np.uint64), rows["at"][order].astype(np.int64), day[order]
    rank, number = rows["rank"][order].astype(np.int64), rows["number"][order].astype(np.int64)
    first = starts_of(user)
    sizes = np.diff(np.append(first, len(user)))
    chosen = first
    crossed = np.full(len(first), NEVER, dtype=np.int64)
    if len(first) < len(user):
        several = np.repeat(sizes > 1, sizes)
        place = np.flatnonzero(several)
        group = np.repeat(np.arange(len(first)), sizes)[place]
        best = place[np.lexsort((number[place], rank[place], at[place], group))]
        chosen = first.copy()
        chosen[sizes > 1] = best[starts_of(np.repeat(np.arange(len(first)), sizes)[best])]
        other = rank[place] != rank[chosen][group]
        np.minimum.at(crossed, group[other], day[place][other])
    period = np.searchsorted(np.array(rules.period_days), day[chosen], side="right") - 1
    return People(
        user=user[first],
        at=at[chosen],
        day=day[chosen],
        cell=(number[chosen] << 32) + (np.maximum(period, 0) << 16) + rank[chosen],
        crossed=crossed,
        early=early,
        late=late,
    )


def _outside(user: NDArray[np.generic], day: Integers, rules: Rules, inside: Flags) -> tuple[Integers, Integers]:
    """Return the first day of each user's exposures before the start, and after the end if they have none inside."""
    found = []
    for rows, excused in (
        (np.flatnonzero(day < rules.starts), user[:0]),
        (np.flatnonzero(day > rules.ends), user[inside]),
    ):
        rows = rows[~np.isin(user[rows], excused)] if len(rows) else rows
        order = rows[np.lexsort((day[rows], user[rows]))]
        found.append(day[order[starts_of(user[order])]])
    return found[0], found[1]


def walked(rows: Columns, people: People, rules: Rules) -> tuple[States, dict[str, tuple[Integers, Integers]]]:
    """Return the states that event `rows` (user, at, day, kind, value) lead to, and what was set aside.

    Set aside: kind of finding → (days, signed amounts).
    """
    order = ordered_users(rows["user"].astype(np.uint64))
    user = rows["user"][order].astype(np.uint64)
    first = starts_of(user)
    place = np.searchsorted(people.user, user[first])
    known = np.zeros(len(first), dtype=np.bool_)
    if len(people.user):
        place = np.minimum(place, len(people.user) - 1)
        known = people.user[place] == user[first]
    sizes = np.diff(np.append(first, len(user)))
    person = np.repeat(np.where(known, place, -1), sizes)
    at, day = rows["at"][order].astype(np.int64), rows["day"][order].astype(np.int64)
    kind = rows["kind"][order]
    exposure = people.at[place] if len(people.at) else np.zeros(len(first), dtype=np.int64)
    since = at - np.repeat(exposure, sizes)
    after = (person >= 0) & (since >= 0)
    aside = _aside(person, day, after, people)
    picked, families, parts = [], [], []
    for role in rules.roles:
        own = after & (kind == role.kind)
        inside = own if role.span is None or rules.undated else own & (since < role.span)
        if role.main:
            late = day[own & ~inside]
            aside["after_window"] = _joined(aside.get("after_window"), late)
        if role.family >= 0:
            chosen = np.flatnonzero(inside)
            picked.append(chosen)
            families.append(np.full(len(chosen), role.family, dtype=np.int64))
            parts.append(np.full(len(chosen), role.part, dtype=np.int64))
    hits = np.concatenate(picked) if picked else np.zeros(0, dtype=np.int64)
    value = rows["value"][order[hits]].astype(np.int64)
    family = np.concatenate(families) if families else hits
    part = np.concatenate(parts) if parts else hits
    return _states(person[hits], family, day[hits], part, value), aside


def _aside(person: Integers, day: Integers, after: Flags, people: People) -> dict[str, tuple[Integers, Integers]]:
    """Return strays before exposure and without one. Before the exposure's day nobody knows that there will be one."""
    lost = np.flatnonzero(~after)
    exposed = person[lost] >= 0
    before = lost[exposed]
    turned = np.maximum(people.day[person[before]], day[before]) if len(before) else day[:0]
    ones = np.ones(len(turned), dtype=np.int64)
    return {
        "never_exposed": (np.concatenate([day[lost], turned]), np.concatenate([np.ones(len(lost), np.int64), -ones])),
        "before_exposure": (turned, ones),
    }


def _joined(held: tuple[Integers, Integers] | None, days: Integers) -> tuple[Integers, Integers]:
    ones = np.ones(len(days), dtype=np.int64)
    return (days, ones) if held is None else (np.concatenate([held[0], days]), np.concatenate([held[1], ones]))


def _states(person: Integers, family: Integers, day: Integers, part: Integers, value: Integers) -> States:
    """Add up single events by person, family and day, and then from day to day."""
    order = ordered(person, family, day) if len(person) else person
    person, family, day, part, value = person[order], family[order], day[order], part[order], value[order]
    step = starts_of(person, family, day)
    second = part.astype(np.bool_)
    numbers = (~second, np.where(second, 0, value), second, np.where(second, value, 0))
    added = np.stack(
        [np.add.reduceat(number.astype(np.int64), step) if len(step) else np.zeros(0, np.int64) for number in numbers]
    )
    person, family, day = person[step], family[step], day[step]
    begins = starts_of(person, family)
    sizes = np.diff(np.append(begins, len(person)))
    running = np.cumsum(added, axis=1)  # may wrap around; the differences below do not
    base = (running - added)[:, begins]
    totals = running - np.repeat(base, sizes, axis=1)
    if float(np.abs(value.astype(np.float64)).sum()) > LARGEST:
        _checked(value, step[begins])
    last = np.zeros(len(person), dtype=np.bool_)
    last[begins + sizes - 1] = True
    return States(person=person, family=family, day=day, totals=totals, before=totals - added, last=last)


def _checked(value: Integers, begins: Integers) -> None:
    """Raise when a user's total may not fit into 64 bits; `begins` is where each user's events of a family start."""
    if float(np.add.reduceat(np.abs(value.astype(np.float64)), begins).max()) > LARGEST:
        raise Refused(
            Message("rollup.overflow", "Values are too large to be added up: check which column is the value.", {})
        )
