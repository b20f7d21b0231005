"""Worlds: daily counts of many simulated experiments at once, as the estimates and the clocks want them.

Arrays have the shape (days, runs); every world takes its own random generator.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from analytics.statistics import comparisons, strata
from analytics.statistics.boundaries import boundaries, spending
from analytics.statistics.clocks import effective_users, information
from analytics.statistics.samples import Sample
from analytics.statistics.sequential import Walk, walk
from data.declarations.metrics import Kind

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

DAYS = 28
CLOCK = np.arange(1, DAYS + 1) / DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Statistics of many experiments."""

    statistic: Array  # (days, runs)
    variance: Array  # (days, runs) V


def conversions(random: Generator, users: ArrayLike, share: ArrayLike, *, runs: int) -> Array:
    """Draw each day's converted users (days, runs) among its new ones, and add them up."""
    daily, rate = np.broadcast_arrays(np.asarray(users), np.asarray(share, dtype=float), np.empty(DAYS))[:2]
    return np.cumsum(random.binomial(daily[:, np.newaxis], rate[:, np.newaxis], (DAYS, runs)), axis=0).astype(float)


def trickle(random: Generator, users: int, share: float, *, runs: int) -> Array:
    """Draw converted users of one mailing on day 1: each day takes its part of those who have not converted yet."""
    daily = np.exp(-np.arange(DAYS) / 6.0)
    daily *= share / daily.sum()
    left, total = np.full(runs, users), np.zeros((DAYS, runs))
    before = np.concatenate([[0.0], np.cumsum(daily)[:-1]])
    for day in range(DAYS):
        new = random.binomial(left, daily[day] / (1.0 - before[day]))
        left, total[day] = left - new, new
    return np.cumsum(total, axis=0)


def revenue(random: Generator, users: int, *, runs: int, lift: float = 0.0) -> Sample:
    """Draw revenue per user (runs,): three in a hundred buy, for lognormal amounts whose largest dominate."""
    buyers = random.binomial(users, 0.03, runs)
    amounts = random.lognormal(3.5, 1.0, int(buyers.sum())) * (1.0 + lift)
    run = np.repeat(np.arange(runs), buyers)
    first, second, third = (np.bincount(run, weights=amounts**power, minlength=runs) / users for power in (1, 2, 3))
    variance = (second - first**2) * users / (users - 1)
    return Sample.build(users, first, variance=variance, third=third - 3 * first * second + 2 * first**3)


def rate_paths(control: Array, treatment: Array, *, users: tuple[ArrayLike, ArrayLike]) -> Paths:
    """Give the paths of conversions (days, runs) among users (days,) or a number that is there from day 1."""
    first, second = (np.broadcast_to(np.asarray(each, dtype=float), DAYS)[:, np.newaxis] for each in users)
    found = comparisons.compare(Sample.rate(control, first), Sample.rate(treatment, second), kind=Kind.RATE)
    return _paths(found.statistic, found.standard_error, effective_users(first, second))


def daily_paths(random: Generator, *, runs: int, users: tuple[int, int], share: float) -> Paths:
    """Simulate a test without effect with so many new users per arm and day."""
    arms = [conversions(random, each, share, runs=runs) for each in users]
    days = np.arange(1, DAYS + 1)
    return rate_paths(arms[0], arms[1], users=(days * users[0], days * users[1]))


def ramp_paths(random: Generator, *, runs: int) -> Paths:
    """Simulate a ramp-up from 10:90 to 50:50 on day 8 while the baseline falls from 12 % to 8 %, stratified."""
    early = np.arange(DAYS) < 7
    arms, total = [], np.zeros((DAYS, 1))
    for shares in ((0.9, 0.5), (0.1, 0.5)):
        periods = []
        for share, during, rate in ((shares[0], early, 0.12), (shares[1], ~early, 0.08)):
            new = np.where(during, round(800 * share), 0)
            users = np.cumsum(new)[:, np.newaxis].astype(float)
            periods.append(Sample.rate(conversions(random, new, rate, runs=runs), users))
            total = total + users
        arms.append(Sample(**{name: _both(periods, name) for name in Sample.__slots__}))
    found = strata.compare(arms[0], arms[1], axis=2, kind=Kind.RATE)
    return _paths(found.statistic, found.standard_error, effective_users(total, 0, periods=2))


def revenue_paths(random: Generator, *, runs: int, users: tuple[int, int]) -> Paths:
    """Simulate revenue per user without effect: three in a hundred buy, lognormal amounts; the variance leaps."""
    days, arms = np.arange(1, DAYS + 1)[:, np.newaxis], []
    for daily in users:
        buyers = random.binomial(daily, 0.03, (DAYS, runs))
        amounts = random.lognormal(3.5, 1.0, int(buyers.sum()))
        cell, total = np.repeat(np.arange(DAYS * runs), buyers.ravel()), days * daily
        first, second = (
            np.cumsum(np.bincount(cell, weights=amounts**power, minlength=DAYS * runs).reshape(DAYS, runs), axis=0)
            for power in (1, 2)
        )
        arms.append(Sample.build(total, first / total, variance=(second - first**2 / total) / (total - 1)))
    found = comparisons.compare(arms[0], arms[1], kind=Kind.MEAN)
    return _paths(found.statistic, found.standard_error, effective_users(days * users[0], days * users[1]))


def _both(periods: list[Sample], name: str) -> Array:
    return np.stack([getattr(period, name) for period in periods], axis=-1)


def _paths(statistic: Array, error: Array, effective: Array) -> Paths:
    return Paths(statistic=statistic, variance=information(effective, error))


def crossings(paths: Paths, *, own: bool, share: Array = CLOCK) -> tuple[Flags, Flags]:
    """Say which runs (runs,) crossed upwards and downwards by the last day, at 2.5 % each.

    With `own` each run has the boundary of its own information, as in the product; else all have that of the average
    run, which is the same within a few percent of information and a hundred times faster.
    """
    spent = spending(share, 0.025)
    spends = (np.diff(share, prepend=0.0) > 0.0)[:, np.newaxis]
    runs = range(paths.variance.shape[1]) if own else ()
    bounds = [boundaries(spent, paths.variance[:, run]) for run in runs] or [boundaries(spent, average(paths)[:, 0])]
    bound = np.stack(bounds, axis=1)
    z = np.nan_to_num(paths.statistic)
    up, down = (z >= bound) & spends, (z <= -bound) & spends
    return np.asarray(up.any(axis=0)), np.asarray(down.any(axis=0))


def average(paths: Paths) -> Array:
    """Give the average information (days, 1)."""
    return np.asarray(np.maximum.accumulate(paths.variance.mean(axis=1, keepdims=True), axis=0))


def walked(paths: Paths, *, own: bool) -> Walk:
    """Walk all runs with the product's own function."""
    return walk(paths.statistic, variance=paths.variance if own else average(paths), share=CLOCK)
