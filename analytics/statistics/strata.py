"""Estimates stratified by exposure period: a changed allocation must not pass for an effect.

When a ramp-up moves the split from 10:90 to 50:50 while the baseline drifts, pooling the periods compares different
days with each other. Here each period is compared with itself and the periods are averaged, each with its share of
users (both arms together); test, intervals and margins are those of `comparisons`, with one common difference or
ratio over all periods.

References
----------
.. [1] Cochran, W. G. (1954). Some methods for strengthening the common chi-squared tests. Biometrics 10, 417-451.
.. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates. Statistics in Medicine 4, 213-226.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.comparisons import across, margins_across
from analytics.statistics.estimates import Estimates
from analytics.statistics.methods import Method
from analytics.statistics.samples import NAMES, Sample
from analytics.statistics.tails import Array
from data.declarations.metrics import Kind


def compare(
    control: Sample,
    treatment: Sample,
    *,
    axis: int,
    kind: Kind,
    level: ArrayLike | None = 0.05,
    method: Method | None = None,
    imbalance_limit: float = 2.0,
) -> Estimates:
    """Compare as `comparisons.compare`, over the periods along `axis`, which goes; one period is the plain comparison.

    A period counts once it has two users in each arm (and, of ratios, reliable denominators). Values are averages over
    the counted periods; users are those of all periods.

    Raises
    ------
    ValueError : the method does not apply to this kind over several periods.
    """
    control, treatment = last(control, axis), last(treatment, axis)
    return across(control, treatment, kind=kind, level=level, method=method, imbalance_limit=imbalance_limit)


def margins(
    control: Sample,
    treatment: Sample,
    *,
    axis: int,
    kind: Kind,
    ratio: ArrayLike,
    imbalance_limit: float = 2.0,
) -> Array:
    """Test as `comparisons.margins`, over the periods along `axis`, which goes."""
    control, treatment = last(control, axis), last(treatment, axis)
    return margins_across(control, treatment, kind=kind, ratio=ratio, imbalance_limit=imbalance_limit)


def last(sample: Sample, axis: int) -> Sample:
    """Move one axis of a sample to the end."""
    return Sample(**{name: np.moveaxis(getattr(sample, name), axis, -1) for name in NAMES})
