"""The sample's experiments: what was planned, what is true of them, and the events such a truth leaves behind.

Everything follows from one seed and the day it is made for, so two people who load it on one day see the same.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status

SEED = 20261118
COLUMNS = ("experiment", "user_id", "timestamp", "event", "variant", "value", "currency", "device", "customer_type")
DEVICES, CUSTOMERS = ("mobile", "desktop"), ("new", "returning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a treatment really does. Rates are shares of users; effects are relative (fractions)."""

    users_per_day: int  # exposed for the first time, all variants together
    days: int  # of data, the last one being the day before the sample is made
    click: float
    click_effect: float
    purchase: float
    purchase_effect: float
    unsubscribe: float
    unsubscribe_effect: float
    order: float  # median order, in the experiment's currency


METRICS = (
    MetricUse(metric="purchase_rate", role=Role.PRIMARY),
    MetricUse(metric="revenue_per_user", role=Role.SECONDARY),
    MetricUse(metric="click_through_rate", role=Role.SECONDARY),
    MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=0.25),
)

HERO = Experiment(
    key="personalised-hero-banner",
    name="Personalised hero banner",
    status=Status.ENDED,
    variants=("same for all", "personalised"),
    allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
    metrics=METRICS,
    currency="EUR",
    minimal_interesting_lift=0.02,
    hypothesis=(
        "Because returning visitors skip a banner that has nothing to do with them, "
        "showing what they last looked at will make more of them buy."
    ),
    owner="Web team",
    channel="web",
    audience="All visitors who gave consent",
    sample=True,
)
NEWSLETTER = Experiment(
    key="newsletter-recommendations",
    name="Newsletter recommendations",
    status=Status.RUNNING,
    variants=("editor's picks", "recommended for you"),
    allocation=(Allocation(starts_on=None, weights=(1.0, 1.0)),),
    metrics=METRICS,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because picks suit few readers, recommendations from their own purchases will sell more.",
    owner="CRM team",
    channel="e-mail",
    audience="Newsletter readers with at least one order",
    sample=True,
)
TRUTHS = {
    HERO.key: Truth(
        users_per_day=2000, days=28, click=0.30, click_effect=0.06, purchase=0.082, purchase_effect=0.13,
        unsubscribe=0.026, unsubscribe_effect=-0.04, order=46.0,
    ),
    NEWSLETTER.key: Truth(
        users_per_day=700, days=11, click=0.21, click_effect=0.03, purchase=0.055, purchase_effect=0.04,
        unsubscribe=0.031, unsubscribe_effect=0.0, order=52.0,
    ),
}  # fmt: skip
PLANNED_DAYS = 28


def experiments(today: date) -> tuple[Experiment, ...]:
    """Return the declarations, dated so that the data end yesterday."""
    dated = []
    for experiment in (HERO, NEWSLETTER):
        start = today - timedelta(days=TRUTHS[experiment.key].days)
        end = start + timedelta(days=PLANNED_DAYS - 1)
        ended = end if experiment.status is Status.ENDED else None
        dated.append(replace(experiment, starts_on=start, planned_end=end, ended_on=ended))
    return tuple(dated)


def write_events(path: Path, today: date) -> None:
    """Write all events as one CSV file, an event log as a tracker would export it, in order of time."""
    rows = [row for index, one in enumerate(experiments(today)) for row in _events(one, SEED + index)]
    rows.sort(key=lambda row: row[2])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _events(experiment: Experiment, seed: int) -> Iterator[tuple[str, ...]]:
    """Yield one experiment's rows, user by user."""
    truth = TRUTHS[experiment.key]
    start = datetime.combine(experiment.starts_on or date.min, datetime.min.time())
    chance = np.random.default_rng(seed)
    weekend = [(start + timedelta(days=day)).weekday() > 4 for day in range(truth.days)]
    weekday = np.where(weekend, 1.18, 1.0)
    per_day = chance.poisson(truth.users_per_day * weekday / weekday.mean())
    count = int(per_day.sum())
    treated = chance.random(count) < 0.5
    mobile, returning = chance.random(count) < 0.62, chance.random(count) < 0.41
    day_of = np.repeat(np.arange(truth.days), per_day)
    seconds = np.clip(chance.normal(15.5, 4.0, count), 0.2, 23.6) * 3600
    taste = np.where(returning, 1.25, 0.83) * np.where(mobile, 0.94, 1.1)

    def happens(base: float, effect: float) -> NDArray[np.bool_]:
        return chance.random(count) < base * taste * np.where(treated, 1 + effect, 1.0)

    clicked, bought = happens(truth.click, truth.click_effect), happens(truth.purchase, truth.purchase_effect)
    left = happens(truth.unsubscribe, truth.unsubscribe_effect)
    amounts = np.round(truth.order * np.exp(chance.normal(0.0, 0.55, count)), 2)
    later = chance.exponential((240.0, 2400.0, 5200.0), (count, 3))
    horizon = start + timedelta(days=truth.days, seconds=-1)
    for user in range(count):
        who = f"{experiment.key[:3]}-{user:06d}"
        when = start + timedelta(days=int(day_of[user]), seconds=int(seconds[user]))
        variant = experiment.variants[int(treated[user])]
        kind = (DEVICES[0 if mobile[user] else 1], CUSTOMERS[int(returning[user])])
        yield (experiment.name, who, when.isoformat(sep=" "), "exposure", variant, "", "", *kind)
        for happened, event, delay in (
            (clicked[user], "click", later[user, 0]),
            (bought[user], "purchase", later[user, 1]),
            (left[user], "unsubscribe", later[user, 2]),
        ):
            moment = when + timedelta(seconds=int(delay) + 2)
            if happened and moment <= horizon:
                money = (f"{amounts[user]:.2f}", "EUR") if event == "purchase" else ("", "")
                yield (experiment.name, who, moment.isoformat(sep=" "), event, "", *money, *kind)
