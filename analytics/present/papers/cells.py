"""People's words in files that other programs open: on one line, and never a formula. One rule for every export.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, also behind spaces and in the wide and small forms of
these signs. Where `;` is its separator, what follows a `;` becomes a cell of its own. Only words pass through here:
negative numbers stay numbers.
"""

import re
import unicodedata

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_UNSEEN = "\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff"  # what a spreadsheet may skip before a sign
_STARTS = ("\t", "\r", "\n")
_FORMULA = re.compile(f"(^|;)(?=[{_UNSEEN}]*[{_SIGNS}])")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would let a name rewrite its line


def one_line(text: str) -> str:
    """Return words as one line: line breaks, tabs and what no file can hold become spaces."""
    return "".join(" " if _is_unfit(letter) else letter for letter in text if letter not in _TURNING)


def short(text: str, most: int) -> str:
    """Return at most so many letters of words; what is cut ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def is_runnable(text: str) -> bool:
    """Say whether a spreadsheet could take words for something to run."""
    return text[:1] in _STARTS or _FORMULA.search(one_line(text)) is not None


def harmless(text: str) -> str:
    """Return words as a cell of a text file: with an apostrophe before everything that could be run."""
    guarded = _FORMULA.sub(r"\1'", one_line(text))
    return f"'{guarded}" if text[:1] in _STARTS and not guarded.startswith("'") else guarded


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in "\ufffe\uffff"
