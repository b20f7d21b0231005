"""What the estimates know of one arm: users and moments, as arrays of any one shape."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.tails import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Moments of one arm; all arrays share one shape, such as (days, segments). No users: zeros, never NaN."""

    users: Array
    mean: Array  # of the numerator, metric's unit
    variance: Array  # of the numerator, dividing by users - 1
    third: Array  # mean of (numerator - mean)^3
    denominator_mean: Array  # 1 unless a ratio
    denominator_variance: Array
    covariance: Array  # of numerator and denominator

    @classmethod
    def build(
        cls,
        users: ArrayLike,
        mean: ArrayLike,
        *,
        variance: ArrayLike,
        third: ArrayLike = 0.0,
        denominator_mean: ArrayLike = 1.0,
        denominator_variance: ArrayLike = 0.0,
        covariance: ArrayLike = 0.0,
    ) -> Self:
        """Bring moments to one shape; integers become floats."""
        given = (users, mean, variance, third, denominator_mean, denominator_variance, covariance)
        arrays = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in given))
        return cls(**dict(zip(NAMES, arrays, strict=True)))

    @classmethod
    def rate(cls, conversions: ArrayLike, users: ArrayLike) -> Self:
        """Give the moments of users who did (1) or did not (0) convert."""
        converted, count = np.broadcast_arrays(np.asarray(conversions, dtype=float), np.asarray(users, dtype=float))
        share = np.divide(converted, count, out=np.zeros(count.shape), where=count > 0)
        spread = share * (1 - share)
        variance = np.divide(spread * count, count - 1, out=np.zeros(count.shape), where=count > 1)
        return cls.build(count, share, variance=variance, third=spread * (1 - 2 * share))

    @classmethod
    def of(cls, values: ArrayLike, denominators: ArrayLike | None = None) -> Self:
        """Give the moments of raw rows, one number per user along the last axis."""
        numerator = np.asarray(values, dtype=float)
        denominator = np.ones(numerator.shape) if denominators is None else np.asarray(denominators, dtype=float)
        users = numerator.shape[-1]
        mean, below = numerator.mean(axis=-1), denominator.mean(axis=-1)
        x, y = numerator - mean[..., None], denominator - below[..., None]
        left = max(users - 1, 1)
        return cls.build(
            users,
            mean,
            variance=(x**2).sum(axis=-1) / left,
            third=(x**3).mean(axis=-1),
            denominator_mean=below,
            denominator_variance=(y**2).sum(axis=-1) / left,
            covariance=(x * y).sum(axis=-1) / left,
        )

    def merge(self, other: "Sample") -> "Sample":
        """Join two disjoint groups of users by the pairwise update of central moments [1]_.

        References
        ----------
        .. [1] Pebay, P. (2008). Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
           statistical moments. Sandia report SAND2008-6212.
        """
        a, b = self.users, other.users
        total = a + b
        safe = np.maximum(total, 1)
        share = b / safe
        step, step_below = other.mean - self.mean, other.denominator_mean - self.denominator_mean
        apart = a * b / safe
        spread = _squares(self.variance, a) + _squares(other.variance, b)
        skewed = a * self.third + b * other.third + step**3 * apart * (a - b) / safe
        mixed = 3 * step * (a * _squares(other.variance, b) - b * _squares(self.variance, a)) / safe
        below = _squares(self.denominator_variance, a) + _squares(other.denominator_variance, b)
        both = _squares(self.covariance, a) + _squares(other.covariance, b)
        left = np.maximum(total - 1, 1)
        return Sample.build(
            total,
            self.mean + step * share,
            variance=(spread + step**2 * apart) / left,
            third=(skewed + mixed) / safe,
            denominator_mean=self.denominator_mean + step_below * share,
            denominator_variance=(below + step_below**2 * apart) / left,
            covariance=(both + step * step_below * apart) / left,
        )

    def pool(self, axis: int) -> "Sample":
        """Join the groups along one axis, such as periods or segments; the axis goes."""
        first, *others = (self.take(index, axis=axis) for index in range(self.users.shape[axis]))
        for other in others:
            first = first.merge(other)
        return first

    def take(self, index: int, *, axis: int) -> "Sample":
        """Give one position along an axis; the axis goes."""
        return Sample(**{name: np.take(getattr(self, name), index, axis=axis) for name in NAMES})

    @property
    def conversions(self) -> Array:
        """Users who converted, of a rate: whole numbers again."""
        return np.rint(self.mean * self.users)


NAMES = tuple(field.name for field in fields(Sample))


def _squares(variance: Array, users: Array) -> Array:
    return variance * np.maximum(users - 1, 0)
