"""What the words mean: folded at the foot of each screen that uses them, and all of them on a screen of their own."""

from collections.abc import Sequence

import streamlit as st

from analytics.present import words
from analytics.present.glossary import Term
from data.messages import Message
from pages.parts import blocks
from pages.parts.visitor import language, plain, say

TERM = "term"  # in the address
WIDTH = 720  # pixels of a line that is easy to read


def foot(screen: str) -> None:
    """Offer the words that a screen (its address) uses, folded away."""
    terms = words.ON_SCREEN.get(screen, ())
    if terms:
        _folded(terms)


@st.fragment
def _folded(terms: Sequence[Term]) -> None:
    """Explain terms once somebody unfolds them, without running the screen again."""
    label = say(Message("words_here", "Words on this screen"))
    fold = st.expander(plain(label), type="compact", key="words", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for term in terms:
            name, meaning = (plain(part(term, language())) for part in (words.name, words.meaning))
            st.markdown(f"**{name}**  \n{meaning}", width=WIDTH)
        st.page_link("results/words.py", label=say(Message("words_all", "All words")))


def linked() -> Term | None:
    """Return the term that the address names, if there is such a term."""
    named = st.query_params.get(TERM)
    return next((term for term in Term if term == named), None)


def one(term: Term) -> None:
    """Explain one term large."""
    with st.container(border=True, gap="xsmall"):
        blocks.heading(words.name(term, language()))
        st.markdown(plain(words.meaning(term, language())))


def listing() -> None:
    """Ask for a word, and explain every term that holds it, by topic."""
    text = st.text_input(say(Message("words_find", "Find a word")), key="word", bind="query-params", width=320)
    found = words.found(text or "", language())
    for topic, terms in found:
        st.header(say(topic), anchor=False)
        for term in terms:
            with st.container(gap="xxsmall"):
                st.subheader(plain(words.name(term, language())), anchor=term)
                st.markdown(plain(words.meaning(term, language())), width=WIDTH)
    if not found:
        st.markdown(say(Message("words_none", "No word fits: ask for less.")))
