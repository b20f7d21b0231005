"""Who is looking, and in which language: asked once per run by whoever needs it."""

import re
from collections.abc import Mapping

import streamlit as st

from analytics.present import wording
from data.messages import Message, Parameter
from data.workspace.actors import Actor
from pages.parts import address, sign_in
from pages.parts.moment import once

LANGUAGE = "lang"  # in the address


def actor() -> Actor:
    """Return the person in front of the screen. Raises `Forbidden` for whom the gate does not let pass."""
    return sign_in.actor()


def language() -> str:
    """Return the language that was chosen, or else that of the browser; English where we do not speak it."""
    return once(LANGUAGE, lambda: address.read(LANGUAGE, wording.LANGUAGES) or _browsers())


def _browsers() -> str:
    return wording.language_of(st.context.locale or "en")


def is_dark() -> bool:
    """Say whether the screen is dark, as its browser last reported."""
    return st.context.theme.type == "dark"


def say(message: Message) -> str:
    """Return a message in the visitor's language."""
    return wording.speak(message, language())


def plain(text: str) -> str:
    """Return what people wrote so that Markdown shows it as written: no link, image or formula can begin in it."""
    apart = ADDRESS.sub(JOINER, text)
    return "".join(f"\\{letter}" if letter in MARKUP else letter for letter in apart)


def parameters(given: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return a message's parameters with people's words made safe for Markdown."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in given.items()}


# Where an address begins to be one: browsers are given links for these after all escapes were read.
ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[\w-])", re.IGNORECASE)
JOINER = "\N{WORD JOINER}"  # is not seen, and no line ends at it
MARKUP = frozenset("\\`*_{}[]()<>#+-.!|~$:^=&@/")
