"""People of the sample and what they do: arrays in which every place is one user, drawn without a loop over users."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.sample.truths import Habit, Truth

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

DEVICES: Mapping[str, float] = {"mobile": 0.62, "desktop": 0.38}
COUNTRIES: Mapping[str, float] = {"Germany": 0.52, "Austria": 0.17, "Netherlands": 0.19, "Belgium": 0.12}
CUSTOMERS = ("new", "returning")
DELAYS: Mapping[str, float] = {"click": 240.0, "form_fill": 420.0, "purchase": 2400.0, "unsubscribe": 5200.0}
WEEKEND = 1.18  # visits on the last two days of a week against the others
BUSIEST, SPREAD = 15.5, 4.0  # hour of the day around which people come, and how widely (hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The users of one experiment, in order of their first day."""

    seconds: Numbers  # of first exposure, since the experiment's first midnight
    treated: Flags
    device: Places  # place in `DEVICES`; the next three likewise in their names
    customer: Places
    country: Places
    source: Places

    def __len__(self) -> int:
        return len(self.seconds)

    def only(self, kept: Flags) -> "People":
        """Return those of `kept`."""
        return People(
            seconds=self.seconds[kept],
            treated=self.treated[kept],
            device=self.device[kept],
            customer=self.customer[kept],
            country=self.country[kept],
            source=self.source[kept],
        )


def draw(chance: np.random.Generator, truth: Truth) -> People:
    """Draw everybody who was counted; who was lost on the way to a page leaves no trace.

    Weeks begin with the experiment, not on Mondays: so the same people come on whatever day the sample is made.
    """
    weekday = np.where(np.arange(truth.days) % 7 > 4, WEEKEND, 1.0)
    per_day = chance.poisson(truth.users_per_day * weekday / weekday.mean())
    count = int(per_day.sum())
    hours = np.clip(chance.normal(BUSIEST, SPREAD, count), 0.2, 23.6)
    everybody = People(
        seconds=np.floor(np.repeat(np.arange(truth.days), per_day) * 86_400 + hours * 3600),
        treated=chance.random(count) < 0.5,
        device=_kinds(chance, DEVICES, count),
        customer=(chance.random(count) < truth.returning).astype(np.int64),
        country=_kinds(chance, COUNTRIES, count),
        source=_kinds(chance, truth.sources, count),
    )
    if not truth.lost:
        return everybody
    return everybody.only(~(everybody.treated & (everybody.device == 0) & (chance.random(count) < truth.lost)))


def _kinds(chance: np.random.Generator, shares: Mapping[str, float], count: int) -> Places:
    """Return a place in `shares` for everybody."""
    limits = np.cumsum(list(shares.values()))[:-1]
    return np.searchsorted(limits, chance.random(count), side="right").astype(np.int64)


def do(chance: np.random.Generator, people: People, habit: Habit, event: str) -> tuple[Flags, Numbers]:
    """Return who does it, and when (seconds since the experiment's first midnight)."""
    taste = np.array([0.83, 1.25])[people.customer] * np.array([0.94, 1.10])[people.device]
    taste *= np.array([1.0, 0.96, 1.08, 0.93])[people.country]
    if event in ("unsubscribe", "form_fill"):
        taste = np.ones(len(people))  # neither liking nor device matters for these
    returning = habit.effect if habit.returning is None else habit.returning
    effect = np.array([habit.effect, returning])[people.customer]
    does = chance.random(len(people)) < habit.share * taste * np.where(people.treated, 1 + effect, 1.0)
    return does, people.seconds + 2 + np.floor(chance.exponential(DELAYS[event], len(people)))


def flattery(chance: np.random.Generator, truth: Truth) -> float:
    """Return by how much a drawing flatters the treatment: the difference in what is done first, share of people."""
    people = draw(chance, truth)
    event, habit = next(iter(truth.habits.items()))
    does, _ = do(chance, people, habit, event)
    return float(does[people.treated].mean() - does[~people.treated].mean())
