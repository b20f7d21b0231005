"""Who signed in: the claims of the provider become an actor of the workspace, or the reason why not."""

import time
from collections.abc import Mapping

import streamlit as st

from data.messages import Forbidden, Message
from data.workspace.actors import LOCAL_OWNER, Actor
from data.workspace.logins import Claims
from pages.parts import fetch, provider
from pages.parts.moment import once


class NotSignedIn(Forbidden):
    """Nobody has signed in in this browser."""

    def __init__(self) -> None:
        super().__init__(Message("not_signed_in", "Please sign in to read on."))


def actor() -> Actor:
    """Return the person in front of the screen; without sign-in that is the owner of this installation.

    Raises `NotSignedIn`, `LoginOver`, `NotAdmitted`.
    """
    return once("actor", _actor) if provider.is_set_up() else LOCAL_OWNER


def _actor() -> Actor:
    return fetch.workspace().people.arrive(claims(), now=int(time.time()))


def watcher() -> Actor:
    """Return the same person for what a page does by itself: looking on by itself keeps nobody signed in."""
    if not provider.is_set_up():
        return LOCAL_OWNER
    return fetch.workspace().people.arrive(claims(), now=int(time.time()), visits=False)


def claims() -> Claims:
    """Return what the provider vouches for. Raises `NotSignedIn`."""
    said: Mapping[str, object] = st.user.to_dict()
    began = said.get("iat")
    if not said.get("is_logged_in") or not said.get("iss") or not said.get("sub") or not isinstance(began, int | float):
        raise NotSignedIn
    return Claims(
        issuer=str(said["iss"]),
        subject=str(said["sub"]),
        began_at=int(began),
        nonce=str(said.get("nonce", "")),
        name=str(said.get("name") or said.get("preferred_username") or ""),
        email=str(said.get("email") or ""),
    )


def leave() -> None:
    """Sign out, here and not only in this browser's cookie."""
    fetch.workspace().people.leave(claims())
    st.logout()
