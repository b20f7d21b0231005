"""What pages know of the inbox: what this person was told, how much of it is unread, and what they have opened."""

import time
from collections.abc import Collection
from contextlib import suppress

import streamlit as st

from analytics import notices as conductor
from analytics.present.notices import Names
from data.messages import Fault, Message
from data.workspace.actors import Actor
from data.workspace.inbox.records import Notice
from data.workspace.rights import Action, may
from pages.parts import fetch, gate, visitor
from pages.parts.visitor import say

NOTICE = "notice"  # in the address: whoever follows a link from the inbox has read what it is about


def notices(actor: Actor) -> tuple[Notice, ...]:
    """Return what this person may be told, the newest first. Raises `Forbidden`."""
    return fetch.workspace().inbox.notices(actor, now=int(time.time()))


def names(actor: Actor) -> Names:
    """Return what notices speak of is called. Raises `Forbidden`."""
    return conductor.names(fetch.workspace(), actor)


def title() -> str:
    """Return the screen's name in the navigation, with how much is unread."""
    unread = _unread()
    if unread:
        return say(Message("page_inbox_unread", "Inbox ({count})", {"count": unread}))
    return say(Message("page_inbox", "Inbox"))


def opened() -> None:
    """Note that this person read the notice whose link they followed."""
    key = st.query_params.get(NOTICE)
    if key is not None and gate.barrier() is None:
        del st.query_params[NOTICE]
        with suppress(Fault):
            read([key])


def read(keys: Collection[str]) -> None:
    """Note that this person has read these. Raises `Forbidden`."""
    fetch.workspace().inbox.mark_read(visitor.actor(), keys)


def _unread() -> int:
    if gate.barrier() is not None:
        return 0
    with suppress(Fault):  # trouble with the workspace is for the page to tell
        actor = visitor.actor()
        if may(actor, Action.READ_RESULTS):
            return fetch.workspace().inbox.unread(actor, now=int(time.time()))
    return 0
