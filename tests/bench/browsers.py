"""What a person waits for in a real Chromium: the library's answer, of a server that nobody has asked before.

Timed from the question to the whole answer on an open page. Opening it is not timed: most of that is Streamlit's own
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
from tests.journeys.conftest import FLAGS, READY, serving

SERVERS = 5
TYPING = 60  # ms from key to key: a fast typist
FIELD = "Ask what you know, in your own words"
BOUND = 1.0  # seconds
ASKED = "written about this"  # at the head of an answer, and nowhere else
SHOWN = f"""([head, answer]) => document.querySelector('h1')?.innerText.includes(head)
    && document.body.innerText.includes(answer) && !!document.querySelector('{READY}')"""


def asked(folder: Path) -> list[Row]:
    """Return the rows of the table; every server is asked once, by somebody who was never there.

    In one stroke the question comes while the page still reads tests that nobody has read before.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        rows = [
            _row("entered in one stroke as soon as there is a field", browser, folder / "stroke", typing=0),
            _row("typed as people type", browser, folder / "typed", typing=TYPING),
        ]
        browser.close()
    return rows


def _row(how: str, browser: Browser, folder: Path, *, typing: float) -> Row:
    home = Home(folder / "home")
    with Workspace.open(home) as workspace:
        samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
    took = []
    for number in range(SERVERS):
        copied = shutil.copytree(home.root, folder / str(number))  # its tests, too, nobody has read before
        took.append(_waited(browser, folder, Home(copied), typing))
    return Row(
        work=f"The same in Chromium, question {how}",
        took=f"{median(took) * 1000:.0f} ms (slowest of {SERVERS}: {max(took) * 1000:.0f})",
        bound=f"{BOUND:g} s",
        holds=max(took) < BOUND,
    )


def _waited(browser: Browser, folder: Path, home: Home, typing: float) -> float:
    with serving(home.root, logs=folder) as server:
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(f"{server.address}/library")
        field = page.get_by_label(FIELD)
        if typing:
            field.press_sequentially(QUESTION, delay=typing)
        else:
            field.fill(QUESTION)
        begun = perf_counter()
        field.press("Enter")
        page.wait_for_function(SHOWN, arg=[ASKED, ANSWER], polling="raf")  # at every frame
        took = perf_counter() - begun
        context.close()
        return took
