"""The gate before every screen: sign in, wait to be let in, or go on. Says in one sentence why somebody stands here."""

from typing import Literal

import streamlit as st

from data.messages import Fault, Forbidden, Message
from data.workspace.people import NotAdmitted
from data.workspace.rights import Action, may
from pages.parts import blocks, provider, sign_in
from pages.parts.sign_in import NotSignedIn
from pages.parts.visitor import plain, say


def barrier() -> Forbidden | None:
    """Return why this person may not go on; None: they may. Other trouble is for the page to tell."""
    try:
        sign_in.actor()
    except Forbidden as fault:
        return fault
    except Fault:
        return None
    return None


def visibility(action: Action) -> Literal["visible", "hidden"]:
    """Say whether the navigation names a screen that needs this right; the store checks it in any case."""
    return "visible" if barrier() is None and may(sign_in.actor(), action) else "hidden"


def draw(why: Forbidden) -> None:
    """Show the one thing that can be done about it."""
    if isinstance(why, NotAdmitted):
        _waiting(why)
        return
    blocks.empty(Message("gate_title", "Liftroom"), Message("gate_what", "Where your team reads its tests together."))
    if isinstance(why, NotSignedIn):
        st.markdown(plain(say(why.message)))
    else:
        st.info(plain(say(why.message)))
    for name in provider.names():
        if st.button(plain(say(_way_in(name))), key=f"sign-in-{name}"):
            st.login(name)


def _way_in(name: str | None) -> Message:
    if name is None:
        return Message("sign_in", "Sign in")
    return Message("sign_in_with", "Sign in with {provider}", {"provider": name.replace("_", " ").title()})


def _waiting(why: NotAdmitted) -> None:
    blocks.empty(Message("gate_waiting", "Nobody has let you in yet"), why.message)
    with st.container(horizontal=True):
        st.button(say(Message("gate_again", "Look again")))
        st.button(say(Message("sign_out", "Sign out")), on_click=sign_in.leave)


def foot() -> None:
    """Say who is signed in, with the way out."""
    if not provider.is_set_up():
        return
    blocks.quiet(say(Message("signed_in_as", "Signed in as {name}", {"name": sign_in.actor().name})))
    st.button(say(Message("sign_out", "Sign out")), on_click=sign_in.leave, key="sign-out")
