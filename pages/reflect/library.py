"""Reflect › Library: what the team knows, how sure it is, and where it was said."""

import streamlit as st

from data.messages import Message
from data.workspace.rights import Action, may
from pages.parts import controls, empties, notices, visitor
from pages.parts.library import acts, asking, knowledge, opened, practices, shelf, timeline
from pages.parts.visitor import say

notices.show()
if not may(visitor.actor(), Action.READ_RESULTS):
    empties.reports_only()
    st.stop()
text = asking.field()
known = knowledge.learning(st.query_params.get(acts.LEARNING, ""))
if known is not None:
    opened.draw(known)
    st.stop()
if text:
    asking.answer(text)
    st.stop()

st.title(say(Message("library_title", "What we know, and how sure we are")), anchor=False)
rooms = {
    "known": say(Message("library_known", "What we know")),
    "practices": say(Message("library_practices", "Advice")),
    "timeline": say(Message("library_timeline", "Timeline")),
}
view = controls.choice(Message("library_view", "What to show"), "view", rooms)
if view == "known":
    shelf.draw()
elif view == "practices":
    practices.draw()
else:
    timeline.draw()
