"""Practices: pages of advice, each with the learnings it rests on and how well these are borne out."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analytics.library import Known
from analytics.present import wording
from data.messages import Message
from data.workspace.library.learnings import LINKS, TEXT, TITLE
from data.workspace.library.records import Practice
from data.workspace.records import Stored
from data.workspace.rights import Action, may
from data.workspace.sessions.limits import new_key
from pages.parts import blocks, fields
from pages.parts.drafts import Draft, name_of
from pages.parts.library import acts, knowledge, shelf
from pages.parts.visitor import actor, language, plain, say


def draw() -> None:
    """Draw the pages; one that the address names comes first."""
    named = st.query_params.get(acts.PRACTICE)
    found = sorted(knowledge.practices(), key=lambda stored: stored.value.key != named)
    if not found:
        why = Message(
            "no_practice",
            "No page of advice yet. Write down how you do things from now on, and tie it to what you learned: "
            "whoever reads it sees how sure it is.",
        )
        st.markdown(say(why))
    if may(actor(), Action.WRITE_NOTES):
        with st.expander(
            plain(say(Message("practice_new", "Write a page of advice"))), type="compact", expanded=not found
        ):
            _ask(Practice(key="", title=""), Draft("Practice:", None))
    known = knowledge.some(key for stored in found for key in stored.value.learnings)
    for stored in found:
        _page(stored, [known[key] for key in stored.value.learnings if key in known])


def _page(stored: Stored[Practice], grounds: Sequence[Known]) -> None:
    practice = stored.value
    with st.container(border=True):
        if knowledge.is_sample(practice):
            st.markdown(f":yellow-badge[{plain(say(Message('sample_short', 'Sample')))}]")
        blocks.heading(practice.title)
        st.text(practice.text, width=720)
        for known in grounds:
            _ground(known, practice.key)
        told = {"name": stored.author, "day": wording.day(stored.changed_at.date(), language())}
        blocks.quiet(say(Message("practice_by", "{name}, {day}", told)))
        if may(actor(), Action.WRITE_NOTES):
            _change(stored)


def _ground(known: Known, practice: str) -> None:
    """Say how well a learning is borne out that a page rests on, and lead to it."""
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            shelf.badge(known)
            shelf.link(known, place=practice)
        st.markdown(plain(known.stored.value.claim))


def _change(stored: Stored[Practice]) -> None:
    key = stored.value.key
    label = plain(say(Message("practice_change", "Change it")))
    with st.expander(label, type="compact", key=f"change:{key}", on_change="rerun") as fold:
        if not fold.open:
            return
        draft = Draft(name_of(stored.value), stored)
        _ask(stored.value if draft.base is None else draft.base.value, draft)
        if st.button(say(Message("learning_archive", "Take it from the shelf")), key=draft.key("archive")):
            acts.archive_practice(stored)


def _ask(base: Practice, draft: Draft) -> None:
    known = knowledge.claims()
    with st.form(draft.key("form"), border=False):
        title = fields.text(
            Message("practice_title", "What it is about"), base.title, key=draft.key("title"), longest=TITLE
        )
        text = fields.paragraph(
            Message("practice_text", "What you advise"), base.text, key=draft.key("text"), longest=TEXT
        )
        links = st.multiselect(
            say(Message("practice_links", "Learnings it rests on")), list({**known, **dict.fromkeys(base.learnings)}),
            default=list(base.learnings), format_func=lambda key: known.get(key, key), key=draft.key("links"),
            max_selections=LINKS, placeholder=say(Message("practice_choose", "Choose learnings")),
        )  # fmt: skip
        if st.form_submit_button(say(Message("save", "Save"))):
            key = base.key or new_key()
            acts.save_practice(replace(base, key=key, title=title, text=text, learnings=tuple(links)), draft)
