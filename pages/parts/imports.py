"""The import screen's steps: choose a file, confirm what its columns mean, watch it come in, read what became of it."""

from collections.abc import Sequence

import streamlit as st

from analytics.present import intakes
from data.arrivals import Source, Upload
from data.messages import Message
from data.requests import ImportReport
from pages.parts import blocks, fetch, record, waiting
from pages.parts.jobs import Job, jobs
from pages.parts.visitor import language, plain, say

KINDS = ["csv", "tsv", "txt", "parquet", "jsonl", "ndjson", "json", "xlsx", "gz", "zst"]


def is_running() -> bool:
    """Say whether an import is under way; one at a time."""
    job = jobs().get(record.IMPORT)
    return job is not None and not job.done


def source() -> Source | None:
    """Ask for a file: one from this computer, or one that lies in the home's folder for large files."""
    left, right = st.columns(2, gap="large")
    with left:
        uploaded = st.file_uploader(say(Message("upload", "A file from this computer")), type=KINDS, key="upload")
    with right:
        chosen = _waiting(fetch.waiting_files())
    if uploaded is not None:
        return Upload(name=uploaded.name, content=uploaded)
    return fetch.home().incoming / chosen if chosen else None


def _waiting(names: Sequence[str]) -> str | None:
    """Ask for one of the files that wait in the home's folder, or say how they come there."""
    if not names:
        none = Message(
            "incoming_none",
            "A large file need not go through the browser: put it into the folder “incoming” of Liftroom’s home, "
            "and it is offered here.",
        )
        blocks.quiet(say(none))
        return None
    return st.selectbox(
        say(Message("incoming", "Or a large one from the folder “incoming” of Liftroom’s home")),
        names,
        index=None,
        placeholder=say(Message("incoming_choose", "Choose a file")),
        key="incoming",
    )


def progress() -> None:
    """Follow the import, with a way to stop it. The tab may be closed: it goes on."""
    job = jobs().get(record.IMPORT)
    if job is None:
        return
    blocks.heading(say(job.title))
    waiting.follow(record.IMPORT)
    blocks.quiet(
        say(Message("import_goes_on", "You may close this page: the import goes on, and its report waits here."))
    )
    st.button(
        say(Message("import_cancel", "Cancel the import")), on_click=record.cancel, args=(record.IMPORT,), key="cancel"
    )


def report() -> None:
    """Say what became of the last import, until it was read."""
    job = jobs().get(record.IMPORT)
    if job is None or not job.done:
        return
    if job.fault is not None:
        st.error(plain(say(job.fault)))
    elif isinstance(job.result, ImportReport):
        _told(job, job.result)
    st.button(say(Message("import_read", "Read, thank you")), on_click=jobs().forget, args=(record.IMPORT,), key="read")


def _told(job: Job, done: ImportReport) -> None:
    """Say how many rows came in, what was set aside and why, and where to go from here."""
    st.success(plain(f"{say(job.title)}: {intakes.summary(done, language())}"))
    for note in done.notes:
        st.markdown(plain(say(note)))
    left_out = fetch.left_out(done)
    if left_out:
        named = {"columns": ", ".join(left_out)}
        st.markdown(plain(say(Message("import_left_out", "Columns left out, too many values: {columns}.", named))))
    if done.rejects_file is not None:
        rejected = fetch.rejects(done)
        with st.expander(say(Message("rejects", "Why rows were rejected"))):
            blocks.listing(intakes.reasons(rejected, language()))
            label = say(Message("rejects_file", "The list: line, column and reason, no values"))
            st.download_button(label, rejected, file_name="rejects.csv", mime="text/csv", on_click="ignore")
    for key in done.experiments:
        st.page_link(
            "results/readout.py",
            label=say(Message("to_readout", "Read “{experiment}”", {"experiment": plain(key)})),
            query_params={"experiment": key},
        )
