"""Addresses: where a message may go, so that nobody can send the courier to what only this machine or network reaches.

HTTPS to public addresses alone, every one that the name leads to; or, when the local owner chose it, this machine
alone. The address that was checked is the one that is connected to, so that a name cannot lead elsewhere in between.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from data.messages import Message, Refused

LONGEST = 2_000  # characters
_PLAIN = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]+(/[!$-;=?-Z_a-z~\[\]]*)?(\?[!$-;=?-Z_a-z~\[\]]*)?")
_UNICAST = ipaddress.IPv6Network("2000::/3")  # the rest of IPv6 is local, reserved, or leads to IPv4 in disguise
# Ways around, and blocks that one release of Python calls open and another does not.
_ASIDE = tuple(map(ipaddress.ip_network, ("2002::/16", "2001::/23", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address, taken apart once: nothing else reads its text again."""

    scheme: str
    host: str  # a name or a literal address, without brackets
    port: int
    path: str  # with what follows it
    local: bool  # leads to this machine, by the owner's choice


def target(address: str, *, local: bool) -> Target:
    """Return an address taken apart; nothing is asked of the network. Raises `Refused` for what may not be sent to.

    `local`: to this machine, also without HTTPS; then nowhere else.
    """
    if len(address) > LONGEST or not _PLAIN.fullmatch(address):
        raise _malformed()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _malformed() from None
    host = (parts.hostname or "").rstrip(".")
    if not host or "@" in parts.netloc or port == 0:
        raise _malformed()
    if local and not _is_this_machine(host):
        raise Refused(
            Message("webhook_local", "“Only to this machine” is chosen: write an address like http://127.0.0.1:9000/.")
        )
    if not local and parts.scheme != "https":
        raise Refused(Message("webhook_https", "What is sent must not be read on the way: write an https:// address."))
    default = 443 if parts.scheme == "https" else 80
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=parts.scheme, host=host, port=port or default, path=path, local=local)


def chosen(found: Sequence[str], *, local: bool) -> str | None:
    """Return the address to connect to of those a name leads to; None when any of them is one we do not send to."""
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    fits = (one.is_loopback if local else is_public(one) for one in addresses)
    return str(addresses[0]) if addresses and all(fits) else None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is one of the open internet, and no way around to one that is not."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _UNICAST:
            return False
    aside = any(address in network for network in _ASIDE)
    return not aside and address.is_global and not address.is_multicast and not address.is_reserved


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _malformed() -> Refused:
    return Refused(
        Message("webhook_address", "This is no address to send to: write one like https://hooks.example.com/liftroom.")
    )
