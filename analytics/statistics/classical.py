"""Textbook intervals of two rates, kept so that published numbers can be met; the house's own are in `rates`.

References
----------
.. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in
   Medicine 17, 873-890.
.. [2] Agresti, A. and Caffo, B. (2000). Simple and effective confidence intervals for proportions. The American
   Statistician 54, 280-288.
.. [3] Katz, D. et al. (1978). Obtaining confidence intervals for the risk ratio in cohort studies. Biometrics 34,
   469-474.
.. [4] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
   American Statistical Association 22, 209-212.
.. [5] Woolf, B. (1957). The log likelihood ratio test (the G-test). Annals of Human Genetics 21, 397-409.
"""

import numpy as np
from scipy.special import chdtrc, xlogy

from analytics.statistics import tails
from analytics.statistics.estimates import Found
from analytics.statistics.methods import Method
from analytics.statistics.rates import Cells
from analytics.statistics.tails import Array

OWN_VARIANCE = (Method.UNPOOLED, Method.WALD, Method.DELTA_NORMAL)  # whose p is not the pooled z's


def find(cells: Cells, level: Array, *, method: Method | None) -> Found:
    """Compare rates by a named method; one stratum. Shapes: (comparisons,)."""
    xc, nc, xt, nt = (
        each[..., 0] for each in (cells.control, cells.control_users, cells.treatment, cells.treatment_users)
    )
    control, treatment, critical = xc / nc, xt / nt, tails.critical(level)
    both = (xc + xt) / (nc + nt)
    pooled = np.sqrt(both * (1 - both) * (1 / nc + 1 / nt))
    own = np.sqrt(control * (1 - control) / nc + treatment * (1 - treatment) / nt)
    continuity = 0.5 * (1 / nc + 1 / nt) if method is Method.CORRECTED else np.zeros(nc.shape)
    error = own if method in OWN_VARIANCE else pooled
    distance = np.sign(treatment - control) * np.maximum(np.abs(treatment - control) - continuity, 0.0)
    statistic = distance / error
    low, high = _difference((xc, nc, xt, nt), critical, method=method, pooled=pooled, own=own)
    spread = np.sqrt((1 - treatment) / xt + (1 - control) / xc)
    if method in (Method.POOLED, Method.CORRECTED):
        spread = np.sqrt((1 - both) / both * (1 / nc + 1 / nt))
    factor = np.exp(critical * spread + continuity / control)
    relative = (treatment / control / factor - 1, treatment / control * factor - 1)
    p_value = tails.two_sided(statistic)
    if method is Method.DELTA_NORMAL:
        lifted = (treatment - control) / control
        scale = np.sqrt(treatment * (1 - treatment) / nt + (treatment / control) ** 2 * control * (1 - control) / nc)
        relative = (lifted - critical * scale / control, lifted + critical * scale / control)
        p_value = tails.two_sided((treatment - control) / scale)
    return Found(
        control=control,
        treatment=treatment,
        statistic=statistic,
        standard_error=error,
        p_value=p_value,
        low=low,
        high=high,
        relative_low=relative[0],
        relative_high=relative[1],
        skewness=np.zeros(nc.shape),
    )


def _difference(
    counts: tuple[Array, Array, Array, Array], critical: Array, *, method: Method | None, pooled: Array, own: Array
) -> tuple[Array, Array]:
    """Give the difference's interval by the method's name, within -1 and 1."""
    xc, nc, xt, nt = counts
    difference, reach = xt / nt - xc / nc, critical * own
    if method is Method.NEWCOMBE:
        control_low, control_high = wilson(xc, nc, critical=critical)
        treatment_low, treatment_high = wilson(xt, nt, critical=critical)
        below = np.hypot(xt / nt - treatment_low, control_high - xc / nc)
        above = np.hypot(treatment_high - xt / nt, xc / nc - control_low)
        return difference - below, difference + above
    if method is Method.AGRESTI_CAFFO:
        control, treatment = (xc + 1) / (nc + 2), (xt + 1) / (nt + 2)
        difference = treatment - control
        reach = critical * np.sqrt(control * (1 - control) / (nc + 2) + treatment * (1 - treatment) / (nt + 2))
    elif method in (Method.POOLED, Method.CORRECTED):
        reach = critical * pooled
    if method is Method.CORRECTED:
        reach = reach + 0.5 * (1 / nc + 1 / nt)
    return np.maximum(difference - reach, -1.0), np.minimum(difference + reach, 1.0)


def wilson(conversions: Array, users: Array, *, critical: Array) -> tuple[Array, Array]:
    """Give Wilson's interval of one rate [4]_: the inversion of its score test."""
    share = conversions / users
    centre = (share + critical**2 / (2 * users)) / (1 + critical**2 / users)
    reach = critical / (1 + critical**2 / users) * np.sqrt(share * (1 - share) / users + (critical / users) ** 2 / 4)
    return centre - reach, centre + reach


def odds_ratio(xc: Array, nc: Array, xt: Array, nt: Array, *, critical: Array) -> tuple[Array, Array, Array]:
    """Give the odds ratio of treatment to control and its interval by Woolf's logit method."""
    ratio = xt * (nc - xc) / (xc * (nt - xt))
    factor = np.exp(critical * np.sqrt(1 / xt + 1 / (nt - xt) + 1 / xc + 1 / (nc - xc)))
    return ratio, ratio / factor, ratio * factor


def chi_squared(conversions: Array, users: Array) -> tuple[float, int, float]:
    """Test whether several rates are one (Pearson): statistic, degrees of freedom, p-value; 1-d arrays of arms."""
    share = conversions.sum() / users.sum()
    statistic = float(np.sum((conversions - users * share) ** 2 / (users * share * (1 - share))))
    return statistic, users.size - 1, float(chdtrc(users.size - 1, statistic))


def likelihood_ratio(cells: Array, *, corrected: bool = False) -> float:
    """Give the p-value of the G-test of a 2 x 2 table [5]_, with Yates's correction of half a unit where asked for."""
    expected = cells.sum(axis=0) * cells.sum(axis=1)[:, None] / cells.sum()
    apart = expected - cells
    seen = cells + np.sign(apart) * np.minimum(0.5, np.abs(apart)) if corrected else cells
    return float(chdtrc(1, 2 * np.sum(xlogy(seen, seen / expected))))


def against(conversions: Array, users: Array, *, rate: float) -> tuple[Array, Array]:
    """Test whether a rate is `rate` by the score test: z and two-sided p-value, elementwise."""
    z = (conversions / users - rate) / np.sqrt(rate * (1 - rate) / users)
    return np.asarray(z), tails.two_sided(z)
