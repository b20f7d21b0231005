"""What a person sees while something is being done for them."""

import streamlit as st

from data.messages import Message
from pages.parts import record
from pages.parts.jobs import Job, jobs
from pages.parts.visitor import plain, say


def first_visit() -> None:
    """On an empty home, show the sample being loaded instead of the page; the page follows by itself."""
    job = jobs().get(record.SAMPLE)
    if job is not None and not job.done:
        st.title(say(Message("sample_loading", "Setting the table")), anchor=False)
        why = "Two invented experiments are being loaded, so that there is something to read. This takes a few seconds."
        st.markdown(say(Message("sample_loading_why", why)))
        _watch(record.SAMPLE)
        st.stop()


@st.fragment(run_every=0.4)
def _watch(name: str) -> None:
    """Follow a piece of work; when it is over, run the whole page again."""
    job = jobs().get(name)
    if job is None or job.done:
        st.rerun()
    bar(job)


def bar(job: Job) -> None:
    """Draw how far a piece of work is."""
    stage = say(job.stage) if job.stage is not None else say(job.title)
    st.progress(job.share, plain(stage))


def watch(name: str, *, cancel: str) -> None:
    """Draw a piece of work's progress with a way to stop it, until it is over."""
    _watch(name)
    st.button(cancel, on_click=record.cancel, args=(name,), key=f"cancel:{name}")
