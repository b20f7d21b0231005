"""Three people reflect together in three browsers: what each may see in each step, within three seconds."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Locator, expect

from data.home import Home
from data.workspace.actors import LOCAL_OWNER, ActorRole
from data.workspace.store import Workspace
from tests.journeys import looks
from tests.journeys.conftest import Server, Tab, serving
from tests.journeys.identity import let_in, sign_in, vouching
from tests.ports import free_port

pytestmark = pytest.mark.browser
PEOPLE = {"linh": "Linh Trần", "minh": "Minh Lê", "anna": "Anna Schmidt"}
SOON = 3_000  # milliseconds within which others see what somebody did
HERO = "Personalised hero banner"


@pytest.fixture
def team(whole: Path, tmp_path: Path) -> Iterator[Server]:
    """Give a server on which three people may come in."""
    port, secrets = free_port(), tmp_path / "secrets.toml"
    with vouching(PEOPLE, port=port, secrets=secrets) as issuer:
        roles = {"linh": ActorRole.LEAD, "minh": ActorRole.MEMBER, "anna": ActorRole.MEMBER}
        let_in(Home(whole), issuer, PEOPLE, roles)
        with serving(whole, logs=tmp_path, port=port, secrets=secrets) as server:
            yield server


def heading(tab: Tab, text: str, *, within: int = SOON) -> None:
    expect(tab.page.get_by_role("heading", name=text, exact=True)).to_be_visible(timeout=within)


def button(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("button", name=name, exact=True).first


def press(tab: Tab, name: str) -> None:
    button(tab, name).click()
    tab.settle()


def shown(tab: Tab, text: str) -> Locator:
    return tab.page.get_by_text(text).first


def hidden(tab: Tab, *texts: str) -> None:
    for text in texts:
        assert text not in tab.page.inner_text("body")
        assert tab.page.get_by_text(text).count() == 0  # nor on the table of cards, which is a page of its own


def write(tab: Tab, label: str, text: str) -> None:
    field = tab.page.get_by_label(label, exact=True)
    field.click()
    field.press_sequentially(text, delay=20)
    expect(field).to_have_value(text)


def begin(tabs: list[Tab], title: str) -> str:
    """Let the first of the tabs start a session on one test, and the others come; return its address."""
    first, *others = tabs
    first.open("/session")
    first.page.get_by_label("What it is about").fill(title)
    first.page.get_by_label("Tests to read").click()
    first.page.get_by_role("option", name=HERO).click()
    first.page.keyboard.press("Escape")
    press(first, "Start")
    heading(first, "What happened since last time?", within=30_000)
    found = re.search(r"session=[\w-]+", first.page.url)
    assert found is not None
    for tab in others:
        tab.open(f"/session?{found.group()}")
        heading(tab, "What happened since last time?", within=30_000)
    return f"/session?{found.group()}"


def test_three_people_go_from_the_agenda_to_the_exported_minutes(
    team: Server, visit: Callable[..., Tab], tmp_path: Path
) -> None:
    linh, minh, anna = tabs = [visit(team), visit(team), visit(team, width=390, theme="dark")]
    for tab, subject in zip(tabs, PEOPLE, strict=True):
        tab.open()
        sign_in(tab, subject)
    address = begin(tabs, "Autumn tests")
    expect(button(minh, "Go on: Forecast")).to_have_count(0)

    press(linh, "Go on: Forecast")
    for tab in (minh, anna):
        heading(tab, "Before we look: what do you expect?")
    for path in ("/readout", "/segments", "/health"):  # no way around by an address
        minh.open(f"{path}?experiment=personalised-hero-banner")
        heading(minh, "First guess, then look", within=30_000)
        hidden(minh, "18.8%", "12–26%", "Keep personalised")
    minh.open()
    expect(minh.page.get_by_text("Your team is about to guess: give your forecast first.")).to_be_visible()
    hidden(minh, "12–26%", "Keep personalised")
    minh.open(address)
    for tab in (minh, anna):
        press(tab, "Give my forecast")
    press(linh, "I know the result already")
    expect(shown(anna, "Answered: Anna Schmidt, Linh Trần, Minh Lê")).to_be_visible(timeout=SOON)
    minh.open("/readout?experiment=personalised-hero-banner")
    expect(minh.page.get_by_text("Keep personalised.")).to_be_visible()
    minh.open(address)

    press(linh, "Go on: Reveal")
    for tab in (minh, anna):
        heading(tab, "What came out, and what we had expected")
        expect(tab.page.get_by_text("0 of 2 ranges held what came out")).to_be_visible(timeout=30_000)

    press(linh, "Go on: Write")
    for tab in (minh, anna):
        heading(tab, "In silence: what do you make of it?")
    write(linh, "What surprised us, card 1", "New visitors bought more")
    write(minh, "What we learned, card 1", "Names do nothing")
    write(minh, "What we learned, card 2", "The picture matters")
    write(anna, "What we would do next, card 1", "Ask five new visitors why")
    for tab in tabs:
        expect(tab.page.get_by_text("Cards so far: 4. Done: 0 of 3.")).to_be_visible(timeout=SOON)
    hidden(linh, "Names do nothing", "Ask five new visitors why")
    expect(linh.page.get_by_label("What surprised us, card 1", exact=True)).to_have_value("New visitors bought more")

    press(linh, "Go on: Group")
    for tab in (minh, anna):
        heading(tab, "What belongs together?")
        expect(shown(tab, "New visitors bought more")).to_be_visible(timeout=SOON)
        expect(shown(tab, "What we learned · Minh Lê")).to_be_visible(timeout=SOON)

    press(linh, "Go on: Vote")
    for tab in tabs:
        heading(tab, "What matters most?")
    for _ in range(3):
        press(minh, "+1")
    expect(button(minh, "+1")).to_be_disabled()  # at most three on one
    expect(minh.page.get_by_text("2 of 5 votes left")).to_be_visible()
    press(anna, "+1")
    hidden(linh, "3 votes", "4 votes")
    minh.page.get_by_text("I am done").click()
    expect(shown(linh, "Done: Minh Lê")).to_be_visible(timeout=SOON)

    press(linh, "Go on: Discuss")
    for tab in tabs:
        heading(tab, "What does it mean?")
        expect(shown(tab, "4 votes")).to_be_visible(timeout=SOON)
    press(minh, "Write down what was said")
    note = minh.page.get_by_label("Write down what was said")
    note.fill("New visitors need a reason.")
    note.blur()
    expect(shown(anna, "New visitors need a reason.")).to_be_visible(timeout=SOON)

    press(linh, "Go on: Decide")
    heading(anna, "What do we do with it?")
    expect(anna.page.get_by_text("A lead decides.")).to_be_visible()
    press(linh, "Decide")
    expect(shown(anna, "Ship it (decided by Linh Trần)")).to_be_visible(timeout=SOON)
    press(linh, "Go on: Act")
    heading(minh, "Who does what, until when?")
    minh.page.get_by_label("What will be done").fill("Show it to every new visitor")
    press(minh, "Write it down")
    expect(linh.page.get_by_text("Show it to every new visitor · Minh Lê")).to_be_visible(timeout=SOON)
    press(linh, "Go on: Improve")
    heading(linh, "What one thing do we do better next time?")
    press(linh, "Go on: Summary")
    for tab in tabs:
        heading(tab, "What we take along")

    with minh.page.expect_download() as coming:
        button(minh, "Take it along").click()
        button(minh, "Pages to print (PDF)").click()
    coming.value.save_as(tmp_path / "minutes.pdf")
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "minutes.pdf").pages)
    for said in (
        "Autumn tests", "Keep personalised. It probably raised purchases by 12–26%.", "Ship it (decided by Linh Trần)",
        "New visitors bought more", "4 votes", "The picture matters", "Show it to every new visitor",
    ):  # fmt: skip
        assert said in " ".join(paper.split()), said
    assert not [told for tab in tabs for told in tab.complaints]
    assert not [url for tab in tabs for url in tab.strangers() if "/interaction/" not in url and "/auth" not in url]


def test_a_session_that_is_called_off_ends_in_every_browser_and_says_by_whom(
    team: Server, visit: Callable[..., Tab]
) -> None:
    linh, anna = tabs = [visit(team), visit(team, width=390, theme="dark")]
    for tab, subject in zip(tabs, ("linh", "anna"), strict=True):
        tab.open()
        sign_in(tab, subject)
    begin([linh], "By mistake")
    anna.open("/session?" + linh.page.url.split("?")[1])
    press(linh, "Go on: Forecast")
    heading(anna, "Before we look: what do you expect?", within=30_000)
    expect(button(anna, "You lead")).to_have_count(0)
    button(linh, "You lead").click()
    press(linh, "Call this session off …")
    expect(linh.page.get_by_text("It cannot be taken up again.")).to_be_visible()
    assert looks.serious(linh) == []
    press(linh, "Call it off")
    heading(anna, "This session was called off")
    expect(shown(anna, "Called off by Linh Trần on")).to_be_visible(timeout=SOON)
    assert looks.overflow(anna) == 0
    anna.open("/readout?experiment=personalised-hero-banner")
    expect(anna.page.get_by_text("Keep personalised.").first).to_be_visible(timeout=30_000)
    press(linh, "All sessions")
    expect(shown(linh, "Under way")).to_have_count(0)
    assert not [told for tab in tabs for told in tab.complaints]


def test_what_was_acknowledged_outlives_a_killed_server(whole: Path, tmp_path: Path, visit: Callable[..., Tab]) -> None:
    with serving(whole, logs=tmp_path) as server:
        tab = visit(server)
        begin([tab], "Alone")
        press(tab, "Go on: Forecast")
        heading(tab, "Before we look: what do you expect?")
        press(tab, "I know the result already")
        press(tab, "Go on: Reveal")
        heading(tab, "What came out, and what we had expected", within=30_000)
        press(tab, "Go on: Write")
        write(tab, "What we learned, card 1", "Kept for good")
        expect(tab.page.get_by_text("Cards so far: 1. Done: 0 of 1.")).to_be_visible(timeout=SOON)
        server.process.kill()
        server.process.wait()
    with Workspace.open(Home(whole)) as workspace:
        [session] = workspace.sessions.sessions(LOCAL_OWNER)
        board = workspace.sessions.board(LOCAL_OWNER, session.value.key, now=0)
    assert [card.text for card in board.cards] == ["Kept for good"]
