"""A fresh server with an empty home, and a Chromium that reports what it asked for and what it complained about."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

PROJECT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
READY = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'
LOADED = "() => !document.querySelector('[data-testid=stSkeleton]')"  # figures and tables come in pieces of their own
CHILDREN = (  # addresses below the first
    "readout", "segments", "health", "words", "experiments", "session", "library", "inbox", "roi", "month",
    "assumptions", "events", "metrics", "people", "webhook",
)  # fmt: skip
PROBES = ("health", "host-config")  # Streamlit's own, 404 below a child address


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    address: str
    home: Path
    process: subprocess.Popen[bytes]


@dataclass
class Tab:
    """One page of the browser with what it did."""

    page: Page
    server: Server
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run to its end, and what it shows is drawn."""
        self.page.wait_for_selector(READY, timeout=60_000)
        self.page.wait_for_function(LOADED, timeout=60_000)

    def strangers(self) -> list[str]:
        """Requests that left the machine."""
        own = (self.server.address, self.server.address.replace("http", "ws"), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str, path: str = "/_stcore/health") -> bool:
    with suppress(OSError), urllib.request.urlopen(address + path, timeout=1) as reply:
        return bool(reply.status == 200)
    return False


@contextmanager
def serving(
    home: Path, *, logs: Path, workspace: str | None = None, port: int | None = None, secrets: Path | None = None
) -> Iterator[Server]:
    """Run a dashboard on `home` until the block is left; with `secrets` people must sign in."""
    port = port or free_port()
    environment = {**os.environ, "LIFTROOM_HOME": str(home)}
    environment.pop("LIFTROOM_WORKSPACE", None)
    if workspace is not None:
        environment["LIFTROOM_WORKSPACE"] = workspace
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    if secrets is not None:
        command += ["--secrets.files", str(secrets)]
    with (logs / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=log)
    try:
        address, patience = f"http://127.0.0.1:{port}", time.monotonic() + 60
        while not answers(address):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
            assert process.poll() is None, (logs / f"server-{port}.log").read_text()
            assert time.monotonic() < patience, "the server did not answer within a minute"
        yield Server(address, home, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers; all of them end with the test."""
    with ExitStack() as running:

        def begin(home: Path | None = None, *, workspace: str | None = None) -> Server:
            return running.enter_context(serving(home or tmp_path / "home", logs=tmp_path, workspace=workspace))

        yield begin


@pytest.fixture
def whole(sample: Path, tmp_path: Path) -> Path:
    """Give a home with the whole sample: nothing comes in behind the page, which would be drawn anew meanwhile."""
    return Path(shutil.copytree(sample, tmp_path / "home"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give one server for all tests of a module; its home is new, so the sample loads by itself."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder / "home", logs=folder) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Open the browser that is installed; skip with the reason where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        bundled = Path(playwright.chromium.executable_path)
        if path is None and not bundled.exists():
            pytest.skip("no Chromium: install Debian's package `chromium` or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """Open tabs on a server."""
    pages: list[Page] = []

    def begin(server: Server, *, width: int = 1280, theme: str = "light", locale: str = "en-US") -> Tab:
        page = chromium.new_page(
            viewport={"width": width, "height": 1000},
            color_scheme="dark" if theme == "dark" else "light",
            locale=locale,
        )
        pages.append(page)
        tab = Tab(page, server)
        probes = {f"{server.address}/{child}/_stcore/{probe}" for child in CHILDREN for probe in PROBES}

        def asked(request: Request) -> None:
            tab.requests.append(request.url)

        def said(message: ConsoleMessage) -> None:
            place = message.location["url"] if message.location else ""
            if message.type == "error" and place not in probes:
                tab.complaints.append(f"{message.text} ({place})")

        page.on("request", asked)
        page.on("console", said)
        page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        return tab

    yield begin
    for page in pages:
        page.close()
