"""How far a simulated share may lie from the truth by chance alone."""

from scipy import stats


def band(share: float, runs: int, *, confidence: float = 0.999) -> tuple[float, float]:
    """Return the central binomial range of an observed share: a right program leaves it once in a thousand gates."""
    tail = (1.0 - confidence) / 2.0
    low, high = stats.binom.ppf([tail, 1.0 - tail], runs, share)
    return float(low / runs), float(high / runs)
