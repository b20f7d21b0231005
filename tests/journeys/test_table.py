"""The table of cards in real browsers: dragged with mouse and finger, seen by others, and nothing but text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from data.home import Home
from data.workspace.actors import LOCAL_OWNER
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Prompt
from data.workspace.store import Workspace
from tests.journeys import looks
from tests.journeys.conftest import Server, Tab, serving

pytestmark = pytest.mark.browser
SOON = 3_000  # milliseconds within which others see what somebody did
HOSTILE = "See http://evil.example/x, www.evil.example or a@evil.example <b>now</b> **loud** $x$ :red[x]"
TEXTS = ("New visitors bought more", "Names do nothing", "Khách mới cần một lý do", HOSTILE)


@pytest.fixture
def workspace(whole: Path) -> Iterator[Workspace]:
    with Workspace.open(Home(whole)) as opened:
        yield opened


@pytest.fixture
def session(workspace: Workspace) -> str:
    """Give a session whose cards lie on the table, each under a topic of its own."""
    key = workspace.sessions.start(LOCAL_OWNER, "About http://evil.example and a@evil.example").value.key
    go(workspace, key, Phase.WRITE)
    for text in TEXTS:
        workspace.sessions.save_card(LOCAL_OWNER, key, new_key(), text=text, prompt=Prompt.LEARNED, version=None)
    go(workspace, key, Phase.GROUP)
    return key


@pytest.fixture
def server(whole: Path, session: str, tmp_path: Path) -> Iterator[Server]:
    with serving(whole, logs=tmp_path) as running:
        yield running


def go(workspace: Workspace, session: str, to: Phase) -> None:
    version = workspace.sessions.board(LOCAL_OWNER, session, now=0).version
    workspace.sessions.move(LOCAL_OWNER, session, to, version=version)


def topic(tab: Tab, *texts: str) -> Locator:
    """Return the topic on the table that holds all these texts."""
    found = tab.page.locator(".topic")
    for text in texts:
        found = found.filter(has_text=text)
    return found


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def take(tab: Tab, text: str, onto: Locator) -> None:
    """Press on a card and carry it over a topic, without letting it go."""
    tab.page.mouse.move(*middle(tab.page.locator(".card").filter(has_text=text)))
    tab.page.mouse.down()
    tab.page.mouse.move(*middle(onto), steps=8)


def test_a_card_that_is_dragged_onto_another_is_soon_under_its_topic_in_every_browser(
    server: Server, session: str, workspace: Workspace, visit: Callable[..., Tab]
) -> None:
    first, other, phone = tabs = visit(server), visit(server, theme="dark"), visit(server, width=390)
    for tab in tabs:
        tab.open(f"/session?session={session}")
        expect(topic(tab, "Names do nothing")).to_be_visible(timeout=30_000)
    assert looks.serious(first) == looks.serious(other) == []
    assert looks.overflow(phone) == 0

    take(first, "Names do nothing", topic(first, "New visitors bought more"))
    first.page.mouse.up()
    for tab in tabs:
        expect(topic(tab, "Names do nothing", "New visitors bought more")).to_be_visible(timeout=SOON)

    # While one still holds a card, another drags: what is held stays in the hand, and then falls where it should.
    take(other, "Khách mới", topic(other, "New visitors bought more"))
    name = first.page.get_by_label("What they have in common")
    name.fill("Ai mới đến")
    name.press("Enter")
    expect(phone.page.get_by_label("What they have in common")).to_have_value("Ai mới đến", timeout=SOON)
    expect(other.page.locator(".ghost")).to_be_visible()
    other.page.mouse.up()
    expect(topic(phone, "Khách mới", "Names do nothing")).to_be_visible(timeout=SOON)
    expect(other.page.get_by_label("What they have in common")).to_have_value("Ai mới đến", timeout=SOON)

    # A card that is let go beside every topic stays where it was; the place below takes it out again.
    take(first, "Khách mới", first.page.get_by_role("heading", name="What belongs together?"))
    first.page.mouse.up()
    expect(topic(first, "Khách mới", "Names do nothing")).to_be_visible()
    take(first, "Khách mới", topic(first, "See http"))
    first.page.mouse.move(*middle(first.page.locator(".own")), steps=4)
    first.page.mouse.up()
    for tab in tabs:
        expect(topic(tab, "Khách mới", "Names do nothing")).to_have_count(0, timeout=SOON)

    finger(phone, "Khách mới", topic(phone, "Names do nothing"))
    for tab in tabs:
        expect(topic(tab, "Khách mới", "Names do nothing")).to_be_visible(timeout=SOON)
    board = workspace.sessions.board(LOCAL_OWNER, session, now=0)
    assert sorted((one.name, len(one.cards)) for one in board.topics) == [("", 1), ("Ai mới đến", 3)]
    assert [told for tab in tabs for told in tab.complaints] == []
    assert [url for tab in tabs for url in tab.strangers()] == []


def finger(tab: Tab, text: str, onto: Locator) -> None:
    """Drag a card by its grip with a finger."""
    card = tab.page.locator(".card").filter(has_text=text)
    card.scroll_into_view_if_needed()
    touch = tab.page.context.new_cdp_session(tab.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    (x, y), (to_x, to_y) = middle(card.locator(".grip")), middle(onto)
    steps = [(x + (to_x - x) * part / 8, y + (to_y - y) * part / 8) for part in range(9)]
    for number, (left, top) in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


def test_what_people_wrote_is_text_in_every_step_and_never_a_link(
    server: Server, session: str, workspace: Workspace, visit: Callable[..., Tab]
) -> None:
    tab = visit(server)
    tab.open(f"/session?session={session}")
    for phase in (Phase.GROUP, Phase.VOTE, Phase.DISCUSS, Phase.ACT, Phase.IMPROVE, Phase.SUMMARY):
        if phase is Phase.ACT:
            workspace.sessions.add_action(LOCAL_OWNER, session, f"Ask them. {HOSTILE}", owner="")
        if phase is not Phase.GROUP:
            go(workspace, session, phase)
        shown = f"Ask them. {HOSTILE}" if phase in (Phase.ACT, Phase.SUMMARY) else HOSTILE
        if phase is not Phase.IMPROVE:
            expect(tab.page.get_by_text(shown.split("http", maxsplit=1)[0]).first).to_be_visible(timeout=10_000)
        assert tab.page.locator('a[href*="evil"]').count() == 0, phase
        assert tab.page.locator("[data-testid=stMain] b, .table b, .table strong").count() == 0, phase
