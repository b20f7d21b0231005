"""Means and counts: Welch's test, guarded by the pooled standard error where the allocation is far from equal.

Every function takes arms of the shape (comparisons, strata) and answers per comparison; one stratum is the plain test.

References
----------
.. [1] Welch, B. L. (1947). The generalization of Student's problem when several different population variances are
   involved. Biometrika 34, 28-35.
.. [2] Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics
   Bulletin 2, 110-114.
"""

from dataclasses import dataclass

import numpy as np

from analytics.statistics.samples import Sample
from analytics.statistics.tails import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """Both arms' values and the variances of these values, per comparison."""

    control: Array
    treatment: Array
    control_variance: Array  # of the control's value
    treatment_variance: Array
    degrees: Array  # of freedom

    @property
    def standard_error(self) -> Array:
        """Of the difference."""
        return np.sqrt(self.control_variance + self.treatment_variance)


def welch(control: Sample, treatment: Sample, *, weight: Array, imbalance_limit: float = np.inf) -> Arms:
    """Give Welch's variances and degrees of freedom [1]_ [2]_, weighted over strata.

    Where one arm of a stratum has more than `imbalance_limit` times the users of the other, the pooled variance is
    used if it is larger: skewed amounts in the smaller arm then no longer look too certain. The degrees of freedom
    stay Welch's, so the interval is never narrower than Welch's own.
    """
    own_control, own_treatment = control.variance / control.users, treatment.variance / treatment.users
    scale = weight**2
    total = np.sum(scale * (own_control + own_treatment), axis=-1)
    parts = own_control**2 / (control.users - 1) + own_treatment**2 / (treatment.users - 1)
    parts = np.sum(scale**2 * parts, axis=-1)
    degrees = np.divide(total**2, parts, out=np.ones(total.shape), where=parts > 0)
    shared = pooled_variance(control, treatment)
    larger = np.maximum(control.users, treatment.users) > imbalance_limit * np.minimum(control.users, treatment.users)
    guard = larger & (shared * (1 / control.users + 1 / treatment.users) > own_control + own_treatment)
    return Arms(
        control=np.sum(weight * control.mean, axis=-1),
        treatment=np.sum(weight * treatment.mean, axis=-1),
        control_variance=np.sum(scale * np.where(guard, shared / control.users, own_control), axis=-1),
        treatment_variance=np.sum(scale * np.where(guard, shared / treatment.users, own_treatment), axis=-1),
        degrees=degrees,
    )


def student(control: Sample, treatment: Sample, *, weight: Array) -> Arms:
    """Give Student's pooled variances, weighted over strata."""
    shared = pooled_variance(control, treatment)
    return Arms(
        control=np.sum(weight * control.mean, axis=-1),
        treatment=np.sum(weight * treatment.mean, axis=-1),
        control_variance=np.sum(weight**2 * shared / control.users, axis=-1),
        treatment_variance=np.sum(weight**2 * shared / treatment.users, axis=-1),
        degrees=np.sum(control.users + treatment.users - 2, axis=-1),
    )


def pooled_variance(control: Sample, treatment: Sample) -> Array:
    """Give the variance that both arms share, per stratum."""
    left_control, left_treatment = control.users - 1, treatment.users - 1
    spread = control.variance * left_control + treatment.variance * left_treatment
    return np.asarray(spread / (left_control + left_treatment))


def skewness(control: Sample, treatment: Sample, *, weight: Array, standard_error: Array) -> Array:
    """Give the skewness of the test statistic, kappa = (m3t / nt^2 - m3c / nc^2) / SE^3, per comparison."""
    third = np.sum(weight**3 * (treatment.third / treatment.users**2 - control.third / control.users**2), axis=-1)
    return np.asarray(np.divide(third, standard_error**3, out=np.zeros(third.shape), where=standard_error > 0))
