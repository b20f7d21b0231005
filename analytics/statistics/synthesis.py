"""What several tests say together: a mean over tests whose true effects differ, and where the next one's may lie.

A test's effect is its estimate plus chance, with a known standard error; true effects are spread around their mean with
variance tau squared, as if each test had drawn its own. Arrays hold tests along the last axis, NaN where there is none.

References
----------
.. [1] Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors. Journal of Research of the National
   Bureau of Standards 87, 377-385.
.. [2] DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7, 177-188.
.. [3] Hartung, J. and Knapp, G. (2001). A refined method for the meta-analysis of controlled clinical trials with
   binary outcome. Statistics in Medicine 20, 3875-3889.
.. [4] Sidik, K. and Jonkman, J. N. (2002). A simple confidence interval for meta-analysis. Statistics in Medicine 21,
   3153-3159.
.. [5] Röver, C., Knapp, G. and Friede, T. (2015). Hartung-Knapp-Sidik-Jonkman approach and its modification for
   random-effects meta-analysis with few studies. BMC Medical Research Methodology 15, 99.
.. [6] Higgins, J. P. T., Thompson, S. G. and Spiegelhalter, D. J. (2009). A re-evaluation of random-effects
   meta-analysis. Journal of the Royal Statistical Society A 172, 137-159.
.. [7] Higgins, J. P. T. and Thompson, S. G. (2002). Quantifying heterogeneity in a meta-analysis. Statistics in
   Medicine 21, 1539-1558.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from analytics.statistics.results import Interval, Reason, Untestable
from analytics.statistics.roots import solve
from analytics.statistics.tails import Array, critical, student_critical

FOR_PREDICTION = 3  # tests below which nothing is said of the next one


class Spread(StrEnum):
    """How the variance of the true effects is estimated."""

    PAULE_MANDEL = "paule_mandel"  # the house's
    DERSIMONIAN_LAIRD = "dersimonian_laird"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Syntheses without the tests' axis; NaN where there are too few tests: see `pooled`."""

    tests: Array  # how many take part
    mean: Array  # effects' unit
    error: Array  # standard error of the mean, widened where effects differ more than expected
    low: Array  # of the mean
    high: Array
    prediction_low: Array  # of the true effect of one more test
    prediction_high: Array
    statistic: Array  # Cochran's Q
    p_value: Array  # of one common effect, chi-squared on tests - 1
    between: Array  # tau squared: variance of the true effects
    share: Array  # I squared: share of the spread that is not chance, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """How much the true effects of tests differ."""

    statistic: float  # Cochran's Q
    p_value: float  # of one common effect
    between: float  # tau squared: variance of the true effects; 0 when chance explains everything
    share: float  # I squared: share of the spread that is not chance, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """Several tests' effects as one."""

    tests: int
    mean: float  # effects' unit
    standard_error: float  # of the mean
    interval: Interval  # of the mean of the true effects
    prediction: Interval | Untestable  # of the true effect of one more such test; Untestable below three tests
    heterogeneity: Heterogeneity | Untestable  # Untestable below two tests


def synthesize(
    estimate: ArrayLike,
    error: ArrayLike,
    *,
    level: float = 0.95,
    prediction_level: float = 0.95,
    spread: Spread = Spread.PAULE_MANDEL,
) -> Synthesis | Untestable:
    """Return what tests say together, as one record; parameters as in `pooled`, one synthesis.

    Returns
    -------
    Synthesis, or Untestable with `too_few` without any test. One test stands for itself, with its own normal interval:
    nothing is known of how much others would differ. Two tests have Student's interval on one degree of freedom, 12.7
    standard errors to each side at 95 %: how far effects lie apart can hardly be seen on two of them.
    """
    found = pooled(estimate, error, level=level, prediction_level=prediction_level, spread=spread)
    tests = int(found.tests)
    too_few = Untestable(reason=Reason.TOO_FEW)
    if tests == 0:
        return too_few
    return Synthesis(
        tests=tests,
        mean=float(found.mean),
        standard_error=float(found.error),
        interval=Interval(low=float(found.low), high=float(found.high), level=level),
        prediction=Interval(
            low=float(found.prediction_low), high=float(found.prediction_high), level=prediction_level
        ) if tests >= FOR_PREDICTION else too_few,
        heterogeneity=Heterogeneity(
            statistic=float(found.statistic),
            p_value=float(found.p_value),
            between=float(found.between),
            share=float(found.share),
        ) if tests >= 2 else too_few,
    )  # fmt: skip


def pooled(
    estimate: ArrayLike,
    error: ArrayLike,
    *,
    level: float = 0.95,
    prediction_level: float = 0.95,
    spread: Spread = Spread.PAULE_MANDEL,
) -> Pooled:
    """Return syntheses of tests along the last axis.

    Parameters
    ----------
    estimate, error : (..., tests) array_like
        Effects and their standard errors (> 0) of independent tests; NaN: no test.
    level, prediction_level : float
        Coverage of the mean's and of the prediction interval, 0 to 1.
    spread : Spread
        How tau squared is estimated: Paule and Mandel's [1]_ holds Q, weighted by it, at its expectation; DerSimonian
        and Laird's [2]_ is one step of moments.

    Returns
    -------
    Pooled: the mean needs one test, heterogeneity two, the prediction interval three.

    Raises
    ------
    ValueError : a standard error that is not above 0.

    Notes
    -----
    The mean's interval is that of Hartung, Knapp, Sidik and Jonkman [3]_ [4]_: Student's on tests - 1 degrees of
    freedom, the variance scaled by q, the weighted spread of the effects over what is expected; q counts as at least 1
    [5]_, so the interval is never narrower than the normal one. With Paule and Mandel's tau squared, q is 1 wherever
    tau squared is above 0, so there this rule changes nothing but the cases without visible spread.

    The prediction interval [6]_ is Student's on tests - 2 degrees of freedom with the variance tau squared + that of
    the mean. I squared is tau squared over its sum with a typical test's variance [7]_: with DerSimonian and Laird's
    tau squared it is (Q - degrees) / Q.

    Simulated with errors that differ fourfold and tau up to twice a typical error, 5 or 10 tests, the mean's 95 % cover
    94.6 to 99.6 %, most where effects hardly differ. The prediction interval takes tau squared as known: of 80 % it
    covers 73 to 93 %, of 95 % 87 to 99.9 %.
    """
    values, errors = np.broadcast_arrays(np.asarray(estimate, dtype=float), np.asarray(error, dtype=float))
    if (errors <= 0).any():
        raise ValueError("a standard error must be above 0")
    usable = np.isfinite(values) & np.isfinite(errors)
    values, variance = np.where(usable, values, 0.0), np.where(usable, errors, 1.0) ** 2
    tests = usable.sum(axis=-1).astype(float)
    degrees = np.maximum(tests - 1.0, 1.0)
    alone = np.where(usable, 1.0 / variance, 0.0)
    statistic = _weighted_spread(values, alone)
    between = _between(values, variance, usable, statistic=statistic, spread=spread)
    weight = np.where(usable, 1.0 / (variance + between[..., None]), 0.0)
    total = weight.sum(axis=-1)
    mean = (weight * values).sum(axis=-1) / np.where(tests >= 1, total, 1.0)
    scale = np.where(tests >= 2, np.maximum(_weighted_spread(values, weight) / degrees, 1.0), 1.0)
    standard_error = np.sqrt(scale / np.where(tests >= 1, total, 1.0))
    beyond = 1.0 - level
    reach = np.where(tests >= 2, student_critical(beyond, degrees), critical(beyond)) * standard_error
    further = student_critical(1.0 - prediction_level, np.maximum(tests - 2.0, 1.0))
    further = further * np.sqrt(between + standard_error**2)

    def shown(numbers: Array, least: int) -> Array:
        return np.where(tests >= least, numbers, np.nan)

    return Pooled(
        tests=tests,
        mean=shown(mean, 1),
        error=shown(standard_error, 1),
        low=shown(mean - reach, 1),
        high=shown(mean + reach, 1),
        prediction_low=shown(mean - further, FOR_PREDICTION),
        prediction_high=shown(mean + further, FOR_PREDICTION),
        statistic=shown(statistic, 2),
        p_value=shown(special.chdtrc(degrees, statistic), 2),
        between=shown(between, 2),
        share=shown(between / (between + _typical(alone, degrees)), 2),
    )


def _between(values: Array, variance: Array, usable: Array, *, statistic: Array, spread: Spread) -> Array:
    """Return tau squared; 0 where the effects lie no further apart than chance alone would put them."""
    tests = usable.sum(axis=-1)
    degrees = np.maximum(tests - 1.0, 1.0)
    apart = (tests >= 2) & (statistic > degrees)
    weight = np.where(usable, 1.0 / variance, 0.0)
    if spread is Spread.DERSIMONIAN_LAIRD:
        total = weight.sum(axis=-1)
        scale = total - (weight**2).sum(axis=-1) / np.where(total > 0, total, 1.0)
        return np.where(apart, (statistic - degrees) / np.where(apart, scale, 1.0), 0.0)
    # At the plain variance of the estimates the weighted spread is at or below its expectation: a bracket.
    middle = values.sum(axis=-1) / np.maximum(tests, 1)
    highest = np.where(usable, (values - middle[..., None]) ** 2, 0.0).sum(axis=-1) / degrees

    def excess(between: Array) -> Array:
        weight = np.where(usable, 1.0 / (variance + between[..., None]), 0.0)
        return np.where(apart, _weighted_spread(values, weight) - degrees, 0.0 * between)

    return np.where(apart, solve(excess, np.zeros(tests.shape), highest), 0.0)


def _weighted_spread(values: Array, weight: Array) -> Array:
    """Return the weighted squared distance of the values from their weighted mean, over the last axis."""
    total = weight.sum(axis=-1, keepdims=True)
    mean = (weight * values).sum(axis=-1, keepdims=True) / np.where(total > 0, total, 1.0)
    return np.asarray((weight * (values - mean) ** 2).sum(axis=-1))


def _typical(weight: Array, degrees: Array) -> Array:
    """Return the variance of a typical test: equal to every test's where they are all the same."""
    total = weight.sum(axis=-1)
    scale = total**2 - (weight**2).sum(axis=-1)
    return np.where(scale > 0, degrees * total / np.where(scale > 0, scale, 1.0), 1.0)
