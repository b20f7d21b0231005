"""From a test to the library and back: tests like the one that is planned, and a learning made of one that ended."""

import streamlit as st

from analytics.decisions.statements import FINISHED
from data.declarations.experiments import Experiment
from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import blocks, fetch
from pages.parts.library import acts, asking, knowledge
from pages.parts.visitor import actor, plain, say

WORDS = 3  # of a hypothesis from which others are like it
MOST = 3


def beside(planned: Experiment) -> None:
    """Show tests whose hypothesis is like that of `planned`, and what came of them, while that is not over."""
    if planned.status in FINISHED or len(planned.hypothesis.split()) < WORDS:
        return
    if not may(actor(), Action.READ_RESULTS):
        return
    found = knowledge.door().related(
        actor(), planned.hypothesis, audience=planned.audience, channel=planned.channel, exclude=planned.key, limit=MOST
    )
    if not found:
        return
    with st.container(border=True, gap="xxsmall"):
        blocks.quiet(say(Message("related", "You have tested something like this:")))
        for one in found:
            st.page_link(
                "results/readout.py", label=f"{plain(one.title)} →", query_params={"experiment": one.experiment}
            )
            asking.stands(one.experiment)


def offer(key: str) -> None:
    """Offer to write down what was learned of a finished test."""
    if may(actor(), Action.WRITE_NOTES) and fetch.experiment(actor(), key).value.status in FINISHED:
        st.page_link(
            "reflect/library.py",
            label=say(Message("learning_from", "Write down what you learned from it")),
            query_params={acts.FROM: key},
        )
