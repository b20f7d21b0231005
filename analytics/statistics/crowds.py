"""Many forecasters of the same events: what they say together, and whether that beats the best of them.

Arrays are (members, events), NaN where a member stated nothing.

References
----------
.. [1] Sanders, F. (1963). On subjective probability forecasting. Journal of Applied Meteorology 2, 191-201: a mean of
   two or more forecasters was more skilful than the best of them.
.. [2] Larrick, R. P. and Soll, J. B. (2006). Intuitions about combining opinions: misappreciation of the averaging
   principle. Management Science 52, 111-127.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.forecasting import FEWEST, Accuracy, accuracy, brier, log_score
from analytics.statistics.results import Untestable
from analytics.statistics.tails import Array

COMPANY = 2  # members who make a crowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What a crowd says of each event; arrays (events,), NaN where nobody stated it."""

    members: Array  # how many stated a chance
    chance: Array  # mean, 0 to 1
    low: Array  # median of the ranges' ends
    high: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberScore:
    """One member beside the crowd, on the events that both forecast."""

    member: int  # row
    forecasts: int
    brier: float  # mean, the smaller the better
    log_score: float
    crowd_brier: float  # the crowd's on the same events
    crowd_log_score: float

    @property
    def advantage(self) -> float:
        """How much smaller the member's Brier score is than the crowd's; negative where the crowd did better."""
        return self.crowd_brier - self.brier


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The crowd against its members. Who was best is known afterwards only, so the best one's lead is partly luck."""

    crowd: Accuracy  # on every event that a crowd forecast
    members: tuple[MemberScore, ...]  # largest advantage over the crowd first
    left_out: int  # members with too few forecasts to compare

    @property
    def best(self) -> MemberScore | None:
        """The member with the largest advantage; None where nobody has enough forecasts."""
        return self.members[0] if self.members else None


def crowd(chance: ArrayLike, low: ArrayLike, high: ArrayLike) -> Crowd:
    """Return the mean of the stated chances and the medians of both ends of the stated ranges, per event.

    A median leaves one wild range without effect; that of the low ends never lies above that of the high ends.
    """
    stated = np.asarray(chance, dtype=float)
    members = (~np.isnan(stated)).sum(axis=0).astype(float)
    mean = np.divide(np.nansum(stated, axis=0), members, out=np.full(members.shape, np.nan), where=members > 0)
    return Crowd(members=members, chance=mean, low=_median(low), high=_median(high))


def contest(chance: ArrayLike, happened: ArrayLike, *, fewest: int = FEWEST) -> Contest | Untestable:
    """Score the crowd and each of its members on the same events.

    Parameters
    ----------
    chance : (members, events) array_like
        0 to 1; NaN where a member stated nothing.
    happened : (events,) array_like
        Whether it happened.
    fewest : int
        Events below which nothing is said, of the crowd and of a member.

    Returns
    -------
    Contest, or Untestable with `too_few`. An event counts if two members or more forecast it. A member is held against
    the crowd, itself included, on the member's own events only: who forecast the easy events alone gains nothing.

    Notes
    -----
    On events that all members forecast, the crowd's Brier score is never worse than its members' on average, as a
    square is convex [2]_; that it beats the best of them is often seen [1]_, not certain.
    """
    stated, outcomes = np.asarray(chance, dtype=float), np.asarray(happened, dtype=float)
    known = ~np.isnan(stated)
    judged = known.sum(axis=0) >= COMPANY
    stated, outcomes, known = stated[:, judged], outcomes[judged], known[:, judged]
    together = np.nansum(stated, axis=0) / known.sum(axis=0)
    whole = accuracy(together, outcomes, fewest=fewest)
    if isinstance(whole, Untestable):
        return whole
    enough = np.flatnonzero(known.sum(axis=1) >= max(fewest, 1)).tolist()
    scores = [_score(row, stated[row, known[row]], together[known[row]], outcomes[known[row]]) for row in enough]
    return Contest(
        crowd=whole,
        members=tuple(sorted(scores, key=lambda each: (-each.advantage, -each.forecasts, each.member))),
        left_out=len(known) - len(enough),
    )


def _score(member: int, own: Array, together: Array, outcomes: Array) -> MemberScore:
    return MemberScore(
        member=member,
        forecasts=own.size,
        brier=float(brier(own, outcomes).mean()),
        log_score=float(log_score(own, outcomes).mean()),
        crowd_brier=float(brier(together, outcomes).mean()),
        crowd_log_score=float(log_score(together, outcomes).mean()),
    )


def _median(values: ArrayLike) -> Array:
    """Return the median of what is known in each column; NaN where nothing is."""
    given = np.asarray(values, dtype=float)
    known = ~np.isnan(given).all(axis=0)
    result = np.full(given.shape[1:], np.nan)
    result[known] = np.nanmedian(given[:, known], axis=0)
    return result
