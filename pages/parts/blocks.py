"""What a page is built of: sentences, figures with their table twins, and the states every page shares."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from analytics.present.figures import Chart, Table
from data.messages import Message
from pages.parts.visitor import plain, say

QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def empty(title: Message, why: Message) -> None:
    """Say why there is nothing here; the page puts its one action below."""
    st.title(plain(say(title)), anchor=False)
    st.markdown(plain(say(why)))


def heading(text: str) -> None:
    """Write a finding over what shows it."""
    st.subheader(plain(text), anchor=False)


def folded(label: Message) -> AbstractContextManager[object]:
    """Fold away what few need."""
    return st.expander(plain(say(label)), type="compact")


def on_demand(label: Message, name: str, *, opened: bool = False) -> ExpanderContainer:
    """Fold away what takes time to read; `.open` says whether somebody wants it, and the address tells it by `name`."""
    return st.expander(plain(say(label)), expanded=opened, key=name, bind="query-params")


def quiet(text: str) -> None:
    """Write small and grey: what explains, not what is said."""
    st.markdown(f":small[:gray[{plain(text)}]]", width="content")


def chart(drawn: Chart, *, key: str, titled: bool = True) -> None:
    """Show a figure under its finding, with its table twin folded below."""
    if titled:
        heading(drawn.title)
    st.plotly_chart(drawn.figure, width="stretch", key=key, alt=drawn.alt, config=QUIET)
    quiet(drawn.caption)
    label = plain(say(Message("table_twin", "The same as a table")))
    with st.expander(label, type="compact", key=f"{key}-table", on_change="rerun") as twin:
        if twin.open:
            table(drawn.table())


def table(shown: Table) -> None:
    """Show words in rows, as they are."""
    st.dataframe(_columns(shown.columns, shown.rows), hide_index=True, width="stretch")


def listing(shown: Table) -> None:
    """Show a few rows as part of the page; people's words stay words."""
    rows = [[plain(cell) for cell in row] for row in shown.rows]
    st.table(_columns([plain(name) for name in shown.columns], rows), hide_index=True, border="horizontal")


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    """Return rows of words as Arrow's columns, which Streamlit sends as they are; it takes others through pandas."""
    words = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(names))]
    return pa.Table.from_arrays(words, names=list(names))
