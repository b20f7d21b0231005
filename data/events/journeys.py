"""From rows to states: who was exposed when to what, and what each user had done by the end of each day. NumPy only.

The rows of a slice of the users are sorted once by user and then walked through as whole columns. DuckDB's hash tables
over millions of users and days took four times as long for the same (see `tests/bench`), because nearly every group is
a user of its own; sorting packed integers is what processors do best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.events.packing import Integers, numbered, ordered, spread, starts_of
from data.events.plan import DAY, Role
from data.messages import Message, Refused

Flags = NDArray[np.bool_]
Columns = Mapping[str, NDArray[Any]]
NEVER = 2**31 - 1  # a day after all days
FOREVER = 2**62  # a moment after all moments
LARGEST = 9.2e18  # of what a user's total may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What decides which rows count. Days since 1970, moments and spans in microseconds."""

    starts: int  # first and last day whose exposures count
    ends: int
    period_days: tuple[int, ...]  # first day of every allocation period
    variants: int  # how many are known
    families: Mapping[int, Sequence[Role]]  # the roles of events in every family, first events first
    valued: frozenset[int]  # families whose values are read, not their counts alone
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
    cell: NDArray[np.int32]  # (profile number * periods + period) * variants + the variant's rank
    crossed: Integers  # first day of an exposure to a second variant; NEVER when there is none
    early: Integers  # days on which users had a first exposure before the start, one each
    late: Integers  # the same of users exposed only after the end


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What users had done in one family by the end of each day on which they did something; by person, then day.

    `totals` up to and including the day and `before` it hold the numbers of the family that are read, by name: n0, s0
    (count and sum of values of its first event), n1, s1 (of its second).
    """

    person: NDArray[np.int32]  # position in `People`
    day: NDArray[np.int32]
    totals: Mapping[str, Integers]
    before: Mapping[str, Integers]
    last: Flags  # the person's last step


def local_day(at: Integers, rules: Rules) -> Integers:
    """Return the local day of moments."""
    if len(rules.offsets) > 1:
        local: Integers = at + rules.offsets[np.searchsorted(rules.switches, at, side="right") - 1]
    else:
        local = at + rules.offsets[0]
    return local // DAY


def exposed(rows: Columns, rules: Rules) -> People:
    """Return the users of exposure `rows` (user, at, value: profile number * 2^10 + variant's rank), sorted by user.

    Ties between exposures at one moment: the lowest rank, then the lowest number.
    """
    day = local_day(rows["at"], rules)
    inside = (day >= rules.starts) & (day <= rules.ends)
    early, late = _outside(rows["user"], day, rules, inside)
    own = slice(None) if inside.all() else np.flatnonzero(inside)
    user, at, day = rows["user"][own], rows["at"][own], day[own]
    value = rows["value"][own].astype(np.int64)
    rank, number = value & 1023, value >> 10
    first = starts_of(user)
    sizes = np.diff(np.append(first, len(user)))
    chosen = first
    crossed = np.full(len(first), NEVER, dtype=np.int64)
    if len(first) < len(user):
        several = np.flatnonzero(sizes > 1)
        group = np.repeat(several, sizes[several])
        place = spread(first[several], sizes[several])
        best = place[ordered(group, at[place], rank[place], number[place])]
        chosen = first.copy()
        chosen[several] = best[starts_of(group)]
        other = rank[place] != rank[chosen][group]
        np.minimum.at(crossed, group[other], day[place][other])
    days = day.take(chosen)
    period = np.zeros(len(first), dtype=np.int64)
    for start in rules.period_days[1:]:
        period += days >= start
    return People(
        user=user.take(first),
        at=at.take(chosen),
        day=days,
        cell=((number.take(chosen) * len(rules.period_days) + period) * rules.variants + rank.take(chosen)).astype(
            np.int32
        ),
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


def groups(rules: Rules) -> list[tuple[int, ...]]:
    """Return the families that have a kind of events in common, directly or by way of others, together."""
    found: list[tuple[set[int], list[int]]] = []
    for family, roles in rules.families.items():
        kinds, members = {role.kind for role in roles}, [family]
        for group in [group for group in found if group[0] & kinds]:
            found.remove(group)
            kinds, members = kinds | group[0], group[1] + members
        found.append((kinds, members))
    return [tuple(members) for _, members in found]


def walked(
    rows: Columns, people: People, rules: Rules, families: Sequence[int]
) -> tuple[dict[int, States], dict[str, tuple[Integers, Integers]]]:
    """Return the states that event `rows` lead to, by family, and what was set aside.

    Rows hold user, at, kind and, where it is read, value, sorted by user; all are of these families, which are a group.
    Set aside: kind of finding → (days, signed amounts).
    """
    person, since = _met(rows["user"], rows["at"], people)
    seen: dict[str, NDArray[Any]] = {"since": since, "day": local_day(rows["at"], rules).astype(np.int32)}
    seen |= {name: rows[name] for name in ("kind", "value") if name in rows}
    late_rows, order = _disordered(person, seen["day"])
    if len(late_rows):
        seen = {name: column.copy() for name, column in seen.items()}
        for column in seen.values():
            column[late_rows] = column[late_rows][order]
    day, kind, after = seen["day"], seen["kind"], seen["since"] >= 0
    aside = _aside(person, day, after, people)
    states: dict[int, States] = {}
    late = [day[:0]]
    for family in families:
        if family < 0:
            continue  # strays among these are counted already
        roles = rules.families[family]
        second = next((role.kind for role in roles if role.part == 1), None)
        own = after if len(families) == 1 else after & np.logical_or.reduce([kind == role.kind for role in roles])
        found = np.flatnonzero(own)
        span = roles[0].span
        if span is not None and not rules.undated:
            inside = seen["since"].take(found) < span
            gone = found[~inside]
            late += [day[gone[kind[gone] == role.kind]] for role in roles if role.main]
            found = found[inside]
        states[family] = _states(
            person.take(found),
            day.take(found),
            None if second is None else kind.take(found) == second,
            seen["value"].take(found).astype(np.int64) if family in rules.valued else None,
        )
    days = np.concatenate(late).astype(np.int64)
    aside["after_window"] = (days, np.ones(len(days), dtype=np.int64))
    return states, aside


def _met(user: NDArray[np.uint64], at: Integers, people: People) -> tuple[NDArray[np.int32], Integers]:
    """Return, for rows sorted by user, the position of their person (-1: never exposed) and the time since exposure."""
    first, place = numbered(user)
    users = user.take(first)
    person = np.searchsorted(people.user, users).astype(np.int32)
    exposure = np.full(len(first), FOREVER, dtype=np.int64)
    if len(people.user):
        person = np.minimum(person, len(people.user) - 1)
        known = people.user.take(person) == users
        np.copyto(exposure, people.at.take(person), where=known)
        person[~known] = -1
    else:
        person[:] = -1
    return person.take(place), at - exposure.take(place)


def _disordered(person: NDArray[np.int32], day: NDArray[np.int32]) -> tuple[Integers, Integers | slice]:
    """Return the rows of people whose days are not in order, and how to order them.

    The rows of a person stand together. Files mostly come in the order of time, so these are few; the order of those
    who were never exposed (-1) does not matter.
    """
    wrong = np.flatnonzero((day[1:] < day[:-1]) & (person[1:] == person[:-1]) & (person[1:] >= 0))
    if not len(wrong):
        return wrong, slice(None)
    first = starts_of(person)
    touched = np.zeros(len(first), dtype=np.bool_)
    touched[np.searchsorted(first, wrong, side="right") - 1] = True
    place = np.flatnonzero(touched)
    rows = spread(first[place], np.diff(np.append(first, len(person)))[place])
    return rows, ordered(person[rows], day[rows])


def _aside(
    person: NDArray[np.int32], day: NDArray[np.int32], after: Flags, people: People
) -> dict[str, tuple[Integers, Integers]]:
    """Return strays before exposure and without one. Before the exposure's day nobody knows that there will be one."""
    lost = np.flatnonzero(~after)
    before = lost[person[lost] >= 0]
    turned = np.maximum(people.day[person[before]], day[before]).astype(np.int64)
    ones = np.ones(len(turned), dtype=np.int64)
    days = np.concatenate([day[lost].astype(np.int64), turned])
    return {
        "never_exposed": (days, np.concatenate([np.ones(len(lost), dtype=np.int64), -ones])),
        "before_exposure": (turned, ones),
    }


def _states(person: NDArray[np.int32], day: NDArray[np.int32], second: Flags | None, value: Integers | None) -> States:
    """Add up single events by person and day, and then from day to day; `second` are those of the second kind."""
    order = ordered(person, day)
    person, day = person[order], day[order]
    step = starts_of(person, day)
    owner = person.take(step)
    begins = starts_of(owner)
    last = np.zeros(len(step), dtype=np.bool_)
    last[begins[1:] - 1] = True
    last[-1:] = True
    origin = np.zeros(len(step), dtype=np.int64)  # where the person's events begin
    origin[begins] = step.take(begins)
    np.maximum.accumulate(origin, out=origin)
    edges = (origin, step, np.append(step, len(person))[1:])
    found = {"n0": _between(None, *edges)}
    if second is not None:
        other = second[order]
        found["n1"] = _between(other, *edges)
        found["n0"] = _without(found["n0"], found["n1"])
    if value is not None:
        values = value[order]
        if float(np.abs(values.astype(np.float64)).sum()) > LARGEST:
            _checked(values, step[begins])
        found["s0"] = _between(values, *edges)
        if second is not None:
            found["s1"] = _between(values * other, *edges)
            found["s0"] = _without(found["s0"], found["s1"])
    return States(
        person=owner,
        day=day.take(step),
        totals={name: total for name, (_, total) in found.items()},
        before={name: before for name, (before, _) in found.items()},
        last=last,
    )


def _between(
    number: NDArray[Any] | None, origin: Integers, step: Integers, following: Integers
) -> tuple[Integers, Integers]:
    """Return the sums of `number` (None: of ones) from `origin` up to each `step` and up to the `following` one."""
    if number is None:
        return step - origin, following - origin
    running = np.zeros(len(number) + 1, dtype=np.int64)
    np.cumsum(number, out=running[1:])  # may wrap around; the differences do not
    held = running.take(origin)
    return running.take(step) - held, running.take(following) - held


def _without(whole: tuple[Integers, Integers], part: tuple[Integers, Integers]) -> tuple[Integers, Integers]:
    return whole[0] - part[0], whole[1] - part[1]


def _checked(value: Integers, begins: Integers) -> None:
    """Raise when a user's total may not fit into 64 bits; `begins` is where each user's events of a family start."""
    if float(np.add.reduceat(np.abs(value.astype(np.float64)), begins).max()) > LARGEST:
        raise Refused(
            Message("rollup.overflow", "Values are too large to be added up: check which column is the value.", {})
        )
