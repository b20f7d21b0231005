"""Takes the README's pictures of a fresh dashboard that holds the sample: light, dark, and on a phone.

The same sample on the same day gives the same pictures: its dates are those of the day it is loaded.
"""

import io
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from analytics import readout, snapshots
from data import samples
from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.journeys.conftest import FLAGS, Server, Tab, serving

FOLDER = Path(__file__).parent
COLOURS = 256  # of a picture: flat areas and thin letters need no more
LARGEST = 200_000  # bytes of one picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture."""

    name: str
    path: str  # what is opened
    width: int  # CSS pixels
    height: int  # CSS pixels
    theme: Literal["light", "dark"]


SHOTS = (
    Shot(name="readout", path="/readout?experiment=personalised-hero-banner", width=1280, height=860, theme="light"),
    Shot(name="overview", path="/", width=1280, height=860, theme="dark"),
    Shot(
        name="segments",
        path="/segments?experiment=start-screen-with-a-guide&attribute=customer_type",
        width=1280,
        height=860,
        theme="light",
    ),
    Shot(name="session", path="/session?session={session}", width=1280, height=860, theme="light"),
    Shot(name="library", path="/library?q=what do we know about free delivery?", width=1280, height=860, theme="light"),
    Shot(name="roi", path="/roi", width=1280, height=860, theme="light"),
    Shot(name="health", path="/health?experiment=landing-page-by-interest", width=390, height=844, theme="light"),
)


CARDS = (
    (Prompt.SURPRISED, "New visitors did not click more, they bought more."),
    (Prompt.LEARNED, "The product picture does it, not the name in the headline."),
    (Prompt.NEXT, "Try the same picture in the head of the e-mail."),
    (Prompt.SURPRISED, "The effect settled after twelve days, not after five."),
    (Prompt.NEXT, "Ask five new visitors why."),
)


def reflect(home: Home, workspace: Workspace) -> str:
    """Bring a session of the sample to the vote, and return its key."""
    sessions, key = workspace.sessions, "personalised-hero-banner"
    session = sessions.start(LOCAL_OWNER, "Autumn tests", experiments=[key], anonymous=True).value.key
    pinned = {key: snapshots.taken(readout.read(home, workspace, LOCAL_OWNER, key))}
    for phase in (Phase.FORECAST, Phase.REVEAL, Phase.WRITE, Phase.GROUP, Phase.VOTE):
        version = sessions.board(LOCAL_OWNER, session, now=0).version
        readouts = pinned if phase is Phase.REVEAL else {}
        sessions.move(LOCAL_OWNER, session, phase, version=version, readouts=readouts)
        for prompt, text in CARDS if phase is Phase.WRITE else ():
            sessions.save_card(LOCAL_OWNER, session, new_key(), text=text, prompt=prompt, version=None)
    topics = sessions.board(LOCAL_OWNER, session, now=0).topics
    for topic in (topics[0], topics[0], topics[1]):
        sessions.vote(LOCAL_OWNER, session, topic.key, change=1)
    return session


def take(shot: Shot, browser: Browser, server: Server) -> bytes:
    """Return a picture as PNG, with as few colours as it needs."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.theme, device_scale_factor=2
    )
    tab = Tab(page, server)
    tab.open(shot.path)
    page.get_by_role("heading", level=1).wait_for()
    tab.settle()
    drawn = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    page.close()
    packed = io.BytesIO()
    drawn.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        packed, "PNG", optimize=True
    )
    return packed.getvalue()


def main() -> None:
    """Load the sample into a home of its own, start a server, and take every picture."""
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        with Workspace.open(home) as workspace:
            samples.load(home, workspace, LOCAL_OWNER, progress=lambda _share, _stage: None)
            session = reflect(home, workspace)
        with serving(home.root, logs=Path(folder)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for shot in SHOTS:
                picture = take(replace(shot, path=shot.path.format(session=session)), browser, server)
                assert len(picture) <= LARGEST, f"{shot.name} is too large: {len(picture):,} bytes"
                (FOLDER / f"{shot.name}.png").write_bytes(picture)
            browser.close()


if __name__ == "__main__":
    main()
