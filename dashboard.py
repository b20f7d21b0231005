"""The door: the server around the screens. Who may connect, which headers leave, what is warm before the first visit.

Run with `streamlit run dashboard.py`. The screens themselves begin in `pages/frame.py`.
"""

import asyncio
import base64
import gc
import hashlib
import ipaddress
import logging
import re
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Signal
from starlette.websockets import WebSocketClose
from streamlit import config

from data.messages import Message
from pages.parts import provider

REFUSAL = (
    "Liftroom does not start: it would listen on {address}, where others can reach it, and nobody has to sign in. "
    "Either keep it on this machine (--server.address=127.0.0.1), or add an [auth] section with your OpenID provider "
    "to .streamlit/secrets.toml and start again."
)


def is_loopback(address: str | None) -> bool:
    """Say whether only this machine can reach `address`. No address means every network."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address((address or "0.0.0.0").strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_open_doors() -> None:
    """Stop the start when others could reach the server without signing in, or could forge a sign-in."""
    address = config.get_option("server.address")
    if not is_loopback(address) and not provider.is_set_up():
        raise SystemExit(REFUSAL.format(address=address or "every network address"))
    flaw = provider.flaw()
    if flaw is not None:
        raise SystemExit(str(flaw))


def inline_scripts() -> str:
    """Return the CSP hashes of the scripts that stand in Streamlit's own page, as this version ships it."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def security_headers() -> dict[str, str]:
    """Return the headers of every answer; styles are inline because Streamlit's own are."""
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' {inline_scripts()}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


class Guard:
    """Answers only where it may, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it came in over a network that has no sign-in."""
        server = scope.get("server")
        if scope["type"] not in ("http", "websocket") or server is None:
            await self.app(scope, receive, send)
            return
        refused = not is_loopback(server[0]) and not provider.is_set_up()
        if scope["type"] == "websocket":
            await (WebSocketClose() if refused else self.app)(scope, receive, send)
            return

        async def send_guarded(message: Signal) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                if scope.get("scheme") == "https":
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        answer = PlainTextResponse(REFUSAL.format(address=server[0]), status_code=403) if refused else self.app
        await answer(scope, receive, send_guarded)


async def health(_request: Request) -> JSONResponse:
    """Answer 200 when the lake's engine answers a query and the workspace takes a write; else 503 and one sentence."""
    from pages.parts import fetch

    ailment = await asyncio.to_thread(fetch.ailment)
    if ailment is None:
        return JSONResponse({"status": "ok"})
    return JSONResponse({"status": "broken", "sentence": str(ailment)}, status_code=503)


def warm_up() -> None:
    """Import what the first visit needs and take it out of the garbage collector's sight.

    Each of Python's full collections would otherwise walk every imported module, and whoever waits, waits for that.
    """
    from pages.parts import fetch, standings

    try:
        fetch.warm()
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
    standings.read_ahead()


def begin(_job: object) -> None:
    """Begin loading the sample into a home that is new, and the warm-up and the rounds beside it."""
    from pages.parts import opening, rounds

    try:
        opening.welcome()
    finally:
        rounds.begin()
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()


def told(error: Exception) -> bool:
    """Say what a page or callback raised in one sentence, instead of a traceback."""
    from pages.parts import guard

    return guard.told(error)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401  Streamlit hands over its own App
    """Begin what has to be done once per server, beside it: the first page waits for what it needs."""
    # Caches asked for outside a page run say so on every call; here that is meant.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    from pages.parts.jobs import jobs

    gc.disable()  # imports leave no garbage, but make the collector walk; it works again after the warm-up
    jobs().start("opening", Message("opening", "Opening"), begin)
    yield


refuse_open_doors()
app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[Route("/api/health", health)],
    middleware=[Middleware(Guard)],
    on_script_error=told,
)
