"""Words: what is looked for is found however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.workspace.library.queries import LONGEST, MOST, Term, likeness, parse
from data.workspace.library.words import words
from tests.workspace.library.shelves import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khuyến mãi – MIỄN PHÍ", ["khuyen", "mai", "mien", "phi"]),
        ("Đổi màu nút: đỏ", ["doi", "mau", "nut", "do"]),
        ("Łódź, Straße & Ærø", ["lodz", "strasse", "aero"]),
        ("free_delivery-2 (B)", ["free", "delivery", "2", "b"]),
        ("½ ﬁne ＦＲＥＥ ℃", ["1", "2", "fine", "free"]),
        ("İstanbul ısı", ["istanbul", "isi"]),
        ("привет, ΣΊΣΥΦΟΣ", ["привет", "σισυφοσ"]),
        ("🎉 !? \0 ' \ud800", []),
        ("x" * 100, ["x" * 64]),
    ],
)
def test_words_lose_accents_and_case_and_nothing_else(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_twice_is_folding_once_and_the_form_of_accents_does_not_matter(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(word and word.isalnum() and len(word) <= 64 for word in found)


@given(st.text(alphabet="abđĐłớỚềéÉ ñÑ-_.,'\"0123"))
def test_words_are_those_of_a_second_road(text: str) -> None:
    assert words(text) == plain(text)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("what do we know about free delivery?", ["free", "delivery"]),
        ("chúng ta biết gì về miễn phí giao hàng?", ["mien", "phi", "giao", "hang"]),
        ("chung ta biet gi ve giao hang", ["giao", "hang"]),
        ("vé", ["ve"]),
        ("giá vé", ["gia", "ve"]),
        ("giá về", ["gia"]),
        ("what about us", ["what", "about", "us"]),
        ("price price PRICE", ["price"]),
        ("people's", ["people"]),
        ("", []),
        ("?! … 🎉", []),
    ],
)
def test_words_that_ask_are_passed_over_unless_there_are_no_others(asked: str, expected: list[str]) -> None:
    assert parse(asked) == tuple(Term((word,)) for word in expected)


def test_words_in_quotes_are_looked_for_as_they_stand() -> None:
    assert parse("“Free Delivery” ban") == (Term(("free", "delivery"), whole=True), Term(("ban",)))
    assert parse('"what we know"') == (Term(("what", "we", "know"), whole=True),)
    assert parse('an open "quote') == (Term(("open",)), Term(("quote",)))
    assert parse('"" ship') == (Term(("ship",)),)


@given(st.text(max_size=3 * LONGEST))
def test_a_question_is_bounded(text: str) -> None:
    assert len(parse(text)) <= MOST
    assert all(term.words for term in parse(text))
    assert len(likeness((text, text))) <= 64
