"""What is known: every learning as a line, with its status, the lift all its tests give, and a way in."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from analytics.decisions.agenda import folded
from analytics.decisions.learnings import LearningStatus
from analytics.library import Known
from analytics.present import claims, wording
from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks, controls
from pages.parts.library import acts, claim_form, knowledge
from pages.parts.visitor import actor, language, plain, say

Colour = Literal["blue", "orange", "gray"]
COLOURS: Mapping[LearningStatus, Colour] = {
    LearningStatus.CONFIRMED: "blue",
    LearningStatus.SUPPORTED: "blue",
    LearningStatus.CONTRADICTED: "orange",
}
PER_PAGE = 20
EVERY = ""


def draw() -> None:
    """Draw the learnings that are asked for, and the form of a new one."""
    known = knowledge.known()
    _new(is_first=not known)
    if not known:
        return
    blocks.quiet(claims.counted(known, language()))
    shown = _chosen(known)
    number = 1
    body = st.container(gap="medium")
    pages = -(-len(shown) // PER_PAGE)
    if pages > 1:
        number = min(st.pagination(pages, key="page", bind="query-params"), pages)
    with body:
        for one in shown[(number - 1) * PER_PAGE : number * PER_PAGE]:
            line(one)
        if not shown:
            st.markdown(say(Message("no_learning_fits", "No learning fits: ask for less.")))


def line(known: Known) -> None:
    """Draw one learning: status, what it claims, what its tests say together, and a way to them."""
    kept, metrics = known.stored.value, knowledge.metrics()
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            badge(known)
            link(known, place="shelf")
        blocks.heading(kept.claim)
        st.markdown(plain(claims.verdict(known.found, language())))
        blocks.quiet(claims.claim(known, metrics.get(kept.metric), language()))
        for told in (claims.against(known.found, _names(), language()), _ahead(known)):
            if told:
                blocks.quiet(told)


def link(known: Known, *, place: str) -> None:
    """Lead to a learning; `place` tells this way from others on the page."""
    key, label = known.stored.value.key, say(Message("learning_open", "Its tests →"))
    st.button(label, key=f"open:{place}:{key}", type="tertiary", on_click=acts.show, args=(acts.LEARNING, key))


def back() -> None:
    """Lead back to everything."""
    label = say(Message("library_back", "← Everything we know"))
    st.button(label, key="library-back", type="tertiary", on_click=acts.everything)


def _ahead(known: Known) -> str:
    return "" if known.found.prediction is None else claims.ahead(known.found, language())


def badge(known: Known) -> None:
    """Write a learning's status as word, shape and colour; say what is invented."""
    status = known.found.status
    note = f":{COLOURS.get(status, 'gray')}-badge[{plain(claims.word(status, language()))}]"
    if knowledge.is_sample(known.stored.value):
        note += f" :yellow-badge[{plain(say(Message('sample_short', 'Sample')))}]"
    st.markdown(note, width="content")


def _chosen(known: Sequence[Known]) -> list[Known]:
    """Ask which learnings to show; every choice stands in the address."""
    statuses = {one.found.status for one in known}
    words = {EVERY: say(Message("filter_all", "All"))}
    words |= {each.value: say(claims.STATUSES[each]) for each in claims.STATUSES if each in statuses}
    names = knowledge.metrics()
    used = {one.stored.value.metric for one in known}
    kinds = {EVERY: words[EVERY]} | {key: wording.metric(names[key], language()) for key in names if key in used}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        status = controls.choice(Message("filter_status", "Status"), "status", words, listed=True)
        metric = controls.choice(Message("filter_metric", "Metric"), "metric", kinds, listed=True)
        lever = st.text_input(
            say(Message("filter_lever", "Words in claim, lever or audience")),
            key="lever",
            bind="query-params",
            width=280,
        )
    sought = folded(lever or "").split()
    return [
        one
        for one in known
        if status in (EVERY, one.found.status.value)
        and metric in (EVERY, one.stored.value.metric)
        and all(word in _text(one) for word in sought)
    ]


def _text(known: Known) -> str:
    kept = known.stored.value
    return folded(" ".join((kept.claim, kept.lever, kept.audience, kept.channel)))


def _names() -> dict[str, str]:
    return {key: one.name for key, one in knowledge.experiments().items()}


def _new(*, is_first: bool) -> None:
    """Say what a learning is where there is none, and offer to write one down."""
    if is_first:
        why = Message(
            "no_learning",
            "Nothing is written down yet. A learning is one sentence that holds beyond one test, such as “free "
            "delivery raises purchases”. Tie your tests to it, and it stands here how well they bear it out.",
        )
        st.markdown(say(why))
    if may(actor(), Action.WRITE_NOTES):
        claim_form.new(opened=is_first)
