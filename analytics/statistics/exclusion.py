"""A group of users taken out of another again: the inverse of `Sample.merge`."""

import numpy as np

from analytics.statistics.samples import Sample
from analytics.statistics.tails import Array


def without(whole: Sample, part: Sample) -> Sample:
    """Return the moments of the users of `whole` who are not in `part`.

    Parameters
    ----------
    whole, part : Sample
        Every user of `part` is one of `whole`. Shapes broadcast.

    Returns
    -------
    Sample
        Where nobody is left: zeros, as everywhere. The pairwise update of central moments [1]_ solved for one half.

    References
    ----------
    .. [1] Pebay, P. (2008). Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
       statistical moments. Sandia report SAND2008-6212.
    """
    left = whole.users - part.users
    some = left > 0
    safe, total = np.where(some, left, 1.0), np.maximum(whole.users, 1.0)

    def mean_of(all_users: Array, of_part: Array) -> Array:
        return np.where(some, (whole.users * all_users - part.users * of_part) / safe, 0.0)

    mean = mean_of(whole.mean, part.mean)
    below = mean_of(whole.denominator_mean, part.denominator_mean)
    step, step_below = part.mean - mean, part.denominator_mean - below
    apart = left * part.users / total
    spread_part = part.variance * np.maximum(part.users - 1, 0)
    spread = whole.variance * np.maximum(whole.users - 1, 0) - spread_part - step**2 * apart
    spread = np.maximum(spread, 0.0)
    spread_below = (
        whole.denominator_variance * np.maximum(whole.users - 1, 0)
        - part.denominator_variance * np.maximum(part.users - 1, 0)
        - step_below**2 * apart
    )
    both = (
        whole.covariance * np.maximum(whole.users - 1, 0)
        - part.covariance * np.maximum(part.users - 1, 0)
        - step * step_below * apart
    )
    skewed = step**3 * apart * (left - part.users) / total
    mixed = 3 * step * (left * spread_part - part.users * spread) / total
    third = whole.users * whole.third - part.users * part.third - skewed - mixed
    degrees = np.where(left > 1, left - 1, 1.0)
    enough = left > 1
    return Sample.build(
        left,
        mean,
        variance=np.where(enough, spread / degrees, 0.0),
        third=np.where(enough, third / safe, 0.0),
        denominator_mean=below,
        denominator_variance=np.where(enough, np.maximum(spread_below, 0.0) / degrees, 0.0),
        covariance=np.where(enough, both / degrees, 0.0),
    )
