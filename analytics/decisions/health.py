"""Is the test healthy? All checks of one readout in the order people read them; a block ends the ladder.

Tests that share users are checked apart (`analytics.overlaps`); covariate balance comes with covariates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analytics.decisions import data_health, delivery_health, split_health, user_health
from analytics.decisions.results import Finding, Light, MisdeliveryShare
from analytics.decisions.split_health import Counts
from data.declarations.experiments import Experiment
from data.declarations.policies import Policy
from data.events.moments import Evidence
from data.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthMaterial:
    """What the checks look at, as of one day."""

    experiment: Experiment
    policy: Policy
    days: tuple[date, ...]  # looks; empty: undated
    today: date  # the day it is read, experiment's time zone
    running: bool  # data should still come in
    finished: bool  # one finished look
    counts: Counts  # everybody
    groups: Mapping[str, Counts]  # by attribute
    crossed: int  # users seen in two variants
    changes_verdict: bool  # setting them aside gives another verdict
    evidence: Evidence
    amounts: Mapping[str, Message]  # keys of metrics that are sums or counts → what people read
    skewness: Mapping[tuple[str, str], float]  # (metric, treatment) → of the test statistic
    misdelivery: tuple[MisdeliveryShare, ...] = ()  # of everybody, by variant; empty: no deliveries


def check(material: HealthMaterial) -> tuple[Finding, ...]:
    """Return every finding that can be made; checks that the data do not allow are left out."""
    policy, experiment, evidence = material.policy, material.experiment, material.evidence
    users = int(material.counts.users[-1].sum()) + sum(evidence.undeclared_variants.values())
    last_day = evidence.last_event.date() if evidence.last_event is not None else None
    finished = material.finished
    findings: list[Finding | None] = [
        split_health.overall(material.counts, experiment, policy=policy, finished=finished),
        split_health.by_attribute(material.groups, experiment, policy=policy, finished=finished),
        split_health.by_day(material.counts, experiment, material.days, policy=policy),
        split_health.allocation_change(material.counts, material.days, policy=policy),
        user_health.unexpected_variants(evidence.undeclared_variants, users=users, policy=policy),
        user_health.missing_variants(evidence.missing_variants if users else ()),
        data_health.freshness(last_day=last_day, today=material.today, running=material.running, policy=policy),
        data_health.dominance(evidence.largest_share, names=material.amounts, policy=policy),
        data_health.skewness(material.skewness, names=material.amounts, policy=policy),
    ]
    if not evidence.totals_only:
        findings.insert(
            4,
            user_health.two_variants(
                users=users, crossed=material.crossed, changes_verdict=material.changes_verdict, policy=policy
            ),
        )
        findings.append(
            user_health.before_exposure(
                before=evidence.before_exposure, never=evidence.never_exposed, users=users, policy=policy
            )
        )
    if material.misdelivery:
        findings.append(delivery_health.misdelivery(material.misdelivery, policy=policy))
    return tuple(finding for finding in findings if finding is not None)


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Tell whether any finding blocks the verdict."""
    return any(finding.light is Light.BLOCK for finding in findings)
