"""Everything one readout is made of, as it left the rollup and the workspace: no engine, no store, nothing to open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analytics.statistics.methods import Method
from data.declarations.experiments import Experiment, Inference, MetricUse
from data.declarations.metrics import Metric
from data.declarations.policies import Policy
from data.events.deliveries import Deliveries
from data.events.moments import Axes, Evidence, Exposures, Moments


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One metric of the experiment, cumulative to each day."""

    metric: Metric
    use: MetricUse
    axes: Axes
    moments: Moments
    crossed: Moments | None = None  # of the users seen in two variants, same axes; None: not known apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What `conclusions.conclude` reads."""

    experiment: Experiment
    policy: Policy
    histories: tuple[History, ...]  # in declared order
    exposures: Exposures
    evidence: Evidence
    fingerprint: str
    through: date | None  # last complete day asked for; None: undated
    today: date  # experiment's time zone
    live: bool  # whether `through` is the present
    groups: Mapping[str, Exposures] = field(default_factory=dict)  # by attribute
    attribute: str | None = None  # whose segments are wanted
    segments: tuple[History, ...] = ()  # the same metrics by that attribute
    deliveries: tuple[Deliveries, ...] = ()  # everybody's, then by the attribute; empty: none were imported
    asked: Inference | None = None
    method: Method | None = None
    unveiled: bool = False
