"""The one place that catches what a page raises, and says it in one sentence."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.messages import Fault, Message
from data.workspace.records import Conflict
from pages.parts import drafts, empties
from pages.parts.forecast_veil import AwaitsForecast
from pages.parts.visitor import plain, say

LOG = logging.getLogger("liftroom")


@contextmanager
def guarded() -> Iterator[None]:
    """Draw what a page raises as one sentence: a `Fault` says its own, anything else is logged and named as ours."""
    try:
        yield
    except Conflict as fault:
        drafts.conflict(fault)
    except AwaitsForecast as fault:
        empties.forecast_first(fault)
    except Fault as fault:
        told(fault)
    except Exception as error:
        LOG.exception("page broke: %s", _place(error), exc_info=False)
        told(error)


def told(error: Exception) -> bool:
    """Tell the person in one sentence; True: Streamlit shall show nothing of its own."""
    if isinstance(error, Fault):
        st.error(plain(say(error.message)))
    else:
        broken = Message(
            "broken",
            "Something went wrong on our side: nothing was lost. Load the page again; if it stays, tell your admin.",
        )
        st.error(say(broken))
    return True


def _place(error: Exception) -> str:
    """Return type and place of an error, without its words: those may quote what stands in a file."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
    return f"{type(error).__name__} at {place}"
