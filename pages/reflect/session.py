"""Reflect › Session: the room where a team goes from a forecast to a decision."""

import streamlit as st

from data.workspace.rights import Action, may
from pages.parts import address, empties, notices, visitor
from pages.parts.room import acts, knowledge, lobby, walls

notices.show()
if not may(visitor.actor(), Action.READ_RESULTS):
    empties.reports_only()
    st.stop()
sessions = knowledge.sessions().sessions(visitor.actor())
key = address.read(acts.SESSION, {stored.value.key for stored in sessions})
address.settle(acts.SESSION, key)
if key is None:
    lobby.draw(sessions)
else:
    walls.draw(knowledge.board(visitor.actor(), key))
