"""The search: one field on top, and what it finds by kind, with the words that were looked for standing out."""

from collections.abc import Mapping

import streamlit as st

from analytics.library import Known
from analytics.present import wording
from analytics.present.reflection import CHOICES
from data.messages import Message
from data.workspace.library.records import Answer, Excerpt, Found
from data.workspace.records import Kind
from data.workspace.sessions.records import Choice
from pages.parts import blocks, fetch, forecast_veil, standings
from pages.parts.library import acts, knowledge, shelf
from pages.parts.visitor import actor, language, plain, say

LONGEST, MOST = 200, 50
KINDS: Mapping[Kind, Message] = {  # in the order of an answer
    Kind.LEARNING: Message("found_learnings", "What we know"),
    Kind.PRACTICE: Message("found_practices", "What we advise"),
    Kind.EXPERIMENT: Message("found_experiments", "Tests"),
    Kind.DECISION: Message("found_decisions", "What was decided"),
    Kind.TOPIC: Message("found_topics", "Topics of sessions"),
    Kind.CARD: Message("found_cards", "What people wrote"),
    Kind.NOTE: Message("found_notes", "What was said"),
    Kind.ACTION: Message("found_actions", "What was promised"),
}


def field() -> str:
    """Ask what somebody wants to know; what they type stands in the address."""
    typed = st.text_input(
        say(Message("library_ask", "Ask what you know, in your own words")),
        key=acts.QUESTION, bind="query-params", max_chars=LONGEST, on_change=_asked,
        placeholder=say(Message("library_example", "What do we know about free delivery?")),
    )  # fmt: skip
    return (typed or "").strip()


def answer(text: str) -> None:
    """Show what is found, what is known first."""
    shelf.back()
    found = knowledge.door().search(actor(), text, limit=MOST)
    _headline(found, text)
    known = knowledge.some(one.key for one in found.found if one.kind is Kind.LEARNING)
    for kind, label in KINDS.items():
        ours = [one for one in found.found if one.kind is kind]
        if ours:
            st.header(say(label), anchor=False)
        for one in ours:
            with st.container(gap="xxsmall", border=kind is Kind.LEARNING):
                _show(one, known.get(one.key))


def _headline(found: Answer, text: str) -> None:
    if not found.found:
        st.title(say(Message("found_nothing", "Nothing is written about this yet")), anchor=False)
        why = Message(
            "found_nothing_why",
            "Looked for “{text}” in learnings, advice, tests, and what was written and decided in sessions. Try fewer "
            "or other words, or write down what you know.",
            {"text": text},
        )
        st.markdown(plain(say(why)))
        return
    counted = {"count": len(found.found)}
    one, more = (
        Message("found_one", "One thing is written about this"),
        Message("found_more", "{count} things are written about this", counted),
    )
    st.title(say(one if len(found.found) == 1 else more), anchor=False)
    if found.partly:
        blocks.quiet(say(Message("found_partly", "Nothing holds all of your words; these hold some of them.")))
    if found.more:
        blocks.quiet(say(Message("found_cut", "There is more: ask more closely to see it.")))


def _show(one: Found, known: Known | None) -> None:
    if known is not None:
        shelf.line(known)
        return
    _title(one)
    if one.excerpt.text:
        st.markdown(_marked(one.excerpt))


def _title(one: Found) -> None:
    """Write what was found, with a way to it."""
    place: dict[str, str] = {}
    page = "reflect/session.py"
    if one.session:
        place = {"session": one.session}
    elif one.experiment:
        page, place = "results/readout.py", {"experiment": one.experiment}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if one.kind is Kind.PRACTICE:
            st.button(
                f"{plain(one.title)} →", key=f"found:{one.key}", type="tertiary",
                on_click=acts.show, args=(acts.PRACTICE, one.key),
            )  # fmt: skip
        elif place:
            st.page_link(page, label=f"{plain(one.title)} →", query_params=place)
        else:
            st.markdown(f"**{plain(one.title)}**")
        if one.choice in set(Choice):
            blocks.quiet(say(CHOICES[Choice(one.choice)]))
        if one.session:
            blocks.quiet(wording.day(one.changed_at.date(), language()))
    if one.kind is Kind.EXPERIMENT:
        stands(one.experiment)


def stands(key: str) -> None:
    """Say what came of a test, unless it is not this person's to see yet."""
    if key in forecast_veil.veiled(fetch.workspace(), actor()):
        blocks.quiet(say(Message("line_guess", "Your team is about to guess: give your forecast first.")))
        return
    summary = standings.summaries(actor())[0].get(key)
    sentence = summary.sentences.get(language()) if summary is not None else None
    if sentence:
        st.markdown(plain(sentence))


def _marked(excerpt: Excerpt) -> str:
    """Return an excerpt as Markdown in which nothing but the words that were found is bold."""
    parts, last = [], 0
    for begin, end in excerpt.marks:
        parts += [plain(excerpt.text[last:begin]), f"**{plain(excerpt.text[begin:end])}**"]
        last = end
    return "".join([*parts, plain(excerpt.text[last:])])


def _asked() -> None:
    """Leave what was opened: somebody asks for something else."""
    for name in (acts.LEARNING, acts.PRACTICE):
        st.query_params.pop(name, None)
