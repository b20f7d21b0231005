"""Equally likely outcomes as piles of marks along a line of money: the same on screen, on paper and on slides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

COLUMNS = 14  # of marks, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One outcome in its pile."""

    outcome: float  # currency
    at: float  # middle of its pile, currency
    height: int  # place in its pile, from 1
    pays: bool  # reaches the cost


def width(outcomes: Sequence[float]) -> float:
    """Return how wide a pile is, in currency; outcomes stand smallest first."""
    return (outcomes[-1] - outcomes[0]) / COLUMNS or 1.0


def piled(outcomes: Sequence[float], cost: float) -> tuple[Mark, ...]:
    """Return outcomes in piles; piles begin at the cost, so that no mark stands on the wrong side of its line."""
    wide = width(outcomes)
    heights: Counter[int] = Counter()
    marks = []
    for outcome in outcomes:
        pile = floor((outcome - cost) / wide)
        heights[pile] += 1
        at = cost + (pile + 0.5) * wide
        marks.append(Mark(outcome=outcome, at=at, height=heights[pile], pays=outcome >= cost))
    return tuple(marks)
