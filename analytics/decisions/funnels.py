"""How far users came: from exposure to each step, by arm, and how much the treatment changed every step's share."""

from dataclasses import dataclass

import numpy as np

from analytics.decisions.results import Readout
from analytics.statistics import strata
from analytics.statistics.estimates import scalar
from analytics.statistics.results import Comparison, Untestable
from analytics.statistics.samples import Sample
from data.declarations.experiments import Role
from data.declarations.metrics import Direction, Kind, Metric
from data.events.steps import Steps

ORDER = ("view", "click", "form_fill", "purchase")  # of the method; other events follow by name


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmStep:
    """One step of one treatment beside the control's."""

    event: str
    window_days: int | None  # counted within so many days of exposure; None: at any time since
    treatment: str
    control_users: int  # who took the step
    treatment_users: int
    control_exposed: int
    treatment_exposed: int
    result: Comparison | Untestable  # of the shares, at the level of the day's look


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """All steps, the first one first, of every treatment."""

    steps: tuple[ArmStep, ...]  # by treatment, then by step


def events(metrics: tuple[Metric, ...]) -> tuple[str, ...]:
    """Return the events that lead to what is wanted, in the order in which users come to them."""
    wanted = {
        event
        for metric in metrics
        if metric.direction is Direction.UP
        for event in (metric.event, metric.denominator_event)
        if event is not None
    }
    known = [event for event in ORDER if event in wanted]
    return (*known, *sorted(wanted - set(ORDER)))


def funnel(found: Steps, readout: Readout) -> Funnel:
    """Compare the share of exposed users who took each step; every event nobody took is left out.

    The level is that of the readout's day for the leading primary, so that a range here is the one on the screen.
    """
    experiment, policy = readout.experiment, readout.policy
    taken = [place for place in range(len(found.events)) if found.users[place].sum() > 0]
    steps = []
    for arm, treatment in enumerate(experiment.treatments, start=1):
        control, treated = (
            Sample.rate(found.users[taken][..., variant], found.exposed[None, :, variant]) for variant in (0, arm)
        )
        level = day_level(readout, treatment)
        estimates = strata.compare(
            control, treated, axis=1, kind=Kind.RATE, level=level, imbalance_limit=policy.allocation_imbalance
        )
        exposed = found.exposed.sum(axis=0)
        for position, place in enumerate(taken):
            users = found.users[place].sum(axis=0)
            steps.append(
                ArmStep(
                    event=found.events[place],
                    window_days=found.windows[place],
                    treatment=treatment,
                    control_users=int(users[0]),
                    treatment_users=int(users[arm]),
                    control_exposed=int(exposed[0]),
                    treatment_exposed=int(exposed[arm]),
                    result=scalar(estimates, position, coverage=policy.level, nominal_level=level),
                )
            )
    return Funnel(steps=tuple(steps))


def day_level(readout: Readout, treatment: str) -> float:
    """Return the two-sided level that the readout's day leaves a look at a treatment; one look's where none is told."""
    told = [
        row.result.nominal_level
        for row in sorted(readout.comparisons, key=lambda row: list(Role).index(row.role))
        if row.treatment == treatment and row.segment is None and isinstance(row.result, Comparison)
    ]
    return float(np.clip(told[0], 0.0, 1.0)) if told else 1.0 - readout.policy.level
