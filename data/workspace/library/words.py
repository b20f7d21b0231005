"""Words: how a text is taken apart for the index and for a question, the one way for both and on both databases.

Accents and case are folded, so that “khuyen mai” finds “khuyến mãi”. What comes out is letters and digits alone: a
database has nothing to fold, to split or to misread.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 64  # characters of a word that count

_SPOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")  # letters and digits with their accents
_PLAIN = re.compile(r"[^\W_]+")
_ASCII = re.compile(r"[a-z0-9]+")
# Letters that are no other letter with an accent, as they are typed by whoever lacks them.
_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII.findall(text.lower())]
    return [word for match in _SPOKEN.finditer(text) for word in folded(match.group())]


def spoken(text: str) -> Iterator[tuple[int, int]]:
    """Give where each word of a text begins and ends, as it is written."""
    return (match.span() for match in _SPOKEN.finditer(text))


@lru_cache(maxsize=4096)
def folded(word: str) -> tuple[str, ...]:
    """Return a written word as it is looked for; a sign like “½” becomes several words, or none."""
    plain = _bare(_bare(word).casefold()).translate(_LETTERS)
    return tuple(part[:LONGEST] for part in _PLAIN.findall(plain))


def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
