"""What a reader takes along: the readout as a page, a slide, a workbook or a table, made when somebody asks for it."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from analytics import papers
from analytics.decisions.results import Readout
from analytics.papers import Form
from data.messages import Message
from pages.parts import blocks
from pages.parts.visitor import language, plain, say

LABELS: Mapping[Form, Message] = {
    Form.PDF: Message("take_pdf", "One page to print (PDF)"),
    Form.PPTX: Message("take_pptx", "One slide (PowerPoint)"),
    Form.XLSX: Message("take_xlsx", "Workbook (Excel)"),
    Form.CSV: Message("take_csv", "Plain table (CSV)"),
}


def offer(readout: Readout) -> None:
    """Offer the files of a readout; none of early numbers, and none where nothing was counted."""
    if readout.veiled_on_screen or not any(readout.users.values()):
        return
    with st.popover(plain(say(Message("take_along", "Take it along"))), key="take_along"):
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
