"""Does an effect differ between groups of users, or is it noise? Cochran's Q, the spread left, and shrunk effects.

An effect is the treatment against the control within one group; groups share no users. On the ratio scale it is the
logarithm of treatment over control, so that groups with other baselines may have one lift in common; on the difference
scale it is the plain difference, for values that may be negative.

References
----------
.. [1] Cochran, W. G. (1954). The combination of estimates from different experiments. Biometrics 10, 101-129.
.. [2] DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177-188.
.. [3] Walter, S. D. (1975). The distribution of Levin's measure of attributable risk. Biometrika 62, 371-374: half a
   conversion added to each arm leaves next to no bias in the logarithm of a rate.
.. [4] Morris, C. N. (1983). Parametric empirical Bayes inference. J. Am. Stat. Assoc. 78, 47-55.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.statistics.ratios import linearised, reliable
from analytics.statistics.samples import Sample
from analytics.statistics.tails import Array, Flags, critical
from data.declarations.metrics import Kind

CERTAIN = 3.0  # standard errors of its own that an arm's value must lie from 0, or its ratio says nothing


class Scale(StrEnum):
    """What is compared between groups."""

    RATIO = "ratio"  # relative lifts
    DIFFERENCE = "difference"  # absolute differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Effects of the groups along the last axis; NaN where a group cannot be part of the test."""

    scale: Scale
    estimate: Array  # log ratio, or difference in the metric's unit
    error: Array  # its standard error

    @property
    def usable(self) -> Flags:
        """Which groups have an effect and an error."""
        return np.asarray(np.isfinite(self.estimate) & (self.error > 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """How much the effects of groups differ; arrays without the groups' axis, NaN with fewer than two groups."""

    groups: Array  # how many were tested
    statistic: Array  # Cochran's Q
    p_value: Array  # of one common effect, chi-squared on groups - 1
    between: Array  # tau squared: variance of the true effects, by moments; 0 when chance explains everything
    share: Array  # I squared: share of the spread that is not chance, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """Effects drawn towards their common mean as far as chance explains their spread; NaN where not usable."""

    estimate: Array
    low: Array
    high: Array
    weight: Array  # share of the group's own effect in it, 0 to 1


def effects(control: Sample, treatment: Sample, *, kind: Kind) -> Effects:
    """Return the effects of groups.

    Parameters
    ----------
    control, treatment : samples of the shape (..., groups, periods)
        Periods are averaged, each with its share of the group's users, as `strata.compare` does.
    kind : Kind
        Rates are compared after Walter's half conversion [3]_; ratios are linearised.

    Returns
    -------
    Effects of the shape (..., groups), on the ratio scale unless a value may be negative. On the ratio scale a group
    needs, in each arm, as many users as put the value of both arms together three standard errors above 0: nine
    conversions or so. The rule does not look at the effect, so it does not select on it.
    """
    enough = (control.users >= 2) & (treatment.users >= 2)
    if kind is Kind.RATIO:
        enough = enough & reliable(control) & reliable(treatment)
        control, treatment = linearised(control), linearised(treatment)
    users = np.where(enough, control.users + treatment.users, 0.0)
    total = users.sum(axis=-1, keepdims=True)
    weight = np.divide(users, total, out=np.zeros(users.shape), where=total > 0)
    known = total[..., 0] > 0
    (before, before_error), (after, after_error) = (_value(each, weight, kind=kind) for each in (control, treatment))
    shared = (before + after) / 2
    if (shared[known] < 0).any():
        error = np.sqrt(before_error**2 + after_error**2)
        return _shown(Scale.DIFFERENCE, after - before, error, known=known & (error > 0))
    certain = known & (shared > CERTAIN * np.maximum(before_error, after_error)) & (before > 0) & (after > 0)
    one = np.ones(shared.shape)
    low, high = np.where(certain, before, one), np.where(certain, after, one)
    error = np.sqrt((before_error / low) ** 2 + (after_error / high) ** 2)
    return _shown(Scale.RATIO, np.log(high / low), error, known=certain & (error > 0))


def interaction(found: Effects) -> Interaction:
    """Test whether the groups along the last axis have one effect in common [1]_, and say how far they lie apart [2]_.

    Returns
    -------
    Interaction: the gate is open where `p_value` is at most the level of the day. With equal effects Q is chi-squared
    with one degree of freedom less than there are groups.
    """
    usable = found.usable
    weight = np.where(usable, 1 / np.where(usable, found.error, 1.0) ** 2, 0.0)
    value = np.where(usable, found.estimate, 0.0)
    groups, total = usable.sum(axis=-1), weight.sum(axis=-1)
    testable = groups >= 2
    safe = np.where(total > 0, total, 1.0)
    mean = (weight * value).sum(axis=-1) / safe
    statistic = (weight * (value - mean[..., None]) ** 2).sum(axis=-1)
    freedom = np.maximum(groups - 1.0, 1.0)
    scale = total - (weight**2).sum(axis=-1) / safe
    between = np.maximum(statistic - freedom, 0.0) / np.where(scale > 0, scale, 1.0)
    share = np.maximum(statistic - freedom, 0.0) / np.where(statistic > 0, statistic, 1.0)

    def shown(values: Array) -> Array:
        return np.where(testable, values, np.nan)

    return Interaction(
        groups=np.asarray(groups, dtype=float),
        statistic=shown(statistic),
        p_value=shown(special.chdtrc(freedom, statistic)),
        between=shown(between),
        share=shown(share),
    )


def shrunk(found: Effects, *, between: ArrayLike, level: ArrayLike) -> Shrunk:
    """Return empirical-Bayes effects [4]_ with intervals.

    Parameters
    ----------
    found : Effects
        Of groups along the last axis.
    between : (...) array_like
        Tau squared, as `interaction` gives it; at 0 every group gets the common effect.
    level : (...) array_like
        Two-sided error of the intervals. They count the groups' own chance and that of the common mean; that tau
        squared is an estimate too, they do not.
    """
    usable = found.usable
    spread = np.nan_to_num(np.asarray(between, dtype=float))[..., None]
    variance = np.where(usable, found.error, 1.0) ** 2
    weight = np.where(usable, 1 / (variance + spread), 0.0)
    total = weight.sum(axis=-1, keepdims=True)
    safe = np.where(total > 0, total, 1.0)
    mean = (weight * np.where(usable, found.estimate, 0.0)).sum(axis=-1, keepdims=True) / safe
    own = spread / (spread + variance)
    estimate = mean + own * (found.estimate - mean)
    error = np.sqrt(own * variance + (1 - own) ** 2 / safe)
    reach = critical(np.asarray(level, dtype=float))[..., None] * error

    def shown(values: Array) -> Array:
        return np.where(usable, values, np.nan)

    return Shrunk(
        estimate=shown(estimate), low=shown(estimate - reach), high=shown(estimate + reach), weight=shown(own)
    )


def _value(sample: Sample, weight: Array, *, kind: Kind) -> tuple[Array, Array]:
    """Return an arm's value and its standard error, averaged over periods."""
    users = np.where(weight > 0, sample.users, 1.0)
    mean, variance = np.where(weight > 0, sample.mean, 0.0), np.where(weight > 0, sample.variance, 0.0)
    if kind is Kind.RATE:
        converted = np.rint(mean * users)
        mean, users = (converted + 0.5) / (users + 0.5), users + 0.5
        variance = mean * (1 - mean)
    return (weight * mean).sum(axis=-1), np.sqrt((weight**2 * variance / users).sum(axis=-1))


def _shown(scale: Scale, estimate: Array, error: Array, *, known: Flags) -> Effects:
    return Effects(scale=scale, estimate=np.where(known, estimate, np.nan), error=np.where(known, error, np.nan))
