"""Admin › Events: take a file in, see what became of it, and take it out again."""

import streamlit as st

from data.messages import Message
from pages.parts import batches, fetch, imports, mapping_form, notices, record, visitor
from pages.parts.visitor import say

notices.show()
st.title(say(Message("events_title", "Bring in what your tools recorded")), anchor=False)
if imports.is_running():
    imports.progress()
else:
    imports.report()
    source = imports.source()
    request = mapping_form.ask(source) if source is not None else None
    if source is not None and request is not None:
        record.begin_import(source, request)
batches.listing(fetch.batches(visitor.actor()))
