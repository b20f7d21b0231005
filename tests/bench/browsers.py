"""What a person waits for in a real Chromium: the library's answer, of a server that nobody has asked before.

The page is open and the question typed as people type. Opening a page is not timed: most of that is Streamlit's own
scripts, which take as long for a page of one line.
"""

import shutil
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.store import Workspace
from tests.bench.viewers import ANSWER, QUESTION, Row
from tests.journeys.conftest import FLAGS, serving

SERVERS = 5
TYPING = 60  # ms from key to key: a fast typist
FIELD = "Ask what you know, in your own words"
BOUND = 1.0  # seconds


def asked(folder: Path) -> Row:
    """Return the row of the table: the median of several servers, each asked once by somebody who was never there."""
    home = Home(folder / "home")
    with Workspace.open(home) as workspace:
        samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        took = [_typed(browser, folder, home) for _ in range(SERVERS)]
        browser.close()
    return Row(
        work="The same in Chromium, from the question on the page to the answer on it",
        took=f"{median(took) * 1000:.0f} ms (slowest of {SERVERS}: {max(took) * 1000:.0f})",
        bound=f"{BOUND:g} s",
        holds=max(took) < BOUND,
    )


def _typed(browser: Browser, folder: Path, home: Home) -> float:
    with serving(home.root, logs=folder) as server:
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(f"{server.address}/library")
        field = page.get_by_label(FIELD)
        field.press_sequentially(QUESTION, delay=TYPING)
        begun = perf_counter()
        field.press("Enter")
        page.get_by_text(ANSWER).first.wait_for()
        took = perf_counter() - begun
        context.close()
        return took
