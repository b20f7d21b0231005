"""Excerpts: the piece of a text where what was looked for stands, and where in it."""

from collections.abc import Sequence

from data.workspace.library.queries import Term
from data.workspace.library.records import Excerpt
from data.workspace.library.words import folded, spoken

LONGEST = 240  # characters
_BEFORE = 60  # characters shown before the first mark
_LEFT_OUT = "…"


def excerpt(text: str, terms: Sequence[Term]) -> Excerpt:
    """Return the piece of `text` around the first of what is looked for, else its beginning."""
    line = " ".join(text.split())
    marks = _marks(line, terms)
    begins = _begins(line, marks[0][0] if marks else 0)
    ends = _ends(line, begins)
    lead = _LEFT_OUT if begins else ""
    shift = len(lead) - begins
    within = tuple((first + shift, last + shift) for first, last in marks if first >= begins and last <= ends)
    return Excerpt(text=f"{lead}{line[begins:ends].rstrip()}{_LEFT_OUT if ends < len(line) else ''}", marks=within)


def _marks(line: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where words stand that are looked for; words of a phrase only where the phrase stands.

    What lies further from the first of them than an excerpt reaches may be left out.
    """
    beginnings = tuple(term.words[0] for term in terms if not term.whole)
    phrases = [term.words for term in terms if term.whole]
    read: list[tuple[tuple[int, int], str]] = []
    spans: set[tuple[int, int]] = set()
    for span in spoken(line):
        if spans and span[0] > min(spans)[0] + LONGEST:
            break
        for word in folded(line[slice(*span)]):
            read.append((span, word))
            if word.startswith(beginnings):
                spans.add(span)
            for phrase in (each for each in phrases if each[-1] == word):
                here = read[-len(phrase) :]
                if tuple(each for _, each in here) == phrase:
                    spans |= {each for each, _ in here}
    return sorted(spans)


def _begins(line: str, first: int) -> int:
    """Return where an excerpt begins so that the first mark has something before it: at a word."""
    if first <= _BEFORE or len(line) <= LONGEST:
        return 0
    earliest = max(min(first - _BEFORE, len(line) - LONGEST), 0)
    space = line.find(" ", earliest, first)
    return space + 1 if space >= 0 else first


def _ends(line: str, begins: int) -> int:
    """Return where an excerpt ends: after a word, unless one word fills it."""
    if len(line) - begins <= LONGEST:
        return len(line)
    space = line.rfind(" ", begins, begins + LONGEST + 1)
    return space if space > begins else begins + LONGEST
