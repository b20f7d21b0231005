"""Trying the webhook out, how a receiver checks a message, and what became of the latest ones."""

from collections.abc import Sequence

import streamlit as st

from analytics import notices as conductor
from analytics.present import notices as words
from data.messages import Message
from data.workspace.outbox.records import Sent, Webhook
from data.workspace.records import Stored
from pages.parts import blocks, fetch, waiting, webhook_form
from pages.parts.jobs import Job, jobs
from pages.parts.visitor import actor, language, plain, say

TRIAL = "webhook-trial"
EXAMPLE = """\
webhook-id: msg_0a1b2c3d4e5f60718293a4b5c6d7e8f9
webhook-timestamp: 1780000000
webhook-signature: v1,base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body))

{"schema":1,"id":"msg_…","type":"decision.ready","timestamp":"…",
 "data":{"subject":"…","day":"…","link":"…"},"text":"…"}
"""


def tries(stored: Stored[Webhook], *, is_sealed: bool) -> None:
    """Offer a test and a new secret, and say how a receiver checks what it gets."""
    job = jobs().get(TRIAL)
    if job is not None and not job.done:
        waiting.follow(TRIAL)
    elif is_sealed:
        with st.container(horizontal=True):
            if st.button(say(Message("webhook_test", "Send a test"))):
                _try_out()
            if st.button(say(Message("webhook_renew", "Make a new secret"))):
                webhook_form.renew(stored)
    if job is not None and job.done and job.fault is not None:
        st.error(plain(say(job.fault)))
    with blocks.folded(Message("webhook_how", "How the receiver checks a message")):
        how = Message(
            "webhook_how_text",
            "As Standard Webhooks says: the key is the secret without “whsec_”, read as base64. Compare the signature, "
            "refuse what is older than five minutes, and drop an id you have seen: a message may come twice. Whatever "
            "is not answered with 2xx within {seconds} seconds comes again, ten times in three days.",
            {"seconds": 20},
        )
        st.markdown(plain(say(how)))
        st.code(EXAMPLE, language=None)


def listing(sent: Sequence[Sent]) -> None:
    """Show what became of the latest messages."""
    if not sent:
        return
    blocks.heading(say(Message("webhook_latest", "The latest messages")))
    zone = fetch.workspace().settings(actor()).value.time_zone
    blocks.listing(words.sent(sent, language(), zone=zone))


def _try_out() -> None:
    asker, workspace = actor(), fetch.workspace()

    def work(_job: Job) -> object:
        return conductor.try_out(workspace, asker)

    jobs().start(TRIAL, Message("webhook_trying", "Sending a test"), work)
    st.rerun()
