"""Excerpts: the piece of a text where what was looked for stands, and where in it."""

from collections.abc import Iterator, Sequence

from data.workspace.library.queries import Term
from data.workspace.library.records import Excerpt
from data.workspace.library.words import folded, spoken

LONGEST = 240  # characters
_BEFORE = 60  # characters shown before the first mark
_LEFT_OUT = "…"


def excerpt(text: str, terms: Sequence[Term]) -> Excerpt:
    """Return the piece of `text` around the first of what is looked for, else its beginning."""
    line = " ".join(text.split())
    marks = tuple(_marks(line, terms))
    begins = _begins(line, marks[0][0] if marks else 0)
    ends = _ends(line, begins)
    lead = _LEFT_OUT if begins else ""
    shift = len(lead) - begins
    within = tuple((first + shift, last + shift) for first, last in marks if first >= begins and last <= ends)
    return Excerpt(text=f"{lead}{line[begins:ends].rstrip()}{_LEFT_OUT if ends < len(line) else ''}", marks=within)


def _marks(line: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Give where words stand that are looked for; words of a phrase only where the phrase stands."""
    read = [(span, word) for span in spoken(line) for word in folded(line[slice(*span)])]
    spans: set[tuple[int, int]] = set()
    for term in terms:
        wide = len(term.words)
        for place in range(len(read) - wide + 1):
            if _stands(term, [word for _, word in read[place : place + wide]]):
                spans |= {span for span, _ in read[place : place + wide]}
    return iter(sorted(spans))


def _stands(term: Term, here: list[str]) -> bool:
    return here == list(term.words) if term.whole else here[0].startswith(term.words[0])


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
