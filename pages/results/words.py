"""Results › Words: what every term on the screens means, each with an address, all of them searchable."""

import streamlit as st

from data.messages import Message
from pages.parts import words
from pages.parts.visitor import say

st.title(say(Message("words_title", "What the words mean")), anchor=False)
term = words.linked()
if term is not None:
    words.one(term)
words.listing()
