"""A second road to every number of the history: a plain recount of raw events up to a day, user by user, in pandas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.declarations.experiments import Experiment
from data.declarations.metrics import Fold, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One raw row. `moment` is UTC when the experiment is zoned, else wall time; amounts in units."""

    user: int
    moment: datetime
    event: str
    variant: str | None = None
    profile: str = ""
    value: float | None = None


@dataclass(slots=True)
class Person:
    """A user as known at the end of a day."""

    moment: datetime
    variant: str
    profile: str
    period: int
    crossed: bool
    events: list[Event] = field(default_factory=list)


def local_day(moment: datetime, zone: str, *, zoned: bool) -> date:
    if not zoned:
        return moment.date()
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()


def people(events: Sequence[Event], experiment: Experiment, *, day: date, zoned: bool) -> dict[int, Person]:
    """Return the users who are exposed by the end of `day`, each with the events from the exposure on."""
    ranks = {name: rank for rank, name in enumerate(experiment.variants)}
    undeclared = {event.variant for event in events if event.variant} - set(ranks)
    ranks |= {name: len(ranks) + rank for rank, name in enumerate(sorted(undeclared))}
    known = [event for event in events if local_day(event.moment, experiment.time_zone, zoned=zoned) <= day]
    found: dict[int, Person] = {}
    frame = pd.DataFrame({"user": [event.user for event in known], "position": range(len(known))})
    for user, positions in frame.groupby("user")["position"]:
        own = [known[position] for position in positions]
        exposures = [
            event
            for event in own
            if event.event == "exposure"
            and event.variant
            and (experiment.starts_on or date.min)
            <= local_day(event.moment, experiment.time_zone, zoned=zoned)
            <= (experiment.ended_on or date.max)
        ]
        if exposures:
            first = min(exposures, key=lambda event: (event.moment, ranks[event.variant or ""], event.profile))
            exposed = local_day(first.moment, experiment.time_zone, zoned=zoned)
            starts = [allocation.starts_on or date.min for allocation in experiment.allocation][1:]
            found[int(str(user))] = Person(
                moment=first.moment,
                variant=first.variant or "",
                profile=first.profile,
                period=sum(start <= exposed for start in starts),
                crossed=len({event.variant for event in exposures}) > 1,
                events=[event for event in own if event.moment >= first.moment],
            )
    return found


def value(events: Sequence[Event], name: str, fold: Fold) -> float:
    """Fold the events called `name`."""
    own = [event for event in events if event.event == name]
    if fold is Fold.ANY:
        return float(bool(own))
    return float(len(own)) if fold is Fold.COUNT else sum(event.value or 0.0 for event in own)


def within(person: Person, metric: Metric) -> list[Event]:
    if metric.window_days is None:
        return person.events
    end = person.moment + timedelta(days=metric.window_days)
    return [event for event in person.events if event.moment < end]


def mature(person: Person, metric: Metric, experiment: Experiment, *, day: date, zoned: bool) -> bool:
    """Whether the whole window has passed by the end of `day`."""
    last = person.moment + timedelta(days=metric.window_days or 0) - timedelta(microseconds=1)
    return local_day(last, experiment.time_zone, zoned=zoned) <= day


def numbers(persons: Sequence[Person], metric: Metric) -> dict[str, float]:
    """Return the moments of a group of users, by the textbook."""
    raw = np.array([value(within(person, metric), metric.event, metric.fold) for person in persons])
    x = np.minimum(raw, metric.cap) if metric.cap is not None else raw
    denominator = metric.denominator_event
    fold = metric.denominator_fold or Fold.COUNT
    y = np.array([value(within(person, metric), denominator, fold) if denominator else 1.0 for person in persons])
    several = len(persons) > 1
    return {
        "users": len(persons),
        "mean": x.mean() if len(x) else 0.0,
        "variance": x.var(ddof=1) if several else 0.0,
        "third": ((x - x.mean()) ** 3).mean() if len(x) else 0.0,
        "uncapped_mean": raw.mean() if len(x) else 0.0,
        "uncapped_variance": raw.var(ddof=1) if several else 0.0,
        "denominator_mean": y.mean() if len(x) else 0.0,
        "denominator_variance": y.var(ddof=1) if several else 0.0,
        "covariance": float(np.cov(x, y)[0, 1]) if several else 0.0,
    }
