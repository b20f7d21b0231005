"""Report › Assumptions: what the report counts money by, who said so, and the form to say otherwise."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import assumption_form, blocks, drafts, fetch, notices, record, visitor
from pages.parts.visitor import say

notices.show()
stored = fetch.workspace().assumptions(visitor.actor())
st.title(say(Message("assumptions_title", "What we assume about money")), anchor=False)
assumption_form.standing(stored)
if may(visitor.actor(), Action.EDIT_POLICY):
    draft = drafts.Draft(drafts.name_of(stored.value), stored)
    changed = assumption_form.ask(draft)
    if changed is not None:
        record.save_assumptions(changed, draft=draft)
else:
    assumption_form.shown(stored.value)
with blocks.folded(Message("assumptions_history", "Earlier versions")):
    assumption_form.history()
