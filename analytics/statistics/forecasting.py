"""How good forecasts were: scores of stated chances, coverage of stated ranges, and calibration.

A forecast is a chance that something happens (0 to 1) and a range of a lift (low, high: fractions). Arrays hold one
forecast per place, and each has an outcome of its own: several people's forecasts of one event share its outcome and
are no independent evidence, so `crowds` puts them together before they are judged.

References
----------
.. [1] Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78, 1-3.
.. [2] Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society B 14, 107-114.
.. [3] Sanders, F. (1963). On subjective probability forecasting. Journal of Applied Meteorology 2, 191-201: the skill
   score against a baseline.
.. [4] Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. J. Am. Stat.
   Assoc. 102, 359-378.
.. [5] Bröcker, J. and Smith, L. A. (2007). Increasing the reliability of reliability diagrams. Weather and Forecasting
   22, 651-661: the bands within which the observed shares of calibrated forecasts lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.shares import exact_interval
from analytics.statistics.tails import Array

SUREST = 0.99  # a chance beyond, or below 1 - SUREST, is scored as this by the log score, which has no end at 0 and 1
FEWEST = 5  # forecasts with an outcome below which nothing is said of a forecaster
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)  # edges of the calibration table
CLAIMED = 0.8  # share of stated ranges that is said to hold
LEVEL = 0.95  # of intervals and bands
ROUNDING = 1e-12  # of summed probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well chances were stated; the smaller a score, the better."""

    forecasts: int  # with an outcome
    brier: float  # mean squared distance of chance and outcome, 0 to 1; always stating 50 % gives 0.25
    log_score: float  # mean of -ln(chance given to what happened); always stating 50 % gives ln 2
    base_rate: float  # what the baseline always states: share that happened, or the one given, 0 to 1
    baseline: float  # Brier score of always stating the base rate
    skill: float | Untestable  # 1 - brier / baseline: 1 perfect, 0 no better than the baseline, negative worse


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeCoverage:
    """How often a stated range held what was observed; its ends belong to it."""

    forecasts: int  # with a range and an observed value
    inside: int
    below: int  # observed below the range: the forecast was too high
    above: int  # observed above the range: the forecast was too low
    share: float  # inside / forecasts
    interval: Interval  # exact, of the share
    claimed: float  # share that should hold, 0 to 1

    @property
    def as_claimed(self) -> bool:
        """Whether the claimed share is among those that these forecasts do not contradict."""
        return self.interval.low <= self.claimed <= self.interval.high


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Forecasts that stated about the same chance."""

    low: float  # edges: low belongs to the bin, high to the next one (the last bin has both)
    high: float
    forecasts: int
    stated: float  # their mean chance, 0 to 1
    observed: float  # share of them that happened, 0 to 1
    band: Interval  # where the observed share of calibrated forecasts lies, with at least the band's level

    @property
    def calibrated(self) -> bool:
        """Whether the observed share lies within the band."""
        return self.band.low <= self.observed <= self.band.high


def brier(chance: ArrayLike, happened: ArrayLike) -> Array:
    """Give the squared distance [1]_ of each chance (0 to 1) from what happened (0 or 1); any shape. Proper."""
    stated = _chances(chance)
    return np.asarray((stated - np.asarray(happened, dtype=float)) ** 2)


def log_score(chance: ArrayLike, happened: ArrayLike) -> Array:
    """Give -ln of the chance (0 to 1) given to what happened [2]_; any shape.

    A chance outside 1 to 99 % counts as 1 or 99 %, so no forecast costs more than ln 100 = 4.6. Among chances within,
    the score is proper [4]_: it is best, on average, to state what one believes.
    """
    stated = np.clip(_chances(chance), 1.0 - SUREST, SUREST)
    return np.asarray(-np.log(np.where(np.asarray(happened, dtype=bool), stated, 1.0 - stated)))


def accuracy(
    chance: ArrayLike, happened: ArrayLike, *, base_rate: float | None = None, fewest: int = FEWEST
) -> Accuracy | Untestable:
    """Return how well chances were stated, on the whole.

    Parameters
    ----------
    chance, happened : (forecasts,) array_like
        0 to 1; and whether it happened.
    base_rate : float
        What the baseline always states; by default the share that happened. That share is known afterwards only and
        so the hardest rate to beat: its skill is a little stricter than one against a rate known before.
    fewest : int
        Forecasts below which nothing is said.

    Returns
    -------
    Accuracy, or Untestable with `too_few`. The skill is Untestable (`no_variation`) where the baseline is perfect: with
    its default, where everything or nothing happened.
    """
    outcomes = np.asarray(happened, dtype=float)
    if outcomes.size < max(fewest, 1):
        return Untestable(reason=Reason.TOO_FEW)
    rate = float(outcomes.mean()) if base_rate is None else base_rate
    score, baseline = float(brier(chance, outcomes).mean()), float(brier(rate, outcomes).mean())
    return Accuracy(
        forecasts=outcomes.size,
        brier=score,
        log_score=float(log_score(chance, outcomes).mean()),
        base_rate=rate,
        baseline=baseline,
        skill=1.0 - score / baseline if baseline > 0.0 else Untestable(reason=Reason.NO_VARIATION),
    )


def coverage(
    low: ArrayLike,
    high: ArrayLike,
    observed: ArrayLike,
    *,
    claimed: float = CLAIMED,
    level: float = LEVEL,
    fewest: int = FEWEST,
) -> RangeCoverage | Untestable:
    """Return how often stated ranges held what was observed.

    Parameters
    ----------
    low, high, observed : (forecasts,) array_like
        Of one unit, such as relative lifts (fractions).
    claimed : float
        The share of ranges that is said to hold, 0 to 1.
    level : float
        Of the exact interval of the share that holds, 0 to 1.
    fewest : int
        Forecasts below which nothing is said.

    Raises
    ------
    ValueError : a range that ends before it begins.
    """
    lower, upper, seen = (np.asarray(each, dtype=float) for each in (low, high, observed))
    if not (lower <= upper).all():
        raise ValueError("a range must not end before it begins")
    if seen.size < max(fewest, 1):
        return Untestable(reason=Reason.TOO_FEW)
    below, above = int((seen < lower).sum()), int((seen > upper).sum())
    inside = seen.size - below - above
    return RangeCoverage(
        forecasts=seen.size,
        inside=inside,
        below=below,
        above=above,
        share=inside / seen.size,
        interval=exact_interval(inside, seen.size, level=level),
        claimed=claimed,
    )


def calibration(
    chance: ArrayLike,
    happened: ArrayLike,
    *,
    edges: Sequence[float] = BINS,
    level: float = LEVEL,
    fewest: int = FEWEST,
) -> tuple[CalibrationBin, ...] | Untestable:
    """Return what happened by what was stated: a row for each bin of chances that holds a forecast.

    Parameters
    ----------
    chance, happened : (forecasts,) array_like
        0 to 1; and whether it happened. The band supposes that outcomes are independent of each other.
    edges : rising, from 0 to 1.
    level : coverage of each row's band, 0 to 1; of several rows one may well lie outside by chance.
    fewest : forecasts, all bins together, below which nothing is said.
    """
    stated, outcomes = _chances(chance), np.asarray(happened, dtype=float)
    if stated.size < max(fewest, 1):
        return Untestable(reason=Reason.TOO_FEW)
    place = np.clip(np.searchsorted(edges, stated, side="right") - 1, 0, len(edges) - 2)
    return tuple(
        CalibrationBin(
            low=float(edges[each]),
            high=float(edges[each + 1]),
            forecasts=int(chosen.sum()),
            stated=float(stated[chosen].mean()),
            observed=float(outcomes[chosen].mean()),
            band=band(stated[chosen], level=level),
        )
        for each, chosen in ((each, place == each) for each in np.unique(place).tolist())
    )


def band(chance: ArrayLike, *, level: float = LEVEL) -> Interval:
    """Return where the share that happens lies, with at least `level` (0 to 1), if the chances are true [5]_.

    Exact for unequal chances, too: the tails of the Poisson-binomial distribution hold (1 - level) / 2 each at most.
    Of no forecasts nothing is known.
    """
    law = happening(chance)
    most, tail, below = law.size - 1, (1.0 - level) / 2.0, np.cumsum(law)
    if most == 0:
        return Interval(low=0.0, high=1.0, level=level)
    low = int(np.argmax(below > tail + ROUNDING))
    high = int(np.argmax(below >= 1.0 - tail - ROUNDING))
    return Interval(low=low / most, high=high / most, level=level)


def happening(chance: ArrayLike) -> Array:
    """Give the probability that 0, 1, 2, ... of independent events with these chances happen: the Poisson-binomial."""
    law = np.ones(1)
    for each in _chances(chance).ravel().tolist():
        law = np.convolve(law, (1.0 - each, each))
    return law


def _chances(chance: ArrayLike) -> Array:
    stated = np.asarray(chance, dtype=float)
    if not ((stated >= 0.0) & (stated <= 1.0)).all():
        raise ValueError("a chance must lie between 0 and 1")
    return stated
