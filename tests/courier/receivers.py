"""A real receiver on loopback, written from the specification alone: it believes no message that is not proven.

Its own road to the signature is another library's HMAC, so that a mistake of ours is not made twice.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC


@dataclass(frozen=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    proven: bool  # one of its signatures is that of our secret

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What stands at an address."""

    port: int = 0
    secret: str = ""
    reply: Reply = field(default=lambda handler: answer(handler, 200))
    got: list[Got] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)  # ends whatever a reply waits for

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def hold(self) -> None:
        """Answer nothing until somebody lets go."""
        self.release.wait()


def proven(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Say whether one of the signatures is right."""
    content = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    for entry in headers["webhook-signature"].split(" "):
        version, _, given = entry.partition(",")
        if version == "v1":
            check = HMAC(base64.b64decode(secret.removeprefix("whsec_")), SHA256())
            check.update(content)
            with suppress(InvalidSignature):
                check.verify(base64.b64decode(given))
                return True
    return False


def answer(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    """Answer without a body."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-length", "0")
    handler.end_headers()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver until the block is left."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            is_proven = bool(receiver.secret) and proven(receiver.secret, headers, body)
            receiver.got.append(Got(self.path, headers, body, is_proven))
            receiver.came.set()
            with suppress(OSError):  # whoever sent it may be gone by now
                receiver.reply(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
