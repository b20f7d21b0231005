"""Queries: what a person asks, as words to look for. Nothing that is typed is ever syntax of a database.

A word is found by its beginning. Words within quotes are looked for as they stand, one after the other. Words that ask
rather than name, such as “what do we know about”, are passed over unless there are no others.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from data.workspace.library.words import folded, spoken, words

LONGEST = 2_000  # characters of a question that are read
MOST = 32  # words of a question that are looked for
MOST_OF_TEXT = 64  # words of a text that others are compared with
STEM = 4  # letters from which a word of a text stands for its longer forms too

_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_PASSED = frozenset(
    {
        "a", "about", "an", "and", "any", "anything", "are", "as", "at", "be", "been", "by", "can", "did", "do",
        "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "know", "known",
        "learn", "learned", "learnt", "me", "my", "of", "on", "or", "our", "s", "say", "t", "tell", "that",
        "the", "their", "them", "there", "these", "they", "this", "to", "us", "was", "we", "were", "what",
        "when", "where", "which", "who", "why", "with", "you", "your",
        "biết", "bởi", "các", "cho", "chúng", "có", "của", "đã", "đang", "đến", "được", "gì", "hay", "là",
        "mình", "một", "nào", "này", "nên", "những", "như", "ở", "ra", "sao", "ta", "thế", "thì", "tôi", "từ",
        "và", "về", "với",
    }
)  # fmt: skip
_PASSED_UNACCENTED = frozenset(part for word in _PASSED for part in folded(word))


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for: one word, or several in this order."""

    words: tuple[str, ...]  # folded
    whole: bool = False  # not only the beginning of the last word


def parse(text: str) -> tuple[Term, ...]:
    """Return what a question looks for; empty if it names nothing."""
    text = text[:LONGEST]
    quoted = [tuple(words(match.group(1))) for match in _QUOTED.finditer(text)]
    rest = _QUOTED.sub(" ", text)
    phrases = [Term(each, whole=True) for each in quoted if each]
    named = [Term((word,)) for word in _named(rest)]
    if not phrases and not named:
        named = [Term((word,)) for word in words(rest)]
    return _each_once([*phrases, *named], most=MOST)


def likeness(texts: Iterable[str]) -> tuple[Term, ...]:
    """Return what to look for in order to find what resembles these texts."""
    named = [word for text in texts for word in _named(text)]
    return _each_once((Term((word,), whole=len(word) < STEM) for word in named), most=MOST_OF_TEXT)


def _named(text: str) -> list[str]:
    """Return the folded words that name something. Typed with accents, “vé” (ticket) is not “về” (about)."""
    found: list[str] = []
    for begins, ends in spoken(text):
        word = unicodedata.normalize("NFC", text[begins:ends]).casefold()
        if word not in (_PASSED_UNACCENTED if word.isascii() else _PASSED):
            found += folded(text[begins:ends])
    return found


def _each_once(terms: Iterable[Term], *, most: int) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:most]
