"""Single days compared: what a treatment changed on each calendar day, or on each day since users were exposed.

For understanding, never for deciding: each day's range is that of one look, and many days are looked at.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from analytics.statistics import strata
from analytics.statistics.estimates import scalar
from analytics.statistics.heterogeneity import effects, interaction
from analytics.statistics.results import Comparison, Reason, Untestable
from analytics.statistics.samples import NAMES, Sample
from data.declarations.experiments import Experiment
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.events.daily import DailyMoments

PERIODS = 1  # the axis of allocation periods


class View(StrEnum):
    """How the leading metric is followed over time. The values stand in addresses."""

    CUMULATIVE = "cumulative"
    BY_DAY = "by_day"
    SINCE_EXPOSURE = "since_exposure"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPoint:
    """One treatment on one day."""

    number: int  # day of the test from 1, or day since exposure from 1
    day: date | None  # None: counted since exposure
    result: Comparison | Untestable  # at one look's level


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One treatment over single days."""

    metric: Metric
    treatment: str
    view: View
    points: tuple[DayPoint, ...]
    steady_p: float | None  # p-value of one effect common to all days; None: fewer than two days can be told


def courses(found: DailyMoments, experiment: Experiment, metric: Metric, policy: Policy) -> tuple[Course, ...]:
    """Compare every treatment with the control on every day, allocation periods apart.

    Days on which an arm has fewer users than the policy shows of a segment cannot be told.
    """
    whole = Sample.build(
        found.users,
        found.mean,
        variance=found.variance,
        denominator_mean=found.denominator_mean,
        denominator_variance=found.denominator_variance,
        covariance=found.covariance,
    )
    arms = list(range(1, len(experiment.variants)))
    control, treatment = _arms(whole, [0] * len(arms)), _arms(whole, arms)
    level = 1.0 - policy.level
    estimates = strata.compare(
        control, treatment, axis=PERIODS, kind=metric.kind, level=level, imbalance_limit=policy.allocation_imbalance
    )
    few = np.minimum(estimates.control_users, estimates.treatment_users) < policy.small_segment
    differ = effects(_groups(control), _groups(treatment), kind=metric.kind)  # (arms, days)
    steady = interaction(differ).p_value
    return tuple(
        Course(
            metric=metric,
            treatment=name,
            view=View.BY_DAY if found.days else View.SINCE_EXPOSURE,
            points=tuple(
                DayPoint(
                    number=position + 1,
                    day=found.days[position] if found.days else None,
                    result=Untestable(reason=Reason.TOO_FEW_USERS)
                    if few[position, arm]
                    else scalar(estimates, position, arm, coverage=policy.level, nominal_level=level),
                )
                for position in range(estimates.difference.shape[0])
            ),
            steady_p=float(steady[arm]) if np.isfinite(steady[arm]) else None,
        )
        for arm, name in enumerate(experiment.treatments)
    )


def _arms(sample: Sample, places: list[int]) -> Sample:
    return Sample(**{name: getattr(sample, name)[..., places] for name in NAMES})


def _groups(sample: Sample) -> Sample:
    """Turn (days, periods, arms) into (arms, days, periods): days are the groups that are compared."""
    return Sample(**{name: np.moveaxis(getattr(sample, name), -1, 0) for name in NAMES})
