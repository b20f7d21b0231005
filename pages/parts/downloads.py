"""What a reader takes along: words to say, and a readout, the report or a month as pages, slides or tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import briefs, report
from analytics.decisions.reports import Report
from analytics.decisions.results import Readout
from analytics.decisions.reviews import Review
from analytics.exports import brief_files, month_files, readout_files, report_files
from analytics.exports.forms import MIMES, Form
from analytics.present import breath
from data.home import Home
from data.messages import Message
from data.workspace.actors import Actor
from data.workspace.store import Workspace
from pages.parts import blocks, fetch, visitor
from pages.parts.visitor import language, plain, say

LABELS: Mapping[Form, Message] = {
    Form.PDF: Message("take_pdf", "One page to print (PDF)"),
    Form.PPTX: Message("take_pptx", "One slide (PowerPoint)"),
    Form.XLSX: Message("take_xlsx", "Workbook (Excel)"),
    Form.CSV: Message("take_csv", "Plain table (CSV)"),
}
SUMMARY = Message("take_summary", "Summary for whoever was not there (PDF)")
REPORTED = {**LABELS, Form.PPTX: Message("take_slides", "Slides (PowerPoint)")}
MONTHLY = {**REPORTED, Form.PDF: Message("take_pages", "Pages to print (PDF)")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file that can be taken along."""

    label: Message
    name: str
    form: Form
    make: Callable[[], bytes]


def _files(
    labels: Mapping[Form, Message], name: Callable[[Form], str], make: Callable[[Form], Callable[[], bytes]]
) -> list[_File]:
    """Return a file of every form that is labelled; none is made before it is asked for."""
    return [_File(label=label, name=name(form), form=form, make=make(form)) for form, label in labels.items()]


def offer(readout: Readout, *, latest: bool) -> None:
    """Offer a readout's words and files; none of early numbers, and none where nothing was counted.

    `latest`: it is the readout of the newest day; the summary, with decision and worth, is of that day alone.
    """
    if readout.veiled_on_screen or not any(readout.users.values()):
        return
    files = _files(
        LABELS,
        partial(readout_files.file_name, readout),
        lambda form: partial(readout_files.written, readout, form, language=language()),
    )
    if latest:
        files.insert(0, _summary(readout))
    with _along():
        _breath(readout)
        _offered(files, Message("take_note", "The figures of this screen, on the day it shows."))


def _summary(readout: Readout) -> _File:
    key = readout.experiment.key
    return _File(
        label=SUMMARY,
        name=f"summary-{readout_files.file_name(readout, Form.PDF)}",
        form=Form.PDF,
        make=partial(_summarized, fetch.home(), fetch.workspace(), visitor.actor(), key, language()),
    )


def _summarized(home: Home, workspace: Workspace, actor: Actor, key: str, language: str) -> bytes:
    brief = briefs.read(home, workspace, actor, key, report.gather(home, workspace))
    return brief_files.written(brief, Form.PDF, language=language)


def offer_report(report: Report) -> None:
    """Offer the files of what the programme was worth, to whoever reads it; none while something else is supposed."""
    if report.supposed.is_any:
        return
    files = _files(
        REPORTED,
        partial(report_files.file_name, report),
        lambda form: partial(report_files.written, report, form, language=language()),
    )
    note = Message("take_note_report", "The whole programme, as it is saved. Charts of the slides can be edited.")
    with _along():
        _offered(files, note)


def offer_month(review: Review, asked: tuple[Message, ...]) -> None:
    """Offer the files of a month, as it is filtered; `asked`: by what, in words."""
    files = _files(
        MONTHLY,
        partial(month_files.file_name, review),
        lambda form: partial(month_files.written, review, form, language=language(), asked=asked),
    )
    with _along():
        _offered(files, Message("take_note_month", "The tests of this screen, as they are filtered."))


def _along() -> DeltaGenerator:
    return st.popover(plain(say(Message("take_along", "Take it along"))), key="take_along")


def _breath(readout: Readout) -> None:
    """Show what to say of it, to be copied; as decided, once something was decided."""
    workspace, actor, key = fetch.workspace(), visitor.actor(), readout.experiment.key
    taken = workspace.sessions.decisions(actor).get(key)
    st.markdown(f"**{plain(say(Message('breath_title', 'What to say in one breath')))}**")
    choice = briefs.chosen(taken, briefs.rolled_out_on(workspace, actor, key))
    st.code(breath.said(readout, language(), choice=choice), language=None, wrap_lines=True)


def _offered(files: Sequence[_File], note: Message) -> None:
    for file in files:
        st.download_button(
            plain(say(file.label)),
            data=file.make,
            file_name=file.name,
            mime=MIMES[file.form],
            on_click="ignore",
            key=file.label.code,
            width="stretch",
        )
    blocks.quiet(say(note))
