"""Post: brings one message to its address. The one module that opens a connection to another machine.

The name is looked up once, and the address that was found fit is connected to, while the certificate must be that of
the name. No proxy, no cookies, no redirects; of the answer only its head is read, and all of it ends in time.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from data.courier import addresses
from data.courier.addresses import Target
from data.courier.answers import Answer, Trouble

if TYPE_CHECKING:
    import httpx

SECONDS = 20.0  # for name, connection, sending and answer together
_LONGEST_WAIT = 86_400  # seconds that a receiver may ask for
_AGENT = "Liftroom-Webhook/1"


def post(target: Target, *, body: bytes, headers: Mapping[str, str], seconds: float = SECONDS) -> Answer:
    """Bring `body` (JSON) to a target and return what became of it. Raises nothing for trouble on the way."""
    with ThreadPoolExecutor(1) as beside:  # whoever asks may stand in a loop of events of their own
        return beside.submit(lambda: asyncio.run(_within(target, body, headers, seconds))).result()


async def _within(target: Target, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    import httpx  # only whoever sends pays for loading it

    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            address = addresses.chosen([str(one[4][0]) for one in found], local=target.local)
            if address is None:
                return Answer(trouble=Trouble.NOT_PUBLIC)
            return await _post(target, address, body, headers)
    except TimeoutError:
        return Answer(trouble=Trouble.SLOW)
    except (socket.gaierror, UnicodeError):
        return Answer(trouble=Trouble.NO_SUCH_HOST)
    except (httpx.HTTPError, OSError) as error:
        return Answer(trouble=Trouble.CERTIFICATE if _distrusted(error) else Trouble.UNREACHABLE)


async def _post(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    import httpx

    host = f"[{address}]" if ":" in address else address
    named = {
        **headers,
        "host": _said(target),
        "content-type": "application/json",
        "user-agent": _AGENT,
        "accept": "*/*",
        "accept-encoding": "identity",
    }
    url = f"{target.scheme}://{host}:{target.port}{target.path}"
    async with (
        httpx.AsyncClient(verify=_trust(), trust_env=False, follow_redirects=False, timeout=None) as client,
        client.stream("POST", url, content=body, headers=named, extensions={"sni_hostname": target.host}) as answer,
    ):
        return _answer(answer.status_code, answer.headers)


def _answer(status: int, headers: "httpx.Headers") -> Answer:
    if 200 <= status < 300:
        return Answer(status=status)
    trouble = Trouble.REDIRECTED if 300 <= status < 400 else Trouble.REFUSED
    wait = headers.get("retry-after", "")
    seconds = min(int(wait), _LONGEST_WAIT) if wait.isascii() and wait.isdigit() and len(wait) < 10 else None
    return Answer(status=status, trouble=trouble, retry_after=seconds)


def _said(target: Target) -> str:
    """Return the host as its receiver knows it."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == (443 if target.scheme == "https" else 80) else f"{host}:{target.port}"


def _trust() -> ssl.SSLContext:
    """Return whom we believe: the authorities everybody knows, and those this machine was told of."""
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _distrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
