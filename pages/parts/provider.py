"""The OpenID provider that vouches for people, as `[auth]` of the secrets names it. Imports little.

One provider stands in `[auth]` itself, several in `[auth.NAME]` each.
"""

from collections.abc import Mapping

import streamlit as st

from data.messages import Message
from pages.parts.moment import once

SHORTEST = 32  # characters of a secret that signs cookies
PLACEHOLDERS = ("changeme", "change-me", "xxxx", "secret", "your-", "random", "1234")


def settings() -> Mapping[str, object]:
    """Return what `[auth]` says; empty where nobody has to sign in."""
    return once("provider", _settings)


def _settings() -> Mapping[str, object]:
    if not st.secrets.load_if_toml_exists():
        return {}
    found = st.secrets.get("auth")
    return found.to_dict() if found else {}


def is_set_up() -> bool:
    """Say whether people must sign in."""
    return bool(settings())


def names() -> tuple[str | None, ...]:
    """Return the names of the providers to choose from; None: the only one, which needs no name."""
    found = settings()
    if "client_id" in found:
        return (None,)
    return tuple(name for name, value in found.items() if isinstance(value, Mapping))


def flaw() -> Message | None:
    """Return why people could not sign in safely, or None."""
    found = settings()
    if not found:
        return None
    secret = str(found.get("cookie_secret", ""))
    if len(secret) < SHORTEST or len(set(secret)) < SHORTEST // 4 or secret.casefold().startswith(PLACEHOLDERS):
        return Message(
            "cookie_secret_weak",
            "Liftroom does not start: cookie_secret in the [auth] section is missing, short or a placeholder. Write a "
            'random one of at least {shortest} characters: python3 -c "import secrets; print(secrets.token_hex(32))".',
            {"shortest": SHORTEST},
        )
    providers = [found if name is None else found[name] for name in names()]
    needed = ("client_id", "client_secret", "server_metadata_url")
    complete = all(isinstance(one, Mapping) and all(one.get(field) for field in needed) for one in providers)
    if not providers or not complete or not found.get("redirect_uri"):
        return Message(
            "provider_incomplete",
            "Liftroom does not start: the [auth] section needs redirect_uri, and for each provider client_id, "
            "client_secret and server_metadata_url.",
        )
    return None
