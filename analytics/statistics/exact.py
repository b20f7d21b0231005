"""Exact tests of two rates, for cells too small for the score test to be trusted alone.

References
----------
.. [1] Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical Society 98, 39-54.
.. [2] Boschloo, R. D. (1970). Raised conditional level of significance for the 2 x 2 table when testing the equality
   of two probabilities. Statistica Neerlandica 24, 1-9.
.. [3] Zelen, M. (1971). The analysis of several 2 x 2 contingency tables. Biometrika 58, 129-137.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import barnard_exact, boschloo_exact, hypergeom

from analytics.statistics.samples import Sample
from analytics.statistics.tails import Array, Flags

TIE = 1 + 1e-9  # tables this close in probability are equally likely; rounding parts them
LARGEST_UNCONDITIONAL = 200  # users per arm: Boschloo's test needs gigabytes beyond
NEGLIGIBLE = 1e-30  # share of the mode's probability below which a table is left out


class Alternative(StrEnum):
    """Which departure from equal rates counts."""

    TWO_SIDED = "two-sided"
    GREATER = "greater"  # treatment above control
    LESS = "less"  # treatment below control


class Unconditional(StrEnum):
    """Tests that do not condition on the number of conversions."""

    BOSCHLOO = "boschloo"
    BARNARD = "barnard"


def fisher(
    control: ArrayLike,
    control_users: ArrayLike,
    treatment: ArrayLike,
    treatment_users: ArrayLike,
    *,
    alternative: Alternative = Alternative.TWO_SIDED,
) -> Array:
    """Give Fisher's exact p-value [1]_ of conversions out of users, elementwise over one broadcast shape.

    Two-sided: all tables that are at most as likely as the one seen. Tables of equal probability count even where
    rounding tells them apart.
    """
    xc, nc, xt, nt = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.int64) for each in (control, control_users, treatment, treatment_users))
    )
    law = (nc + nt, xc + xt, nt)
    if alternative is Alternative.LESS:
        return np.asarray(hypergeom.cdf(xt, *law), dtype=float)
    if alternative is Alternative.GREATER:
        return np.asarray(hypergeom.sf(xt - 1, *law), dtype=float)
    lowest, highest = np.maximum(0, xc + xt - nc), np.minimum(xc + xt, nt)
    mode = np.clip((xc + xt + 1) * (nt + 1) // (nc + nt + 2), lowest, highest)
    bound = hypergeom.pmf(xt, *law) * TIE
    below = xt < mode
    here = np.where(below, hypergeom.cdf(xt, *law), hypergeom.sf(xt - 1, *law))
    # The other tail starts at the first table beyond the mode that is at most as likely: found by bisection.
    near, far = mode, np.where(below, highest + 1, lowest - 1)
    while bool(np.any(np.abs(far - near) > 1)):
        middle = near + np.trunc((far - near) / 2).astype(np.int64)
        unlikely = hypergeom.pmf(middle, *law) <= bound
        far, near = np.where(unlikely, middle, far), np.where(unlikely, near, middle)
    there = np.where(below, hypergeom.sf(far - 1, *law), hypergeom.cdf(far, *law))
    everything = hypergeom.pmf(mode, *law) <= bound
    return np.asarray(np.where(everything, 1.0, np.minimum(here + there, 1.0)), dtype=float)


def stratified(control: Array, control_users: Array, treatment: Array, treatment_users: Array) -> float:
    """Give the exact two-sided p-value of several tables with one common odds ratio of 1 [3]_; 1-d arrays of strata.

    The treatment's conversions, given each stratum's total, are a sum of hypergeometric numbers; as in Fisher's test
    all sums at most as likely as the one seen count.
    """
    law, start = np.ones(1), 0
    for xc, nc, xt, nt in zip(control, control_users, treatment, treatment_users, strict=True):
        total, users = int(xc + xt), int(nc + nt)
        if users == 0:  # a period that has not begun says nothing
            continue
        values = np.arange(max(0, total - int(nc)), min(total, int(nt)) + 1)
        shares = hypergeom.pmf(values, users, total, int(nt))
        likely = np.flatnonzero(shares > NEGLIGIBLE * shares.max())
        law = np.convolve(law, shares[likely[0] : likely[-1] + 1])
        start += int(values[likely[0]])
    seen = int(np.sum(treatment)) - start
    if not 0 <= seen < law.size:
        return 0.0
    return float(min(law[law <= law[seen] * TIE].sum(), 1.0))


def small_cells(control: Sample, treatment: Sample, *, small_cell: int, axis: int | None = None) -> tuple[Flags, Array]:
    """Find comparisons of rates with a cell below `small_cell`, and give their exact two-sided p-values.

    Parameters
    ----------
    control, treatment : moments of rates; their shapes broadcast.
    small_cell : conversions, or users without one, in either arm.
    axis : the axis of strata, which goes; the cells are then the sums over strata.

    Returns
    -------
    Which comparisons have a small cell, and the p-value there; NaN elsewhere and without users in an arm.
    """
    counts = np.broadcast_arrays(control.conversions, control.users, treatment.conversions, treatment.users)
    strata = [np.moveaxis(each, axis, -1) if axis is not None else each[..., None] for each in counts]
    xc, nc, xt, nt = (each.sum(axis=-1) for each in strata)
    smallest = np.minimum(np.minimum(xc, nc - xc), np.minimum(xt, nt - xt))
    small = np.asarray(smallest < small_cell)
    testable = small & (nc > 0) & (nt > 0)
    p_value = np.full(small.shape, np.nan)
    if strata[0].shape[-1] == 1:
        p_value[testable] = fisher(xc[testable], nc[testable], xt[testable], nt[testable])
    else:
        rows = zip(*(each[testable] for each in strata), strict=True)
        p_value[testable] = [stratified(*row) for row in rows]
    return small, p_value


def unconditional(
    control: int,
    control_users: int,
    treatment: int,
    treatment_users: int,
    *,
    test: Unconditional = Unconditional.BOSCHLOO,
    alternative: Alternative = Alternative.TWO_SIDED,
) -> float:
    """Give the p-value of Boschloo's [2]_ or Barnard's test, on request only.

    Raises
    ------
    ValueError : more than 200 users in an arm.
    """
    if max(control_users, treatment_users) > LARGEST_UNCONDITIONAL:
        raise ValueError(f"unconditional exact tests are limited to {LARGEST_UNCONDITIONAL} users per arm")
    table = [[treatment, control], [treatment_users - treatment, control_users - control]]
    run = boschloo_exact if test is Unconditional.BOSCHLOO else barnard_exact
    return float(run(table, alternative=alternative.value).pvalue)
