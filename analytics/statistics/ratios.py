"""Ratios of two sums per user (clicks per view, order value): the delta method makes means of them.

References
----------
.. [1] Deng, A., Knoblich, U. and Lu, J. (2018). Applying the delta method in metric analytics. Proceedings of the 24th
   ACM SIGKDD conference, 233-242.
"""

import numpy as np

from analytics.statistics.samples import Sample
from analytics.statistics.tails import Flags

RELIABLE = 3.0  # standard errors that a denominator's mean must lie from 0 for its sign to be sure


def reliable(sample: Sample) -> Flags:
    """Say whether a ratio's denominator is far enough from 0 for a ratio to make sense; any shape."""
    error = np.sqrt(np.maximum(sample.denominator_variance, 0.0) / np.maximum(sample.users, 1))
    sure = (sample.denominator_mean != 0) & (np.abs(sample.denominator_mean) > RELIABLE * error)
    return np.asarray(sure & (sample.denominator_variance >= 0))


def linearised(sample: Sample) -> Sample:
    """Give the sample whose mean is the ratio and whose variance is the ratio's, per user [1]_.

    The third moment becomes 0: that of the linearised values needs mixed third moments that are not kept.
    """
    below = np.where(sample.denominator_mean == 0, 1.0, sample.denominator_mean)
    ratio = sample.mean / below
    variance = sample.variance - 2 * ratio * sample.covariance + ratio**2 * sample.denominator_variance
    return Sample.build(sample.users, ratio, variance=np.maximum(variance, 0.0) / below**2)
