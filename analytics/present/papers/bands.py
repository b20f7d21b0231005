"""Bars that hang anywhere, as a stacked chart knows them: what holds them up, and their part on either side of zero."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A bar from one value to another; a stack counts what is above zero and what is below it apart."""

    held: float  # from zero to where it begins, not drawn; 0 where it touches zero
    near: float  # the part that is drawn first, from there on
    across: float  # what lies on the other side of zero


def band(start: float, end: float) -> Band:
    """Return the bar between two values, whichever is larger."""
    low, high = sorted((start, end))
    if low >= 0:
        return Band(held=low, near=high - low, across=0.0)
    if high <= 0:
        return Band(held=high, near=low - high, across=0.0)
    return Band(held=0.0, near=high, across=low)
