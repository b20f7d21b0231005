"""How the inbox is drawn: what is new first, then what was read; each with a link to where it is about."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from analytics.present import notices as words
from analytics.present.notices import Names
from data.messages import Message
from data.workspace.inbox.records import Notice, NoticeKind
from pages.parts import blocks, news
from pages.parts.visitor import language, plain, say

Colour = Literal["blue", "orange", "gray"]
COLOURS: Mapping[NoticeKind, Colour] = {
    NoticeKind.DECISION_READY: "blue",
    NoticeKind.HEALTH_ALARM: "orange",
    NoticeKind.WEBHOOK_OFF: "orange",
}
SCREENS = {
    "readout": "results/readout.py",
    "health": "results/health.py",
    "session": "reflect/session.py",
    "webhook": "admin/webhook.py",
}
EARLIER = 20  # notices that were read and are shown at once


def draw(notices: Sequence[Notice], names: Names) -> None:
    """Draw the inbox of one person."""
    unread = [one for one in notices if one.is_unread]
    read = [one for one in notices if not one.is_unread]
    if not notices:
        blocks.empty(
            Message("inbox_empty", "Nothing has happened yet"),
            Message(
                "inbox_empty_why",
                "Here it says when a test can be decided, when its health alarms, when a promise has passed its day, "
                "and when a session begins. Each once.",
            ),
        )
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.title(_title(len(unread)), anchor=False, width="content")
        if unread and st.button(say(Message("inbox_read_all", "Mark all as read")), key="read-all"):
            news.read([one.key for one in unread])
            st.rerun()
    for notice in unread:
        _notice(notice, names)
    if read:
        blocks.heading(say(Message("inbox_earlier", "Earlier")))
    for notice in read[:EARLIER]:
        _notice(notice, names)
    if len(read) > EARLIER:
        with blocks.folded(Message("inbox_older", "Still earlier")):
            for notice in read[EARLIER:]:
                _notice(notice, names)


def _title(unread: int) -> str:
    if not unread:
        return say(Message("inbox_none", "You have read everything"))
    if unread == 1:
        return say(Message("inbox_one", "One thing is new"))
    return say(Message("inbox_some", "{count} things are new", {"count": unread}))


def _notice(notice: Notice, names: Names) -> None:
    """Draw one notice: what it is, what came about, where to read on."""
    screen, asked = words.place(notice, names)
    said = plain(say(words.sentence(notice, names)))
    with st.container(border=notice.is_unread, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            colour = "gray" if notice.is_over else COLOURS.get(notice.kind, "gray")
            st.markdown(f":{colour}-badge[{plain(say(words.KINDS[notice.kind]))}]", width="content")
            blocks.quiet(words.aside(notice, language()))
        st.markdown(f"**{said}**" if notice.is_unread else said)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                SCREENS[screen],
                label=f"{say(words.WAYS[notice.kind])} →",
                query_params={**asked, news.NOTICE: notice.key},
                width="content",
            )
            label = say(Message("inbox_read", "Mark as read"))
            if notice.is_unread and st.button(label, key=f"read:{notice.key}", type="tertiary"):
                news.read([notice.key])
                st.rerun()
