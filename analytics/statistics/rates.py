"""Rates: the score test, its inversion for the difference (Mee) and for the ratio (Koopman).

Every function takes cells of the shape (comparisons, strata) and answers per comparison. One stratum is the plain
test; several share one difference or one ratio, each stratum with a fixed weight. At no difference both statistics
are the pooled z, so p, intervals and boundaries cannot contradict each other.

References
----------
.. [1] Mee, R. W. (1984). Confidence bounds for the difference between two probabilities. Biometrics 40, 1175-1176.
.. [2] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates. Statistics in Medicine 4, 213-226.
.. [3] Koopman, P. A. R. (1984). Confidence intervals for the ratio of two binomial proportions. Biometrics 40, 513-517.
.. [4] Gart, J. J. and Nam, J. (1988). Approximate interval estimation of the ratio of binomial parameters.
   Biometrics 44, 323-338.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analytics.statistics.roots import solve
from analytics.statistics.tails import Array, Flags

TINY = float(np.finfo(float).tiny)
WIDEST = 300.0  # of the logarithm of a ratio: its square is still a float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Counts of both arms, shape (comparisons, strata), every arm with users."""

    control: Array  # conversions
    control_users: Array
    treatment: Array  # conversions
    treatment_users: Array
    weight: Array  # of the strata, adding up to 1 over them
    inflated: bool = False  # Miettinen-Nurminen's factor N/(N - 1) on the variance [2]_

    @property
    def control_rate(self) -> Array:
        """Weighted over strata, per comparison."""
        return np.asarray(np.sum(self.weight * self.control / self.control_users, axis=-1))

    @property
    def treatment_rate(self) -> Array:
        """Weighted over strata, per comparison."""
        return np.asarray(np.sum(self.weight * self.treatment / self.treatment_users, axis=-1))

    @property
    def difference(self) -> Array:
        """Treatment minus control, weighted over strata."""
        apart = self.treatment / self.treatment_users - self.control / self.control_users
        return np.asarray(np.sum(self.weight * apart, axis=-1))


def spread(cells: Cells, *, control: Array, treatment: Array, ratio: Array | float = 1.0) -> Array:
    """Give the standard error of treatment - ratio * control under these true rates, per comparison."""
    variance = (
        treatment * (1 - treatment) / cells.treatment_users + ratio**2 * control * (1 - control) / cells.control_users
    )
    if cells.inflated:
        total = cells.control_users + cells.treatment_users
        variance = variance * total / (total - 1)
    return np.asarray(np.sqrt(np.maximum(np.sum(cells.weight**2 * variance, axis=-1), 0.0)))


def null_error(cells: Cells) -> Array:
    """Give the standard error of the difference when there is none: rates pooled over arms within each stratum."""
    pooled = (cells.control + cells.treatment) / (cells.control_users + cells.treatment_users)
    return spread(cells, control=pooled, treatment=pooled)


def restricted(cells: Cells, difference: Array) -> tuple[Array, Array]:
    """Give the most likely rates of control and treatment that lie `difference` apart, per stratum.

    The cubic's closed form [2]_, then Newton steps kept inside the root's bracket: the closed form alone loses half
    of its digits where rates are small. Arms with mostly conversions are mirrored, so both ends are equally exact.
    """
    users = cells.control_users + cells.treatment_users
    mirrored = 2 * (cells.control + cells.treatment) > users
    xc = np.where(mirrored, cells.control_users - cells.control, cells.control)
    xt = np.where(mirrored, cells.treatment_users - cells.treatment, cells.treatment)
    nc, nt = cells.control_users, cells.treatment_users
    apart = np.where(mirrored, -difference[..., None], difference[..., None])
    low, high = np.maximum(0.0, -apart), np.minimum(1.0, 1.0 - apart)
    rate = np.clip(_cubic(xc, nc, xt, nt, apart), low, high)
    for _ in range(3):
        other = rate + apart
        left, right = xt - nt * other, xc - nc * rate
        inner, outer = rate * (1 - rate), other * (1 - other)
        score = left * inner + right * outer
        slope = left * (1 - 2 * rate) - nt * inner + right * (1 - 2 * other) - nc * outer
        low, high = np.where(score > 0, rate, low), np.where(score < 0, rate, high)
        step = np.divide(score, slope, out=np.zeros(score.shape), where=slope < 0)
        rate = np.clip(rate - step, low, high)
    rate = np.where(_at_edge(xc, nc, xt, nt, apart), 0.0, rate)
    rate = np.where(_at_edge(xt, nt, xc, nc, -apart), np.maximum(-apart, 0.0), rate)
    other = np.clip(rate + apart, 0.0, 1.0)
    return np.where(mirrored, 1 - rate, rate), np.where(mirrored, 1 - other, other)


def _at_edge(x: Array, n: Array, other: Array, other_n: Array, apart: Array) -> Flags:
    """Say where a rate without conversions is most likely 0 itself: there the cubic's root is double."""
    return np.asarray((x == 0) & (apart >= 0) & (other - other_n * apart <= n * apart * (1 - apart)))


def _cubic(xc: Array, nc: Array, xt: Array, nt: Array, apart: Array) -> Array:
    users, converted = nc + nt, xc + xt
    second = (nt + 2 * nc) * apart - users - converted
    first = (nc * apart - users - 2 * xc) * apart + converted
    zeroth = xc * apart * (1 - apart)
    shift = second / (3 * users)
    bend = shift * shift * shift - first * second / (6 * users**2) + zeroth / (2 * users)
    radius = np.sign(bend) * np.sqrt(np.maximum(shift**2 - first / (3 * users), 0.0))
    cosine = np.divide(bend, radius * radius * radius, out=np.zeros(bend.shape), where=radius != 0)
    return np.asarray(2 * radius * np.cos((np.pi + np.arccos(np.clip(cosine, -1, 1))) / 3) - shift)


def restricted_ratio(cells: Cells, ratio: Array) -> tuple[Array, Array]:
    """Give the most likely rates of control and treatment whose ratio is `ratio`, per stratum [3]_."""
    times = ratio[..., None]
    users = cells.control_users + cells.treatment_users
    converted = cells.control + cells.treatment
    middle = times * (cells.treatment_users + cells.control) + cells.control_users + cells.treatment
    root = np.sqrt(np.maximum(middle**2 - 4 * users * times * converted, 0.0))
    control = np.minimum(2 * converted / (middle + root), 1.0)
    return control, np.clip(times * control, 0.0, 1.0)


def difference_interval(cells: Cells, critical: Array, significant: Flags) -> tuple[Array, Array]:
    """Invert the score test for the difference [1]_: all differences that the data do not reject.

    `significant` (p at most the level) decides on which side of 0 the ends are sought.
    """
    estimate = cells.difference

    def beyond(sign: float, at: Array) -> Array:
        control, treatment = restricted(cells, at)
        return (estimate - at) - sign * reach * spread(cells, control=control, treatment=treatment)

    reach = np.where(np.isfinite(critical), critical, 0.0)
    up, down = significant & (estimate > 0), significant & (estimate < 0)
    low = solve(lambda at: beyond(1.0, at), *_side(np.full(estimate.shape, -1.0), estimate, up))
    high = solve(lambda at: beyond(-1.0, at), *_side(np.full(estimate.shape, 1.0), estimate, down))
    low, high = np.where(up, np.maximum(low, TINY), low), np.where(down, np.minimum(high, -TINY), high)
    endless = ~np.isfinite(critical)
    return np.where(endless, -1.0, low), np.where(endless, 1.0, high)


def ratio_interval(cells: Cells, critical: Array, significant: Flags) -> tuple[Array, Array]:
    """Invert the score test for treatment / control [3]_ [4]_: all ratios that the data do not reject.

    The low end is 0 where no treated user converted; the high end is infinite where no control user did.
    """
    control, treatment = cells.control_rate, cells.treatment_rate
    reach = np.where(np.isfinite(critical), critical, 0.0)

    def beyond(sign: float, at: Array) -> Array:
        ratio = np.exp(at)
        rates = restricted_ratio(cells, ratio)
        error = spread(cells, control=rates[0], treatment=rates[1], ratio=ratio[..., None])
        return np.asarray((treatment - ratio * control - sign * reach * error) / (1 + ratio))

    with np.errstate(divide="ignore"):
        estimate = np.log(treatment) - np.log(control)
    up, down = significant & (treatment > control), significant & (treatment < control)
    floor, ceiling = (treatment == 0) | ~np.isfinite(critical), (control == 0) | ~np.isfinite(critical)
    start = np.clip(np.where(np.isfinite(estimate), estimate, 0.0), -WIDEST, WIDEST)
    start_low = np.where(control == 0, WIDEST, start)
    start_high = np.where(treatment == 0, -WIDEST, start)
    low = solve(lambda at: beyond(1.0, at), *_side(_outer(beyond, 1.0, start_low), start_low, up))
    high = solve(lambda at: beyond(-1.0, at), *_side(_outer(beyond, -1.0, start_high), start_high, down))
    least = np.finfo(float).eps
    low, high = np.where(up, np.maximum(low, least), low), np.where(down, np.minimum(high, -least), high)
    return np.where(floor, 0.0, np.exp(low)), np.where(ceiling, np.inf, np.exp(high))


def _side(outer: Array, estimate: Array, excluded: Flags) -> tuple[Array, Array]:
    """Bracket one end: between no effect and the estimate where no effect is excluded, else beyond both."""
    near = np.where(outer < estimate, np.minimum(0.0, estimate), np.maximum(0.0, estimate))
    return np.where(excluded, 0.0, outer), np.where(excluded, estimate, near)


def _outer(beyond: Callable[[float, Array], Array], sign: float, start: Array) -> Array:
    """Walk away from the estimate in doubling steps until the ratio there is rejected."""
    origin = np.minimum(start, 0.0) if sign > 0 else np.maximum(start, 0.0)
    step, at = 1.0, origin
    while step < 2 * WIDEST:
        at = np.clip(origin - sign * step, -WIDEST, WIDEST)
        if bool(np.all(sign * beyond(sign, at) > 0)):
            break
        step *= 2
    return at
