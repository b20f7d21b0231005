"""Policies: every default of the statistics and the verdicts, in one frozen record that is passed in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How this team calls its tests. Shares and lifts are fractions; evidence is an e-value (a likelihood ratio)."""

    level: float = 0.95  # of displayed intervals; 1 - level is the two-sided error of a look at the planned end
    false_ship: float = 0.025  # one-sided, over all looks of an experiment
    false_stop: float = 0.025  # one-sided, over all looks: half for primaries, half for guardrails
    guardrail_error: float = 0.05  # one-sided, each guardrail's non-inferiority for ship
    minimum_days: int = 7  # complete days before a verdict other than harm
    minimum_users: int = 100  # per arm
    minimum_conversions: int = 25  # per arm, of the primary
    harm_minimum_events: int = 20  # in the smaller cell, before harm may stop a test
    small_cell: int = 20  # below: ship or stop also needs an exact test
    allocation_imbalance: float = 2.0  # beyond: means use the larger of Welch's and the pooled standard error
    skew_limit: float = 0.2  # |skewness of the test statistic| that warns
    suspicious_lift: float = 0.5  # relative lifts beyond are marked and kept off the shared axis
    split_prior: float = 1000.0  # weight (users) of the planned split in the split check
    split_evidence: float = 1000.0  # e-value at which the overall split blocks
    split_error: float = 0.001  # p-value at which an undated split blocks, and the days' error
    two_variants_warn: float = 0.01  # share of users seen in two variants
    two_variants_block: float = 0.10
    dominance_warn: float = 0.05  # share of an arm's total that one user holds
    stale_days: int = 2  # complete days without data, while running, that warn
    small_segment: int = 10  # users below which a segment is suppressed
    false_discovery: float = 0.05  # Benjamini-Hochberg level over secondaries
