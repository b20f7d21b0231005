"""What a reader takes along: what to say in one breath, and the readout as a page, a workbook or a table."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from analytics import papers
from analytics.decisions.results import Readout
from analytics.papers import Form
from analytics.present import breath
from data.messages import Message
from pages.parts import blocks, fetch, visitor
from pages.parts.visitor import language, plain, say

LABELS: Mapping[Form, Message] = {
    Form.PDF: Message("take_pdf", "One page to print (PDF)"),
    Form.XLSX: Message("take_xlsx", "Workbook (Excel)"),
    Form.CSV: Message("take_csv", "Plain table (CSV)"),
}


def offer(readout: Readout) -> None:
    """Offer a readout's words and files; none of early numbers, and none where nothing was counted."""
    if readout.veiled_on_screen or not any(readout.users.values()):
        return
    with st.popover(plain(say(Message("take_along", "Take it along"))), key="take_along"):
        _breath(readout)
        for form, label in LABELS.items():
            st.download_button(
                plain(say(label)),
                data=partial(papers.paper, readout, form, language=language()),
                file_name=papers.file_name(readout, form),
                mime=papers.MIMES[form],
                on_click="ignore",
                key=f"take_{form.value}",
                width="stretch",
            )
        blocks.quiet(say(Message("take_note", "The figures of this screen, on the day it shows.")))


def _breath(readout: Readout) -> None:
    """Show what to say of it, to be copied; as decided, once something was decided."""
    taken = fetch.workspace().sessions.decisions(visitor.actor()).get(readout.experiment.key)
    st.markdown(f"**{plain(say(Message('breath_title', 'What to say in one breath')))}**")
    choice = taken.value.choice if taken is not None else None
    st.code(breath.said(readout, language(), choice=choice), language=None, wrap_lines=True)
