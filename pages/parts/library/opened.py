"""One learning, opened: what it means, its tests as a forest, what does not count and why, and how it came about."""

import streamlit as st

from analytics.library import Known
from analytics.present import claim_forests, claims, wording
from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks
from pages.parts.library import acts, claim_form, knowledge, shelf
from pages.parts.visitor import actor, language, plain, say

READOUT = "results/readout.py"


def draw(known: Known) -> None:
    """Draw one learning, and its form for who may write."""
    kept, metric = known.stored.value, knowledge.metrics().get(known.stored.value.metric)
    names = {key: one.name for key, one in knowledge.experiments().items()}
    shelf.back()
    shelf.badge(known)
    st.title(plain(kept.claim), anchor=False)
    blocks.quiet(claims.claim(known, metric, language()))
    st.markdown(plain(claims.meaning(known.found.status, language())))
    opposed = claims.against(known.found, names, language())
    if opposed:
        st.warning(plain(opposed))
    drawn = claim_forests.forest(known.found, names, language())
    if drawn is None:
        blocks.heading(claims.verdict(known.found, language()))
    else:
        blocks.chart(drawn, key="claim-forest")
        st.markdown(plain(claims.ahead(known.found, language())))
    _tests(known, names)
    _pages(known)
    if may(actor(), Action.WRITE_NOTES):
        claim_form.change(known.stored)
    _history(known)


def _tests(known: Known, names: dict[str, str]) -> None:
    """Link every test, and say of each that does not count why."""
    found = known.found
    counted = (*found.supporting, *found.contradicting, *found.silent)
    why = {one.evidence.experiment: claims.OMISSIONS[one.why] for one in found.left_out}
    why |= {one.experiment: claims.SILENCES[one.why] for one in known.mute}
    if not counted and not why:
        st.markdown(say(Message("learning_untied", "No test is tied to it yet.")))
        return
    blocks.heading(say(Message("learning_links", "Its tests")))
    for key in known.stored.value.experiments:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if key in names:
                st.page_link(READOUT, label=f"{plain(names[key])} →", query_params={"experiment": key})
            else:
                st.markdown(plain(key))
            said = why.get(key) or claims.part(found, key)
            if said is not None:
                blocks.quiet(say(said))


def _pages(known: Known) -> None:
    """Name the practices that rest on it."""
    resting = [one.value for one in knowledge.practices() if known.stored.value.key in one.value.learnings]
    for practice in resting:
        label = Message("learning_practice", "Advice that rests on it: {title}", {"title": practice.title})
        st.button(
            plain(say(label)), key=f"page:{practice.key}", type="tertiary",
            on_click=acts.show, args=(acts.PRACTICE, practice.key),
        )  # fmt: skip


def _history(known: Known) -> None:
    """Say who wrote it down and changed it, the latest first."""
    with st.expander(
        plain(say(Message("learning_history", "How it came about"))), type="compact", on_change="rerun", key="history"
    ) as fold:
        if not fold.open:
            return
        for one in knowledge.door().learning_history(actor(), known.stored.value.key):
            told = {"day": wording.day(one.changed_at.date(), language()), "name": one.author, "claim": one.value.claim}
            told["count"] = str(len(one.value.experiments))
            said = Message("learning_version", "{day}, {name}: “{claim}”, tests tied: {count}", told)
            blocks.quiet(say(said))
