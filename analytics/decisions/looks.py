"""Which days are looks, which look is read, and whether it may decide: the plan of reading one experiment.

A look is a complete day in the experiment's time zone. With a planned end (or planned users) looks are protected by
the sequential boundary on every day. Without one nothing protects daily looks until always-valid inference is built:
figures are then those of one look, said so, and nothing is decided before the test has ended. Undated data are one
finished look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.clocks import Clock, spending_clock
from data.declarations.experiments import Experiment, Inference, Status
from data.messages import Message, Refused

FINISHED = (Status.ENDED, Status.DECIDED, Status.ARCHIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The looks of one readout, oldest first, up to the day asked for."""

    days: tuple[date, ...]  # empty: undated, one look
    positions: tuple[int, ...]  # of each look in the history's arrays
    read: int  # the look whose figures are shown and decide: the last one that counts
    clock: Clock | None  # None: not sequential
    inference: Inference
    reason: Message | None  # why another inference than asked for; None: as asked
    ended: bool  # nothing more will be decided by waiting
    protected: bool  # the look that is read may decide
    starts_on: date | None  # None: undated

    @property
    def day_number(self) -> int | None:
        """Complete days in, from 1."""
        if self.starts_on is None or not self.days:
            return None
        return (self.days[-1] - self.starts_on).days + 1

    def crossed(self, look: int) -> date | None:
        """Return the day of a look; None for −1 (never) and for undated data."""
        return self.days[look] if 0 <= look < len(self.days) else None


def plan(
    experiment: Experiment,
    days: Sequence[date],
    *,
    users: NDArray[np.int64],
    through: date | None,
    asked: Inference | None,
    live: bool,
) -> Looks:
    """Plan the reading of one experiment.

    Parameters
    ----------
    experiment : Experiment
        Its planned end, users, extensions and own choice of inference.
    days : sequence of date
        The history's days, consecutive; empty for undated data.
    users : (days,) array
        Users exposed by the end of each day, all variants.
    through : date or None
        Last complete day to read; None for undated data.
    asked : Inference or None
        What the reader asked for; None leaves it to the experiment.
    live : bool
        Whether `through` is the present, so that the experiment's status holds on it.

    Raises
    ------
    Refused
        When always-valid inference is asked for: it is not built yet.
    """
    if asked is Inference.ALWAYS:
        raise Refused(Message("always_not_yet", "Not yet: always-valid inference is not built; ask for fixed instead."))
    chosen = asked or experiment.inference
    if not days or through is None:
        reason = None
        if chosen is not Inference.FIXED:
            reason = Message("dates_unknown", "The dates are unknown, so this is read as one finished look.")
        return _fixed((), positions=(max(len(days) - 1, 0),), reason=reason, finished=True, starts_on=None)
    starts_on = experiment.starts_on or days[0]
    looks, positions = _looks(experiment, days, through=through)
    finished = _finished(experiment, through=through, live=live)
    if chosen is Inference.FIXED:
        by_hand = experiment.planned_end is None and experiment.ended_on is None
        return _fixed(looks, positions=positions, reason=None, finished=finished or by_hand, starts_on=starts_on)
    end = experiment.planned_end
    if (end is None or end < starts_on) and not experiment.planned_users:
        return _fixed(looks, positions=positions, reason=_unprotected(chosen), finished=finished, starts_on=starts_on)
    clock = spending_clock(
        looks,
        starts_on=starts_on,
        planned_end=end,
        extensions=[(moved.decided_on, moved.planned_end) for moved in experiment.extensions],
        users=users[list(positions)],
        planned_users=experiment.planned_users,
        ended_on=experiment.ended_on,
    )
    full = bool(clock.share.size and clock.share[-1] >= 1.0)
    return Looks(
        days=looks,
        positions=positions,
        read=max(clock.last_look, 0),
        clock=clock,
        inference=Inference.SEQUENTIAL,
        reason=None,
        ended=full or finished,
        protected=True,
        starts_on=starts_on,
    )


def _looks(experiment: Experiment, days: Sequence[date], *, through: date) -> tuple[tuple[date, ...], tuple[int, ...]]:
    """Return the looks up to `through`; a planned end that came after the last data is a look of its own."""
    first = experiment.starts_on or days[0]
    chosen = [position for position, day in enumerate(days) if first <= day <= through] or [0]
    looks = [days[position] for position in chosen]
    end = experiment.planned_end
    if end is not None and looks[-1] < end <= through:
        looks.append(end)
        chosen.append(chosen[-1])
    return tuple(looks), tuple(chosen)


def _finished(experiment: Experiment, *, through: date, live: bool) -> bool:
    ends = [day for day in (experiment.planned_end, experiment.ended_on) if day is not None]
    return any(through >= day for day in ends) or (live and experiment.status in FINISHED)


def _unprotected(chosen: Inference | None) -> Message:
    if chosen is Inference.ALWAYS:
        return Message(
            "always_not_built",
            "Always-valid inference is not built yet: the figures are one look, not protected against daily looks.",
        )
    return Message(
        "no_planned_end",
        "No planned end is declared: the figures are one look, not protected against daily looks.",
    )


def _fixed(
    days: tuple[date, ...],
    *,
    positions: tuple[int, ...],
    reason: Message | None,
    finished: bool,
    starts_on: date | None,
) -> Looks:
    return Looks(
        days=days,
        positions=positions,
        read=len(positions) - 1,
        clock=None,
        inference=Inference.FIXED,
        reason=reason,
        ended=finished,
        protected=finished,
        starts_on=starts_on,
    )
