"""Which fingerprints occur more than once in a file: they wait in piles, and each pile is sorted on its own."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

BITS = 60  # of a fingerprint, below those that name its pile
PILES = 2 ** (64 - BITS)
WORKERS = 2

Fingerprints = NDArray[np.uint64]


class Repeats:
    """The fingerprints of a file, block by block."""

    def __init__(self) -> None:
        self._piles: list[list[Fingerprints]] = [[] for _ in range(PILES)]

    def add(self, block: Fingerprints) -> None:
        """Take in the fingerprints of one block."""
        pile = (block >> np.uint64(BITS)).astype(np.uint8)
        ranged = block[np.argsort(pile, kind="stable")]
        edges = np.cumsum(np.bincount(pile, minlength=PILES))[:-1]
        for held, part in zip(self._piles, np.split(ranged, edges), strict=True):
            held.append(part)

    def found(self) -> Fingerprints:
        """Return those that occur more than once, each once, sorted."""
        with ThreadPoolExecutor(WORKERS) as pool:
            return np.concatenate(list(pool.map(_twice, self._piles)))


def _twice(parts: list[Fingerprints]) -> Fingerprints:
    every = np.concatenate([np.zeros(0, dtype=np.uint64), *parts])
    every.sort()
    return np.unique(every[1:][every[1:] == every[:-1]])
