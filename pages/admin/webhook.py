"""Admin › Webhook: which other tool is told what has come about, and what became of what was sent."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action, require
from pages.parts import fetch, notices, visitor, webhook_form, webhook_log
from pages.parts.visitor import say

notices.show()
require(visitor.actor(), Action.EDIT_SETTINGS)
outbox = fetch.workspace().outbox
stored, is_sealed = outbox.webhook(visitor.actor()), outbox.is_sealed(visitor.actor())
st.title(say(Message("webhook_title", "Tell another tool what happened")), anchor=False)
webhook_form.standing(stored.value, is_sealed=is_sealed)
webhook_form.secret()
webhook_form.ask(stored, is_sealed=is_sealed)
webhook_log.tries(stored, is_sealed=is_sealed)
webhook_log.listing(outbox.sent(visitor.actor()))
