"""Admin › People: who may come in, and what they may do."""

import streamlit as st

from analytics.present import roster
from data.messages import Message
from data.workspace.rights import Action, require
from pages.parts import blocks, fetch, notices, people_form, provider, team, visitor
from pages.parts.visitor import say

notices.show()
require(visitor.actor(), Action.MANAGE_PEOPLE)
if not provider.is_set_up():
    people_form.alone()
    st.stop()
known, seen = team.people(visitor.actor())
st.title(say(Message("people_title", "Who may do what here")), anchor=False)
people_form.waiting(tuple(one for one in known if one.value.role is None and not one.value.removed))
blocks.table(roster.people(fetch.values(known), seen, visitor.language()))
with blocks.folded(Message("people_roles", "What the roles mean")):
    blocks.listing(roster.roles(visitor.language()))
people_form.change(known)
