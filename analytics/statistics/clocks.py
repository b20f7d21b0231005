"""The two clocks of a test watched daily: how much error may be spent, and how fast the statistic moves.

Neither ever looks at an outcome's direction: the spending clock counts days or planned users, the information clock the
variance of the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The spending clock of one experiment; arrays have one position per look."""

    share: Array  # u, 0 to 1, never falling: share of the plan that has passed
    after_end: NDArray[np.bool_]  # later than the planned (or early) end: nothing is left to spend, drawn grey

    @property
    def last_look(self) -> int:
        """Position of the last look that counts; −1 without any."""
        return int(np.flatnonzero(~self.after_end)[-1]) if (~self.after_end).any() else -1


def spending_clock(
    days: Sequence[date],
    *,
    starts_on: date,
    planned_end: date | None,
    extensions: Sequence[tuple[date, date]] = (),
    users: ArrayLike | None = None,
    planned_users: int | None = None,
    ended_on: date | None = None,
    news: ArrayLike | None = None,
) -> Clock:
    """Return how much of the plan has passed on each complete day.

    Parameters
    ----------
    days : sequence of date
        The looks, ascending.
    starts_on, planned_end : date
        First and last planned day, both included.
    extensions : sequence of (decided_on, planned_end before)
        Planned ends that were moved, oldest first. Looks up to `decided_on` keep the end that held before.
    users : (looks,) array_like
        Users exposed by the end of each look; needed with `planned_users`.
    planned_users : int
        Users at which the test is complete. The clock then counts users, and is full at the planned end at the latest.
    ended_on : date
        Last day of exposures. Before the planned end it stops the clock: an early end releases no error.
    news : (looks,) array_like of bool
        Whether the look has any data that the one before had not. Without news the clock stands still: else a test
        whose traffic was cut when it looked good would be handed all its error at the planned end, on old data.

    Returns
    -------
    Clock

    Raises
    ------
    ValueError
        Without planned end and planned users, or when a planned end lies before the start.

    Notes
    -----
    Error once spent stays spent, so the clock never runs backwards: after an extension it stands still until the new
    plan has caught up, and once full it stays full. Days counted, not users seen, because users may come in bursts that
    people watch; both are allowed since neither depends on outcomes [1]_.

    References
    ----------
    .. [1] Lan KKG, DeMets DL (1989). Group sequential procedures: calendar versus information time. Stat. in Med. 8.

    """
    if planned_end is None and not planned_users:
        raise ValueError("a spending clock needs a planned end or planned users")
    share = np.zeros(len(days))
    for look, day in enumerate(days):
        end = next((before for decided_on, before in extensions if day <= decided_on), planned_end)
        if end is not None:
            if end < starts_on:
                raise ValueError("the planned end lies before the start")
            share[look] = ((day - starts_on).days + 1) / ((end - starts_on).days + 1)
            if planned_users and share[look] < 1.0:
                share[look] = 0.0
    if planned_users and users is not None:
        share = np.maximum(share, np.asarray(users, dtype=float) / planned_users)
    if news is not None:
        share = np.where(np.asarray(news, dtype=np.bool_), share, 0.0)
    share = np.clip(np.maximum.accumulate(share), 0.0, 1.0) if share.size else share
    stopped = np.zeros(len(days), dtype=np.bool_)
    if ended_on is not None:
        stopped = np.array([day > ended_on for day in days], dtype=np.bool_)
        kept = share[~stopped]
        share = np.where(stopped, kept[-1] if kept.size else 0.0, share)
    full = np.concatenate([[False], share[:-1] >= 1.0]) if share.size else stopped
    return Clock(share=share, after_end=stopped | full)


def effective_users(control: ArrayLike, treatment: ArrayLike, *, periods: int = 1) -> Array:
    """Return the users by which a difference must be multiplied to become a score with independent steps.

    Parameters
    ----------
    control, treatment : array_like
        Users per arm by the end of each look, over all exposure periods.
    periods : int
        Exposure periods over which the estimate is stratified.

    Returns
    -------
    n_eff : array
        n_c·n_t/(n_c + n_t), 0 without users. Stratified estimates weight each period by its users of both arms, and it
        is n_c + n_t times them that has independent steps: so these are returned for more than one period. Only ratios
        between looks matter, and with a constant allocation both are the same.
    """
    first, second = np.asarray(control, dtype=float), np.asarray(treatment, dtype=float)
    total: Array = first + second
    if periods > 1:
        return total
    return np.asarray(np.where(total > 0.0, first * second / np.where(total > 0.0, total, 1.0), 0.0))


def information(effective: ArrayLike, standard_error: ArrayLike) -> Array:
    """Return V, the variance of the score n_eff·difference, which orders the looks of one path.

    Parameters
    ----------
    effective : (looks, ...) array_like
        Effective users of each look (`effective_users`).
    standard_error : (looks, ...) array_like
        Of the difference under the test's own hypothesis; NaN or 0 where nothing could be tested yet.

    Returns
    -------
    V : (looks, ...) array
        Running maximum of n_eff²·SE², so corr(Z_j, Z_k) = √(V_j/V_k). Unlike 1/SE² it grows while outcomes trickle in
        for users who were all exposed on the first day.

    References
    ----------
    .. [1] Jennison C, Turnbull BW (1997). Group-sequential analysis incorporating covariate information. JASA 92.

    """
    score = np.square(np.asarray(effective, dtype=float) * np.asarray(standard_error, dtype=float))
    return np.asarray(np.maximum.accumulate(np.where(np.isfinite(score), score, 0.0), axis=0))
