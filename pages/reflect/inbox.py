"""Reflect › Inbox: what has come about, the newest first, until this person has read it."""

import streamlit as st

from data.workspace.rights import Action, may
from pages.parts import empties, inbox_list, news, notices, visitor

notices.show()
if not may(visitor.actor(), Action.READ_RESULTS):
    empties.reports_only()
    st.stop()
inbox_list.draw(news.notices(visitor.actor()), news.names(visitor.actor()))
