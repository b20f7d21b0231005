"""The form of the webhook: where it goes, of what it tells, and the secret, which is shown once."""

import time
from dataclasses import replace

import streamlit as st

from analytics.present import notices as words
from analytics.present import wording
from data.messages import Message
from data.workspace.actors import ActorRole
from data.workspace.outbox.records import OUTGOING, Webhook
from data.workspace.records import Stored
from pages.parts import blocks, drafts, fetch, fields, notices
from pages.parts.drafts import Draft
from pages.parts.visitor import actor, plain, say

SECRET = "webhook-secret"  # in the session, until the next run
NAME = "Webhook:webhook"  # of the form


def standing(webhook: Webhook, *, is_sealed: bool) -> None:
    """Say whether anything leaves this machine, and what."""
    if webhook.is_on and is_sealed:
        st.markdown(plain(say(Message("webhook_on", "On: messages go to {host}.", {"host": webhook.host}))))
    elif webhook.seal and not is_sealed:
        lost = Message(
            "webhook_lost",
            "Off: address and secret are not on this machine. No backup holds them: write the address again.",
        )
        st.info(plain(say(lost)))
    else:
        st.markdown(say(Message("webhook_off", "Off: nothing leaves this machine.")))
    why = Message(
        "webhook_why",
        "A signed message says that something has happened and where to read it: never a number, never how a test "
        "came out, never who wrote what. It is the only thing that Liftroom ever sends.",
    )
    blocks.quiet(say(why))


def secret() -> None:
    """Show a secret that was just made; it is not shown again."""
    made = st.session_state.pop(SECRET, None)
    if made is None:
        return
    with st.container(border=True):
        said = Message("webhook_secret", "Give this secret to the receiver now: it is not shown again.")
        st.markdown(f"**{plain(say(said))}**")
        st.code(made, language=None)


def ask(stored: Stored[Webhook], *, is_sealed: bool) -> None:
    """Ask where messages go and of what they tell."""
    draft = Draft(NAME, stored)
    base: Webhook = stored.value if draft.base is None else draft.base.value
    with st.form(draft.key("form"), border=True):
        label = Message("webhook_address", "Address to send to")
        held = say(Message("webhook_held", "{host} – leave empty to keep it", {"host": base.host}))
        address = st.text_input(
            say(label), key=draft.key("address"), max_chars=2000, autocomplete="off",
            placeholder=held if is_sealed else "https://hooks.example.com/liftroom",
        )  # fmt: skip
        kinds = st.pills(
            say(Message("webhook_kinds", "What to tell")), OUTGOING, selection_mode="multi", default=list(base.kinds),
            format_func=lambda kind: say(words.KINDS[kind]), key=draft.key("kinds"),
        )  # fmt: skip
        opened_at = fields.text(
            Message("webhook_base", "Where people open Liftroom, for links (may stay empty)"), base.base,
            key=draft.key("base"),
        )  # fmt: skip
        languages = list(wording.LANGUAGES)
        language = st.selectbox(
            say(Message("webhook_language", "Language of the sentence")), languages,
            index=languages.index(base.language) if base.language in languages else 0,
            format_func=lambda code: wording.LANGUAGES[code], key=draft.key("language"), width=320,
        )  # fmt: skip
        local = False  # for another than the owner this machine is no address
        if actor().role is ActorRole.OWNER:
            local = st.checkbox(
                say(Message("webhook_only_here", "Only to this machine, to try it out")), base.local,
                key=draft.key("local"),
            )  # fmt: skip
        is_on = st.toggle(say(Message("webhook_switch", "Send from now on")), base.is_on, key=draft.key("on"))
        if st.form_submit_button(say(Message("save", "Save"))):
            changed = replace(
                base, kinds=tuple(kinds), base=opened_at, language=language, local=local, is_on=is_on,
            )  # fmt: skip
            _save(changed, address, draft)


def renew(stored: Stored[Webhook]) -> None:
    """Make a new secret; messages are proven with the old one too for a day."""
    outbox = fetch.workspace().outbox
    _, st.session_state[SECRET] = outbox.renew_secret(actor(), version=stored.version, now=int(time.time()))
    drafts.start_anew(NAME)
    notices.leave(Message("webhook_renewed", "The old secret still counts for a day."))
    st.rerun()


def _save(webhook: Webhook, address: str, draft: Draft) -> None:
    assert draft.version is not None, "a webhook that was never set has version 0"
    _, made = fetch.workspace().outbox.save_webhook(actor(), webhook, address=address, version=draft.version)
    if made is not None:
        st.session_state[SECRET] = made
    draft.close()
    notices.leave(Message("webhook_saved", "The webhook is saved."))
    st.rerun()
