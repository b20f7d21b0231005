"""One metric of one experiment as both arms' samples over all looks: the shape that the estimates take."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from analytics.statistics.clocks import effective_users
from analytics.statistics.exclusion import without
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import Array
from data.declarations.experiments import Experiment, MetricUse, Role
from data.declarations.metrics import Direction, Kind, Metric
from data.events.moments import Axes, Moments

PERIODS = 1  # the axis of allocation periods in a series' samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Samples of the shape (looks, periods, arms): one arm per treatment, or per segment and treatment."""

    metric: Metric
    use: MetricUse
    control: Sample
    treatment: Sample

    @classmethod
    def of(
        cls,
        axes: Axes,
        moments: Moments,
        *,
        experiment: Experiment,
        metric: Metric,
        use: MetricUse,
        positions: tuple[int, ...],
    ) -> Self:
        """Take the looks (positions of the history's days) and the declared variants out of a history.

        Arms are segments x treatments, treatments fastest; the control stands beside each of them.
        """
        arms = [axes.variants.index(variant) for variant in experiment.variants]
        whole = Sample.build(
            moments.users,
            moments.mean,
            variance=moments.variance,
            third=moments.third,
            denominator_mean=moments.denominator_mean,
            denominator_variance=moments.denominator_variance,
            covariance=moments.covariance,
        )

        def part(chosen: list[int]) -> Sample:
            cut = {name: getattr(whole, name)[list(positions)][..., chosen] for name in NAMES}
            return Sample(**{name: array.reshape(*array.shape[:2], -1) for name, array in cut.items()})

        return cls(metric=metric, use=use, control=part(arms[:1] * len(arms[1:])), treatment=part(arms[1:]))

    def without(self, part: Self) -> "Series":
        """Return the same metric over the users who are not in `part`."""
        return replace(
            self, control=without(self.control, part.control), treatment=without(self.treatment, part.treatment)
        )

    def at(self, looks: slice) -> "Series":
        """Return the same metric on some of its looks."""

        def cut(sample: Sample) -> Sample:
            return Sample(**{name: getattr(sample, name)[looks] for name in NAMES})

        return replace(self, control=cut(self.control), treatment=cut(self.treatment))

    @property
    def role(self) -> Role:
        """What the metric is for."""
        return self.use.role

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self.metric.direction is Direction.UP

    @property
    def periods(self) -> int:
        """How many allocation periods there are."""
        return int(self.control.users.shape[PERIODS])

    @property
    def effective(self) -> Array:
        """Effective users of each look and arm, summed over periods."""
        return np.asarray(effective_users(self.control.users, self.treatment.users).sum(axis=PERIODS))

    @property
    def smallest_cell(self) -> Array | None:
        """Fewest events in an arm, of rates: (looks, arms)."""
        if self.metric.kind is not Kind.RATE:
            return None
        control, treatment = (sample.conversions.sum(axis=PERIODS) for sample in (self.control, self.treatment))
        return np.asarray(np.minimum(control, treatment))

    def total(self, look: int, arm: int, *, of: Sample) -> float | None:
        """Return conversions or the sum of amounts of an arm's control or treatment sample; None of ratios."""
        if self.metric.kind is Kind.RATIO:
            return None
        cells = (of.mean * of.users)[look, :, arm]
        total = float(cells.sum())
        return float(round(total)) if self.metric.kind is Kind.RATE else total
