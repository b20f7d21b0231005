"""The sample's programme: eight experiments over ten weeks that end the day before it is made, and six before them.

What people do follows from one seed, so everybody who loads it sees the same, on days of their own. Files are written
in columns, without a loop over users, and come in by the door every file comes in by.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from data.declarations.experiments import Experiment, Status
from data.declarations.metrics import DELIVERY, EXPOSURE
from data.sample import past, plans
from data.sample import people as crowd
from data.sample.people import COUNTRIES, CUSTOMERS, DEVICES, People
from data.sample.plans import FIRST, Plan

PLANS = (*plans.PLANS, *past.PLANS)  # what is drawn of one follows from its place: new ones come last
SEED = 20261122  # the day this programme was written; no other seed was tried for it
TEXT = pa.dictionary(pa.int32(), pa.string())


class Part(StrEnum):
    """What is loaded in one go, in order."""

    FIRST = "first"  # the experiment that is read first
    REST = "rest"


def keys(part: Part) -> tuple[str, ...]:
    """Return the keys of a part's experiments."""
    return tuple(plan.declared.key for plan in _plans(part))


def experiments(today: date, part: Part | None = None) -> tuple[Experiment, ...]:
    """Return the declarations, of all or of one part, dated so that the last data are of the day before `today`."""
    return tuple(_dated(plan, today) for plan in (PLANS if part is None else _plans(part)))


def write(path: Path, today: date, *, part: Part, seed: int = SEED) -> Path:
    """Write a part's events as one file, a log as a tracker would export it, in order of time; return the path."""
    chosen = _plans(part)
    table = pa.concat_tables(events(plan, today, seed=seed) for plan in chosen).sort_by("timestamp")
    if not any(plan.truth.delivers for plan in chosen):
        table = table.drop_columns(["message", "audience", "channel"])
    pa_csv.write_csv(table, path)
    return path


def _plans(part: Part) -> tuple[Plan, ...]:
    return tuple(plan for plan in PLANS if (plan is FIRST) is (part is Part.FIRST))


def _dated(plan: Plan, today: date) -> Experiment:
    start = today - timedelta(days=plan.truth.begins)
    end = start + timedelta(days=plan.truth.planned_days - 1)
    ended = None if plan.declared.status is Status.RUNNING else end
    return replace(plan.declared, starts_on=start, planned_end=end, ended_on=ended)


def events(plan: Plan, today: date, *, seed: int = SEED) -> pa.Table:
    """Return all rows of one experiment; what is drawn of one does not depend on the others."""
    chance = _chance(plan, seed)
    truth, experiment = plan.truth, plan.declared
    start = today - timedelta(days=truth.begins)
    people = crowd.draw(chance, truth)
    everybody = np.arange(len(people))
    assigned = people.treated.astype(np.int64)
    horizon = truth.days * 86_400
    rows = [_rows(plan, people, start, EXPOSURE, who=everybody, when=people.seconds, variant=assigned)]
    if truth.delivers:
        sent = np.where(people.treated & (chance.random(len(people)) < truth.mistaken), 0, assigned)
        rows.append(_rows(plan, people, start, DELIVERY, who=everybody, when=people.seconds + 1, variant=sent))
        people = replace(people, treated=sent == 1)  # from here on it matters what they received
    for event, habit in truth.habits.items():
        does, when = crowd.do(chance, people, habit, event)
        who = np.flatnonzero(does & (when < horizon))
        amounts = None
        if event == "purchase":
            amounts = np.round(truth.order * np.exp(chance.normal(0.0, 0.55, len(who))), 2)
        rows.append(_rows(plan, people, start, event, who=who, when=when[who], amounts=amounts))
    return pa.concat_tables(rows).set_column(0, "experiment", _same(experiment.name, sum(map(len, rows))))


def _chance(plan: Plan, seed: int) -> np.random.Generator:
    """Return what an experiment is drawn with: as luck has it, or with the luckiest of so many."""
    place, luck = PLANS.index(plan), plan.truth.luck
    if luck == 1:
        return np.random.default_rng([seed, place])
    seeds = [[seed, place, number] for number in range(luck)]
    return np.random.default_rng(max(seeds, key=lambda each: crowd.flattery(np.random.default_rng(each), plan.truth)))


def _rows(
    plan: Plan, people: People, start: date, event: str, *, who: NDArray[np.int64], when: NDArray[np.float64],
    variant: NDArray[np.int64] | None = None, amounts: NDArray[np.float64] | None = None,
) -> pa.Table:  # fmt: skip
    """Return one kind of event as columns; `who` are places in `people`, `variant` places in the variants."""
    experiment, count = plan.declared, len(who)
    nothing = pa.nulls(count, TEXT)
    ids = pc.binary_join_element_wise(f"{experiment.key[:4]}", pc.cast(pa.array(100_000 + who), pa.string()), "-")
    moments = np.datetime64(start, "s") + when.astype("timedelta64[s]")
    named = nothing if variant is None else _named(variant, experiment.variants)
    delivered = event == DELIVERY
    return pa.table(
        {
            "experiment": nothing,
            "user_id": ids,
            "timestamp": pa.array(moments, pa.timestamp("s")),
            "event": _same(event, count),
            "variant": named,
            "value": pa.nulls(count, pa.float64()) if amounts is None else pa.array(amounts),
            "currency": nothing if amounts is None else _same(experiment.currency or "", count),
            "device": _named(people.device[who], tuple(DEVICES)),
            "customer_type": _named(people.customer[who], CUSTOMERS),
            "country": _named(people.country[who], tuple(COUNTRIES)),
            "source": _named(people.source[who], tuple(plan.truth.sources)),
            "message": named if delivered else nothing,
            "audience": _same(experiment.audience, count) if delivered else nothing,
            "channel": _same(experiment.channel, count) if delivered else nothing,
        }
    )


def _named(places: NDArray[np.int64], names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(names, pa.string()))


def _same(name: str, count: int) -> pa.Array:
    return _named(np.zeros(count, dtype=np.int64), (name,))
