"""What a person sees while something is being done for them."""

import streamlit as st

from data.messages import Message
from pages.parts import opening
from pages.parts.jobs import jobs
from pages.parts.visitor import plain, say


def first_visit() -> None:
    """While the sample's first experiment is being loaded, show that instead of the page; the page follows by itself.

    While the rest is being loaded, the page stands below a line that says so.
    """
    opening.wait()
    job = jobs().get(opening.SAMPLE)
    if job is not None and not job.done:
        st.title(say(Message("sample_loading", "Setting the table")), anchor=False)
        why = Message(
            "sample_loading_why",
            "Invented experiments are being loaded, so that there is something to read. This takes a few seconds.",
        )
        st.markdown(say(why))
        follow(opening.SAMPLE)
        st.stop()
    rest = jobs().get(opening.REST)
    if rest is not None and not rest.done:
        follow(opening.REST)


@st.fragment(run_every=0.4)
def follow(name: str) -> None:
    """Draw how far a piece of work is; when it is over, run the whole page again."""
    job = jobs().get(name)
    if job is None or job.done:
        st.rerun()
    else:
        st.progress(job.share, plain(say(job.stage or job.title)))
