"""A fresh server with an empty home, and a Chromium that reports what it asked for and what it complained about."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from tests.conftest import PROJECT
from tests.ports import free_port

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
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"

expect.set_options(timeout=30_000)  # a busy machine is slow; what must be seen sooner says so where it is expected


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

    def listen(self) -> None:
        """Write down from now on what the page asks for and complains about."""
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def leave(self) -> bool:
        """Forget everything and go; say whether the page is as good as a new one."""
        self.page.remove_listener("request", self._asked)
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._failed)
        with suppress(Error):
            self.page.evaluate(FORGET)
            self.page.context.clear_cookies()
            self.page.goto("about:blank")
            return self.page.context.pages == [self.page]
        return False

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        place = message.location["url"] if message.location else ""
        probes = {f"{self.server.address}/{child}/_stcore/{probe}" for child in CHILDREN for probe in PROBES}
        if message.type == "error" and place not in probes:
            self.complaints.append(f"{message.text} ({place})")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

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
        address, patience = f"http://127.0.0.1:{port}", time.monotonic() + 180
        while not answers(address):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
            assert process.poll() is None, (logs / f"server-{port}.log").read_text()
            assert time.monotonic() < patience, "the server did not answer within three minutes"
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
def filled(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give one server with the whole sample to all tests that only read."""
    folder = tmp_path_factory.mktemp("filled")
    home = shutil.copytree(sample, folder / "home")
    with serving(home, logs=folder) as server:
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


@pytest.fixture(scope="session")
def kept(chromium: Browser) -> Iterator[dict[str, list[Page]]]:
    """Keep pages that were left clean, by language: one that has run Streamlit's scripts before runs them sooner."""
    pages: dict[str, list[Page]] = defaultdict(list)
    yield pages
    for page in (page for some in pages.values() for page in some):
        page.context.close()


@pytest.fixture
def visit(
    chromium: Browser, kept: dict[str, list[Page]], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Tab]]:
    """Open tabs on a server, each of a person of its own: no two share cookies or storage."""
    tabs: list[tuple[str, Tab]] = []
    failed = request.session.testsfailed

    def begin(server: Server, *, width: int = 1280, theme: str = "light", locale: str = "en-US") -> Tab:
        page = kept[locale].pop() if kept[locale] else chromium.new_context(locale=locale).new_page()
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        tab = Tab(page, server)
        tabs.append((locale, tab))
        tab.listen()
        return tab

    yield begin
    for locale, tab in tabs:
        if tab.leave() and request.session.testsfailed == failed:
            kept[locale].append(tab.page)
        else:
            tab.page.context.close()
