"""Shares of users with exact intervals, and whether groups have one share in common.

References
----------
.. [1] Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the
   binomial. Biometrika 26, 404-413.
"""

from collections.abc import Sequence

import numpy as np
from scipy import special, stats

from analytics.statistics.results import Interval


def exact_interval(found: int, users: int, *, level: float) -> Interval:
    """Return the exact interval [1]_ of a share: `found` of `users`, covered with at least `level` (0 to 1)."""
    tail = (1.0 - level) / 2.0
    low = float(special.betaincinv(found, users - found + 1, tail)) if found > 0 else 0.0
    high = float(special.betaincinv(found + 1, users - found, 1.0 - tail)) if found < users else 1.0
    return Interval(low=low, high=high, level=level)


def differ(found: Sequence[int], users: Sequence[int]) -> float | None:
    """Return the p-value of one share in all groups: Fisher's of two groups, chi-squared of more.

    None with fewer than two groups that have users; 1 where nobody, or everybody, is found.
    """
    pairs = np.array([(one, all_users - one) for one, all_users in zip(found, users, strict=True) if all_users > 0])
    if len(pairs) < 2:
        return None
    if (pairs.sum(axis=0) == 0).any():
        return 1.0
    if len(pairs) == 2:
        return float(stats.fisher_exact(pairs).pvalue)
    return float(stats.chi2_contingency(pairs, correction=False).pvalue)
