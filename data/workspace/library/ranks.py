"""Ranks: which of the matching documents is closest, by BM25 with titles counting more than texts.

Computed here over what this person may see, not by the database: both databases then give one order, and nothing that
is hidden moves what is shown, such as how often a word stands on cards that wait for their reveal.

Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data.workspace.library.index import Match
from data.workspace.library.queries import Term
from data.workspace.library.writings import FINDABLE

SATURATION = 1.2  # k1: how soon repeating a word stops helping
LENGTH = 0.75  # b: how much a long text is held back
TITLE = 4.0  # what a word of the title counts, against one of the text
BEGINNING = 0.5  # what a longer word counts that begins with the one asked for
_PLACE = {kind: place for place, kind in enumerate(FINDABLE)}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A match and how close it is."""

    match: Match
    rank: float  # the larger the closer; to be compared within one answer only


def ranked(matches: Sequence[Match], terms: Sequence[Term]) -> list[Ranked]:
    """Return the matches, the closest first; those as close in a fixed order."""
    texts = [(f" {match.head} ", f" {match.body} ") for match in matches]
    weights = [_weights(texts, term) for term in terms]
    rarities = [_rarity(len(texts) - column.count(0.0), len(texts)) for column in weights]
    lengths = [head.count(" ") + body.count(" ") for head, body in texts]
    long = SATURATION * LENGTH * len(texts) / max(sum(lengths), 1)
    ranks = [0.0] * len(texts)
    for rarity, column in zip(rarities, weights, strict=True):
        for place, weight in enumerate(column):
            if weight:
                ranks[place] += rarity * weight / (weight + SATURATION * (1 - LENGTH) + long * lengths[place])
    return sorted((Ranked(match, round(rank, 9)) for match, rank in zip(matches, ranks, strict=True)), key=_order)


def _order(one: Ranked) -> tuple[float, int, str]:
    return -one.rank, _PLACE[one.match.kind], one.match.key


def _rarity(having: int, of: int) -> float:
    return math.log(1 + (of - having + 0.5) / (having + 0.5))


def _weights(texts: Sequence[tuple[str, str]], term: Term) -> list[float]:
    """Return how much of a term stands in each title and text, all words of which stand between spaces."""
    begun = f" {' '.join(term.words)}"
    ended = f"{begun} "
    exact = 1.0 if term.whole else 1 - BEGINNING
    beginning = 0.0 if term.whole else BEGINNING
    return [
        TITLE * (exact * head.count(ended) + beginning * head.count(begun))
        + exact * body.count(ended)
        + beginning * body.count(begun)
        for head, body in texts
    ]
