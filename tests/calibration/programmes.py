"""Simulated programmes whose true effects are known: what is shipped when significant, and what it is said to bring."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from analytics.statistics.shrinkage import Shrunk, draws, shrink

Array = NDArray[np.float64]

TESTS = 30
LINE = 1.96  # standard errors above which a test is shipped
DRAWS = 1000
LEVEL = 0.90
HALF_POWER = 1.96  # median errors: an effect of that size is found in half of the tests
WORLDS = ("normal", "student", "mostly_nothing", "half_nothing", "identical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a share of the programmes came to, in sum over what was shipped; one row per programme."""

    true: Array
    raw: Array
    shrunk: Array
    covered: NDArray[np.bool_]  # the interval of the sum holds the truth

    def bias(self, *, raw: bool = False) -> float:
        """Return by which share of the truth the estimate is too high."""
        return float((self.raw if raw else self.shrunk).mean() / self.true.mean() - 1)

    def error(self) -> float:
        """Return the bias's Monte-Carlo standard error."""
        return float((self.shrunk - self.true).std() / np.sqrt(len(self.true)) / self.true.mean())


def effects(world: str, random: Generator, *, size: float) -> Array:
    """Return the true effects of one programme, whose root mean square is `size` median errors."""
    match world:
        case "normal":
            return random.normal(0, size, TESTS)
        case "student":  # three degrees of freedom, so variance 3
            return np.asarray(size / np.sqrt(3) * random.standard_t(3, TESTS))
        case "mostly_nothing":
            return np.where(random.random(TESTS) < 0.7, 0.0, random.normal(0, size / np.sqrt(0.3), TESTS))
        case "half_nothing":
            return np.where(random.random(TESTS) < 0.5, 0.0, random.normal(0, size / np.sqrt(0.5), TESTS))
        case _:
            return np.full(TESTS, size)


def allowed(world: str) -> tuple[float, float]:
    """Return the largest bias, as a share, and the least coverage that design/3-statistics.md promises."""
    return (0.05, 0.88) if world == "normal" else (0.10, 0.85)


def run(world: str, random: Generator, programmes: int, *, size: float = HALF_POWER) -> Told:
    """Simulate programmes of one world."""
    rows = []
    for number in range(programmes):
        error = np.exp(random.normal(0, 0.35, TESTS))
        true = effects(world, random, size=size)
        seen = random.normal(true, error)
        shipped = seen > LINE * error
        found = shrink(seen, error)
        assert isinstance(found, Shrunk)
        low, high = np.quantile(draws(found, DRAWS, seed=number)[:, shipped].sum(axis=1), [0.05, 0.95])
        sums = [float(one[shipped].sum()) for one in (true, seen, found.mean)]
        rows.append((*sums, low <= sums[0] <= high))
    true_sums, raw, shrunk, covered = np.array(rows, dtype=float).T
    return Told(true=true_sums, raw=raw, shrunk=shrunk, covered=covered.astype(bool))


def joined(parts: Iterable[Told]) -> Told:
    """Return several batches as one."""
    held = list(parts)
    return Told(**{one.name: np.concatenate([getattr(part, one.name) for part in held]) for one in fields(Told)})
