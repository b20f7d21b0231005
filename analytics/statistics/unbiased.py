"""A winner's estimate without the winner's luck: the stage-wise median-unbiased effect of a watched test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize
from scipy.special import ndtr

from analytics.statistics.crossings import Continuation, continuations

Array = NDArray[np.float64]

SEARCHED = 9.0  # z around the observed statistic within which the estimate must lie
CLOSE_TO_ZERO = 1e-9  # |z| below which an estimate has no direction to shrink in


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbiased:
    """The estimate in two forms."""

    look: int  # position of the look it speaks about
    statistic: float  # Z that the median-unbiased effect would show on average at that look
    factor: float  # by which to multiply the raw difference of that look; 1 where there is nothing to adjust


def stagewise(
    statistic: ArrayLike, boundary: ArrayLike, variance: ArrayLike, *, look: int | None = None
) -> Unbiased | None:
    """Return the stage-wise median-unbiased estimate of a path that stops at its first crossing.

    Parameters
    ----------
    statistic, boundary, variance : (looks,) array_like
        Z, the symmetric two-sided boundary (infinite where nothing could cross) and V of one path.
    look : int
        The look to speak about when nothing crossed up to it; the last one with a statistic by default.

    Returns
    -------
    Unbiased or None
        None while no look has a statistic. The first crossing up to `look` counts as the stop, later data are left out
        as the theory demands. Without a crossing the estimate is the one for a stop today.

    Notes
    -----
    Outcomes are ordered by stage: an earlier crossing is more extreme than a later one, at the same look the larger Z
    [1]_ [2]_. The estimate is the drift under which the path is as likely to end above as below what was seen. A
    crossing on the first look has nothing to correct; late crossings far above their boundary hardly shrink.

    References
    ----------
    .. [1] Tsiatis AA, Rosner GL, Mehta CR (1984). Exact confidence intervals following a group sequential test.
       Biometrics 40.
    .. [2] Jennison C, Turnbull BW (2000). Group Sequential Methods, ch. 8. Chapman & Hall.

    """
    z, bound = np.asarray(statistic, dtype=float), np.asarray(boundary, dtype=float)
    clock = np.asarray(variance, dtype=float)
    stop = _stop(z, bound, clock, look=look)
    if stop is None:
        return None
    upper = np.append(bound[:stop], np.inf)
    sign = 1.0 if z[stop] >= 0.0 else -1.0
    root, seen = float(np.sqrt(clock[stop])), float(abs(z[stop]))
    reach = (seen + SEARCHED) / root
    stages = list(continuations(upper, -upper, clock[: stop + 1], reach=seen / root))
    if seen < CLOSE_TO_ZERO:
        return Unbiased(look=stop, statistic=0.0, factor=1.0)

    standing = _standing(stages, upper, seen=seen)

    def above_median(drift: float) -> float:
        return _more_extreme(standing, drift) - 0.5

    found = float(optimize.brentq(above_median, -SEARCHED / root, reach, xtol=1e-10 / root)) * root
    return Unbiased(look=stop, statistic=sign * found, factor=found / seen)


def carried_on(stopped: float, present: float, *, factor: float, share: float) -> float:
    """Return the estimate of a test that went on after it crossed: only what was seen until then is corrected.

    Parameters
    ----------
    stopped, present : float
        The raw effect at the crossing and now.
    factor : float
        What the stage-wise estimate multiplies `stopped` by.
    share : float
        V at the crossing divided by V now (0 to 1).

    Notes
    -----
    What comes after a crossing owes nothing to its luck: the two parts are weighed by their information. At the
    crossing itself (`share` 1) this is the stage-wise estimate. Among simulated winners that went on to their planned
    end its error is smaller than that of the raw effect and of the estimate that forgets the later data.

    """
    return present - stopped * (1.0 - factor) * min(max(share, 0.0), 1.0)


def _stop(z: Array, bound: Array, clock: Array, *, look: int | None) -> int | None:
    known = np.flatnonzero(np.isfinite(z) & (clock > 0.0))
    known = known if look is None else known[known <= look]
    if not known.size:
        return None
    crossed = known[np.abs(z[known]) >= bound[known]]
    return int(crossed[0] if crossed.size else known[-1])


Look = tuple[int, Continuation, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Every point of every look from which a path may get above a score at its look; all fields are as long."""

    scores: Array  # where the path stands before the look
    mass: Array  # its probability with drift 0; negative where what lies above a score is not counted
    since: Array  # V there
    growth: Array  # V that is still to come
    needed: Array  # the score to get above


def _standing(stages: Sequence[Look], upper: Array, *, seen: float) -> _Standing:
    """Return the points of all looks at once: a path counts above its boundary, on the last look above `seen`."""
    scores, mass, places, last = [], [], [], stages[-1][0]
    for look, state, variance, high, _ in stages:
        score = min((seen if look == last else float(upper[look])) * np.sqrt(variance), high)
        for needed, sign in ((score, 1.0), (high, -1.0)):  # what earlier looks at the same V cut off crossed there
            if np.isfinite(needed):
                scores.append(state.scores[0])
                mass.append(sign * state.mass[0])
                places.append((state.variance, variance - state.variance, needed))
    since, growth, needed = np.repeat(np.array(places).T, [len(each) for each in scores], axis=1)
    return _Standing(
        scores=np.concatenate(scores), mass=np.concatenate(mass), since=since, growth=growth, needed=needed
    )


def _more_extreme(at: _Standing, drift: float) -> float:
    """Return the probability of crossing upwards before the last look, or standing above what was seen at it."""
    likelihood = np.exp(drift * at.scores - 0.5 * drift**2 * at.since)
    return float(at.mass * likelihood @ ndtr((at.scores + drift * at.growth - at.needed) / np.sqrt(at.growth)))
