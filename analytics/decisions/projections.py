"""What a reader asks next: the best guess without the winner's luck, how long it still takes, what could be seen."""

import math

import numpy as np

from analytics.decisions.paths import Path, Reading
from analytics.statistics.tails import critical
from analytics.statistics.unbiased import carried_on, stagewise

POWER = 0.8  # of “the lift that could have been seen”


def best_guess(path: Path, arm: int, reading: Reading) -> float | None:
    """Return the bias-adjusted relative lift (fraction) of one arm; None where no lift can be told.

    Under `sequential` it is stage-wise median-unbiased at the crossing: a test stopped by its boundary is corrected for
    having stopped there. If it went on, later data count as they are, else a lucky early week would stay the guess
    for ever, even outside its own range. One finished look needs no correction.
    """
    looks = reading.looks
    lifts = path.estimates.relative_lift[:, arm]
    if looks.clock is None:
        plain = float(lifts[looks.read])
        return plain if math.isfinite(plain) else None
    with np.errstate(invalid="ignore"):
        found = stagewise(
            path.estimates.statistic[:, arm], path.boundary[:, arm], path.variance[:, arm], look=looks.read
        )
    if found is None or not math.isfinite(lifts[found.look]):
        return None
    stopped, present, variance = lifts[found.look], lifts[looks.read], path.variance[:, arm]
    if found.look == looks.read or not (math.isfinite(present) and variance[looks.read] > 0.0):
        return float(stopped * found.factor)
    share = float(variance[found.look] / variance[looks.read])
    return carried_on(float(stopped), float(present), factor=found.factor, share=share)


def days_left(path: Path, arm: int, reading: Reading) -> int | None:
    """Return about how many days until an answer: when today's effect would cross, at the latest the planned end.

    None without a planned length in days, or nothing to go by.
    """
    looks = reading.looks
    if looks.clock is None or not looks.days or looks.ended:
        return None
    share, number = float(looks.clock.share[looks.read]), looks.day_number
    if share <= 0.0 or not number:
        return None
    remaining = math.ceil(number / share - number - 1e-9)
    z = abs(float(path.estimates.statistic[looks.read, arm]))
    if not math.isfinite(z) or remaining <= 0:
        return max(remaining, 0)
    ahead = np.arange(1, remaining + 1)
    later = np.minimum(share * (number + ahead) / number, 1.0)
    line = float(critical(reading.policy.false_ship)) / np.sqrt(later)
    crosses = np.flatnonzero(z * np.sqrt((number + ahead) / number) >= line)
    return int(ahead[crosses[0]]) if crosses.size else remaining


def detectable_lift(path: Path, arm: int, reading: Reading) -> float | None:
    """Return the relative lift (fraction) that this test would have seen with a power of 80 %, at its final error."""
    look = reading.looks.read
    error = float(path.estimates.standard_error[look, arm])
    control = abs(float(path.estimates.control_value[look, arm]))
    level = float(path.level[look, arm])
    if not math.isfinite(error) or not control > 0 or not level > 0:
        return None
    return float((critical(level) + critical(2 * (1 - POWER))) * error / control)
