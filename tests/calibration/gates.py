"""Gates: each measures one share over simulated experiments and says between which bounds the truth must lie."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.statistics import comparisons, multiplicity, split
from analytics.statistics.heterogeneity import effects, interaction
from analytics.statistics.samples import NAMES, Sample
from data.declarations.metrics import Kind
from tests.calibration.worlds import (
    CLOCK,
    DAYS,
    Paths,
    conversions,
    crossings,
    daily_paths,
    ramp_paths,
    rate_paths,
    revenue,
    revenue_paths,
    trickle,
    walked,
)

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOMINAL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One promise."""

    name: str
    promise: str  # for people
    truth: tuple[float, float]  # bounds of the true share; a short run may leave them by its Monte-Carlo band
    allowed: tuple[float, float]  # bounds of the observed share at 10,000 runs (design/3-statistics.md)
    simulate: Callable[[Generator, int, bool], Flags]  # generator, runs, own information → (runs,) what happened


def either(flags: tuple[Flags, Flags]) -> Flags:
    return flags[0] | flags[1]


def fixed_rates(random: Generator, runs: int, own: bool) -> Flags:
    users = 1500
    found = random.binomial(users, 0.05, (2, runs))
    result = comparisons.compare(Sample.rate(found[0], users), Sample.rate(found[1], users), kind=Kind.RATE)
    return np.asarray(result.p_value <= NOMINAL)


def fixed_revenue(random: Generator, runs: int, own: bool) -> Flags:
    result = comparisons.compare(revenue(random, 8000, runs=runs), revenue(random, 8000, runs=runs), kind=Kind.MEAN)
    return np.asarray(result.p_value <= NOMINAL)


def fixed_skewed_revenue(random: Generator, runs: int, own: bool) -> Flags:
    control, treatment = revenue(random, 19_000, runs=runs), revenue(random, 1_000, runs=runs)
    return np.asarray(comparisons.compare(control, treatment, kind=Kind.MEAN).p_value <= NOMINAL)


def daily_looks(random: Generator, runs: int, own: bool) -> Flags:
    return either(crossings(daily_paths(random, runs=runs, users=(300, 300), share=0.06), own=own))


def daily_looks_up(random: Generator, runs: int, own: bool) -> Flags:
    return crossings(daily_paths(random, runs=runs, users=(300, 300), share=0.06), own=own)[0]


def uneven(random: Generator, runs: int, own: bool) -> Flags:
    return either(crossings(daily_paths(random, runs=runs, users=(1920, 80), share=0.05), own=own))


def daily_revenue(random: Generator, runs: int, own: bool) -> Flags:
    return either(crossings(revenue_paths(random, runs=runs, users=(350, 350)), own=own))


def daily_skewed_revenue(random: Generator, runs: int, own: bool) -> Flags:
    return either(crossings(revenue_paths(random, runs=runs, users=(1330, 70)), own=own))


def ramp_up(random: Generator, runs: int, own: bool) -> Flags:
    return either(crossings(ramp_paths(random, runs=runs), own=own))


def mailing(random: Generator, runs: int, own: bool) -> Flags:
    users = 6000
    arms = [trickle(random, users, 0.08, runs=runs) for _ in range(2)]
    return either(crossings(rate_paths(arms[0], arms[1], users=(users, users)), own=own))


def extension(random: Generator, runs: int, own: bool) -> Flags:
    share = np.maximum(np.where(np.arange(DAYS) < 7, np.arange(1, DAYS + 1) / 14, 0.5), CLOCK)
    return either(crossings(daily_paths(random, runs=runs, users=(300, 300), share=0.06), own=own, share=share))


def cut_traffic(random: Generator, runs: int, own: bool) -> Flags:
    """Cut all traffic on the first day that looks significant alone, then wait for the planned end without news."""
    paths = daily_paths(random, runs=runs, users=(300, 300), share=0.06)
    tempting = np.abs(np.nan_to_num(paths.statistic)) >= 1.959964
    day = np.where(tempting.any(axis=0), tempting.argmax(axis=0), DAYS - 1)
    result = np.zeros(runs, dtype=np.bool_)
    for last in np.unique(day):
        chosen = day == last
        kept = np.minimum(np.arange(DAYS), last)
        cut = Paths(statistic=paths.statistic[kept][:, chosen], variance=paths.variance[kept][:, chosen])
        result[chosen] = walked(cut, own=own).crossed_on() >= 0
    return result


def _two_by_two(random: Generator, runs: int) -> list[Paths]:
    """Simulate two treatments against one control on clicks and on purchases, which are made by clickers."""
    users = np.arange(1, DAYS + 1) * 300
    clicks, purchases = [], []
    for _ in range(3):
        daily = random.binomial(300, 0.10, (DAYS, runs))
        clicks.append(np.cumsum(daily, axis=0).astype(float))
        purchases.append(np.cumsum(random.binomial(daily, 0.4), axis=0).astype(float))
    return [rate_paths(each[0], each[arm], users=(users, users)) for each in (clicks, purchases) for arm in (1, 2)]


def family(random: Generator, runs: int, own: bool) -> Flags:
    last = np.stack([walked(paths, own=own).p_value[-1] for paths in _two_by_two(random, runs)])
    return np.asarray((multiplicity.holm(last) <= NOMINAL).any(axis=0))


def false_ship(random: Generator, runs: int, own: bool) -> Flags:
    last = np.stack([walked(paths, own=own).upper_p[-1] for paths in _two_by_two(random, runs)])
    return np.asarray((multiplicity.holm(last) <= 0.025).any(axis=0))


def false_stop(random: Generator, runs: int, own: bool) -> Flags:
    """Two treatments whose primary does nothing and whose guardrail stands exactly on its margin of 10 %."""
    users = np.arange(1, DAYS + 1) * 400
    primary = [conversions(random, 400, 0.06, runs=runs) for _ in range(3)]
    guardrail = [conversions(random, 400, share, runs=runs) for share in (0.05, 0.055, 0.055)]
    worse, beyond = [], []
    for arm in (1, 2):
        worse.append(walked(rate_paths(primary[0], primary[arm], users=(users, users)), own=own).lower_p[-1])
        paths = rate_paths(guardrail[0], guardrail[arm], users=(users, users))
        control, treatment = (Sample.rate(guardrail[each], users[:, np.newaxis]) for each in (0, arm))
        shifted = comparisons.margins(control, treatment, kind=Kind.RATE, ratio=1.1)
        beyond.append(walked(Paths(statistic=shifted, variance=paths.variance), own=own).upper_p[-1])
    adjusted = multiplicity.weighted_holm(np.stack(worse + beyond), multiplicity.stop_weights(2, 2))
    return np.asarray((adjusted <= 0.025).any(axis=0))


def _blocked(random: Generator, runs: int, share: float) -> Flags:
    daily = 50_000 // DAYS
    first = np.cumsum(random.binomial(daily, share, (DAYS, runs)), axis=0)
    users = np.stack([first, np.arange(1, DAYS + 1)[:, np.newaxis] * daily - first], axis=-1)[:, :, np.newaxis, :]
    evidence = split.log_evidence(users, [[0.5, 0.5]])
    return np.asarray(split.peak(evidence)[-1] > split.limit(1000.0))


def fair_split(random: Generator, runs: int, own: bool) -> Flags:
    return _blocked(random, runs, 0.5)


def broken_split(random: Generator, runs: int, own: bool) -> Flags:
    return _blocked(random, runs, 0.48)


def covered_rates(random: Generator, runs: int, own: bool) -> Flags:
    users = (4000, 2000)
    found = [random.binomial(each, share, runs) for each, share in zip(users, (0.05, 0.06), strict=True)]
    result = comparisons.compare(Sample.rate(found[0], users[0]), Sample.rate(found[1], users[1]), kind=Kind.RATE)
    return np.asarray((result.difference_low <= 0.01) & (result.difference_high >= 0.01))


def covered_lift(random: Generator, runs: int, own: bool) -> Flags:
    users = (4000, 2000)
    found = [random.binomial(each, share, runs) for each, share in zip(users, (0.05, 0.06), strict=True)]
    result = comparisons.compare(Sample.rate(found[0], users[0]), Sample.rate(found[1], users[1]), kind=Kind.RATE)
    return np.asarray((result.relative_low <= 0.2) & (result.relative_high >= 0.2))


def covered_revenue_lift(random: Generator, runs: int, own: bool) -> Flags:
    control, treatment = revenue(random, 20_000, runs=runs), revenue(random, 20_000, runs=runs, lift=0.1)
    result = comparisons.compare(control, treatment, kind=Kind.MEAN)
    return np.asarray((result.relative_low <= 0.1) & (result.relative_high >= 0.1))


def segments(random: Generator, runs: int, own: bool) -> Flags:
    """One lift of 10 % in four groups whose baselines and sizes differ."""
    users, shares = np.array([3000, 1500, 800, 4000]), np.array([0.05, 0.08, 0.12, 0.03])
    found = [random.binomial(users, shares * lift, (runs, 4))[..., np.newaxis] for lift in (1.0, 1.1)]
    arms = [Sample.rate(each, users[:, np.newaxis]) for each in found]
    return np.asarray(interaction(effects(*arms, kind=Kind.RATE)).p_value <= NOMINAL)


def segments_of_revenue(random: Generator, runs: int, own: bool) -> Flags:
    """One lift of 10 % in skewed revenue, in two groups."""
    arms = []
    for lift in (0.0, 0.1):
        groups = [revenue(random, users, runs=runs, lift=lift) for users in (8000, 4000)]
        arms.append(
            Sample(
                **{name: np.stack([getattr(each, name) for each in groups], axis=-1)[..., np.newaxis] for name in NAMES}
            )
        )
    return np.asarray(interaction(effects(*arms, kind=Kind.MEAN)).p_value <= NOMINAL)


EXACT, AT_MOST, SKEWED = ((0.05, 0.05), (0.043, 0.057)), ((0.0, 0.05), (0.0, 0.057)), ((0.0, 0.057), (0.0, 0.057))
TAIL, COVERS = ((0.0, 0.025), (0.0, 0.031)), ((0.95, 1.0), (0.943, 1.0))

Simulation = Callable[[Generator, int, bool], Flags]
PROMISES: tuple[tuple[str, str, tuple[tuple[float, float], tuple[float, float]], Simulation], ...] = (
    ("fixed_rates", "One look at two equal rates", EXACT, fixed_rates),
    ("fixed_revenue", "One look at equal, skewed revenue, 50:50", AT_MOST, fixed_revenue),
    ("fixed_skewed_revenue", "One look at equal, skewed revenue, 95:5", SKEWED, fixed_skewed_revenue),
    ("daily_looks", "28 daily looks at two equal rates", AT_MOST, daily_looks),
    ("daily_looks_one_tail", "28 daily looks, called better", TAIL, daily_looks_up),
    ("daily_revenue", "28 daily looks at equal, skewed revenue, 50:50", SKEWED, daily_revenue),
    ("daily_skewed_revenue", "28 daily looks at equal, skewed revenue, 95:5", SKEWED, daily_skewed_revenue),
    ("ramp_up", "28 daily looks through a ramp-up with a drifting baseline", AT_MOST, ramp_up),
    ("uneven", "28 daily looks at 96:4", AT_MOST, uneven),
    ("mailing", "28 daily looks, everyone exposed on day 1", AT_MOST, mailing),
    ("extension", "28 daily looks of a plan extended from 14 days on day 7", AT_MOST, extension),
    ("cut_traffic", "Traffic cut on the first tempting day", AT_MOST, cut_traffic),
    ("family", "Two primaries and two arms, Holm, daily", AT_MOST, family),
    ("false_ship", "Two primaries and two arms, shipped without effect", TAIL, false_ship),
    ("false_stop", "Two arms stopped without harm, guardrails on their margin", TAIL, false_stop),
    ("fair_split", "A fair split is called off on any day", ((0.0, 0.001), (0.0, 0.0021)), fair_split),
    ("broken_split", "48:52 is found with 50,000 users", ((0.99, 1.0), (0.99, 1.0)), broken_split),
    ("covered_rates", "The interval of a difference of rates covers, 2:1", COVERS, covered_rates),
    ("covered_lift", "The interval of a relative lift of rates covers, 2:1", COVERS, covered_lift),
    ("covered_revenue_lift", "The interval of a relative lift of revenue covers", COVERS, covered_revenue_lift),
    ("segments", "Groups with one lift in common are called different", EXACT, segments),
    ("segments_of_revenue", "The same of skewed revenue", SKEWED, segments_of_revenue),
)
GATES = tuple(
    Gate(name=name, promise=promise, truth=bounds[0], allowed=bounds[1], simulate=simulate)
    for name, promise, bounds, simulate in PROMISES
)
