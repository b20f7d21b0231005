"""Echoes: topics that come back from session to session, found by the words they share, and whether anything was done.

Accents, case and a plural's s do not count, nor do words that say nothing by themselves. Two topics are one if they
share enough of the shorter one's words. Nobody has to know more than that to see why a topic is listed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.decisions.agenda import folded
from data.workspace.sessions.chronicles import Promised, Raised

SIMILAR = 0.6  # share of the shorter topic's words, at least
AGAIN = 2  # sessions in which a topic comes up before it counts as one that came back
Words = frozenset[str]
# Folded, in English and Vietnamese; of what is left, a topic's words are those that tell it from others.
_SMALL = (
    "a about after all also an and any are as at be because before but by can could did do does for from get had has "
    "have how i if in into is it its just like more most much my no not of on one only or our should so some than that "
    "the their them then there they this to too up us very want was we were what when which who why will with would "
    "you your "
    "anh ay bi boi cac cach cai can cho chua chung chi co con cua cung da dang de den di duoc gi hay hoac hon khi "
    "khong la lai len lam ma moi mot nao nay nen neu nhieu nhu nhung noi o phai qua ra rat sao se tai thi thay the "
    "toi trong tu va van vao ve vi viec voi"
)
_EMPTY = frozenset(_SMALL.split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A topic that came up in several sessions, with nothing done about it."""

    name: str  # the shortest that people gave it, of several the latest
    sessions: tuple[str, ...]  # keys, oldest first
    votes: int  # in all of them


@dataclass(frozen=True, slots=True)
class _Group:
    words: Words  # of the shortest topic in it
    places: list[int]


def echoes(topics: Sequence[Raised], actions: Sequence[Promised]) -> tuple[Echo, ...]:
    """Return the topics that came up in two sessions or more and have no done action, those of most sessions first.

    Parameters
    ----------
    topics : sequence of Raised
        Oldest session first.
    actions : sequence of Promised
        A done one counts for a topic when it shares the topic's words, whichever session it was promised in.
    """
    done = [words(action.text) for action in actions if action.done_on is not None]
    found = []
    for group in _groups(topics):
        own = [topics[place] for place in sorted(group.places)]
        sessions = tuple(dict.fromkeys(topic.session for topic in own))
        if len(sessions) >= AGAIN and not any(_holds(text, group.words) for text in done):
            name = min(reversed(own), key=lambda topic: len(topic.name)).name
            found.append(Echo(name=name, sessions=sessions, votes=sum(topic.votes for topic in own)))
    return tuple(sorted(found, key=lambda echo: (-len(echo.sessions), -echo.votes, echo.name)))


def words(text: str) -> Words:
    """Return the words by which a text is known."""
    return frozenset(_singular(word) for word in _WORD.findall(folded(text)) if word not in _EMPTY and len(word) > 1)


def alike(one: Words, other: Words) -> bool:
    """Say whether two topics are one by their words: a single word has to be the same, of two words both."""
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) >= SIMILAR * shorter


def _holds(text: Words, topic: Words) -> bool:
    """Say whether what was done is about a topic: it holds enough of the topic's words, however long it is."""
    return len(text & topic) >= SIMILAR * len(topic)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _groups(topics: Sequence[Raised]) -> list[_Group]:
    """Put topics together: each to the first shorter one that it is like, so that no chain of likenesses can grow."""
    known = sorted(((words(topic.name), place) for place, topic in enumerate(topics)), key=lambda each: len(each[0]))
    groups: list[_Group] = []
    holding: dict[str, list[int]] = {}  # the groups whose words hold a word
    for own, place in known:
        near = sorted({number for word in own for number in holding.get(word, ())})
        group = next((groups[number] for number in near if alike(groups[number].words, own)), None)
        if group is not None:
            group.places.append(place)
        elif own:
            for word in own:
                holding.setdefault(word, []).append(len(groups))
            groups.append(_Group(own, [place]))
    return groups
