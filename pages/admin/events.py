"""Admin › Events: take a file in, see what became of it, and take it out again."""

import streamlit as st

from data.messages import Message
from pages.parts import batches, fetch, imports, notices, visitor
from pages.parts.visitor import say

notices.show()
st.title(say(Message("events_title", "What the machines wrote down")), anchor=False)
if imports.is_running():
    imports.progress()
else:
    imports.report()
    source = imports.source()
    if source is not None:
        request = imports.mapping(source)
        if request is not None:
            imports.begin(source, request)
batches.listing(fetch.batches(visitor.actor()))
