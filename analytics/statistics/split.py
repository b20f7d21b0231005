"""Does the observed split match the declared weights? Counts are users by the variant seen first, nothing else.

Weights are always the declared ones: against the observed ones the check could not fail.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Array = NDArray[np.float64]

LEAST_EXPECTED = 5.0  # users a cell must expect before chi-squared can be believed for one day


def log_evidence(users: ArrayLike, weights: ArrayLike, *, prior: float = 1000.0) -> Array:
    """Return the log e-value against the declared split, valid however often it is looked at [1]_.

    Parameters
    ----------
    users : (..., periods, variants) array_like
        Users by exposure period and first variant, cumulative up to each look.
    weights : (periods, variants) array_like
        Declared weights of each period; only ratios matter. A variant of weight 0 is left out.
    prior : float
        Users' worth of belief in the declared split under the alternative: a Dirichlet with parameters prior·weights.

    Returns
    -------
    log_e : (...) array
        Dirichlet-multinomial over multinomial likelihood; the periods' e-values are multiplied. Under a split as
        declared, P(E ever exceeds x) <= 1/x.

    References
    ----------
    .. [1] Lindon M, Malek A (2022). Anytime-valid inference for multinomial count data. NeurIPS 35.

    """
    counts, shares = _aligned(users, weights)
    concentration = prior * shares
    counted = shares > 0.0
    safe = np.where(counted, shares, 1.0)
    gained = special.gammaln(np.where(counted, concentration + counts, 1.0))
    gained -= special.gammaln(np.where(counted, concentration, 1.0))
    terms = np.where(counted, gained - counts * np.log(safe), 0.0).sum(axis=-1)
    total = np.where(counted, counts, 0.0).sum(axis=-1)
    return np.asarray((terms + special.gammaln(prior) - special.gammaln(prior + total)).sum(axis=-1))


def peak(log_e: ArrayLike) -> Array:
    """Return the running maximum of log e-values over the looks (first axis); a look before any user counts as 0."""
    return np.maximum.accumulate(np.maximum(np.asarray(log_e, dtype=float), 0.0), axis=0)


def anytime_p(log_e: ArrayLike) -> Array:
    """Return the p-value valid over all looks (first axis), 1 over the largest e-value so far."""
    return np.exp(-peak(log_e))


def limit(evidence: float, *, levels: int = 1) -> float:
    """Return the log e-value beyond which a split is called off: `evidence` times the values of an attribute."""
    return float(np.log(evidence * max(levels, 1)))


def chi_squared(users: ArrayLike, weights: ArrayLike) -> Array:
    """Return Pearson's p-value of finished counts against the declared split.

    Parameters
    ----------
    users : (..., periods, variants) array_like
        Finished counts by exposure period and first variant.
    weights : (periods, variants) array_like
        Declared weights; a variant of weight 0 is left out.

    Returns
    -------
    p_value : (...) array
        Periods are added up with their degrees of freedom; 1 without users.
    """
    statistic, freedom, _ = _pearson(users, weights)
    total = freedom.sum(axis=-1)
    return np.where(total > 0.0, special.chdtrc(np.maximum(total, 1.0), statistic.sum(axis=-1)), 1.0)


def by_day(users: ArrayLike, weights: ArrayLike) -> Array:
    """Return Pearson's p-value (days,) of each day's new users against the split declared for their period.

    Parameters
    ----------
    users : (days, periods, variants) array_like
        Cumulative to each day.
    weights : (periods, variants) array_like
        Declared weights.

    Returns
    -------
    p_value : (days,) array
        1 on days on which some variant expects fewer than five users. A day warns below 0.001/days.
    """
    new = np.diff(np.asarray(users, dtype=float), axis=0, prepend=0.0)
    statistic, freedom, least = _pearson(np.maximum(new, 0.0), weights)
    enough = (freedom > 0.0) & (least >= LEAST_EXPECTED)
    total = np.where(enough, freedom, 0.0).sum(axis=-1)
    value = np.where(enough, statistic, 0.0).sum(axis=-1)
    return np.where(total > 0.0, special.chdtrc(np.maximum(total, 1.0), value), 1.0)


def two_arms(users: tuple[int, int], weights: tuple[float, float]) -> float:
    """Return the exact binomial p-value of two variants, for counts too small for chi-squared."""
    share = weights[0] / (weights[0] + weights[1])
    return float(stats.binomtest(users[0], users[0] + users[1], share).pvalue)


def two_arms_corrected(users: tuple[int, int], weights: tuple[float, float]) -> float:
    """Return the normal p-value of two variants with continuity correction."""
    total, share = users[0] + users[1], weights[0] / (weights[0] + weights[1])
    if total == 0:
        return 1.0
    distance = max(abs(users[0] - total * share) - 0.5, 0.0)
    return float(2.0 * special.ndtr(-distance / np.sqrt(total * share * (1.0 - share))))


def _aligned(users: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    counts, shares = np.asarray(users, dtype=float), np.asarray(weights, dtype=float)
    if shares.ndim != 2 or counts.shape[-2:] != shares.shape:
        raise ValueError("weights must be (periods, variants), as the last axes of users")
    if (shares < 0.0).any() or (shares.sum(axis=1) <= 0.0).any():
        raise ValueError("weights must not be negative, and some must be above 0")
    return counts, shares / shares.sum(axis=1, keepdims=True)


def _pearson(users: ArrayLike, weights: ArrayLike) -> tuple[Array, Array, Array]:
    """Return statistic, degrees of freedom and the smallest expected count, each (..., periods)."""
    counts, shares = _aligned(users, weights)
    counted = shares > 0.0
    total = np.where(counted, counts, 0.0).sum(axis=-1, keepdims=True)
    expected = total * shares
    safe = np.where(expected > 0.0, expected, 1.0)
    statistic = np.where(expected > 0.0, np.square(counts - expected) / safe, 0.0).sum(axis=-1)
    freedom = np.where(total[..., 0] > 0.0, counted.sum(axis=-1) - 1.0, 0.0)
    return statistic, freedom, np.where(counted, expected, np.inf).min(axis=-1)
