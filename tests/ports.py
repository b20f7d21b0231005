"""Ports for servers of tests."""

import random
import socket
from contextlib import suppress

OURS = range(20_000, 32_000)  # the system hands out ports above these: no connection takes one before its server does


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    while True:
        port = random.SystemRandom().choice(OURS)
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was left a moment ago is free
            probe.bind(("127.0.0.1", port))
            return port
