"""The form of one learning: what is claimed, of which metric, and the tests that speak for or against it."""

from dataclasses import replace

import streamlit as st

from analytics.present import wording
from data.declarations.experiments import Status
from data.messages import Message
from data.workspace.library.learnings import CLAIM, LINKS, WORDS
from data.workspace.library.records import Change, Learning
from data.workspace.records import Stored
from data.workspace.sessions.limits import new_key
from pages.parts import blocks, fields
from pages.parts.drafts import Draft, name_of
from pages.parts.library import acts, knowledge
from pages.parts.visitor import language, plain, say

CHANGES = {
    Change.RAISES: Message("change_raises", "raises it"),
    Change.LOWERS: Message("change_lowers", "lowers it"),
}


def new(*, opened: bool) -> None:
    """Offer the form of a new learning; an address that names an experiment opens it with that one tied."""
    known = knowledge.experiments()
    named = st.query_params.get(acts.FROM)
    source = known.get(named) if named else None
    blank = Learning(
        key="",
        claim="",
        lever="",
        metric=next((use.metric for use in source.metrics), "") if source else "",
        change=Change.RAISES,
        audience=source.audience[:WORDS] if source else "",
        channel=source.channel[:WORDS] if source else "",
        experiments=(source.key,) if source else (),
    )
    label = Message("learning_new", "Write down what you learned")
    with st.expander(plain(say(label)), type="compact", expanded=opened or source is not None):
        ask(blank, Draft(f"Learning:{source.key if source else ''}", None))


def change(stored: Stored[Learning]) -> None:
    """Offer the form of a learning that stands, and to take it from the shelf."""
    with blocks.folded(Message("learning_change", "Change it, or tie more tests to it")):
        draft = Draft(name_of(stored.value), stored)
        ask(stored.value if draft.base is None else draft.base.value, draft)
        if st.button(say(Message("learning_archive", "Take it from the shelf")), key=draft.key("archive")):
            acts.archive_learning(stored)


def ask(base: Learning, draft: Draft) -> None:
    """Draw the form on `base`, and save what comes of it."""
    metrics, known = knowledge.metrics(), knowledge.experiments()
    begun = {key: one.name for key, one in known.items() if one.status is not Status.DRAFT or key in base.experiments}
    with st.form(draft.key("form"), border=True):
        claim = fields.text(
            Message("learning_claim", "What you hold to be true, in one sentence"), base.claim,
            key=draft.key("claim"), longest=CLAIM,
        )  # fmt: skip
        left, middle, right = st.columns(3)
        with left:
            lever = fields.text(
                Message("learning_lever", "What is done"), base.lever, key=draft.key("lever"), longest=WORDS
            )
        with middle:
            metric = st.selectbox(
                say(Message("learning_metric_field", "What it moves")), list(metrics),
                index=list(metrics).index(base.metric) if base.metric in metrics else 0,
                format_func=lambda key: wording.metric(metrics[key], language()), key=draft.key("metric"),
            )  # fmt: skip
        with right:
            moved = fields.choice(
                Message("learning_change_field", "Which way"), base.change, names=CHANGES, key=draft.key("change")
            )
        left, right = st.columns(2)
        with left:
            audience = fields.text(
                Message("learning_audience", "For whom (open: everybody)"), base.audience,
                key=draft.key("audience"), longest=WORDS,
            )  # fmt: skip
        with right:
            channel = fields.text(
                Message("learning_channel", "In which channel (open: any)"), base.channel,
                key=draft.key("channel"), longest=WORDS,
            )  # fmt: skip
        gone = [key for key in base.experiments if key not in begun]
        experiments = st.multiselect(
            say(Message("learning_tests", "Tests that speak for or against it")), [*begun, *gone],
            default=list(base.experiments), format_func=lambda key: begun.get(key, key), key=draft.key("experiments"),
            max_selections=LINKS, placeholder=say(Message("session_choose", "Choose tests")),
        )  # fmt: skip
        if st.form_submit_button(say(Message("save", "Save"))):
            typed = replace(
                base, key=base.key or new_key(), claim=claim, lever=lever, audience=audience, channel=channel,
                metric=metric or "", change=moved, experiments=tuple(experiments),
            )  # fmt: skip
            acts.save_learning(typed, draft)
